"""Requisition to hire, for managers, recruiters and interviewers."""

from flask import Blueprint

bp = Blueprint("hiring", __name__)

from webapp.hiring import (  # noqa: E402 - views register themselves on bp
    assistance,
    calibration,
    candidacies,
    debrief_papers,
    debriefs,
    further,
    interview_plans,
    interviewers,
    interviews,
    match,
    offers,
    openings,
    own_ratings,
    requisitions,
    scorecards,
)

__all__ = ["assistance", "bp", "calibration", "candidacies", "debrief_papers", "debriefs", "further", "interview_plans",
           "interviewers", "interviews", "match", "offers", "openings", "own_ratings", "requisitions", "scorecards"]
