"""Tables to keep: CSV answers that a spreadsheet opens as text, not as formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_answer(name: str, header: Sequence[object], rows: Iterable[Sequence[object]], *, mark: bool = True) -> Response:
    """UTF-8. Text that a spreadsheet would calculate gets an apostrophe before it.

    `mark` begins the file with a byte order mark: spreadsheets want it, programs trip over it.
    """
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    answer = Response(("\ufeff" if mark else "") + out.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
