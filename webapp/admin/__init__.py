"""Operations: people and roles, content, imports, mail, jobs, audit."""

from flask import Blueprint

bp = Blueprint("admin", __name__)

from webapp.admin import (  # noqa: E402 - views register themselves on bp
    audit,
    content,
    imports,
    jobs,
    mail,
    people,
    settings,
    teams,
)

__all__ = ["audit", "bp", "content", "imports", "jobs", "mail", "people", "settings", "teams"]
