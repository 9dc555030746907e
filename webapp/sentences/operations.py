"""Sentences of operations: mail, jobs, the audit ledger, settings."""

from workflows.words import N_

SENTENCES = {
    "mail.sent-already": N_("This mail has gone out already. To send it again, do again what it was about."),
    "job.done-already": N_("This job is done. There is nothing to try again."),
    "job.running": N_("A worker is at it right now. Wait until it is done or its time is up."),
    "ledger.chain-broken": N_("Seal %(number)s: the chain is broken here. Seals or their order were changed."),
    "ledger.entry-changed": N_("Entry %(number)s (%(verb)s): changed after it was written."),
    "ledger.text-changed": N_("Entry %(number)s (%(verb)s): its text was changed after it was written."),
    "ledger.entry-removed": N_("Entry %(number)s: removed."),
    "ledger.entry-uncovered": N_("Entry %(number)s (%(verb)s): put among sealed entries later."),
}
