"""Plans, modules, quizzes, checkpoints and certificates."""

from flask import Blueprint

bp = Blueprint("learning", __name__)

from webapp.learning import (  # noqa: E402 - views register themselves on bp
    attempts,
    certificates,
    help_calls,
    modules,
    plans,
    quizzes,
    score_sheet,
)

__all__ = ["attempts", "bp", "certificates", "help_calls", "modules", "plans", "quizzes", "score_sheet"]
