"""What a candidate may know of their interviews: when, where and with whom; never the kit."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows import clock
from workflows.db import db
from workflows.interviewing.machine import InterviewState
from workflows.interviewing.records import Interview
from workflows.recruiting.records import Candidacy

LONGEST = timedelta(hours=8)


def coming_interviews(candidate_id: int) -> list[Interview]:
    """A candidate's scheduled interviews that are not over yet, the next one first."""
    now = clock.now()
    found = db.session.scalars(
        sa.select(Interview).join(Candidacy, Candidacy.id == Interview.candidacy_id)
        .where(Candidacy.candidate_id == candidate_id, Interview.state == InterviewState.scheduled,
               Interview.starts_at > now - LONGEST)
        .options(joinedload(Interview.interviewer)).order_by(Interview.starts_at, Interview.id))
    return [each for each in found if each.ends_at is not None and each.ends_at > now]
