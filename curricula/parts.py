"""What a curriculum is made of. Files, drafts and published versions all have this shape."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from curricula.items import Quiz
from curricula.rubrics import Criterion
from workflows.authored import content_hash

MODULE_KINDS = ("reading", "quiz", "assignment", "role-play", "shadow-log", "checklist", "acknowledgement",
                "checkpoint-prep")
OWNERS = ("rep", "coach", "manager", "operations")
STATUS_RULES = ("passed", "completed", "both", "either", "not-applicable")


@dataclass(frozen=True)
class Stage:
    """Weeks with one goal."""

    key: str
    title: str
    weeks: tuple[int, ...]
    goal: str


@dataclass(frozen=True)
class WeekCard:
    """What a week expects, what it does not expect yet, and what is measured."""

    week: int
    stage: str
    title: str
    expected: tuple[str, ...]
    not_yet: tuple[str, ...]
    measured: tuple[str, ...]


@dataclass(frozen=True)
class ChecklistItem:
    """`due_offset` counts business days from the start day; before it is negative."""

    key: str
    text: str
    owner: str
    due_offset: int


@dataclass(frozen=True)
class Scenario:
    """A role-play: what each side knows, and how it is rated."""

    key: str
    title: str
    minutes: int
    competencies: tuple[str, ...]
    pass_mark_bp: int
    rep_briefing: str
    player_briefing: str
    hidden_facts: tuple[tuple[str, str], ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Module:
    """One thing to learn and show. `text` is Markdown; `uses` names the quiz, role-play, checklist or text it holds."""

    key: str
    title: str
    kind: str
    competency: str
    exempt: str
    text: str
    uses: str
    minutes: int
    stage: str
    week: int
    due_offset: int
    requires: tuple[str, ...]
    owner: str
    status_rule: str
    why: str
    extra_for_short: bool
    waivable: bool


@dataclass(frozen=True)
class Checkpoint:
    """A gate with a rubric; one rates, another approves. `proves` maps a competency to the level it stands for."""

    key: str
    title: str
    summary: str
    minutes: int
    pass_mark_bp: int
    no_criterion_below: int
    valid_days: int
    cool_down_days: int
    attempts: int
    oral_check_within_bp: int
    requires: tuple[str, ...]
    proves: Mapping[str, int]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Curriculum:
    key: str
    title: str
    profile: str
    weeks: int
    summary: str
    stages: tuple[Stage, ...]
    week_cards: tuple[WeekCard, ...]
    modules: tuple[Module, ...]
    quizzes: tuple[Quiz, ...]
    scenarios: tuple[Scenario, ...]
    checklists: Mapping[str, tuple[ChecklistItem, ...]]
    checkpoints: tuple[Checkpoint, ...]

    def quiz(self, key: str) -> Quiz:
        return next(quiz for quiz in self.quizzes if quiz.key == key)

    def scenario(self, key: str) -> Scenario:
        return next(scenario for scenario in self.scenarios if scenario.key == key)


def part_json(part: Any) -> dict[str, Any]:
    """A part as plain JSON values; levels keep their whole numbers as text keys."""
    return {name: _plain(value) for name, value in asdict(part).items()}


def part_hash(part: Any) -> str:
    """The content key of a part's version."""
    return content_hash(part_json(part))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value
