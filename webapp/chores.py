"""What the worker does between two looks at the clock: the day's chores, jobs, mail, seals, in this order."""

from webapp import mail
from workflows import jobs, ledger, outbox
from workflows.acting import maintenance
from workflows.db import db
from workflows.reactions import DAILY, JOBS


def do_what_is_due(worker: str = "") -> bool:
    """One job, the mail that is due, and a seal over what nobody sealed; whether there was anything to do."""
    jobs.ask_daily(DAILY)
    worked = jobs.run_next(JOBS, worker)
    sent = outbox.deliver_due(mail.send)
    with maintenance("seal the ledger"):
        sealed = ledger.seal(db.session())
    return worked or sent > 0 or sealed is not None
