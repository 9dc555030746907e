"""Sentences about interview notes: what is said under a flag before a scorecard is submitted."""

from workflows.words import N_

SENTENCES = {
    "note.no-behaviour": N_("This names nothing the candidate said or did. Write what you heard or saw, so that "
                            "somebody not there could give the same level: their words, a step they took, a figure."),
    "note.opinion-only": N_("“%(words)s” is an opinion; nobody can check it. What did the candidate say or do that "
                            "gave you it? Write their words, a step they took, or a figure."),
    "note.off-limits": N_("“%(words)s” is about: %(topic)s. %(why)s Take it out. What you may ask: “%(instead)s”"),
}
