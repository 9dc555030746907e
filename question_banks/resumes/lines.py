"""A résumé's text as lines under headings and as statements that can be quoted with their place."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any


class Section(StrEnum):
    WORK = "work"
    EDUCATION = "education"
    LANGUAGES = "languages"
    SKILLS = "skills"
    OTHER = "other"


_HEADINGS: Mapping[Section, str] = {
    Section.WORK: "experience, work experience, professional experience, employment, employment history, work history, "
    "career history, professional background, relevant experience, sales experience, career, positions held",
    Section.EDUCATION: "education, education and training, academic background, academic history, qualifications, "
    "academic qualifications, education and qualifications, studies, training",
    Section.LANGUAGES: "languages, language skills, spoken languages",
    Section.SKILLS: "skills, key skills, core skills, technical skills, core competencies, competencies, expertise, "
    "skills and tools, tools, areas of expertise, strengths",
    Section.OTHER: "summary, profile, professional summary, executive summary, about me, about, objective, contact, "
    "contact details, personal details, awards, honors, honours, achievements, key achievements, projects, interests, "
    "hobbies, references, certifications, certificates, publications, volunteering, volunteer experience, volunteer, "
    "awards and achievements, licenses and certifications, courses, curriculum vitae, resume, résumé, cv",
}
_SECTIONS = {heading: section for section, names in _HEADINGS.items() for heading in names.split(", ")}
_BULLET = re.compile(r"(?:[•▪◦●‣∙·*►➤✓■–—-]|o|\d{1,2}[.)])\s+")
_LONGEST_HEADING = 40
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b(?:Co|No|vs|Dr|Mr|Ms|St)\.)(?<!\b(?:Inc|Ltd|e\.g|i\.e|etc|Mio|Mrs)\.)"
    r"(?<!\b(?:Corp|appr)\.)\s+(?=[\"“(A-Z0-9$€£])"
)


@dataclass(frozen=True)
class Quote:
    """Words of the document and where they are: line from 1, characters `start` to `end` of the tidied text."""

    text: str
    line: int
    start: int
    end: int

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "line": self.line, "start": self.start, "end": self.end}


@dataclass(frozen=True)
class Line:
    """One line without its bullet. `at` is where its text starts; `number` counts from 1."""

    text: str
    at: int
    number: int
    section: Section | None
    is_heading: bool = False
    is_bullet: bool = False

    @property
    def end(self) -> int:
        return self.at + len(self.text)

    def quote(self) -> Quote:
        return Quote(self.text, self.number, self.at, self.end)


@dataclass(frozen=True)
class Pages:
    """The text of a document, cut into lines and statements once, on first use."""

    text: str

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(_lines(self.text))

    def under(self, section: Section) -> list[Line]:
        return [line for line in self.lines if line.section is section and not line.is_heading and line.text]

    def has_heading(self, section: Section) -> bool:
        return any(line.section is section for line in self.lines)

    @cached_property
    def statements(self) -> tuple[Quote, ...]:
        """Sentences and bullet points, in order; one that wraps over lines is one statement."""
        return tuple(_statements(self))

    @cached_property
    def _starts(self) -> list[int]:
        return [statement.start for statement in self.statements]

    def statement_at(self, start: int, end: int) -> Quote | None:
        """The statement that holds the characters from `start` to `end`; None if they cross its border."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or end > self.statements[index].end:
            return None
        return self.statements[index]

    def line_at(self, start: int) -> Line:
        return self.lines[bisect_right(self._line_starts, start) - 1]

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [], 0
        for raw in self.text.split("\n"):
            starts.append(at)
            at += len(raw) + 1
        return starts


def _lines(text: str) -> Iterator[Line]:
    section: Section | None = None
    at = 0
    for number, raw in enumerate(text.split("\n"), 1):
        named = _section_named(raw)
        section = named or _section_opened(raw) or section
        bullet = _BULLET.match(raw)
        skipped = bullet.end() if bullet else 0
        yield Line(raw[skipped:], at + skipped, number, section, named is not None, bullet is not None)
        at += len(raw) + 1


def _section_named(line: str) -> Section | None:
    if len(line) > _LONGEST_HEADING or not line:
        return None
    name = line.strip(" :–—-_•|").casefold().replace("&", "and")
    return _SECTIONS.get(name)


def _section_opened(line: str) -> Section | None:
    """A heading with its content on the same line, as in "Languages: English, Hindi"."""
    name, colon, _ = line.partition(":")
    return _section_named(name) if colon else None


def _statements(pages: Pages) -> Iterator[Quote]:
    for first, last in _runs(pages.lines):
        start = first.at
        for end, following in _cuts(pages.text, start, last.end):
            words = " ".join(pages.text[start:end].split())
            if words:
                yield Quote(words, pages.line_at(start).number, start, end)
            start = following


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each sentence ends and where the next begins."""
    for cut in _SENTENCE_END.finditer(text, start, end):
        yield cut.start(), cut.end()
    yield end, end


def _runs(lines: tuple[Line, ...]) -> Iterator[tuple[Line, Line]]:
    """First and last line of each stretch of text that a reader takes as one."""
    first = last = None
    for line in lines:
        if first and last and _continues(last, line):
            last = line
            continue
        if first and last and not first.is_heading:
            yield first, last
        first, last = (line, line) if line.text else (None, None)
    if first and last and not first.is_heading:
        yield first, last


def _continues(before: Line, line: Line) -> bool:
    """A wrapped line starts small, or with a figure or bracket in the middle of a sentence."""
    if not line.text or line.is_bullet or line.is_heading or before.is_heading:
        return False
    if before.text.endswith((".", "!", "?", ":", ";")):
        return False
    return line.text[0].islower() or (before.text.endswith((",", "-", "–", "&", "/")) and len(before.text) > 50)
