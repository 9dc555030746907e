"""What waits for one person, across all slices: a page of it, most urgent first, and how much there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum, auto
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from workflows import clock
from workflows.db import db
from workflows.onboarding.queries import RUNNING
from workflows.onboarding.records import Plan
from workflows.people.records import Team
from workflows.permits import Actor, Role
from workflows.ramp.records import Ramp
from workflows.waits import URGENCY, Wait, waits_for

PAGE = 50
OF_ONESELF = {"assignment.to-do": "assignment.yours-to-do", "assignment.to-finish": "assignment.yours-to-finish"}
"""How what waits is said to whom it is about."""


class Urgency(StrEnum):
    overdue = auto()
    today = auto()
    later = auto()


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `queue` and `team` say for whom, when it waits for everybody who holds a role."""

    at: tuple[str, int]
    reason: Mapping[str, Any]
    due_at: datetime | None
    since_at: datetime
    urgency: Urgency
    queue: Role | None
    team: str | None


@dataclass(frozen=True)
class Desk:
    """A page of what waits, in groups, and the number of all and of the overdue."""

    groups: dict[Urgency, list[Waiting]]
    total: int
    overdue: int
    page: int

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE)


def desk_for(actor: Actor, page: int = 1) -> Desk:
    """What waits for this person or for a role they hold; a role's queue is one row per thing, not per holder."""
    now, midnight = clock.now(), end_of_day(actor.time_zone)
    asked = {"user_id": actor.user_id or 0, "now": now, "rows": PAGE}
    number, query = max(page, 1), _most_urgent(actor.grants)
    found = db.session.execute(query, asked | {"from_row": (number - 1) * PAGE}).all()
    if number > 1 and not found:
        return desk_for(actor, _last_page(actor, asked))
    groups: dict[Urgency, list[Waiting]] = {each: [] for each in Urgency}
    for kind, record_id, code, params, due_at, since_at, role, team, _, _ in found:
        urgency = urgency_of(due_at, now, midnight)
        at = tuple(params.get("at", (kind, record_id)))
        said = OF_ONESELF.get(code, code) if params.get("rep_id") == actor.user_id else code
        groups[urgency].append(Waiting(at, {"code": said, "params": params}, due_at, since_at, urgency,
                                       Role(role) if role else None, team))
    total, overdue = (found[0][-2], found[0][-1]) if found else (0, 0)
    return Desk({urgency: waiting for urgency, waiting in groups.items() if waiting}, total, overdue, number)


@lru_cache(maxsize=256)
def _most_urgent(grants: frozenset[tuple[Role, int | None]]) -> Any:
    """A page of what waits for somebody with these grants, with the number of all and of the overdue."""
    mine = waits_for(sa.bindparam("user_id"), grants)
    counted = sa.select(sa.func.count().label("number"), sa.func.count(
        sa.case((Wait.due_at < sa.bindparam("now"), 1))).label("overdue")).where(mine).subquery()
    shown = (sa.select(Wait.id).where(mine).order_by(*URGENCY).limit(sa.bindparam("rows", type_=sa.Integer))
             .offset(sa.bindparam("from_row", type_=sa.Integer)))
    return (sa.select(Wait.record_kind, Wait.record_id, Wait.code, Wait.params, Wait.due_at, Wait.since_at, Wait.role,
                      Team.name, counted.c.number, counted.c.overdue)
            .select_from(Wait).join(counted, sa.true()).outerjoin(
                Team, sa.and_(Team.id == Wait.team_id, Wait.role.is_not(None)))
            .where(Wait.id.in_(shown)).order_by(*URGENCY))


def _last_page(actor: Actor, asked: dict[str, Any]) -> int:
    """The last page there is, for who asks for one beyond it."""
    first = db.session.execute(_most_urgent(actor.grants), asked | {"from_row": 0}).first()
    return -(-first[-2] // PAGE) if first else 1


def own_way(actor: Actor) -> tuple[bool, bool]:
    """Whether this person has an onboarding plan that runs, and whether they have or had a ramp."""
    plan = sa.exists().where(Plan.user_id == actor.user_id, Plan.state.in_(RUNNING))
    plan_runs, has_ramp = db.session.execute(sa.select(plan, sa.exists().where(Ramp.user_id == actor.user_id))).one()
    return bool(plan_runs), bool(has_ramp)


def urgency_of(due_at: datetime | None, now: datetime, midnight: datetime) -> Urgency:
    if due_at is None or due_at >= midnight:
        return Urgency.later
    return Urgency.overdue if due_at < now else Urgency.today


def end_of_day(zone: str) -> datetime:
    """The moment at which today ends in `zone`."""
    return datetime.combine(clock.today(zone) + timedelta(days=1), time(0), tzinfo=ZoneInfo(zone))
