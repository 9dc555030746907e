"""Interviewers learn: shadow, then watched, then qualified, per competency."""

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act
from workflows.interviewing.machine import TrainingState, organisers
from workflows.interviewing.planning import WEEKLY_LIMIT
from workflows.interviewing.records import InterviewerTraining
from workflows.people.records import Competency, User
from workflows.permits import Actor, system
from workflows.reasons import Reason

permits.allow("interviewer_training.begin", organisers | system)
permits.allow("interviewer_training.limit", organisers | system)

MOST_A_WEEK = 20


def begin_training(actor: Actor, user: User, competency: Competency) -> InterviewerTraining:
    """Somebody starts to learn interviewing on a competency; what is there already is returned."""
    with act(actor, "interviewer_training.begin", subject=user) as this:
        found = this.session.scalar(sa.select(InterviewerTraining).where(
            InterviewerTraining.user_id == user.id, InterviewerTraining.competency_id == competency.id))
        if found is None:
            limit = this.session.scalar(sa.select(InterviewerTraining.weekly_limit).where(
                InterviewerTraining.user_id == user.id).limit(1))
            found = this.create(InterviewerTraining(user_id=user.id, competency_id=competency.id,
                                                    weekly_limit=limit or WEEKLY_LIMIT))
        this.note(user_id=user.id, competency_id=competency.id)
    training: InterviewerTraining = found
    return training


def limit_load(actor: Actor, user: User, *, weekly: int) -> None:
    """How many interviews a week somebody takes at most; plans give them no more. Refused outside 1 to MOST_A_WEEK,
    and for somebody whose training is not recorded."""
    with act(actor, "interviewer_training.limit", subject=user) as this:
        rows = list(this.session.scalars(sa.select(InterviewerTraining).where(InterviewerTraining.user_id == user.id)))
        this.require(None if rows else Reason("interviewer_training.none", {"name": user.name}),
                     None if 1 <= weekly <= MOST_A_WEEK
                     else Reason("interviewer_training.limit", {"most": MOST_A_WEEK}))
        for each in rows:
            each.weekly_limit = weekly
        this.note(user_id=user.id, weekly=weekly)


def move_training(actor: Actor, training: InterviewerTraining, trigger: str, *, reason: str | None = None) -> None:
    """Make one declared move; only a qualified interviewer keeps the day of qualifying."""
    with act(actor, f"interviewer_training.{trigger}", training) as this:
        this.move(reason=reason)
        training.qualified_at = clock.now() if training.state is TrainingState.qualified else None
        this.note(user_id=training.user_id, competency_id=training.competency_id)
