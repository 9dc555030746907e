"""What a team wants to be: its vision with priorities, and its targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act
from workflows.db import db
from workflows.people.records import Priority, Target, Team, Vision
from workflows.permits import Actor, Role, role, system
from workflows.reasons import Reason, Reasons, reasons

MOST_WORDS = 2_000
MOST_PRIORITIES = 5
leading = role(Role.leader, Role.hiring_manager) | system

permits.allow("vision.write", role(Role.leader) | system)
permits.allow("target.set", leading)


@dataclass(frozen=True)
class Wanted:
    """So many `people` at `level` or above; `weight_bp` counts against the team's other targets."""

    people: int
    level: int
    weight_bp: int = 1000


def write_vision(actor: Actor, team: Team, *, statement: str, by_on: date,
                 priorities: Sequence[tuple[str, int | None]]) -> Vision:
    """A new vision for the team with its priorities (title, competency id or None); the newest is in force.

    Refused when it is empty or too long, lies in the past, or has no priority or more than five. Sent
    twice within a minute it is one vision.
    """
    with act(actor, "vision.write", subject=team, lock=(team,)) as this:
        this.require(_vision_faults(statement, by_on, priorities))
        asked = [(title.strip(), competency) for title, competency in priorities]
        same: Vision | None = this.just_made(Vision, team_id=team.id, statement=statement.strip(), by_on=by_on)
        if same is not None and [(each.title, each.competency_id) for each in same.priorities] == asked:
            return same
        vision: Vision = this.create(Vision(team_id=team.id, author_id=actor.id, statement=statement.strip(),
                                            by_on=by_on))
        this.add(*(Priority(vision_id=vision.id, position=position, title=title, competency_id=competency)
                   for position, (title, competency) in enumerate(asked)))
        this.note(by_on=by_on.isoformat(), priorities=len(priorities))
    return vision


def set_target(actor: Actor, team: Team, *, competency_id: int, people: int, level: int,
               weight_bp: int = 1000) -> Target:
    """So many people at a level or above; replaces the target in force. The same again changes nothing."""
    set_targets(actor, team, {competency_id: Wanted(people, level, weight_bp)})
    return _in_force(team)[competency_id]


def set_targets(actor: Actor, team: Team, wanted: Mapping[int, Wanted | None]) -> int:
    """Targets by competency id, all or none; None ends a target. Competencies not named stay as they are.

    A target that changes is replaced by a new row, the former one stays readable. Returns how many changed; refused
    for nobody, for a level outside 1 to 5, and for a weight outside 0 to 100 %.
    """
    with act(actor, "target.set", team) as this:
        this.require(reason for each in wanted.values() if each for reason in _target_faults(each))
        before = _in_force(team)
        changed = {key: each for key, each in wanted.items() if _differs(before.get(key), each)}
        for key in changed.keys() & before.keys():
            before[key].replaced_at = clock.now()
        db.session.flush()
        this.add(*(Target(team_id=team.id, competency_id=key, people=each.people, level=each.level,
                          weight_bp=each.weight_bp, author_id=actor.id) for key, each in changed.items() if each))
        this.note(changed=[{"competency_id": key, "people": each.people if each else 0,
                            "level": each.level if each else 0} for key, each in changed.items()])
    return len(changed)


def _vision_faults(statement: str, by_on: date, priorities: Sequence[tuple[str, int | None]]) -> Reasons:
    return reasons(
        None if statement.strip() else Reason("vision.empty"),
        Reason("vision.too-long", {"most": MOST_WORDS}) if len(statement) > MOST_WORDS else None,
        None if by_on > clock.today() else Reason("vision.in-the-past", {"by_on": by_on.isoformat()}),
        None if 1 <= len(priorities) <= MOST_PRIORITIES and all(title.strip() for title, _ in priorities)
        else Reason("vision.priorities", {"count": len(priorities)}))


def _target_faults(wanted: Wanted) -> Reasons:
    return reasons(None if wanted.people >= 1 else Reason("target.nobody"),
                   None if 1 <= wanted.level <= 5 else Reason("target.level"),
                   None if 0 <= wanted.weight_bp <= 10_000 else Reason("target.weight"))


def _in_force(team: Team) -> dict[int, Target]:
    found = db.session.scalars(sa.select(Target).where(Target.team_id == team.id, Target.replaced_at.is_(None)))
    return {target.competency_id: target for target in found}


def _differs(before: Target | None, wanted: Wanted | None) -> bool:
    there = None if before is None else Wanted(before.people, before.level, before.weight_bp)
    return there != wanted
