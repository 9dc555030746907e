"""What a question bank is made of. A bank's files, its drafts and its published versions all have this shape."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from workflows.authored import content_hash

LEVELS = (1, 2, 3, 4, 5)
ANCHORED = (1, 3, 5)
WHOLE_BP = 10_000


class QuestionKind(StrEnum):
    BEHAVIOURAL = "behavioural"
    SITUATIONAL = "situational"
    ROLE_PLAY = "role-play"
    WORK_SAMPLE = "work-sample"


@dataclass(frozen=True)
class Competency:
    """An ability with five levels, each described by what one can see a person do."""

    key: str
    name: str
    summary: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """What a profile asks of one competency; a must-have is never offset by strength elsewhere."""

    competency: str
    level: int
    weight_bp: int
    must_have: bool = False


@dataclass(frozen=True)
class Profile:
    """What a job needs; the weights of its competencies sum to 10,000 basis points."""

    key: str
    name: str
    family: str
    summary: str
    competencies: tuple[Need, ...]


@dataclass(frozen=True)
class Avoid:
    """Something interviewers ask at this point and should not, and why."""

    ask: str
    why: str


@dataclass(frozen=True)
class Question:
    """One question about one competency. `key` is its lineage: it survives rewording, analytics hang on it.

    `anchors` say what an answer at 1, 3 and 5 sounds like.
    `briefing` is for the interviewer alone: the part to play, the sheet to hand over.
    """

    key: str
    competency: str
    kind: QuestionKind
    minutes: int
    text: str
    probes: tuple[str, ...]
    anchors: Mapping[int, str]
    red_flags: tuple[str, ...]
    avoid: tuple[Avoid, ...]
    briefing: str = ""


@dataclass(frozen=True)
class OffLimit:
    """A topic that has no place in an interview: how notes give it away, why, and what to ask instead."""

    key: str
    topic: str
    why: str
    instead: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """A whole pack. `phrases` maps a competency to the wording that a résumé reader takes as evidence of it."""

    key: str
    title: str
    language: str
    note: str
    competencies: tuple[Competency, ...]
    profiles: tuple[Profile, ...]
    questions: tuple[Question, ...]
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    off_limits: tuple[OffLimit, ...] = ()

    def questions_on(self, competency: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.competency == competency)


def part_hash(part: Bank | Competency | Profile | Question | OffLimit) -> str:
    """The content key of a part's version; any change of wording changes it, the files' layout does not."""
    return content_hash(asdict(part))
