"""What the slices before know of one person, read as the facts a diagnosis takes."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from workflows.certification.machine import AttemptState
from workflows.certification.records import Attempt
from workflows.coaching.rules import (
    CheckpointFact,
    CoachingFacts,
    CoachingPolicy,
    LevelFact,
    QuizFact,
    SalesMonth,
)
from workflows.content.records import CheckpointVersion, ModuleVersion
from workflows.db import db
from workflows.onboarding.machine import AssignmentState
from workflows.onboarding.records import Assignment, Plan, QuizAttempt
from workflows.people.records import Competency, Reading, Setting, Target, User
from workflows.ramp.queries import quotas_by_month
from workflows.sales.deals import OPEN
from workflows.sales.periods import add_months
from workflows.sales.queries import WORTH, credit_by_month
from workflows.sales.records import Deal, Product

MONTHS = 3
POLICY = "coaching.policy"


def policy() -> CoachingPolicy:
    """Where layers begin to fail; operations may set fields of it in the setting `coaching.policy`."""
    kept = db.session.scalar(sa.select(Setting.value).where(Setting.key == POLICY)) or {}
    known = {each.name for each in fields(CoachingPolicy)}
    return CoachingPolicy(**{name: value for name, value in kept.items() if name in known})


def facts_of(user: User, today: date, policy: CoachingPolicy) -> CoachingFacts:
    """The last closed months, the pipeline, modules and quizzes, checkpoints and readings of one person."""
    this_month = today.replace(day=1)
    quotas = quotas_by_month([user.id], add_months(this_month, -MONTHS), add_months(this_month, 2))
    currency = next((each.currency for each in quotas.values()), "USD")
    coming = quotas.get((user.id, add_months(this_month, 1))) or quotas.get((user.id, this_month))
    modules, overdue = _modules(user.id, today)
    return CoachingFacts(
        currency=currency, months=tuple(_months(user.id, this_month, currency, quotas)),
        next_quota_minor=coming.amount_minor if coming else 0, modules=modules, overdue=overdue,
        quizzes=tuple(_quizzes(user.id)), checkpoints=tuple(_checkpoints(user.id)),
        levels=tuple(_levels(user)), **_pipeline(user.id, today, policy.activity_days, currency))


def _months(user_id: int, this_month: date, currency: str, quotas: dict[Any, Any]) -> Iterable[SalesMonth]:
    credit = credit_by_month([user_id], add_months(this_month, -MONTHS), this_month)
    for back in range(MONTHS, 0, -1):
        month = add_months(this_month, -back)
        quota = quotas.get((user_id, month))
        if quota is not None and quota.currency == currency:
            yield SalesMonth(month, credit.get((user_id, month, currency), 0), quota.amount_minor,
                             quota.scheduled_minor)


def _pipeline(user_id: int, today: date, days: int, currency: str) -> dict[str, int]:
    """How many deals are known, how many are open and what they are worth, how many were begun in the last days."""
    is_open = Deal.stage.in_(OPEN)
    begun = sa.and_(Deal.engaged_on >= today - timedelta(days=days), Deal.engaged_on <= today)
    row = db.session.execute(
        sa.select(sa.func.count(Deal.id), sa.func.sum(sa.case((is_open, 1), else_=0)),
                  sa.func.sum(sa.case((sa.and_(is_open, Deal.currency == currency), WORTH), else_=0)),
                  sa.func.sum(sa.case((begun, 1), else_=0)))
        .outerjoin(Product, Product.id == Deal.product_id).where(Deal.user_id == user_id)).one()
    deals, open_deals, open_minor, engaged = (int(each or 0) for each in row)
    return {"deals": deals, "open_deals": open_deals, "open_minor": open_minor, "engaged": engaged}


def _modules(user_id: int, today: date) -> tuple[int, tuple[str, ...]]:
    rows = db.session.execute(
        sa.select(ModuleVersion.title, Assignment.state, Assignment.due_on)
        .join(Assignment, Assignment.module_version_id == ModuleVersion.id).join(Plan, Plan.id == Assignment.plan_id)
        .where(Plan.user_id == user_id, Assignment.owner_id == user_id).order_by(Assignment.due_on)).all()
    closed = (AssignmentState.done, AssignmentState.waived)
    return len(rows), tuple(title for title, state, due_on in rows if state not in closed and due_on < today)


def _quizzes(user_id: int) -> Iterable[QuizFact]:
    """The newest handed-in try of each quiz."""
    rows = db.session.execute(
        sa.select(ModuleVersion.title, QuizAttempt.score_bp, ModuleVersion.competency_id, QuizAttempt.assignment_id)
        .join(Assignment, Assignment.id == QuizAttempt.assignment_id).join(Plan, Plan.id == Assignment.plan_id)
        .join(ModuleVersion, ModuleVersion.id == Assignment.module_version_id)
        .where(Plan.user_id == user_id, QuizAttempt.score_bp.is_not(None)).order_by(QuizAttempt.number))
    newest = {assignment: QuizFact(title, score or 0, about) for title, score, about, assignment in rows}
    return newest.values()


def _checkpoints(user_id: int) -> Iterable[CheckpointFact]:
    """The newest decided attempt at each checkpoint."""
    rows = db.session.execute(
        sa.select(CheckpointVersion.lineage, CheckpointVersion.title, Attempt.score_bp, CheckpointVersion.pass_mark_bp)
        .join(Attempt, Attempt.checkpoint_version_id == CheckpointVersion.id)
        .where(Attempt.user_id == user_id, Attempt.state.in_((AttemptState.passed, AttemptState.failed)))
        .order_by(Attempt.id))
    newest = {lineage: CheckpointFact(title, score or 0, mark) for lineage, title, score, mark in rows}
    return newest.values()


def _levels(user: User) -> Iterable[LevelFact]:
    """The newest reading of each competency that the team has a target for; corrected ones left out."""
    corrected = sa.select(Reading.corrects_id).where(Reading.corrects_id.is_not(None))
    rows = db.session.execute(
        sa.select(Competency.id, Competency.name, Reading.level, Reading.standard_error, Target.level)
        .join(Reading, Reading.competency_id == Competency.id)
        .join(Target, sa.and_(Target.competency_id == Competency.id, Target.team_id == user.team_id,
                              Target.replaced_at.is_(None)))
        .where(Reading.user_id == user.id, Reading.id.not_in(corrected)).order_by(Reading.taken_on, Reading.id))
    newest = {number: LevelFact(number, name, level, error, target) for number, name, level, error, target in rows}
    return newest.values()
