"""Sentences of a résumé in which a competency's phrases occur. Help for the interviewer, never a score."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from question_banks.resumes.lines import Pages, Quote, Section

_NEW_WORDS = 100_000


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


class PhraseFinder:
    """Finds multi-word phrases whatever their case, hyphens and line breaks. Build once, use for every document.

    Inflections are listed by whoever writes the phrases: `blank("en")` has no lemmas.
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self.keys = tuple(phrases)
        self._forms = {key: _all_forms(listed) for key, listed in phrases.items()}
        self._one_at_a_time = Lock()
        self._build()

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Each (key, start, end) in the text's order, longest first where two of one key begin together."""
        with self._one_at_a_time:
            if len(self._nlp.vocab.strings) > self._most_words:
                self._build()
            doc = self._nlp.make_doc(text.replace("\n", " "))
            matches = self._matcher(doc)
        name = self._nlp.vocab.strings
        places = [(token.idx, token.idx + len(token)) for token in doc] if matches else []
        hits = [(name[key], places[start][0], places[end - 1][1]) for key, start, end in matches]
        return sorted(hits, key=lambda hit: (hit[1], -hit[2]))

    def _build(self) -> None:
        """spaCy remembers every word it ever saw, so the finder starts afresh before that fills the worker's memory."""
        import spacy  # slow import
        from spacy.matcher import PhraseMatcher  # slow import

        self._nlp = spacy.blank("en")
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        for key, forms in self._forms.items():
            self._matcher.add(key, [self._nlp.make_doc(form) for form in forms])
        self._most_words = len(self._nlp.vocab.strings) + _NEW_WORDS


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


def _all_forms(listed: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for phrase in listed for form in _forms(phrase)))


def _forms(phrase: str) -> tuple[str, ...]:
    """ "cold calling" is also written "cold-calling"; spaCy sees the hyphen as a word."""
    if "-" in phrase:
        return phrase, phrase.replace("-", " ")
    words = phrase.split()
    return (phrase, "-".join(words)) if len(words) == 2 else (phrase,)
