"""Readings as a CSV file: the columns, reading a file with every fault named by row and column, writing one.

Columns: email, competency (key or name), level (1 to 5); may follow: date (YYYY-MM-DD), standard_error (levels).
Others, such as the name, and rows without a level are left alone. Comma, semicolon or tab; UTF-8. What is written can
be read again.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from workflows.people.actions.readings import LEAST_ERROR, MOST_ERROR, Measured
from workflows.reasons import Reason

NEEDED = ("email", "competency", "level")
COLUMNS = ("name", *NEEDED, "date", "standard_error")
MOST_BYTES = 256 * 1024
MOST_ROWS = 2_000
MOST_FAULTS = 100
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Line(NamedTuple):
    """What one row would record, as the report shows it."""

    number: int
    name: str
    competency: str
    measured: Measured


@dataclass(frozen=True)
class Sheet:
    """What a file says: the rows that can be taken, the faults, and how many rows have no level and are left alone.
    Only a sheet without faults is recorded."""

    lines: Sequence[Line]
    faults: Sequence[Reason]
    empty: int = 0

    @property
    def measured(self) -> list[Measured]:
        return [line.measured for line in self.lines]


def decoded(data: bytes) -> str | Reason:
    """The file's text, or why it is none."""
    if len(data) > MOST_BYTES:
        return Reason("readings-file.too-large", {"most_kb": MOST_BYTES // 1024})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Reason("readings-file.not-text")
    if "\0" in text:
        return Reason("readings-file.not-text")
    return text if text.strip() else Reason("readings-file.empty")


def read(text: str, people: Mapping[str, tuple[int, str]], competencies: Mapping[str, tuple[int, str]],
         today: date) -> Sheet:
    """What the text says. `people` maps an address to (id, name), `competencies` a key or name to (id, name); both
    in lower case. Every fault names its row (the file's line, the head is 1) and column."""
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        return Sheet([], [Reason("readings-file.not-text")])
    head = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    missing = [name for name in NEEDED if name not in head]
    if missing:
        return Sheet([], [Reason("readings-file.columns-missing", {"columns": missing, "found": head[:12]})])
    if len(rows) - 1 > MOST_ROWS:
        return Sheet([], [Reason("readings-file.too-many-rows", {"most": MOST_ROWS, "rows": len(rows) - 1})])
    given = [(number, dict(zip(head, (cell.strip() for cell in row), strict=False))) for number, row in rows[1:]]
    filled = [(number, cells) for number, cells in given if cells.get("level")]
    lines, faults = _lines(filled, people, competencies, today)
    return Sheet(lines, faults[:MOST_FAULTS] if lines or faults else [Reason("readings-file.empty")],
                 len(given) - len(filled))


def write(rows: Iterable[Sequence[str]]) -> str:
    """The file with its head; cells that a spreadsheet would run as a formula are made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue()


def _delimiter(text: str) -> str:
    head = text.lstrip().splitlines()[0]
    return max(",;\t", key=head.count)


def _lines(rows: Sequence[tuple[int, dict[str, str]]], people: Mapping[str, tuple[int, str]],
           competencies: Mapping[str, tuple[int, str]], today: date) -> tuple[list[Line], list[Reason]]:
    lines: list[Line] = []
    faults: list[Reason] = []
    first: dict[tuple[int, int, date], int] = {}
    for number, cells in rows:
        line, wrong = _line(number, cells, people, competencies, today)
        if line is not None:
            about = (line.measured.user_id, line.measured.competency_id, line.measured.taken_on or today)
            if about in first:
                wrong = [Reason("readings-file.twice", {"row": number, "other": first[about]})]
            else:
                first[about] = number
                lines.append(line)
        faults += wrong
    return lines, faults


def _line(number: int, cells: Mapping[str, str], people: Mapping[str, tuple[int, str]],
          competencies: Mapping[str, tuple[int, str]], today: date) -> tuple[Line | None, list[Reason]]:
    """The row as a line, or what is wrong with it, one reason per column."""
    person = people.get(cells.get("email", "").lower())
    competency = competencies.get(cells.get("competency", "").lower())
    level = _figure(cells.get("level", ""), 1, 5)
    error, day = cells.get("standard_error", ""), cells.get("date", "")
    standard_error = _figure(error, LEAST_ERROR, MOST_ERROR) if error else None
    taken_on = _day(day, today) if day else None
    wrong = {"email": person is None, "competency": competency is None, "level": level is None,
             "standard_error": bool(error) and standard_error is None, "date": bool(day) and taken_on is None}
    faults = [Reason(f"readings-file.{name.replace('_', '-')}", _about(number, name, cells)) for name in wrong
              if wrong[name]]
    if person is None or competency is None or level is None or faults:
        return None, faults
    return Line(number, person[1], competency[1],
                Measured(person[0], competency[0], level, standard_error, taken_on)), []


def _about(number: int, column: str, cells: Mapping[str, str]) -> dict[str, str | int | float]:
    return {"row": number, "value": cells.get(column, "")[:60], "least": LEAST_ERROR, "most": MOST_ERROR}


def _figure(text: str, least: float, most: float) -> float | None:
    """The figure with a point or a comma, when it lies within the limits."""
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if least <= found <= most else None


def _day(text: str, today: date) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found <= today else None


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
