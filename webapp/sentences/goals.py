"""Sentences about goals: what waits for somebody."""

from workflows.words import N_

SENTENCES = {
    "goal.to-review": N_("Review where the goal “%(goal)s” stands"),
}
