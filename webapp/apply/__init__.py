"""What candidates see: careers, application, their own status, the offer to sign."""

from flask import Blueprint

bp = Blueprint("apply", __name__)

from webapp.apply import (  # noqa: E402 - views register themselves on bp
    careers,
    offer,
    status,
)

__all__ = ["bp", "careers", "offer", "status"]
