"""Sentences of debriefs' figures, calibration and the register."""

from workflows.words import N_

SENTENCES = {
    "debrief.scorecards-coming": N_("Scorecards of this opening are coming in at this moment. Decide again in a "
                                    "minute; your reason is kept."),
    "calibration.too-few-candidates": N_("%(count)s candidates have been rated; telling sources apart takes "
                                         "%(least)s."),
    "calibration.too-few-interviewers": N_("%(count)s interviewers have rated; telling sources apart takes %(least)s."),
    "calibration.too-few-ratings": N_("%(count)s levels have been given; telling sources apart takes %(least)s."),
}
