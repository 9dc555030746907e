"""Interview notes read before they are submitted: evidence that names no behaviour, and wording that is off limits.

A flag is advice with a place, a reason and a way out. It refuses nothing and scores nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from question_banks.bank import OffLimit
from question_banks.behaviour import names_behaviour
from question_banks.resumes.phrases import PhraseFinder
from workflows.reasons import Reason

_OPINIONS = """
great guy, nice guy, good guy, solid guy, great girl, nice girl, great person, nice person, lovely person, great
chap, culture fit, cultural fit, good fit, great fit, perfect fit, bad fit, poor fit, not a fit, right fit, team
fit, strong candidate, great candidate, good candidate, weak candidate, solid candidate, top candidate, gut
feeling, gut feel, good feeling, bad feeling, good vibe, good vibes, bad vibes, great vibe, good energy, great
energy, high energy, low energy, good attitude, great attitude, positive attitude, bad attitude, rock star,
rockstar, a natural, natural seller, born seller, born salesman, very smart, really smart, super smart, seems
smart, very sharp, really sharp, very impressive, really impressive, impressed me, was impressed, really liked,
i liked, we liked, good communicator, great communicator, team player, people person, go-getter, self-starter,
hard worker, strong presence, executive presence, good presence, one of us, have a beer, like-minded, seems
nice, very nice, very confident, seems confident, not confident, no red flags, well spoken, good answers, great
answers, strong answers, weak answers, would hire, definite hire, strong hire, no brainer
"""
_AGE = re.compile(
    r"\b\d\d[\s-]*years?[\s-]*old\b(?!\s+(?:company|firm|business|account|contract|customer|product|system|deal))"
    r"|\b(?:he|she)(?:['’]s|\s+is|\s+was|\s+must\s+be)\s+(?:(?:about|around|over|under|almost|probably)\s+)*[1-7]\d\b"
    r"(?!\s*(?:%|percent|minutes|days|weeks|months|calls|points|deals|[.,]\d))"
    r"|\b(?:mr|ms|mrs|miss)\.?\s+[^\W\d_][\w'’-]+,\s+[1-7]\d(?=\s*,)"
    r"|\b(?:in|into)\s+(?:his|her|their)\s+(?:early\s+|mid[\s-]*|late\s+)?"
    r"(?:twenties|thirties|forties|fifties|sixties|[2-7]0['’]?s)\b",
    re.IGNORECASE,
)
_BY_FIGURE = {"age": _AGE}
_FEWEST_WORDS_TO_KNOW_A_LANGUAGE = 8
_ENGLISH = re.compile(
    r"\b(?:the|a|an|and|or|of|to|in|on|is|was|are|were|he|she|they|it|his|her|their|with|for|that|this|not|but)\b",
    re.IGNORECASE,
)


class FlagKind(StrEnum):
    OFF_LIMITS = "off-limits"
    NO_BEHAVIOUR = "no-behaviour"


@dataclass(frozen=True)
class Flag:
    """Characters `start` to `end` of the text and what is the matter with them.

    The reason of an off-limits flag has params topic, why and instead (a better question), as the bank words them.
    """

    kind: FlagKind
    words: str
    start: int
    end: int
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "words": self.words,
            "start": self.start,
            "end": self.end,
            "reason": self.reason.as_json(),
        }


def read_note(text: str, off_limits: Sequence[OffLimit]) -> tuple[Flag, ...]:
    """The off-limits wording in a note, in the text's order. Opinions are allowed here. Loads spaCy."""
    topics = {topic.key: topic for topic in off_limits}
    found = _finder(tuple(off_limits)).find(text)
    found += [
        (key, *hit.span()) for key, figure in _BY_FIGURE.items() if key in topics for hit in figure.finditer(text)
    ]
    return tuple(_off_limits(text, topics[key], start, end) for key, start, end in _apart(found))


def read_evidence(text: str, off_limits: Sequence[OffLimit]) -> tuple[Flag, ...]:
    """The flags of a note and, first, one over the whole text if it names no behaviour. Empty evidence has no flags."""
    missing = _no_behaviour(text)
    return (*((missing,) if missing else ()), *read_note(text, off_limits))


def _no_behaviour(text: str) -> Flag | None:
    words = text.strip()
    if not words or names_behaviour(words) or _is_another_language(words):
        return None
    start = text.index(words)
    opinions = [words_of for _, words_of in _opinions_in(words)]
    reason = Reason("note.opinion-only", {"words": opinions[0]}) if opinions else Reason("note.no-behaviour")
    return Flag(FlagKind.NO_BEHAVIOUR, words, start, start + len(words), reason)


def _is_another_language(text: str) -> bool:
    """We know English only, and say nothing about the rest rather than something wrong."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return len(words) >= _FEWEST_WORDS_TO_KNOW_A_LANGUAGE and not _ENGLISH.search(text)


def _opinions_in(text: str) -> list[tuple[int, str]]:
    return [(start, text[start:end]) for _, start, end in _opinion_finder().find(text)]


def _apart(found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """In order, without hits inside another of the same topic."""
    kept: list[tuple[str, int, int]] = []
    reached: dict[str, int] = {}
    for key, start, end in sorted(found, key=lambda hit: (hit[1], -hit[2])):
        if end > reached.get(key, -1):
            kept.append((key, start, end))
            reached[key] = end
    return kept


def _off_limits(text: str, topic: OffLimit, start: int, end: int) -> Flag:
    words = text[start:end]
    params = {"words": words, "topic": topic.topic, "why": topic.why, "instead": topic.instead}
    return Flag(FlagKind.OFF_LIMITS, words, start, end, Reason("note.off-limits", params))


@lru_cache(maxsize=4)
def _finder(off_limits: tuple[OffLimit, ...]) -> PhraseFinder:
    return PhraseFinder({topic.key: topic.phrases for topic in off_limits})


@lru_cache(maxsize=1)
def _opinion_finder() -> PhraseFinder:
    return PhraseFinder({"opinion": [phrase.strip() for phrase in _OPINIONS.split(",")]})
