"""Ramps as their readers may see them, which quota holds for whom in which month, and what a team can carry."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from workflows.certification.records import Certificate
from workflows.content.records import CheckpointVersion, ContentVersion
from workflows.db import db
from workflows.errors import NotFound
from workflows.money import WHOLE_BP
from workflows.offers.records import Hire
from workflows.people.queries import USER_ID, held_in, part_of
from workflows.people.records import RoleGrant, Team, User
from workflows.permits import Actor, Role
from workflows.ramp.authored import shape_of
from workflows.ramp.events import Standing, position
from workflows.ramp.machine import RampState
from workflows.ramp.outlook import Outlook, outlooks, told
from workflows.ramp.records import QuotaLine, Ramp, RampEvent, RampEventCertificate
from workflows.ramp.rules import RepCapacity, accelerators_open, ramped_rep_equivalents
from workflows.reasons import Reason
from workflows.sales.records import Quota

PER_PAGE = 50
READERS = (Role.leader, Role.coach, Role.operations)
REPS = sa.select(RoleGrant.user_id).where(RoleGrant.role == Role.rep, RoleGrant.revoked_at.is_(None))
URGENCY = (RampState.held, RampState.paused, RampState.ramping, RampState.prestart, RampState.full, RampState.exited)


@dataclass(frozen=True)
class MonthQuota:
    """A month's quota in minor units with its one cause: a ramp's line, or a quota set by hand or file."""

    amount_minor: int
    scheduled_minor: int
    currency: str
    quota_line_id: int | None = None
    quota_id: int | None = None


def _in_force(kind: type[Quota] | type[QuotaLine], scheduled: Any, line_id: Any, quota_id: Any) -> sa.Select[Any]:
    return sa.select(kind.user_id, kind.month_on, kind.amount_minor, scheduled, kind.currency, line_id, quota_id).where(
        kind.user_id.in_(sa.bindparam("users", expanding=True)), kind.replaced_at.is_(None),
        kind.month_on >= sa.bindparam("from_on"), kind.month_on < sa.bindparam("until_on"))


NOBODY = sa.null().cast(sa.Integer)
QUOTAS_BY_MONTH: Any = sa.union_all(_in_force(Quota, Quota.amount_minor, NOBODY, Quota.id),
                                    _in_force(QuotaLine, QuotaLine.scheduled_minor, QuotaLine.id, NOBODY))


def quotas_by_month(user_ids: Collection[int], from_on: date, until_on: date) -> dict[tuple[int, date], MonthQuota]:
    """The quota in force by (user id, first of month) for months beginning within [from_on, until_on).

    A ramp's line goes before a quota set by hand or file; a month without either is absent.
    """
    asked = {"users": user_ids, "from_on": from_on, "until_on": until_on}
    found: dict[tuple[int, date], MonthQuota] = {}
    for user_id, month_on, *facts in db.session.execute(QUOTAS_BY_MONTH, asked):
        quota = MonthQuota(*facts)
        if quota.quota_line_id is not None or (user_id, month_on) not in found:
            found[user_id, month_on] = quota
    return found


SEEN = sa.or_(held_in(Ramp.team_id), Ramp.user_id == USER_ID,
              Ramp.hire_id.in_(sa.select(Hire.id).where(Hire.manager_id == USER_ID)))
WHOLE = (
    sa.select(Ramp).join(User, User.id == Ramp.user_id).options(
        contains_eager(Ramp.user).load_only(User.name),
        joinedload(Ramp.team).load_only(Team.name, Team.manager_id).joinedload(Team.manager).load_only(User.name),
        joinedload(Ramp.shape_version).load_only(ContentVersion.content_hash),
        joinedload(Ramp.hire).load_only(Hire.manager_id).joinedload(Hire.manager).load_only(User.name)))
ONE = WHOLE.where(SEEN, Ramp.id == sa.bindparam("ramp_id"))
MINE = WHOLE.where(Ramp.user_id == USER_ID).order_by(Ramp.id.desc()).limit(1)
LISTED = (
    WHOLE.where(SEEN).order_by(sa.case({state.value: place for place, state in enumerate(URGENCY)}, value=Ramp.state),
                               User.name, Ramp.id))
LISTED_PAGE = LISTED.limit(PER_PAGE).offset(sa.bindparam("from_row", type_=sa.Integer))
LISTED_COUNT = sa.select(sa.func.count(Ramp.id)).where(SEEN)


def ramps_for(actor: Actor, today: date, page: int | None = 1) -> tuple[list[Outlook], int]:
    """Ramps the actor reads, held ones first, and how many there are; `page` None gives all of them."""
    asked = part_of(actor, *READERS)
    if page is None:
        everyone = list(db.session.scalars(LISTED, asked))
        return outlooks(everyone, today), len(everyone)
    found = list(db.session.scalars(LISTED_PAGE, asked | {"from_row": (page - 1) * PER_PAGE}))
    if len(found) < PER_PAGE and (found or page == 1):
        return outlooks(found, today), (page - 1) * PER_PAGE + len(found)
    return outlooks(found, today), db.session.scalar(LISTED_COUNT, asked) or 0


def ramp_for(actor: Actor, ramp_id: int) -> Ramp:
    found = db.session.scalar(ONE, part_of(actor, *READERS) | {"ramp_id": ramp_id})
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def my_ramp(actor: Actor) -> Ramp | None:
    """One's own ramp, the newest if there are several."""
    return db.session.scalar(MINE, {"user_id": actor.user_id})


