"""Sentences of debriefs' figures, calibration and the register."""

from workflows.words import N_

SENTENCES = {
    "debrief.scorecards-coming": N_("Scorecards of this opening are coming in at this moment. Decide again in a "
                                    "minute; your reason is kept."),
}
