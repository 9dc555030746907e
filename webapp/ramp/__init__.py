"""Ramps, attainment, pay, coaching, and the chain from first gap to last attainment."""

from flask import Blueprint

bp = Blueprint("ramp", __name__)

from webapp.ramp import (  # noqa: E402 - views register themselves on bp
    chain,
    coaching,
    disputes,
    kudos,
    pay,
    pay_plans,
    ramp_moves,
    ramp_opening,
    ramps,
    sales,
)

__all__ = ["bp", "chain", "coaching", "disputes", "kudos", "pay", "pay_plans", "ramp_moves", "ramp_opening", "ramps",
           "sales"]
