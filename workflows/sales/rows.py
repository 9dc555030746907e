"""CSV bytes as numbered rows, with the unreadable ones set aside instead of lost, guessed at, or fatal."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from workflows.errors import Refused
from workflows.reasons import Reason

LONGEST_RECORD_LINES = 20
LONGEST_RECORD = 20_000
RAW_SHOWN = 300


@dataclass(frozen=True)
class Row:
    """`number` is the line in the file, the header being line 1. `cells` are stripped."""

    number: int
    cells: Mapping[str, str]
    raw: str


@dataclass(frozen=True)
class Quarantined:
    """A row that was not taken: which one, which column if one is to blame, why, what it said, and of which file."""

    number: int
    column: str
    reason: Reason
    raw: str
    file: str = "pipeline"


def read_rows(content: bytes, columns: Sequence[str], name: str) -> Iterator[Row | Quarantined]:
    """The rows of a comma-separated UTF-8 file. Raises Refused if it is no such file or lacks one of `columns`.

    Columns may come in any order and further ones are ignored. A stray quote costs its own row, not the rest.
    """
    records = _records(_text(content, name))
    header = next(records, None)
    names = [cell.strip() for cell in header.cells] if header and header.cells else []
    if missing := [column for column in columns if column not in names]:
        raise Refused(Reason("sales.columns-missing", {"file": name, "missing": missing, "found": names[:20]}))
    if doubled := sorted({each for each in columns if names.count(each) > 1}):
        raise Refused(Reason("sales.columns-doubled", {"file": name, "doubled": doubled}))
    for record in records:
        if record.cells != []:
            yield _row(record, names, name)


@dataclass(frozen=True)
class _Record:
    number: int
    cells: list[str] | None
    raw: str


def _text(content: bytes, name: str) -> str:
    if not content.strip():
        raise Refused(Reason("sales.file-empty", {"file": name}))
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise Refused(Reason("sales.file-not-csv", {"file": name}))
    return content.decode("utf-8-sig", errors="surrogateescape")


def _records(text: str) -> Iterator[_Record]:
    """Records with the line they begin on; cells None where the quotes do not close within reason.

    A record goes on over the next lines only if that makes it as wide as the header, so no row swallows another.
    """
    lines = text.split("\n") if "\n" in text else text.split("\r")
    at, width = 0, 0
    while at < len(lines):
        raw, length = lines[at].rstrip("\r"), 1
        cells = _cells(raw)
        while cells is None and length < min(LONGEST_RECORD_LINES, len(lines) - at):
            length += 1
            cells = _cells("\n".join(lines[at:at + length]).rstrip("\r"))
            cells = cells if cells and len(cells) == width else None
        length = length if cells is not None else 1
        width = width or len(cells or [])
        yield _Record(at + 1, cells, _shown("\n".join(lines[at:at + length]).rstrip("\r")))
        at += length


def _cells(raw: str) -> list[str] | None:
    """The cells of exactly one record, else None."""
    if len(raw) > LONGEST_RECORD:
        return None
    try:
        found = list(csv.reader(StringIO(raw, newline=""), strict=True))
    except csv.Error:
        return None
    return None if len(found) > 1 else found[0] if found else []


def _shown(raw: str) -> str:
    return raw[:RAW_SHOWN].encode("utf-8", errors="surrogateescape").decode("utf-8", errors="backslashreplace")


def _row(record: _Record, names: Sequence[str], file: str) -> Row | Quarantined:
    if record.cells is None:
        return Quarantined(record.number, "", Reason("sales.row-unreadable"), record.raw, file)
    if len(record.cells) != len(names):
        return Quarantined(record.number, "", Reason("sales.row-width", {"cells": len(record.cells),
                                                                         "columns": len(names)}), record.raw,
                           file)
    for column, cell in zip(names, record.cells, strict=True):
        if any("\udc80" <= letter <= "\udcff" for letter in cell):
            return Quarantined(record.number, column, Reason("sales.cell-not-utf8", {"column": column}), record.raw,
                               file)
        if any(letter < " " and letter not in "\t\r\n" for letter in cell):
            return Quarantined(record.number, column, Reason("sales.cell-control", {"column": column}), record.raw,
                               file)
    cells = {column: cell.strip() for column, cell in zip(names, record.cells, strict=True)}
    return Row(record.number, cells, record.raw)
