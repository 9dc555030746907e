"""What a quiz is made of. A quiz's file, its drafts and its published versions all have this shape."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from workflows.authored import content_hash

Answer = bool | str | tuple[str, ...] | Mapping[str, str]


class ItemKind(StrEnum):
    MULTIPLE_CHOICE = "multiple-choice"
    MULTIPLE_RESPONSE = "multiple-response"
    TRUE_FALSE = "true-false"
    NUMERIC = "numeric"
    SHORT_TEXT = "short-text"
    ORDERING = "ordering"
    MATCHING = "matching"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Counts(StrEnum):
    """Which of several attempts is the result."""

    BEST = "best"
    FIRST = "first"
    LAST = "last"


class Feedback(StrEnum):
    """When the feedback of answers is shown."""

    AFTER_ATTEMPT = "after-attempt"
    AFTER_PASS = "after-pass"
    NEVER = "never"


@dataclass(frozen=True)
class Item:
    """One question of a quiz. `key` is its lineage: it survives rewording, item analysis hangs on it.

    `answer` is a choice's key; several keys, sorted (multiple-response) or in order (ordering); true or false; a
    decimal number as text; the model answer of a short text; or prompt → choice (matching). `feedback` is keyed by
    choice, by "true" and "false", or by "right" and "wrong".
    """

    key: str
    kind: ItemKind
    competency: str
    difficulty: Difficulty
    stem: str
    answer: Answer
    feedback: Mapping[str, str]
    choices: Mapping[str, str] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    tolerance: str = ""
    unit: str = ""

    @property
    def content_hash(self) -> str:
        return content_hash(asdict(self))


@dataclass(frozen=True)
class BlueprintLine:
    """So many items of one competency and difficulty in every attempt: what makes forms parallel."""

    competency: str
    difficulty: Difficulty
    count: int


@dataclass(frozen=True)
class Quiz:
    """`minutes` is the time limit of an attempt, before anyone's extra time."""

    key: str
    title: str
    pass_mark_bp: int
    attempts: int
    cool_down_hours: int
    minutes: int
    counts: Counts
    feedback: Feedback
    blueprint: tuple[BlueprintLine, ...]
    items: tuple[Item, ...]

    @property
    def drawn(self) -> int:
        """How many items one attempt has."""
        return sum(line.count for line in self.blueprint)


def item_from_json(stored: Mapping[str, Any]) -> Item:
    """The item whose `dataclasses.asdict` was stored as JSON."""
    answer = stored["answer"]
    return Item(
        **{
            **stored,
            "kind": ItemKind(stored["kind"]),
            "difficulty": Difficulty(stored["difficulty"]),
            "answer": tuple(answer) if isinstance(answer, list | tuple) else answer,
            "patterns": tuple(stored.get("patterns", ())),
        }
    )
