"""What the calibration of all interviewing reads and keeps; aggregates only, never one person's numbers."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.interviewing.calibration_fit import Practice, Scored
from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.interviewing.records import Fit, FitPurpose, Interview, KitQuestion, Rating, Scorecard, ScorecardVersion
from workflows.jobs import Job

IN_TIME = timedelta(days=1)
"""A scorecard is in time within a day of its due moment."""


def calibration_basis() -> tuple[str, int]:
    """What there is to calibrate from, as a digest, and how many scorecards that is."""
    count, newest, versions = db.session.execute(
        sa.select(sa.func.count(sa.distinct(Scorecard.id)), sa.func.max(ScorecardVersion.id),
                  sa.func.count(ScorecardVersion.id))
        .join(ScorecardVersion, ScorecardVersion.scorecard_id == Scorecard.id)
        .where(Scorecard.state == ScorecardState.submitted)).one()
    held = db.session.execute(sa.select(Scorecard.state, sa.func.count()).group_by(Scorecard.state)
                              .order_by(Scorecard.state)).all()
    said = repr((count, newest, versions, [(state.value, number) for state, number in held]))
    return hashlib.sha256(said.encode()).hexdigest(), count


def all_scored() -> list[Scored]:
    """Every submitted level of the company."""
    rows = db.session.execute(
        sa.select(Interview.candidacy_id, Scorecard.author_id, Rating.competency_id, QuestionVersion.lineage,
                  Scorecard.submitted_at, Rating.level)
        .join(Scorecard, Scorecard.id == Rating.scorecard_id).join(Interview, Interview.id == Scorecard.interview_id)
        .join(KitQuestion, KitQuestion.id == Rating.kit_question_id)
        .join(QuestionVersion, QuestionVersion.id == KitQuestion.question_version_id)
        .where(Scorecard.state == ScorecardState.submitted, Rating.level.is_not(None)).order_by(Rating.id))
    return [Scored(who, by, about, asked, f"{at.year}-{(at.month + 2) // 3}", level)
            for who, by, about, asked, at, level in rows if at is not None and level is not None]


def practice() -> Practice:
    """How often planned competencies were rated, and scorecards handed in and in time."""
    pairs = (sa.select(sa.func.max(Rating.level).label("level")).join(Scorecard, Scorecard.id == Rating.scorecard_id)
             .where(Scorecard.state == ScorecardState.submitted)
             .group_by(Rating.scorecard_id, Rating.competency_id).subquery())
    planned, rated = db.session.execute(sa.select(sa.func.count(), sa.func.count(pairs.c.level))
                                        .select_from(pairs)).one()
    cards = db.session.execute(
        sa.select(Scorecard.state, Scorecard.due_at, Scorecard.submitted_at)
        .join(Interview, Interview.id == Scorecard.interview_id).where(Interview.state == InterviewState.held)).all()
    given = [(due, at) for state, due, at in cards if state is ScorecardState.submitted]
    return Practice(planned, rated, len(cards), len(given),
                    sum(due is None or (at is not None and at <= due + IN_TIME) for due, at in given),
                    sum(state is ScorecardState.excused for state, *_ in cards))


def newest_calibration() -> Fit | None:
    return db.session.scalar(sa.select(Fit).where(Fit.purpose == FitPurpose.calibration)
                             .order_by(Fit.id.desc()).limit(1).options(undefer(Fit.answer)))


def is_calibrated(digest: str) -> bool:
    """Whether exactly this basis has been computed already."""
    return db.session.scalar(sa.select(Fit.id).where(Fit.purpose == FitPurpose.calibration,
                                                     Fit.basis_sha256 == digest)) is not None


def is_asked_for(work: str) -> bool:
    """Whether this job waits or runs."""
    return db.session.scalar(sa.select(Job.id).where(Job.work == work, Job.done_at.is_(None), Job.stuck_at.is_(None))
                             .limit(1)) is not None
