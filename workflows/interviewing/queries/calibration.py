"""What the calibration of all interviewing reads and keeps; aggregates only, never one person's numbers."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.interviewing.calibration_fit import Practice, Scored
from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.interviewing.queries.blindness import written_by_all
from workflows.interviewing.queries.readers import versions_withheld
from workflows.interviewing.records import Fit, FitPurpose, Interview, KitQuestion, Rating, Scorecard, ScorecardVersion
from workflows.jobs import Job
from workflows.permits import Actor
from workflows.recruiting.records import Candidacy

LOOKED_THROUGH = 100
IN_TIME = timedelta(days=1)
"""A scorecard is in time within a day of its due moment."""


def calibration_basis() -> tuple[str, list[int]]:
    """What there is to calibrate from: a digest, and the newest version of each scorecard that counts.

    Levels count once everybody has written about a candidate, so that nobody who still has to is given a number that
    rests on them. Whether scorecards come, and in time, is counted of all.
    """
    versions = list(db.session.scalars(
        sa.select(sa.func.max(ScorecardVersion.id)).join(Scorecard, Scorecard.id == ScorecardVersion.scorecard_id)
        .where(_counts()).group_by(Scorecard.id).order_by(Scorecard.id)))
    held = db.session.execute(sa.select(Scorecard.state, sa.func.count()).group_by(Scorecard.state)
                              .order_by(Scorecard.state)).all()
    said = repr((versions, [(state.value, number) for state, number in held]))
    return hashlib.sha256(said.encode()).hexdigest(), versions


def all_scored() -> list[Scored]:
    """Every level of the company that counts."""
    rows = db.session.execute(
        sa.select(Interview.candidacy_id, Scorecard.author_id, Rating.competency_id, QuestionVersion.lineage,
                  Scorecard.submitted_at, Rating.level)
        .join(Scorecard, Scorecard.id == Rating.scorecard_id).join(Interview, Interview.id == Scorecard.interview_id)
        .join(KitQuestion, KitQuestion.id == Rating.kit_question_id)
        .join(QuestionVersion, QuestionVersion.id == KitQuestion.question_version_id)
        .where(_counts(), Rating.level.is_not(None)).order_by(Rating.id))
    return [Scored(who, by, about, asked, f"{at.year}-{(at.month + 2) // 3}", level)
            for who, by, about, asked, at, level in rows if at is not None and level is not None]


def practice() -> Practice:
    """How often planned competencies were rated, and scorecards handed in and in time."""
    pairs = (sa.select(sa.func.max(Rating.level).label("level")).join(Scorecard, Scorecard.id == Rating.scorecard_id)
             .where(_counts()).group_by(Rating.scorecard_id, Rating.competency_id).subquery())
    planned, rated = db.session.execute(sa.select(sa.func.count(), sa.func.count(pairs.c.level))
                                        .select_from(pairs)).one()
    cards = db.session.execute(
        sa.select(Scorecard.state, Scorecard.due_at, Scorecard.submitted_at)
        .join(Interview, Interview.id == Scorecard.interview_id).where(Interview.state == InterviewState.held)).all()
    given = [(due, at) for state, due, at in cards if state is ScorecardState.submitted]
    return Practice(planned, rated, len(cards), len(given),
                    sum(due is None or (at is not None and at <= due + IN_TIME) for due, at in given),
                    sum(state is ScorecardState.excused for state, *_ in cards))


def newest_calibration(actor: Actor) -> tuple[Fit | None, bool]:
    """The newest calibration that this reader may see, and whether a newer one is withheld from them.

    Somebody may have to write about a candidate again after all had written, or interview for an opening that never
    shows colleagues' scorecards: a calibration that knows of such a candidate is not for them.
    """
    rows = db.session.execute(sa.select(Fit.id).where(Fit.purpose == FitPurpose.calibration)
                              .order_by(Fit.id.desc()).limit(LOOKED_THROUGH)).scalars().all()
    hidden = versions_withheld(actor)
    used = {} if not hidden else {row[0]: row[1] for row in db.session.execute(
        sa.select(Fit.id, Fit.versions).where(Fit.id.in_(rows)))}
    found = next((each for each in rows if hidden.isdisjoint(used.get(each, ()))), None)
    return db.session.get(Fit, found, options=[undefer(Fit.answer)]) if found else None, found != next(iter(rows), None)


def _counts() -> sa.ColumnElement[bool]:
    """Of scorecards: submitted, about a candidate about whom nobody has still to write."""
    settled = (sa.select(Interview.id).join(Candidacy, Candidacy.id == Interview.candidacy_id).where(written_by_all()))
    return sa.and_(Scorecard.state == ScorecardState.submitted, Scorecard.interview_id.in_(settled))


def is_calibrated(digest: str) -> bool:
    """Whether exactly this basis has been computed already."""
    return db.session.scalar(sa.select(Fit.id).where(Fit.purpose == FitPurpose.calibration,
                                                     Fit.basis_sha256 == digest)) is not None


def is_asked_for(work: str) -> bool:
    """Whether this job waits or runs."""
    return db.session.scalar(sa.select(Job.id).where(Job.work == work, Job.done_at.is_(None), Job.stuck_at.is_(None))
                             .limit(1)) is not None
