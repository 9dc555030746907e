"""Sentences about coaching plans: what waits for somebody."""

from workflows.words import N_

SENTENCES = {
    "coaching.to-agree": N_("Agree with %(rep)s on one step to work on"),
    "coaching.to-measure": N_("Measure again how %(rep)s is doing and close the coaching plan"),
}