def reps_without_ramp(actor: Actor) -> Sequence[User]:
    """Reps of the teams in which the actor may open ramps, by name."""
    teams = actor.teams(Role.leader, Role.operations)
    live = sa.select(Ramp.user_id).where(Ramp.state != RampState.exited)
    query = (sa.select(User).where(User.id.in_(REPS), User.id.not_in(live), User.deactivated_at.is_(None),
                                   User.team_id.is_not(None)).options(joinedload(User.team)).order_by(User.name))
    return db.session.scalars(query if teams is None else query.where(User.team_id.in_(teams))).all()


CAUSE = joinedload(RampEventCertificate.certificate).load_only(Certificate.id)
HISTORY = (
    sa.select(RampEvent).where(RampEvent.ramp_id == sa.bindparam("ramp_id")).order_by(RampEvent.id.desc())
    .options(selectinload(RampEvent.certificates).options(
        CAUSE, CAUSE.joinedload(Certificate.checkpoint).load_only(CheckpointVersion.lineage, CheckpointVersion.title))))
LINES = (sa.select(QuotaLine).join(QuotaLine.event)
         .where(RampEvent.ramp_id == sa.bindparam("ramp_id"), QuotaLine.replaced_at.is_(None))
         .order_by(QuotaLine.month_on))


def history(ramp: Ramp) -> Sequence[RampEvent]:
    """The events of a ramp, newest first, with the certificates that caused them."""
    return db.session.scalars(HISTORY, {"ramp_id": ramp.id}).all()


def lines_of(ramp: Ramp) -> Sequence[QuotaLine]:
    """The quota lines in force that this ramp's events led to, month by month."""
    return db.session.scalars(LINES, {"ramp_id": ramp.id}).all()


def accelerators_locked(user_id: int, on: date) -> bool:
    """Whether accelerators are locked for this person on the day: on a ramp, and not at full quota yet.

    Who never had a ramp is not locked; a rep at full quota who is on leave, awaits a renewal or has left stays open.
    """
    ramp = db.session.scalar(sa.select(Ramp).where(Ramp.user_id == user_id).options(joinedload(Ramp.shape_version))
                             .order_by(Ramp.id.desc()).limit(1))
    if ramp is None:
        return False
    rows = db.session.scalars(sa.select(RampEvent).where(RampEvent.ramp_id == ramp.id, RampEvent.effective_on <= on)
                              .order_by(RampEvent.id))
    shape = shape_of(ramp.shape_version)
    at = position(shape, [told(row) for row in rows])
    standing = Standing.paused if at.standing is Standing.exited else at.standing
    return not accelerators_open(standing, shape.steps[at.step].share_bp)


@dataclass(frozen=True)
class Capacity:
    """What the reps of some teams can carry on a day, counted in fully ramped ones; the others say why they differ."""

    equivalents: Decimal
    reps: int
    on_leave: int = 0
    held: int = 0
    to_start: int = 0


SELLING = (
    sa.select(User.left_on, Ramp.state, Ramp.step, ContentVersion)
    .outerjoin(Ramp, sa.and_(Ramp.user_id == User.id, Ramp.state != RampState.exited))
    .outerjoin(ContentVersion, ContentVersion.id == Ramp.shape_version_id)
    .options(load_only(ContentVersion.content_hash))
    .where(User.id.in_(REPS), User.deactivated_at.is_(None), held_in(User.team_id),
           sa.or_(Ramp.id.is_not(None), User.id.not_in(sa.select(Ramp.user_id).where(Ramp.state == RampState.exited)))))


def capacity_for(actor: Actor, on: date) -> Capacity:
    """Reps of the teams the actor reads. Who never had a ramp counts in full; before the first day and on leave,
    nothing. Whose ramp ended by leaving the company is no longer there, however long the account stays open."""
    rows = db.session.execute(SELLING, part_of(actor, *READERS)).all()
    seats = [RepCapacity(WHOLE_BP if state is None else shape_of(version).steps[step].share_bp,
                         on_leave=state is RampState.paused, leaves_on=left_on)
             for left_on, state, step, version in rows if state is not RampState.prestart]
    states = [state for _, state, _, _ in rows]
    return Capacity(ramped_rep_equivalents(seats, on), sum(seat.counts_on(on) for seat in seats),
                    states.count(RampState.paused), states.count(RampState.held), states.count(RampState.prestart))
