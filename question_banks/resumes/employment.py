"""Jobs: employer, position, dates and what was done there."""

import re
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import Any

from question_banks.resumes.dates import Span, spans
from question_banks.resumes.fields import Field, found, missing
from question_banks.resumes.lines import Line, Pages, Section
from question_banks.resumes.titles import has_title, is_company, is_department, is_legal_form

_PIECES = re.compile(r"\s*[|·•;]\s*|\s+[–—-]\s+|,\s+|\s+(?:at|@)\s+(?=[A-Z])")
_EDGES = " ,;:|·•–—-()[]"
_LONGEST_HEADER = 90
_MOST_HIGHLIGHTS = 20


@dataclass(frozen=True)
class Job:
    """One job. `employer` or `position` is None where the résumé does not tell; `end` is None while it lasts."""

    employer: str | None
    position: str | None
    start: str
    end: str | None
    highlights: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape of an item of JSON Resume's `work`."""
        item = {"name": self.employer, "position": self.position, "startDate": self.start, "endDate": self.end}
        return {key: value for key, value in item.items() if value} | {"highlights": list(self.highlights)}


@dataclass
class _Entry:
    """A line with a span of time, and the lines around it that say where and as what."""

    line: Line
    span: Span
    employer: str | None = None
    position: str | None = None

    def take(self, text: str) -> None:
        """Fill what is still missing from the pieces of a header line."""
        for piece in _joined(_PIECES.split(text)):
            if self.position is None and has_title(piece) and not is_company(piece):
                self.position = piece
            elif self.position is not None and self.employer is None and is_department(piece):
                self.position = f"{self.position}, {piece}"
            elif (self.employer is None and not has_title(piece)) or (self.employer is None and is_company(piece)):
                self.employer = piece


def jobs_in(pages: Pages) -> Field[tuple[Job, ...]]:
    """In the document's order. Without a heading of its own, a span of time counts if a job's title is beside it."""
    lines = [line for line in pages.lines if line.text]
    dated = {line.number: span for line in lines if _may_be_job(line) for span in list(spans(line.text))[:1]}
    used: set[int] = set(dated)
    entries = []
    for index, line in enumerate(lines):
        if line.number in dated:
            entry = _Entry(line, dated[line.number])
            used |= _fill(entry, lines, index, used)
            entries.append(entry)
    jobs = [(_job(entry, pages, used), entry) for entry in entries if entry.position or _under_work(entry)]
    if not jobs:
        return missing(mentioned=pages.has_heading(Section.WORK) or bool(dated))
    return found(tuple(job for job, _ in jobs), *(entry.line.quote() for _, entry in jobs))


def _may_be_job(line: Line) -> bool:
    return line.section not in (Section.EDUCATION, Section.LANGUAGES) and len(line.text) <= _LONGEST_HEADER + 30


def _under_work(entry: _Entry) -> bool:
    return entry.line.section is Section.WORK and entry.employer is not None


def _fill(entry: _Entry, lines: list[Line], index: int, used: set[int]) -> set[int]:
    """Read the dated line, then the two above it, then the one below, until job and employer are known."""
    at = entry.span.at
    entry.take(f"{entry.line.text[: at[0]].strip(_EDGES)} | {entry.line.text[at[1] :].strip(_EDGES)}")
    taken: set[int] = set()
    for near in (index - 1, index - 2, index + 1):
        if (entry.employer and entry.position) or not 0 <= near < len(lines):
            continue
        if near == index - 2 and lines[index - 1].number not in taken:
            continue
        line = lines[near]
        if line.number not in used and line.section == entry.line.section and _is_header(line, lines, near):
            before = (entry.employer, entry.position)
            entry.take(line.text)
            if before != (entry.employer, entry.position):
                taken.add(line.number)
    return taken


def _is_header(line: Line, lines: list[Line], index: int) -> bool:
    """Short, capitalised, no bullet, no sentence, and not the wrapped end of a bullet."""
    if line.is_bullet or line.is_heading or len(line.text) > _LONGEST_HEADER or line.text[-1] in ".;,:":
        return False
    wrapped = index > 0 and len(lines[index - 1].text) > 60 and lines[index - 1].text[-1] not in ".;:!?"
    return (line.text[0].isupper() or line.text[0].isdigit()) and not (wrapped and lines[index - 1].is_bullet)


def _joined(pieces: list[str]) -> list[str]:
    """Pieces without their edges; "Inc." goes back to the company it was cut from."""
    out: list[str] = []
    for piece in (raw.strip(_EDGES) for raw in pieces):
        if out and is_legal_form(piece):
            out[-1] = f"{out[-1]}, {piece}"
        elif any(letter.isalpha() for letter in piece):
            out.append(piece)
    return out


def _job(entry: _Entry, pages: Pages, used: set[int]) -> Job:
    section = entry.line.section
    below = list(
        takewhile(lambda line: line.section is section and not line.is_heading, pages.lines[entry.line.number :])
    )
    own = list(dropwhile(lambda line: line.number in used, below))
    own = list(takewhile(lambda line: line.number not in used, own))
    statements = [
        statement.text for statement in pages.statements if own and own[0].at <= statement.start <= own[-1].end
    ]
    return Job(entry.employer, entry.position, entry.span.start, entry.span.end, tuple(statements[:_MOST_HIGHLIGHTS]))
