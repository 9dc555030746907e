"""Sentences about a team's vision, targets and readings."""

from workflows.words import N_

SENTENCES = {
    "vision.empty": N_("Write in one or two sentences what the team is to be."),
    "vision.in-the-past": N_("%(by_on)s is over. Choose a day to come."),
    "vision.priorities": N_("A vision gives focus by one to five priorities; these are %(count)s."),
    "target.nobody": N_("A target needs at least one person. Remove it if nobody is needed."),
    "target.level": N_("Levels go from 1 to 5."),
    "reading.level": N_("Levels go from 1 to 5; %(level)s is none. Nothing was kept: mend it and send all again."),
}
