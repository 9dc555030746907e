"""Whose things become whose when somebody leaves: duties go over, what was done or rated stays with who did it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from workflows import permits, waits
from workflows.acting import act, get
from workflows.certification.machine import AttemptState
from workflows.certification.records import Attempt
from workflows.coaching.records import CoachingPlan
from workflows.db import db
from workflows.flow import FLOWS
from workflows.goals.records import Goal
from workflows.interviewing.records import Debrief, Interview, Scorecard
from workflows.offers.records import Offer
from workflows.onboarding.machine import AssignmentState as A
from workflows.onboarding.queries import RUNNING
from workflows.onboarding.records import Assignment, HelpCall, Plan
from workflows.people.actions.members import waiting_count
from workflows.people.events import PersonLeft
from workflows.people.records import Team, User
from workflows.permits import Actor, system
from workflows.reasons import Reason
from workflows.recruiting.records import Candidacy, Requisition
from workflows.waits import Wait

permits.allow("user.hand_over", system)


@dataclass(frozen=True)
class Duty:
    """A column that names who has to act. It goes over while the record is under way (or in `only` these states, and
    `among` what that query of ids finds).

    Nobody takes a duty over who is already in one of `apart`: they would decide on their own request.
    """

    record: Any
    column: str
    apart: tuple[str, ...] = ()
    only: tuple[Any, ...] = ()
    among: sa.Select[int] | None = None


TASKS = (sa.select(Assignment.id).join(Plan, Plan.id == Assignment.plan_id)
         .where(Plan.state.in_(RUNNING), Plan.user_id != Assignment.owner_id))
"""What others have to do in the plan of somebody who learns; what one learns oneself goes to nobody."""

DUTIES = (
    Duty(Requisition, "requested_by_id", apart=("approver_id",)),
    Duty(Requisition, "approver_id", apart=("requested_by_id",)),
    Duty(Candidacy, "owner_id"),
    Duty(Debrief, "decider_id"),
    Duty(Offer, "author_id", apart=("approver_id",)),
    Duty(Offer, "approver_id", apart=("author_id",)),
    Duty(Offer, "coach_id"),
    Duty(Plan, "manager_id", apart=("user_id",)),
    Duty(Plan, "coach_id", apart=("user_id",)),
    Duty(Assignment, "owner_id", only=(A.assigned, A.started, A.to_review), among=TASKS),
    Duty(HelpCall, "coach_id"),
    Duty(Attempt, "assessor_id", apart=("approver_id", "user_id"), only=(AttemptState.scheduled,)),
    Duty(Attempt, "approver_id", apart=("assessor_id", "user_id")),
    Duty(CoachingPlan, "coach_id", apart=("user_id",)),
    Duty(Goal, "owner_id"),
    Duty(Team, "manager_id"),
)


def hand_over(cause: Actor, event: PersonLeft) -> None:
    """Every duty of who left becomes the successor's, and so does what waits for them, and what the records wait for.

    Refused when there is any and nobody is named, or who is named would decide on their own request.
    """
    user = get(User, event.user_id)
    with act(cause, "user.hand_over", user) as this:
        held = [(duty, record) for duty in DUTIES for record in _held(duty, user.id)]
        count = waiting_count(user.id) or len(held)
        if event.successor_id is None:
            this.require(Reason("user.successor-missing", {"count": count, "name": user.name}) if count else None)
            return
        handed = waits.hand_over(db.session(), user.id, event.successor_id)
        for duty, record in held:
            this.require(_conflict(duty, record, event.successor_id))
            setattr(record, duty.column, event.successor_id)
        db.session.flush()
        for record in dict.fromkeys(record for _, record in held if record.KIND in FLOWS):
            db.session.expire(record)
            waits.renew(db.session(), record)
        _ask_organisers(user, event.successor_id)
        this.note(successor_id=event.successor_id, handed_over=handed,
                  duties=[[r.KIND, r.id, duty.column] for duty, r in held])


def to_hand_over(user_id: int) -> int:
    """How much waits for this person that somebody else would have to take over: all but what they learn."""
    own = sa.select(Assignment.id).join(Plan, Plan.id == Assignment.plan_id).where(Plan.user_id == user_id)
    return db.session.scalar(sa.select(sa.func.count()).select_from(waits.Wait).where(
        waits.Wait.owner_id == user_id, waits.Wait.ended_at.is_(None),
        sa.not_(sa.and_(waits.Wait.record_kind == Assignment.KIND, waits.Wait.record_id.in_(own))))) or 0


def _ask_organisers(gone: User, heir_id: int | None) -> None:
    """An interview and a scorecard are a person's own: nobody inherits them. Who organises the candidacy swaps the
    interviewer or excuses the scorecard, both on the interview's page.
    """
    interviews = sa.select(Interview.id, Interview.id, Candidacy.owner_id).join(Candidacy).where(
        Interview.interviewer_id == gone.id)
    cards = sa.select(Scorecard.id, Interview.id, Candidacy.owner_id).select_from(Scorecard).join(
        Interview, Scorecard.interview_id == Interview.id).join(Candidacy).where(Scorecard.author_id == gone.id)
    for query, code, instead in ((interviews, "interview.to-hold", "interview.to-restaff"),
                                 (cards, "scorecard.to-submit", "scorecard.to-settle")):
        theirs = {record: (interview, organiser) for record, interview, organiser in db.session.execute(query)}
        for wait in db.session.scalars(sa.select(Wait).where(
                Wait.code == code, Wait.ended_at.is_(None), Wait.owner_id == heir_id, Wait.record_id.in_(theirs))):
            interview, wait.owner_id = theirs[wait.record_id]
            wait.code, wait.params = instead, {**wait.params, "gone": gone.name, "at": ["interview", interview]}


def _conflict(duty: Duty, record: Any, successor_id: int | None) -> Reason | None:
    if successor_id not in {getattr(record, other) for other in duty.apart}:
        return None
    return Reason("user.successor-apart", {"name": get(User, successor_id or 0).name,
                                           "what": duty.record.KIND.replace("_", " ")})


def _held(duty: Duty, user_id: int) -> Sequence[Any]:
    query = sa.select(duty.record).where(getattr(duty.record, duty.column) == user_id).order_by(duty.record.id)
    flow = FLOWS.get(duty.record.KIND)
    if flow is not None:
        live = duty.only or tuple(state for state in flow.states if flow.moves_from(state))
        query = query.where(duty.record.state.in_(live))
    if duty.among is not None:
        query = query.where(duty.record.id.in_(duty.among))
    return db.session.scalars(query.with_for_update(of=duty.record)).all()
