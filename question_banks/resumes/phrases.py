"""Finding many multi-word phrases in a text at once, with spaCy and without any model."""

from collections.abc import Mapping, Sequence
from threading import Lock

_NEW_WORDS = 100_000


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


def _all_forms(listed: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for phrase in listed for form in _forms(phrase)))


def _forms(phrase: str) -> tuple[str, ...]:
    """ "cold calling" is also written "cold-calling"; spaCy sees the hyphen as a word."""
    if "-" in phrase:
        return phrase, phrase.replace("-", " ")
    words = phrase.split()
    return (phrase, "-".join(words)) if len(words) == 2 else (phrase,)
