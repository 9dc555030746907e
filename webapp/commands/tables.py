"""Files in, JSON out, for commands an analyst runs: a bad file names its row and column and ends with exit code 2."""

import csv
import io
import json
import math
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TextIO, TypeVar

import click

from workflows.errors import OnrampError

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
DELIMITERS = ",;\t"
MISSING = frozenset({"", "NA"})
Cell = TypeVar("Cell")

# A file to read, or "-" for standard input. A missing file is a usage error: exit code 2.
FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=str)


class BadFile(click.ClickException):
    """What is wrong with a file and where; written to standard error, exit code 2."""

    exit_code = 2

    @classmethod
    def refused(cls, name: str, refusal: OnrampError) -> "BadFile":
        """The reasons a rule gave, in English sentences: a command has no reader's language."""
        from webapp.sentences import SENTENCES  # slow import

        return cls(f"{name}: " + " ".join(SENTENCES[each.code] % each.params for each in refusal.reasons))

    def show(self, file: Any = None) -> None:
        click.echo(f"Error: {self.format_message()}", file=file or sys.stderr)


@dataclass(frozen=True)
class Table:
    """A CSV as text: `header` names the columns, each row has as many cells as the header, stripped of blanks."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def bad(self, row: int, column: str, problem: str) -> NoReturn:
        """Ends the command. `row` counts from 0 below the header; the message counts as a spreadsheet does."""
        raise BadFile(f"{self.name}: row {row + 2}, column {column}: {problem}")

    def cells(self, column: str) -> list[str]:
        """The column's text, in the file's order. Unknown column: exit 2."""
        if column not in self.header:
            raise BadFile(f"{self.name}: row 1, column {column}: there is no such column. "
                          f"The columns are: {', '.join(self.header)}.")
        place = self.header.index(column)
        return [row[place] for row in self.rows]

    def texts(self, column: str) -> list[str]:
        """As `cells`, and an empty cell is an error."""
        return self._read(column, lambda cell: cell or None, "is empty")

    def numbers(self, column: str, low: float = -math.inf, high: float = math.inf) -> list[float]:
        """The column as finite numbers from `low` to `high`; anything else, an empty cell included, is an error."""
        span = _span(low, high)
        return self._read(column, lambda cell: _number(cell, low, high), f"is not a number{span}")

    def numbers_or_missing(self, column: str, low: float = -math.inf, high: float = math.inf) -> list[float | None]:
        """As `numbers`, with `None` where the cell is empty or NA."""
        span = _span(low, high)
        values: list[float | None] = []
        for row, cell in enumerate(self.cells(column)):
            value = None if cell in MISSING else _number(cell, low, high)
            if value is None and cell not in MISSING:
                self.bad(row, column, f"“{cell}” is not a number{span}.")
            values.append(value)
        return values

    @staticmethod
    def is_number(cell: str) -> bool:
        return _number(cell, -math.inf, math.inf) is not None

    def _read(self, column: str, parse: Callable[[str], Cell | None], problem: str) -> list[Cell]:
        values: list[Cell] = []
        for row, cell in enumerate(self.cells(column)):
            value = parse(cell)
            if value is None:
                self.bad(row, column, f"“{cell}” {problem}." if cell else "the cell is empty.")
            values.append(value)
        return values


def read_table(path: str, columns: Iterable[str] = ()) -> Table:
    """A CSV file in UTF-8 with a header row; comma, semicolon or tab between cells, found from the header.

    `columns` must be there, others may be. Blank lines are skipped at the end only, so that row numbers stay true.
    """
    name = _name(path)
    source = _text(path, _csv_place, "Save it as CSV UTF-8.")
    lines = _lines(name, source)
    while lines and not any(lines[-1]):
        lines.pop()
    table = _table(name, lines)
    for column in columns:
        table.cells(column)
    return table


def read_toml(path: str) -> dict[str, Any]:
    """A TOML file as plain values. Not UTF-8 or not TOML: exit 2, with the line and column."""
    try:
        return tomllib.loads(_text(path, _line_place, "Save it as UTF-8."))
    except tomllib.TOMLDecodeError as problem:
        raise BadFile(f"{_name(path)}: {problem}.") from problem


def write_csv(path: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def print_json(answer: Mapping[str, Any], out: TextIO | None = None) -> None:
    """The answer on standard output. A NaN or an infinity is our fault and raises ValueError: it is not JSON."""
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False, default=_plain), file=out)


def _table(name: str, lines: list[tuple[str, ...]]) -> Table:
    if not lines:
        raise BadFile(f"{name}: row 1: the file is empty; a header row with the columns' names is needed.")
    header, *rows = lines
    for place, column in enumerate(header, start=1):
        if not column:
            raise BadFile(f"{name}: row 1, column {place}: the column has no name.")
        if header.count(column) > 1:
            raise BadFile(f"{name}: row 1, column {column}: the name is there twice.")
    if not rows:
        raise BadFile(f"{name}: row 2: there are no rows below the header.")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            column = header[len(row)] if len(row) < len(header) else str(len(header) + 1)
            raise BadFile(f"{name}: row {number}, column {column}: the row has {len(row)} cells, "
                          f"the header has {len(header)}.")
    return Table(name, header, tuple(rows))


def _text(path: str, place: Callable[[bytes], str], advice: str) -> str:
    """The file's text. `place` says where the bytes up to the first wrong one end."""
    raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = raw[:problem.start]
        raise BadFile(f"{_name(path)}: {place(before)}: the file is not in UTF-8. {advice}") from problem


