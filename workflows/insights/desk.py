"""What waits for one person, across all slices: a page of it, most urgent first, and how much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from workflows import clock
from workflows.db import db
from workflows.people.records import Team
from workflows.permits import Actor, Role
from workflows.waits import URGENCY, Wait, waits_for

PAGE = 50


class Urgency(StrEnum):
    overdue = auto()
    today = auto()
    later = auto()


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `queue` and `team` say for whom, when it waits for everybody who holds a role."""

    wait: Wait
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
    mine = waits_for(actor.user_id or 0, actor.grants)
    now, midnight = clock.now(), end_of_day(actor.time_zone)
    total, overdue = db.session.execute(
        sa.select(sa.func.count(Wait.id), sa.func.count(sa.case((Wait.due_at < now, 1)))).where(mine)).one()
    number = min(max(page, 1), max(-(-total // PAGE), 1))
    rows = db.session.scalars(sa.select(Wait).where(mine).order_by(*URGENCY).limit(PAGE)
                              .offset((number - 1) * PAGE)).all()
    names = _team_names(rows)
    groups: dict[Urgency, list[Waiting]] = {each: [] for each in Urgency}
    for wait in rows:
        urgency = urgency_of(wait.due_at, now, midnight)
        queue = Role(wait.role) if wait.role else None
        groups[urgency].append(Waiting(wait, urgency, queue, names.get(wait.team_id or 0) if queue else None))
    return Desk({urgency: found for urgency, found in groups.items() if found}, total, overdue, number)


def urgency_of(due_at: datetime | None, now: datetime, midnight: datetime) -> Urgency:
    if due_at is None or due_at >= midnight:
        return Urgency.later
    return Urgency.overdue if due_at < now else Urgency.today


def end_of_day(zone: str) -> datetime:
    """The moment at which today ends in `zone`."""
    return datetime.combine(clock.today(zone) + timedelta(days=1), time(0), tzinfo=ZoneInfo(zone))


def _team_names(rows: Sequence[Wait]) -> dict[int, str]:
    """Names of the teams whose queues are among `rows`."""
    ids = {wait.team_id for wait in rows if wait.role and wait.team_id}
    if not ids:
        return {}
    return {row.id: row.name for row in db.session.execute(sa.select(Team.id, Team.name).where(Team.id.in_(ids)))}
