"""Signing in and out, invitations, resets, first set-up, one's own account."""

from flask import Blueprint

bp = Blueprint("account", __name__)

from webapp.account import (  # noqa: E402 - views register themselves on bp
    links,
    me,
    setup,
    sign_in,
)

__all__ = ["bp", "links", "me", "setup", "sign_in"]
