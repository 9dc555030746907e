"""Sentences of debriefs' figures, calibration and the register."""

from workflows.words import N_

SENTENCES = {
    "debrief.scorecards-coming": N_("Scorecards of this opening are coming in at this moment. Decide again in a "
                                    "minute; your reason is kept."),
    "calibration.too-few-candidates": N_("Candidates who have been rated: %(count)s; telling sources apart "
                                         "takes %(least)s."),
    "calibration.too-few-interviewers": N_("Interviewers who have rated: %(count)s; telling sources apart takes "
                                           "%(least)s."),
    "calibration.too-few-ratings": N_("Levels given: %(count)s; telling sources apart takes %(least)s."),
}
