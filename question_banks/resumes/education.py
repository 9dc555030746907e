"""Schools and degrees."""

import re
from dataclasses import dataclass, replace
from typing import Any

from question_banks.resumes.dates import span_or_year
from question_banks.resumes.fields import Field, found, missing
from question_banks.resumes.lines import Line, Pages, Quote, Section

_DEGREE = re.compile(
    r"\b(?P<degree>(?:bachelor|master|associate|doctor)(?:['’]?s)?(?:\s+degree|\s+of\s+(?:arts|science|business "
    r"administration|commerce|engineering|laws|education|philosophy))?|B\.?\s?Sc\.?|B\.?A\.?|BBA|B\.?Com|B\.?Eng|LL\.?B|"
    r"MBA|M\.?\s?Sc\.?|M\.?A\.?|M\.?Eng|MPhil|LL\.?M|Ph\.?\s?D\.?|(?:high school )?diploma|GED|abitur|matura|"
    r"leaving certificate|baccalaur[ée]at|A[- ]levels?|GCSEs?|apprenticeship|HND|BTEC)(?![\w’'])(?:\s+\(hons\))?"
    r"(?:\s*(?:\bin\b|\bof\b|,|:)\s+(?P<area>[A-Z][^,|;(–—\n\d]{2,60}))?",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?:universit\w+|college|school|institute?|institut|academy|hochschule|polytechnic|école|ecole|gymnasium|"
    r"faculty|akademie|högskola|politecnico|universidad)\b",
    re.IGNORECASE,
)
_PIECES = re.compile(r"\s*[|·•;]\s*|\s+[–—-]\s+|,\s+")
_EDGES = " ,;:|·•–—-()[]"
_SHORT_DEGREE = re.compile(r"[A-Z]\.?[A-Z]\.?")


@dataclass(frozen=True)
class Study:
    """One course of study; None where the résumé does not tell."""

    institution: str | None = None
    degree: str | None = None
    area: str | None = None
    start: str | None = None
    end: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape of an item of JSON Resume's `education`."""
        item = {
            "institution": self.institution,
            "studyType": self.degree,
            "area": self.area,
            "startDate": self.start,
            "endDate": self.end,
        }
        return {key: value for key, value in item.items() if value}


def studies_in(pages: Pages) -> Field[tuple[Study, ...]]:
    """Under its heading; without one, lines that name a degree and a school."""
    lines = pages.under(Section.EDUCATION)
    if not pages.has_heading(Section.EDUCATION):
        lines = [line for line in pages.lines if _degree(line.text) and _SCHOOL.search(line.text)]
    studies: list[Study] = []
    quotes: list[Quote] = []
    for line in lines:
        read = _study(line)
        if read == Study():
            continue
        if studies and _completes(studies[-1], read):
            studies[-1] = _merged(studies[-1], read)
        else:
            studies.append(read)
            quotes.append(line.quote())
    named = [(study, quote) for study, quote in zip(studies, quotes, strict=True) if study.institution or study.degree]
    if not named:
        return missing(mentioned=pages.has_heading(Section.EDUCATION))
    return found(tuple(study for study, _ in named), *(quote for _, quote in named))


def _study(line: Line) -> Study:
    span = span_or_year(line.text)
    text = f"{line.text[: span.at[0]]} | {line.text[span.at[1] :]}" if span else line.text
    degree = _degree(text)
    school = next((piece.strip(_EDGES) for piece in _PIECES.split(text) if _SCHOOL.search(piece)), None)
    if school and degree and degree["degree"] in school:
        school = _school_beside(school, degree["degree"])
    area = degree["area"].strip() if degree and degree["area"] else None
    if area and _SCHOOL.search(area):
        area = None
    return Study(
        institution=school,
        degree=degree["degree"].strip() if degree else None,
        area=area,
        start=span.start or None if span else None,
        end=span.end if span else None,
    )


def _school_beside(school: str, degree: str) -> str | None:
    """The school in "BSc Lund University"; none in "High School Diploma"."""
    rest = school.replace(degree, "").strip(_EDGES)
    return rest if _SCHOOL.search(rest) else None


def _degree(text: str) -> re.Match[str] | None:
    """Two-letter degrees must be capitals: "ma" and "ba" are words elsewhere."""
    for match in _DEGREE.finditer(text):
        degree = match["degree"].strip()
        if len(degree) > 4 or (degree[0].isupper() and degree != "Ma") or _SHORT_DEGREE.fullmatch(degree):
            return match
    return None


def _completes(study: Study, more: Study) -> bool:
    """Whether the next line adds only what the study lacks."""
    pairs = ((study.institution, more.institution), (study.degree, more.degree), (study.end, more.end))
    return all(have is None or add is None for have, add in pairs)


def _merged(study: Study, more: Study) -> Study:
    return replace(
        study,
        institution=study.institution or more.institution,
        degree=study.degree or more.degree,
        area=study.area or more.area,
        start=study.start or more.start,
        end=study.end or more.end,
    )
