"""What waits for whom: written by `act` from the machines' metadata, read by Desk, reminders and escalation."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflows import clock
from workflows.db import Moment, Record
from workflows.flow import FLOWS, Waits
from workflows.permits import Role, follow


class Wait(Record):
    """One thing that waits: for a person (`owner_id`), a role in a team, or a candidate."""

    __tablename__ = "waits"

    record_kind: Mapped[str] = mapped_column(sa.String(60))
    record_id: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(index=True)
    role: Mapped[str | None] = mapped_column(sa.String(40))
    team_id: Mapped[int | None]
    candidate_id: Mapped[int | None]
    code: Mapped[str] = mapped_column(sa.String(80))
    params: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    since_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        sa.Index("ix_waits_record", "record_kind", "record_id", "ended_at"),
        sa.Index("ix_waits_open_role", "role", "team_id", "ended_at"),
        sa.CheckConstraint("owner_id IS NOT NULL OR role IS NOT NULL OR candidate_id IS NOT NULL", name="for_someone"),
    )


OPEN_ON = sa.select(Wait).where(Wait.record_kind == sa.bindparam("kind"), Wait.record_id == sa.bindparam("record_id"),
                                Wait.ended_at.is_(None))


def renew(session: Session, record: Any, *, new: bool = False) -> None:
    """End what waited on `record` and begin what its present state waits for.

    What waited already for the same person or role goes on waiting since then; its words and its day are brought up
    to date. So it may be repeated. On a `new` record nothing waited yet.
    """
    waits = FLOWS[record.KIND].waits.get(record.state)
    wanted = [_wait(record, waits, owner) for owner in _owners(record, waits)] if waits else []
    begun = {_for(wait): wait for wait in wanted}
    for wait in () if new else session.scalars(OPEN_ON, {"kind": record.KIND, "record_id": record.id}):
        now = begun.pop(_for(wait), None)
        if now is None:
            wait.ended_at = clock.now()
        else:
            wait.params, wait.due_at = now.params, now.due_at if waits and waits.due else wait.due_at
    session.add_all(begun.values())


def _for(wait: Wait) -> tuple[Any, ...]:
    return wait.code, wait.owner_id, wait.role, wait.team_id, wait.candidate_id


def end(session: Session, record_kind: str, record_id: int) -> None:
    """Nothing waits on this record any more."""
    session.execute(sa.update(Wait).where(Wait.record_kind == record_kind, Wait.record_id == record_id,
                                          Wait.ended_at.is_(None)).values(ended_at=clock.now()))


URGENCY = (Wait.due_at.is_(None), Wait.due_at, Wait.since_at, Wait.id)


def waits_for(user_id: int | sa.BindParameter[int],
              grants: Iterable[tuple[Role, int | None]]) -> sa.ColumnElement[bool]:
    """Whether a wait is open and for this person, or for a role they hold in its team."""
    mine = [Wait.owner_id == user_id]
    for role, team_id in grants:
        held = sa.and_(Wait.owner_id.is_(None), Wait.role == role.value)
        mine.append(held if team_id is None else sa.and_(held, Wait.team_id == team_id))
    return sa.and_(Wait.ended_at.is_(None), sa.or_(*mine))


def hand_over(session: Session, from_user_id: int, to_user_id: int) -> int:
    """What waits for one person waits for another from now on; returns how many."""
    result = session.execute(sa.update(Wait).where(Wait.owner_id == from_user_id, Wait.ended_at.is_(None))
                             .values(owner_id=to_user_id))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a Core UPDATE answers with a CursorResult


def _owners(record: Any, waits: Waits) -> list[int | None]:
    if waits.owner is None:
        return [None]
    found = follow(record, waits.owner)
    if found is None:
        return [None] if waits.role else []
    return list(found) if isinstance(found, (list, tuple, set, frozenset)) else [found]


def _wait(record: Any, waits: Waits, owner: int | None) -> Wait:
    due = follow(record, waits.due) if waits.due else None
    if due is None and waits.within is not None:
        due = clock.now() + waits.within
    describe = getattr(record, "wait_params", dict)
    return Wait(record_kind=record.KIND, record_id=record.id, owner_id=owner,
                role=waits.role.value if waits.role and owner is None else None, team_id=record.team_id,
                candidate_id=follow(record, waits.candidate) if waits.candidate else None,
                code=waits.code, params=describe(), since_at=clock.now(), due_at=due)
