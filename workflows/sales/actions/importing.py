"""An import asked for in the browser: kept, looked at by a job, confirmed by a person, taken by a job."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from workflows import clock, files, jobs
from workflows.acting import act, get
from workflows.permits import Actor, System
from workflows.reasons import Reason
from workflows.sales.actions.deals import import_deals
from workflows.sales.actions.quotas import import_quotas
from workflows.sales.given import PURPOSE, Given, given_to
from workflows.sales.progress import telling
from workflows.sales.queries import job_key
from workflows.sales.quotas import QuotaFile
from workflows.sales.records import ImportBatch
from workflows.sales.sources import Tell

LOOK, TAKE = "sales.look_at_import", "sales.take_import"
Telling = Callable[[int], AbstractContextManager[Tell]]


def ask_import(actor: Actor, given: Given) -> ImportBatch:
    """Keep the files and have a worker look at them. Refused when a file is unusable as a whole."""
    with act(actor, "import_batch.ask") as this:
        given.check()
        first, sources = given.sources[0], given.sources
        made = {part: files.store(content, name=name or f"{part}.csv", media_type="text/csv", purpose=PURPOSE).id
                for part, (name, content) in given.files.items()}
        batch: ImportBatch = this.create(ImportBatch(
            kind=given.kind, file_name=first.name or f"{first.part}.csv", sha256=first.sha256,
            given={"currency": given.currency, "source": given.source, "files": made,
                   "names": [each.name for each in sources]}))
        this.note(kind=given.kind, files={each.part: each.sha256 for each in sources})
        jobs.enqueue(LOOK, once_key=job_key(batch.id), batch_id=batch.id)
    return batch


def confirm_import(actor: Actor, batch: ImportBatch) -> None:
    """Have a worker take it; asking twice asks once. Refused before it was looked at."""
    if batch.confirmed_at is not None:
        return
    with act(actor, "import_batch.confirm", batch) as this:
        this.require(None if batch.looked_at else Reason("sales.import-not-looked-at"))
        if batch.confirmed_at is None:
            batch.confirmed_at = clock.now()
            jobs.enqueue(TAKE, once_key=job_key(batch.id), batch_id=batch.id)


def look_at_import(batch_id: int, *, progress: Telling = telling) -> None:
    """The job: find out what taking it would do, once. Reading holds no lock."""
    batch: ImportBatch = get(ImportBatch, batch_id)
    if batch.looked_at is not None:
        return
    with progress(batch_id) as tell:
        report = given_to(batch).look(tell).as_json()
        with act(System(LOOK), "import_batch.look", batch) as this:
            if batch.looked_at is None:
                batch.report, batch.looked_at = report, clock.now()
                this.note(imported=report["imported"], updated=report["updated"], unchanged=report["unchanged"],
                          quarantined=report["quarantined"])


def take_import(batch_id: int, *, progress: Telling = telling) -> None:
    """The job: take what was confirmed, once and as a whole. Broken off, nothing of it is there; it can be done again.

    Reading holds no lock; the writing is one transaction.
    """
    batch: ImportBatch = get(ImportBatch, batch_id)
    if batch.taken_at is not None or batch.confirmed_at is None:
        return
    with progress(batch_id) as tell:
        given = given_to(batch)
        found = given.read(tell)
        if isinstance(found, QuotaFile):
            import_quotas(System(TAKE), found, file=given.sources[0], source=given.source, batch=batch, tell=tell)
        else:
            import_deals(System(TAKE), found, files=given.sources, currency=given.currency, source=given.source,
                         batch=batch, tell=tell)
