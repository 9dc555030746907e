"""What an authored module says, read from the body its version keeps. Nothing here is about a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from curricula.items import BlueprintLine, Counts, Difficulty, Feedback
from curricula.rubrics import Criterion
from workflows.content.records import ContentVersion, ModuleVersion
from workflows.db import db
from workflows.errors import Refused
from workflows.reasons import Reason


class ModuleKind(StrEnum):
    reading = "reading"
    quiz = "quiz"
    acknowledgement = "acknowledgement"
    checklist = "checklist"
    role_play = "role-play"
    assignment = "assignment"
    shadow_log = "shadow-log"
    checkpoint_prep = "checkpoint-prep"


READ = (ModuleKind.reading,)
HANDED_IN = (ModuleKind.assignment, ModuleKind.shadow_log, ModuleKind.checkpoint_prep)


@dataclass(frozen=True)
class ModuleFacts:
    """`offset` is in business days from the start; `requires` are keys of modules; `owner` who acts, as authored."""

    id: int
    key: str
    kind: ModuleKind
    title: str
    competency_id: int | None
    owner: str
    offset: int
    requires: tuple[str, ...]
    waivable: bool
    extra_for_short: bool
    week: int


@dataclass(frozen=True)
class Placing:
    """The week of a module, and the keys of those that come first."""

    week: int
    requires: tuple[str, ...]


@dataclass(frozen=True)
class ChecklistItem:
    key: str
    text: str
    owner: str


@dataclass(frozen=True)
class QuizRules:
    """A quiz without its items: `attempts` at most, `cool_down_hours` between them, `minutes` for each."""

    key: str
    pass_mark_bp: int
    attempts: int
    cool_down_hours: int
    minutes: int
    counts: Counts
    feedback: Feedback
    blueprint: tuple[BlueprintLine, ...]


@dataclass(frozen=True)
class RolePlayFacts:
    briefing: str
    player_briefing: str
    hidden_facts: tuple[Mapping[str, str], ...]
    pass_mark_bp: int
    criteria: tuple[Criterion, ...] = field(default_factory=tuple)


_READ: dict[str, Placing] = {}
_CARDS: dict[str, dict[int, dict[str, Any]]] = {}


def key_of(lineage: str) -> str:
    """The module's own key, without its curriculum's."""
    return lineage.rsplit("/", 1)[-1]


def placings(versions: Mapping[int, str]) -> dict[int, Placing]:
    """Where modules stand in their curriculum; their contents' hashes are given by id. What a version says never
    changes, so one query fetches those that were never read."""
    if new := [key for key, digest in versions.items() if digest not in _READ]:
        for digest, body in db.session.execute(sa.select(ModuleVersion.content_hash, ModuleVersion.body)
                                               .where(ModuleVersion.id.in_(new))):
            _READ[digest] = Placing(*_placing(body))
    return {key: _READ[digest] for key, digest in versions.items()}


def week_cards(curriculum: ContentVersion) -> dict[int, dict[str, Any]]:
    """What a curriculum expects by the end of each week."""
    if curriculum.content_hash not in _CARDS:
        _CARDS[curriculum.content_hash] = {each["week"]: each for each in curriculum.body.get("week_cards") or ()}
    return _CARDS[curriculum.content_hash]


def _placing(body: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
    return int(body.get("week") or 1), tuple(key_of(each) for each in body.get("requires") or ())


def facts(module: ModuleVersion) -> ModuleFacts:
    body, (week, requires) = module.body, _placing(module.body)
    return ModuleFacts(
        id=module.id, key=key_of(module.lineage), kind=ModuleKind(module.kind), title=module.title,
        competency_id=module.competency_id, owner=body.get("owner") or "rep", offset=module.due_offset_days,
        requires=requires, waivable=bool(body.get("waivable")), extra_for_short=bool(body.get("extra_for_short")),
        week=week)


def lesson(body: Mapping[str, Any]) -> str:
    """The Markdown a person reads."""
    return str(body.get("text") or body.get("markdown") or "")


def checklist(module: ModuleVersion) -> tuple[ChecklistItem, ...]:
    listed = module.body.get("checklist") or module.body.get("items") or ()
    items = listed.get("items", ()) if isinstance(listed, Mapping) else listed
    return tuple(ChecklistItem(each["key"], each["text"], each.get("owner") or "rep") for each in items)


def _part(module: ModuleVersion, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = module.body.get(name)
    if found is None:
        raise Refused(Reason("assignment.other-kind"))
    return found


def quiz_rules(module: ModuleVersion) -> QuizRules:
    """Refused for a module of another kind, as is `role_play`: an address may name any module."""
    stored = _part(module, "quiz")
    lines = (BlueprintLine(each["competency"], Difficulty(each["difficulty"]), each["count"])
             for each in stored["blueprint"])
    return QuizRules(key=stored.get("key") or module.body.get("uses", ""), pass_mark_bp=stored["pass_mark_bp"],
                     attempts=stored["attempts"], cool_down_hours=stored["cool_down_hours"], minutes=stored["minutes"],
                     counts=Counts(stored["counts"]), feedback=Feedback(stored["feedback"]), blueprint=tuple(lines))


def role_play(module: ModuleVersion) -> RolePlayFacts:
    stored = _part(module, "role_play")
    criteria = (Criterion(each["key"], each["title"], each["competency"], each["weight_bp"],
                          {int(level): text for level, text in each["levels"].items()})
                for each in stored["criteria"])
    return RolePlayFacts(stored.get("rep_briefing", ""), stored.get("player_briefing", ""),
                         tuple(stored.get("hidden_facts") or ()), stored["pass_mark_bp"], tuple(criteria))
