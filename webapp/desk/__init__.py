"""What each person sees first: desk, teams, goals, the team's week, search."""

from flask import Blueprint

bp = Blueprint("desk", __name__)

from webapp.desk import (  # noqa: E402 - views register themselves on bp
    goals,
    home,
    profiles,
    reading_files,
    readings,
    search,
    targets,
    teams,
    visions,
    week,
)

__all__ = ["bp", "goals", "home", "profiles", "reading_files", "readings", "search", "targets", "teams", "visions",
           "week"]
