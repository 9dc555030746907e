"""Sentences of a résumé in which a competency's phrases occur. Help for the interviewer, never a score."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from question_banks.resumes.lines import Pages, Quote, Section
from question_banks.resumes.phrases import PhraseFinder


@dataclass(frozen=True)
class Evidence:
    """One sentence that speaks of a competency, the phrases in it as written, and the section it stands in.

    A phrase in a list of skills is a claim; under work it says where it was done. The reader weighs that, not we.
    """

    competency: str
    quote: Quote
    phrases: tuple[str, ...]
    section: Section | None

    def as_json(self) -> dict[str, Any]:
        return {
            "competency": self.competency,
            "quote": self.quote.as_json(),
            "phrases": list(self.phrases),
            "section": self.section,
        }


def evidence_in(pages: Pages, finder: PhraseFinder) -> dict[str, tuple[Evidence, ...]]:
    """Per competency, in the order given; an empty tuple says that the résumé does not speak of it."""
    phrases: dict[tuple[str, Quote], list[str]] = defaultdict(list)
    reached: dict[str, int] = defaultdict(int)
    for key, start, end in finder.find(pages.text):
        statement = pages.statement_at(start, end)
        if statement and end > reached[key]:
            phrases[key, statement].append(" ".join(pages.text[start:end].split()))
            reached[key] = end
    by_key: dict[str, list[Evidence]] = {key: [] for key in finder.keys}
    for (key, quote), written in phrases.items():
        section = pages.line_at(quote.start).section
        by_key[key].append(Evidence(key, quote, tuple(dict.fromkeys(written)), section))
    return {key: tuple(found) for key, found in by_key.items()}
