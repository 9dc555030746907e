"""The audit ledger as people read it: who did what to which record when, within what one may see.

What somebody wrote is not read here but for administrators, and never where scoring is blind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from workflows.db import db, kinds
from workflows.ledger import AuditEntry, AuditSeal
from workflows.legible import NEVER, any_letters
from workflows.people.queries_directory import contains
from workflows.people.records import User
from workflows.permits import Actor, Role
from workflows.proving import sound
from workflows.recruiting.records import Candidacy, Candidate

PAGE = 50
KEEPERS = (Role.operations, Role.admin)
BLIND = frozenset({"scorecard", "debrief", "interview", "rating", "fit"})


@dataclass(frozen=True)
class Asked:
    """Which entries: by whom, about what, in which days (both within)."""

    who: str = ""
    kind: str = ""
    record_id: int | None = None
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class Line:
    """One entry with the names of who acted and of the record; `written` is what one may read of its text.

    Not `sound`: it was changed past Onramp, so that nothing but its number is worth showing.
    """

    entry: AuditEntry
    who: str
    name: str
    written: str
    sound: bool


def entries_for(actor: Actor) -> sa.Select[AuditEntry]:
    """Everything, for who looks after the whole company; else what happened in one's teams."""
    query = sa.select(AuditEntry).options(joinedload(AuditEntry.text))
    teams = actor.teams(*KEEPERS)
    return query if teams is None else query.where(AuditEntry.team_id.in_(teams))


def lines(actor: Actor, asked: Asked, page: int = 1, size: int = PAGE) -> tuple[list[Line], bool]:
    """A page of entries, newest first, and whether there are more."""
    query = _narrowed(entries_for(actor), asked, ZoneInfo(actor.time_zone))
    with any_letters(db.session()):
        found = list(db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(size + 1)
                                        .offset((max(page, 1) - 1) * size)))
    good = {entry for entry in found[:size] if sound(entry)}
    names = record_names({(entry.record_kind, entry.record_id) for entry in good}
                         | {("user", entry.actor_id) for entry in good if entry.actor_kind == "person"}
                         | {("candidate", entry.actor_id) for entry in good if entry.actor_kind == "candidate"})
    return [_line(actor, entry, names) if entry in good else Line(entry, "", "", "", sound=False)
            for entry in found[:size]], len(found) > size


def sealing() -> tuple[datetime | None, int]:
    """When the last seal was set (the last but few, when somebody broke its moment), and how many entries wait."""
    with any_letters(db.session()):
        newest = db.session.scalars(sa.select(AuditSeal.sealed_at).order_by(AuditSeal.id.desc()).limit(10)).all()
    last = next((moment for moment in newest if moment != NEVER), None)
    open_ = db.session.scalar(sa.select(sa.func.count(AuditEntry.id)).where(AuditEntry.seal_id.is_(None))) or 0
    return last, open_


def record_names(wanted: Iterable[tuple[str, int | None]]) -> dict[tuple[str, int], str]:
    """What people call these records (kind, id), in one query: their own name or title, or whose they are."""
    ids: dict[str, set[int]] = {}
    for kind, record_id in wanted:
        if record_id is not None:
            ids.setdefault(kind, set()).add(record_id)
    known = kinds()
    parts = [part for kind, some in sorted(ids.items()) if kind in known
             and (part := _named(kind, known[kind], some)) is not None]
    if not parts:
        return {}
    return {(kind, record_id): name for kind, record_id, name in db.session.execute(sa.union_all(*parts))}


def _named(kind: str, record: Any, ids: set[int]) -> sa.Select[Any] | None:
    found = _name_of(record)
    if found is None:
        return None
    name, joins = found
    query = sa.select(sa.literal(kind, sa.String), record.id, sa.cast(name, sa.String)).where(record.id.in_(ids))
    for target, condition in joins:
        query = query.join(target, condition)
    return query


def _name_of(record: Any) -> tuple[Any, list[tuple[Any, Any]]] | None:
    """The column that names such a record, and the joins on the way to it."""
    columns = record.__table__.columns
    for own in ("name", "title"):
        if own in columns:
            return columns[own], []
    if "user_id" in columns:
        user = aliased(User)
        return user.name, [(user, user.id == columns["user_id"])]
    joins: list[tuple[Any, Any]] = []
    if "interview_id" in columns:
        between = aliased(kinds()["interview"])
        joins.append((between, between.id == columns["interview_id"]))
        way: Any = between.candidacy_id  # type: ignore[attr-defined]  # an interview has its candidacy
    elif "candidacy_id" in columns:
        way = columns["candidacy_id"]
    elif record is Candidacy:
        way = columns["id"]
    else:
        return None
    candidacy, candidate = aliased(Candidacy), aliased(Candidate)
    joins += [(candidacy, candidacy.id == way), (candidate, candidate.id == candidacy.candidate_id)]
    return candidate.name, joins


def _line(actor: Actor, entry: AuditEntry, names: dict[tuple[str, int], str]) -> Line:
    kind = {"person": "user", "candidate": "candidate"}.get(entry.actor_kind, "")
    who = names.get((kind, entry.actor_id or 0), "")
    body = entry.text.body if entry.text is not None else {}
    if entry.actor_kind == "system":
        who = str(body.get("actor", ""))
    written = ""
    if actor.holds(Role.admin, None) and entry.record_kind not in BLIND:
        written = str(body.get("reason", ""))
    return Line(entry, who, names.get((entry.record_kind, entry.record_id or 0), ""), written, sound=True)


def _narrowed(query: sa.Select[AuditEntry], asked: Asked, zone: ZoneInfo) -> sa.Select[AuditEntry]:
    if asked.who:
        people = sa.select(User.id).where(sa.or_(contains(User.name, asked.who), contains(User.email, asked.who)))
        query = query.where(AuditEntry.actor_kind == "person", AuditEntry.actor_id.in_(people))
    if asked.kind:
        query = query.where(AuditEntry.record_kind == asked.kind)
    if asked.record_id is not None:
        query = query.where(AuditEntry.record_id == asked.record_id)
    if asked.from_on is not None:
        query = query.where(AuditEntry.at >= datetime.combine(asked.from_on, time(), zone))
    if asked.until_on is not None:
        query = query.where(AuditEntry.at < datetime.combine(asked.until_on, time(), zone) + timedelta(days=1))
    return query
