"""What every import leaves behind: its batch, the rows it could not take, and the files it was given."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from workflows import files as kept
from workflows.acting import Act, act
from workflows.db import db
from workflows.errors import Refused
from workflows.files import StoredFile
from workflows.permits import Actor
from workflows.reasons import Reason
from workflows.sales.records import ImportBatch, QuarantinedRow
from workflows.sales.rows import Quarantined
from workflows.sales.sources import SourceFile
from workflows.sales.spelling import Mended

PURPOSE = "import"
LARGEST_FILE = 20 * 2**20
NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")


def keep_files(actor: Actor, uploads: Sequence[tuple[str, str, bytes]]) -> dict[str, int]:
    """Keep files of an import (part, name, content) to look at before it is taken; file ids by part.

    Refused when one is larger than 20 MB or is no text table by its content.
    """
    with act(actor, "import_batch.keep_file") as this:
        this.require(each for part, _, content in uploads for each in file_problems(part, content))
        made = {part: kept.store(content, name=name or f"{part}.csv", media_type="text/csv", purpose=PURPOSE)
                for part, name, content in uploads}
        this.note(files={part: each.sha256 for part, each in made.items()})
    return {part: each.id for part, each in made.items()}


def file_problems(part: str, content: bytes) -> Iterable[Reason]:
    """What speaks against reading this as a CSV at all: its size, or bytes that no text has."""
    if len(content) > LARGEST_FILE:
        yield Reason("sales.file-too-large", {"file": part, "limit": LARGEST_FILE // 2**20})
    elif b"\x00" in content[:4096].split(b"\n")[0] or content.startswith(NO_TEXT):
        yield Reason("sales.file-not-csv", {"file": part})
    elif not content.strip():
        yield Reason("sales.file-empty", {"file": part})


def content_of(file_id: int, part: str) -> tuple[str, bytes]:
    """Name and content of a file kept for an import; Refused when there is none of that id."""
    found = db.session.get(StoredFile, file_id)
    if found is None or found.purpose != PURPOSE:
        raise Refused(Reason("sales.file-missing", {"file": part}))
    return found.name, kept.read(found)


def one_import_at_a_time() -> None:
    """A second import waits for the first, so that both do not add the same deal (SQLite has one writer anyway)."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.text("LOCK TABLE import_batches IN SHARE ROW EXCLUSIVE MODE"))


def begin_batch(this: Act, kind: str, files: Sequence[SourceFile], *, imported: int, updated: int, unchanged: int,
                quarantined: int, mended: Sequence[Mended]) -> ImportBatch:
    """The batch of the running import, with the digests of all its files in the audit row."""
    batch: ImportBatch = this.create(ImportBatch(
        kind=kind, file_name=files[0].name, sha256=files[0].sha256, imported=imported, updated=updated,
        unchanged=unchanged, quarantined=quarantined,
        mended=[{"column": each.column, "was": each.was, "now": each.now, "rows": each.rows} for each in mended]))
    this.note(kind=kind, files={each.part: each.sha256 for each in files}, imported=imported, updated=updated,
              unchanged=unchanged, quarantined=quarantined)
    return batch


def add_quarantined(this: Act, batch: ImportBatch, rows: Iterable[Quarantined]) -> None:
    """Keep the rows that were left out, each with its file, line, column, text and why."""
    this.add(*(QuarantinedRow(batch_id=batch.id, line=row.number, reasons=[row.reason.as_json()],
                              raw={"file": row.file, "column": row.column, "text": row.raw}) for row in rows))
