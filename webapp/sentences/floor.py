"""Sentences of the floor: moves, records, files."""

from workflows.words import N_

SENTENCES = {
    "flow.not-now": N_("“%(move)s” is not possible now: it is “%(state)s”. Somebody may have been quicker."),
    "flow.reason-missing": N_("“%(move)s” needs a reason. Write one sentence; others will read it."),
    "record.gone": N_("This is no longer here."),
    "record.changed-meanwhile": N_("Somebody else changed this in the meantime. What you typed is kept below: look at "
                                   "what is new, then send it again."),
    "record.changed-by": N_("%(who)s changed this in the meantime. What you typed is kept below: look at what is new, "
                            "then send it again."),
    "draft.elsewhere": N_("You wrote on this in another window in the meantime. What you typed is kept below: look at "
                          "what is new, then send it again."),
    "draft.not-saved": N_("Not saved: you wrote on this in another window in the meantime. What you typed stays here. "
                          "Press the button at the end: nothing is handed in yet, and you see what is new."),
    "file.not-kept": N_("“%(name)s” could not be kept: %(why)s. Nothing else was lost; tell operations and try again."),
    "file.erased": N_("“%(name)s” was erased on purpose."),
    "file.lost": N_("“%(name)s” is no longer on the disk. Tell operations."),
}
