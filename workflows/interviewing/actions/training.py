"""Interviewers learn: shadow, then watched, then qualified, per competency."""

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act
from workflows.interviewing.machine import TrainingState, organisers
from workflows.interviewing.records import InterviewerTraining
from workflows.people.records import Competency, User
from workflows.permits import Actor, system

permits.allow("interviewer_training.begin", organisers | system)


def begin_training(actor: Actor, user: User, competency: Competency) -> InterviewerTraining:
    """Somebody starts to learn interviewing on a competency; what is there already is returned."""
    with act(actor, "interviewer_training.begin", subject=user) as this:
        found = this.session.scalar(sa.select(InterviewerTraining).where(
            InterviewerTraining.user_id == user.id, InterviewerTraining.competency_id == competency.id))
        if found is None:
            found = this.create(InterviewerTraining(user_id=user.id, competency_id=competency.id))
        this.note(user_id=user.id, competency_id=competency.id)
    training: InterviewerTraining = found
    return training


def move_training(actor: Actor, training: InterviewerTraining, trigger: str, *, reason: str | None = None) -> None:
    """Make one declared move; only a qualified interviewer keeps the day of qualifying."""
    with act(actor, f"interviewer_training.{trigger}", training) as this:
        this.move(reason=reason)
        training.qualified_at = clock.now() if training.state is TrainingState.qualified else None
        this.note(user_id=training.user_id, competency_id=training.competency_id)
