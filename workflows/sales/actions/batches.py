"""What every import leaves behind: its batch and the rows it could not take."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import sqlalchemy as sa

from workflows import clock
from workflows.acting import Act
from workflows.db import db
from workflows.reasons import Reason
from workflows.sales.records import ImportBatch, QuarantinedRow
from workflows.sales.rows import Quarantined
from workflows.sales.sources import SourceFile
from workflows.sales.spelling import Mended

IMPORTS = 0x696D706F7274


def one_import_at_a_time() -> None:
    """A second import waits for the first, so that both do not add the same deal (SQLite has one writer anyway)."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(IMPORTS)))


def begin_batch(this: Act, kind: str, files: Sequence[SourceFile], *, imported: int, updated: int, unchanged: int,
                quarantined: int, mended: Sequence[Mended]) -> ImportBatch:
    """The batch of the running import, with the digests of all its files in the audit row.

    It is the one that was looked at and confirmed, or made here; refused when that one was taken meanwhile.
    """
    batch: ImportBatch = this.record or this.create(ImportBatch(
        kind=kind, file_name=files[0].name, sha256=files[0].sha256, looked_at=clock.now(), confirmed_at=clock.now()))
    this.require(Reason("sales.import-taken") if batch.taken_at else None)
    batch.imported, batch.updated, batch.unchanged, batch.quarantined = imported, updated, unchanged, quarantined
    batch.mended, batch.taken_at = [asdict(each) for each in mended], clock.now()
    this.note(kind=kind, files={each.part: each.sha256 for each in files}, imported=imported, updated=updated,
              unchanged=unchanged, quarantined=quarantined)
    return batch


def add_quarantined(this: Act, batch: ImportBatch, rows: Iterable[Quarantined]) -> None:
    """Keep the rows that were left out, each with its file, line, column, text and why."""
    this.add(*(QuarantinedRow(batch_id=batch.id, line=row.number, reasons=[row.reason.as_json()],
                              raw={"file": row.file, "column": row.column, "text": row.raw}) for row in rows))
