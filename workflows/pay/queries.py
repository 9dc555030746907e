"""Statements, disputes and plans as their readers may see them: a rep their own, operations those of their teams."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows.content.records import Acknowledgement, ContentVersion, PackKind
from workflows.db import db
from workflows.errors import NotFound
from workflows.money import WHOLE_BP, Money
from workflows.pay.dossiers import inputs_of
from workflows.pay.facts import DealFact, Share
from workflows.pay.machine import StatementState
from workflows.pay.records import Dispute, PayAssignment, Statement, StatementLine, StatementQuota
from workflows.pay.rules import Estimate
from workflows.pay.running import estimated, month_of
from workflows.pay.terms import PayPlan
from workflows.people.records import RoleGrant, User
from workflows.permits import Actor, Role
from workflows.ramp.records import QuotaLine, RampEvent
from workflows.reasons import Reason
from workflows.sales.periods import Period
from workflows.sales.records import Credit, Deal
from workflows.waits import Wait
from workflows.words import N_

PER_PAGE = 50
WHAT_IF = N_("you think of closing")
_gone = Reason("record.gone")


@dataclass(frozen=True)
class Expected:
    """This month as it stands, and with one more deal, both by the rules of the pay run."""

    period: Period
    plan: PayPlan
    estimate: Estimate


def expected_pay(user: User, today: date, more_minor: int | None = None) -> Expected:
    """What `user` would be paid for the month of `today` with the credit so far, and with one more deal of that value.

    Raises Refused with what is missing: a pay plan, a quota, a rate.
    """
    month = month_of(today)
    inputs = inputs_of(user, today)
    currency = str(inputs.plans[-1].body.get("currency", "")) if inputs.plans else ""
    more = [DealFact(WHAT_IF, "", Money(more_minor, currency), today, (Share(inputs.rep, WHOLE_BP, WHOLE_BP),))
            ] if more_minor and currency else []
    plan, found = estimated(inputs, month, more)
    return Expected(month, plan, found)


def statements_for(actor: Actor, page: int = 1, month_on: date | None = None) -> tuple[Sequence[Statement], int]:
    """Statements that count, newest month first: a rep's own from their release on, operations' teams all."""
    query = sa.select(Statement).where(visible(actor), Statement.state != StatementState.superseded)
    if month_on is not None:
        query = query.where(Statement.from_on == month_on)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    found = db.session.scalars(query.options(joinedload(Statement.user))
                               .order_by(Statement.from_on.desc(), Statement.user_id, Statement.number.desc())
                               .limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return found.all(), total


def statement_for(actor: Actor, statement_id: int) -> Statement:
    """One statement with its lines, the quota months it was measured by, and where each comes from."""
    quota = selectinload(Statement.quotas)
    found = db.session.scalar(
        sa.select(Statement).where(Statement.id == statement_id, visible(actor))
        .options(joinedload(Statement.user), joinedload(Statement.team), joinedload(Statement.pay_plan_version),
                 selectinload(Statement.lines).joinedload(StatementLine.credit).joinedload(Credit.deal)
                 .joinedload(Deal.product),
                 quota.joinedload(StatementQuota.quota_line).joinedload(QuotaLine.event).joinedload(RampEvent.ramp),
                 quota.joinedload(StatementQuota.quota)))
    if found is None:
        raise NotFound(_gone)
    return found


def versions_of(actor: Actor, statement: Statement) -> Sequence[Statement]:
    """The other numbers of the same month that the actor may read."""
    return db.session.scalars(
        sa.select(Statement).where(Statement.user_id == statement.user_id, Statement.from_on == statement.from_on,
                                   Statement.id != statement.id, visible(actor)).order_by(Statement.number)).all()


def disputes_of(statement_id: int) -> dict[int | None, Dispute]:
    """The disputes of a statement by line; None is the one about the whole."""
    found = db.session.scalars(sa.select(Dispute).where(Dispute.statement_id == statement_id))
    return {dispute.line_id: dispute for dispute in found}


def dispute_for(actor: Actor, dispute_id: int) -> Dispute:
    found = db.session.scalar(
        sa.select(Dispute).join(Dispute.statement).where(Dispute.id == dispute_id, visible(actor))
        .options(joinedload(Dispute.statement).joinedload(Statement.user), joinedload(Dispute.line),
                 joinedload(Dispute.by)))
    if found is None:
        raise NotFound(_gone)
    return found


def wait_of(dispute: Dispute) -> Wait | None:
    """What operations still owe: the open wait with its deadline."""
    return db.session.scalar(sa.select(Wait).where(Wait.record_kind == Dispute.KIND, Wait.record_id == dispute.id,
                                                   Wait.ended_at.is_(None)).limit(1))


def line_for(statement: Statement, line_id: int) -> StatementLine:
    found = next((line for line in statement.lines if line.id == line_id), None)
    if found is None:
        raise NotFound(_gone)
    return found


def without_statement(actor: Actor, month: Period) -> Sequence[User]:
    """People on a pay plan that month whose statement nobody has computed, in the teams of operations."""
    there = sa.select(Statement.user_id).where(Statement.from_on == month.from_on,
                                               Statement.state != StatementState.superseded)
    query = (sa.select(User).join(PayAssignment, PayAssignment.user_id == User.id).distinct()
             .where(_on_plan(month), User.id.not_in(there), _of_teams(actor, User.team_id))
             .order_by(User.name, User.id))
    return db.session.scalars(query.limit(PER_PAGE)).all()


def people_on_plans(month: Period) -> Sequence[int]:
    """The ids of everyone who is on a pay plan in that month."""
    return db.session.scalars(sa.select(PayAssignment.user_id).where(_on_plan(month)).distinct()
                              .order_by(PayAssignment.user_id)).all()


def person_for(actor: Actor, user_id: int) -> User:
    """Somebody whose pay the actor runs, or who the actor is."""
    found = db.session.scalar(sa.select(User).where(
        User.id == user_id, sa.or_(User.id == (actor.user_id or 0), _of_teams(actor, User.team_id))))
    if found is None:
        raise NotFound(_gone)
    return found


def people_for(actor: Actor) -> Sequence[tuple[User, PayAssignment | None]]:
    """Active reps of the teams of operations with the newest pay plan each is on, by name; who has none comes first."""
    held = sa.select(RoleGrant.user_id).where(RoleGrant.role == Role.rep, RoleGrant.revoked_at.is_(None))
    rows = db.session.execute(
        sa.select(User, PayAssignment).outerjoin(PayAssignment, sa.and_(PayAssignment.user_id == User.id,
                                                                       PayAssignment.until_on.is_(None)))
        .options(joinedload(User.team), joinedload(PayAssignment.pay_plan_version))
        .where(User.id.in_(held), User.deactivated_at.is_(None), _of_teams(actor, User.team_id))
        .order_by(PayAssignment.id.is_not(None), User.name, User.id))
    return [(user, assignment) for user, assignment in rows]


def assignment_of(user_id: int, on: date) -> PayAssignment | None:
    """The pay plan somebody is on that day, or comes to next."""
    return db.session.scalar(
        sa.select(PayAssignment).where(PayAssignment.user_id == user_id,
                                       sa.or_(PayAssignment.until_on.is_(None), PayAssignment.until_on > on))
        .options(joinedload(PayAssignment.pay_plan_version)).order_by(PayAssignment.from_on).limit(1))


def acknowledgement_of(user_id: int, version_id: int) -> Acknowledgement | None:
    return db.session.scalar(sa.select(Acknowledgement).where(Acknowledgement.user_id == user_id,
                                                              Acknowledgement.content_version_id == version_id))


def pay_plans() -> Sequence[ContentVersion]:
    """The pay plans somebody can be put on, newest version first."""
    return db.session.scalars(
        sa.select(ContentVersion).where(ContentVersion.kind == PackKind.pay_plan,
                                        ContentVersion.withdrawn_at.is_(None))
        .order_by(ContentVersion.title, ContentVersion.number.desc())).all()


def visible(actor: Actor) -> Any:
    """A rep sees what was released to them, and a replaced one never; operations see their teams'."""
    own = sa.and_(Statement.user_id == (actor.user_id or 0), Statement.released_at.is_not(None))
    return sa.or_(own, _of_teams(actor, Statement.team_id))


def _of_teams(actor: Actor, column: Any) -> Any:
    teams = actor.teams(Role.operations)
    return sa.true() if teams is None else column.in_(teams)


def _on_plan(month: Period) -> Any:
    return sa.and_(PayAssignment.from_on < month.to_on,
                   sa.or_(PayAssignment.until_on.is_(None), PayAssignment.until_on > month.from_on))