def _line_place(before: bytes) -> str:
    line = before[before.rfind(b"\n") + 1:].decode("utf-8", "replace")
    return f"line {before.count(bytes([10])) + 1}, column {len(line) + 1}"


def _csv_place(before: bytes) -> str:
    text = before.decode("utf-8-sig", "replace")
    delimiter = _delimiter(text)
    *rows, last = csv.reader(io.StringIO(text + "?", newline=""), delimiter=delimiter)
    return f"row {len(rows) + 1}, column {_column(rows[0] if rows else [], len(last))}"


def _lines(name: str, source: str) -> list[tuple[str, ...]]:
    delimiter = _delimiter(source)
    reader = csv.reader(io.StringIO(source, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[str, ...]] = []
    read = 0
    try:
        for line in reader:
            lines.append(tuple(cell.strip() for cell in line))
            read = reader.line_num
    except csv.Error as problem:
        rest = "".join(list(io.StringIO(source, newline=""))[read:])
        column = _column(lines[0] if lines else (), _bad_cell(rest, delimiter))
        raise BadFile(f"{name}: row {len(lines) + 1}, column {column}: this is not CSV ({problem}).") from problem
    return lines


def _delimiter(source: str) -> str:
    return max(DELIMITERS, key=source.split("\n", 1)[0].count)


def _bad_cell(row: str, delimiter: str) -> int:
    """Which cell of a row that is not CSV is the wrong one, counted from 1."""
    good = re.compile(rf'(?:"(?:[^"]|"")*"|[^"{delimiter}\r\n][^{delimiter}\r\n]*|)(?={delimiter}|[\r\n]|\Z)')
    column, place = 1, 0
    while (cell := good.match(row, place)) and row[cell.end():cell.end() + 1] == delimiter:
        column, place = column + 1, cell.end() + 1
    return column


def _column(header: Sequence[str], number: int) -> str:
    """A column's name where the header has one, else its number."""
    return header[number - 1] if number <= len(header) and header[number - 1] else str(number)


def _name(path: str) -> str:
    return "standard input" if path == "-" else path


def _number(cell: str, low: float, high: float) -> float | None:
    if not NUMBER.fullmatch(cell):
        return None
    value = float(cell)
    return value if math.isfinite(value) and low <= value <= high else None


def _span(low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f" from {low:g} to {high:g}"
    if math.isfinite(low):
        return f" of at least {low:g}"
    return f" of at most {high:g}" if math.isfinite(high) else ""


def _plain(value: Any) -> Any:
    """numpy's scalars and arrays, and whatever describes itself `as_json`."""
    if hasattr(value, "as_json"):
        return value.as_json()
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no JSON form")
