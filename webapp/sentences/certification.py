"""Sentences about checkpoint attempts: what waits for somebody."""

from workflows.words import N_

SENTENCES = {
    "attempt.to-schedule": N_("Schedule “%(checkpoint)s” with %(rep)s"),
    "attempt.to-assess": N_("Assess %(rep)s at “%(checkpoint)s”"),
    "attempt.to-approve": N_("Approve or send back the scores of %(rep)s for “%(checkpoint)s”"),
}
