"""The opening's interview plan, interviews with their kits, scorecards with ratings, and the debrief."""

from workflows.interviewing.records.debriefs import Debrief, DebriefLine, DebriefLineRating, Decision, Standing
from workflows.interviewing.records.fits import Fit, FitPurpose
from workflows.interviewing.records.interviews import (
    Blank,
    Interview,
    InterviewerTraining,
    KitQuestion,
    Overall,
    Rating,
    Scorecard,
    ScorecardReading,
    ScorecardVersion,
)
from workflows.interviewing.records.plans import InterviewPlan, PlanQuestion, PlanRound

__all__ = ["Blank", "Debrief", "DebriefLine", "DebriefLineRating", "Decision", "Fit", "FitPurpose", "Interview",
           "InterviewPlan", "InterviewerTraining", "KitQuestion", "Overall", "PlanQuestion", "PlanRound", "Rating",
           "Scorecard", "ScorecardReading", "ScorecardVersion", "Standing"]
