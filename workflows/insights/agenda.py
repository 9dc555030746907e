"""The agenda of a 1:1 that fills itself: holds, overdue modules, calls for help, disputes, goals, the agreed step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows.coaching.machine import CoachingState
from workflows.coaching.records import CoachingPlan
from workflows.db import db
from workflows.goals.machine import GoalState
from workflows.goals.records import Goal
from workflows.onboarding.machine import AssignmentState, HelpState
from workflows.onboarding.records import Assignment, HelpCall, Plan
from workflows.pay.machine import DisputeState
from workflows.pay.records import Dispute, Statement
from workflows.ramp.machine import RampState
from workflows.ramp.records import Ramp
from workflows.reasons import Reason

SOON = timedelta(days=14)
OVERDUE_SHOWN = 5


@dataclass(frozen=True)
class AgendaItem:
    """One point to talk about, as a sentence, with the record it is about. No amounts and no scores."""

    reason: Reason
    kind: str
    record_id: int


def agenda_for(plan: CoachingPlan, today: date) -> list[AgendaItem]:
    """What rep and coach should talk about today, most pressing first."""
    user_id = plan.user_id
    return [*_holds(user_id), *_step(plan), *_overdue(user_id, today), *_help(user_id), *_disputes(user_id),
            *_goals(user_id, today)]


def _step(plan: CoachingPlan) -> Iterator[AgendaItem]:
    if plan.state is CoachingState.diagnosed:
        yield AgendaItem(Reason("agenda.to-agree"), plan.KIND, plan.id)
    elif plan.state is CoachingState.agreed and plan.due_on:
        yield AgendaItem(Reason("agenda.step", {"due_on": plan.due_on.isoformat()}), plan.KIND, plan.id)


def _holds(user_id: int) -> Iterator[AgendaItem]:
    for ramp in db.session.scalars(sa.select(Ramp).where(Ramp.user_id == user_id, Ramp.state == RampState.held)):
        since = ramp.held_on.isoformat() if ramp.held_on else ""
        yield AgendaItem(Reason("agenda.hold", {"held_on": since}), ramp.KIND, ramp.id)


def _overdue(user_id: int, today: date) -> Iterator[AgendaItem]:
    found = db.session.scalars(
        sa.select(Assignment).join(Assignment.plan).options(joinedload(Assignment.module))
        .where(Plan.user_id == user_id, Assignment.owner_id == user_id, Assignment.due_on < today,
               Assignment.state.not_in((AssignmentState.done, AssignmentState.waived)))
        .order_by(Assignment.due_on).limit(OVERDUE_SHOWN))
    for each in found:
        yield AgendaItem(Reason("agenda.overdue", {"module": each.module.title, "due_on": each.due_on.isoformat()}),
                         each.KIND, each.id)


def _help(user_id: int) -> Iterator[AgendaItem]:
    found = db.session.scalars(
        sa.select(HelpCall).join(HelpCall.assignment).join(Assignment.plan)
        .options(joinedload(HelpCall.assignment).joinedload(Assignment.module))
        .where(Plan.user_id == user_id, HelpCall.state == HelpState.open).order_by(HelpCall.id))
    for each in found:
        yield AgendaItem(Reason("agenda.help", {"module": each.assignment.module.title}), each.KIND, each.id)


def _disputes(user_id: int) -> Iterator[AgendaItem]:
    found = db.session.execute(
        sa.select(Dispute, Statement.from_on).join(Statement, Statement.id == Dispute.statement_id)
        .where(Statement.user_id == user_id, Dispute.state == DisputeState.open).order_by(Dispute.id))
    for dispute, from_on in found:
        yield AgendaItem(Reason("agenda.dispute", {"from_on": from_on.isoformat()}), dispute.KIND, dispute.id)


def _goals(user_id: int, today: date) -> Iterator[AgendaItem]:
    found = db.session.scalars(
        sa.select(Goal).where(Goal.owner_id == user_id, Goal.state == GoalState.active,
                              Goal.review_due_on <= today + SOON).order_by(Goal.review_due_on))
    for goal in found:
        yield AgendaItem(Reason("agenda.goal", {"goal": goal.title, "due_on": goal.review_due_on.isoformat()}),
                         goal.KIND, goal.id)
