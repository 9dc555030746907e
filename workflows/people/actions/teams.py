"""What a team wants to be and what its people can do: vision, targets, readings."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act
from workflows.db import db
from workflows.people.records import Priority, Reading, ReadingPolicy, ReadingSource, Target, Team, Vision
from workflows.permits import Actor, Role, role, system
from workflows.reasons import Reason

leading = role(Role.leader, Role.hiring_manager) | system
STANDARD_ERRORS = {ReadingSource.manager_grid: 0.6, ReadingSource.csv: 0.6, ReadingSource.interview: 0.5,
                   ReadingSource.certificate: 0.35}

permits.allow("vision.write", role(Role.leader) | system)
permits.allow("target.set", leading)
permits.allow("reading.record", leading)


def write_vision(actor: Actor, team: Team, *, statement: str, by_on: date,
                 priorities: Sequence[tuple[str, int | None]]) -> Vision:
    """A new vision for the team with its priorities (title, competency id or None); the newest is in force.

    Refused when it is empty, lies in the past, or has no priority or more than five.
    """
    with act(actor, "vision.write", subject=team) as this:
        this.require(None if statement.strip() else Reason("vision.empty"),
                     None if by_on > clock.today() else Reason("vision.in-the-past", {"by_on": by_on.isoformat()}),
                     None if 1 <= len(priorities) <= 5 else Reason("vision.priorities", {"count": len(priorities)}))
        vision: Vision = this.create(Vision(team_id=team.id, author_id=actor.id, statement=statement.strip(),
                                            by_on=by_on))
        this.add(*(Priority(vision_id=vision.id, position=position, title=title.strip(), competency_id=competency)
                   for position, (title, competency) in enumerate(priorities)))
    return vision


def set_target(actor: Actor, team: Team, *, competency_id: int, people: int, level: int,
               weight_bp: int = 1000) -> Target:
    """So many people at a level or above; replaces the target in force. The same again changes nothing."""
    with act(actor, "target.set", subject=team, lock=(team,)) as this:
        before = db.session.scalar(sa.select(Target).where(
            Target.team_id == team.id, Target.competency_id == competency_id, Target.replaced_at.is_(None)))
        if before is not None and (before.people, before.level, before.weight_bp) == (people, level, weight_bp):
            this.record = before
            return before
        this.require(None if people >= 1 else Reason("target.nobody"),
                     None if 1 <= level <= 5 else Reason("target.level"))
        if before is not None:
            before.replaced_at = clock.now()
            db.session.flush()
        target: Target = this.create(Target(team_id=team.id, competency_id=competency_id, people=people, level=level,
                                            weight_bp=weight_bp, author_id=actor.id))
        this.note(competency_id=competency_id, people=people, level=level)
    return target


def record_readings(actor: Actor, team: Team, levels: Mapping[tuple[int, int], float], *,
                    source: ReadingSource = ReadingSource.manager_grid, taken_on: date | None = None) -> int:
    """Readings for (user id, competency id) → level 1 to 5, all or none; returns how many.

    The standard error is the source's policy, or the built-in default in levels.
    """
    with act(actor, "reading.record", subject=team) as this:
        wrong = [level for level in levels.values() if not 1 <= level <= 5]
        this.require(Reason("reading.level", {"level": wrong[0]}) if wrong else None)
        policy = db.session.scalar(sa.select(ReadingPolicy.standard_error).where(ReadingPolicy.source == source))
        this.add(*(Reading(user_id=user, competency_id=competency, level=level, source=source,
                           standard_error=policy or STANDARD_ERRORS[source], taken_on=taken_on or clock.today(),
                           recorded_by_id=actor.user_id) for (user, competency), level in levels.items()))
        this.note(team_id=team.id, count=len(levels), source=source.value)
    return len(levels)
