"""The rows of one rep's chain, read link by link along their foreign keys."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from workflows.certification.records import Attempt, Certificate, CertificateReading
from workflows.coaching.records import CoachingHold, CoachingPlan
from workflows.db import db
from workflows.interviewing.records import DebriefLine, Interview, KitQuestion, Rating, Scorecard
from workflows.offers.records import Hire
from workflows.onboarding.records import Assignment, Plan
from workflows.pay.machine import StatementState
from workflows.pay.records import Statement, StatementLine, StatementQuota
from workflows.people.records import Reading
from workflows.ramp.records import QuotaLine, Ramp, RampEvent, RampEventCertificate
from workflows.recruiting.records import OpeningGap
from workflows.sales.records import Credit, Deal

MOST = 300  # rows of quota and credit


@dataclass(frozen=True)
class Asked:
    """A question of the kit that this gap chose, with the rating it got."""

    interview: Interview
    question: KitQuestion
    rating: Rating | None


@dataclass(frozen=True)
class Tried:
    """An attempt of the plan, the certificate it earned, and the reading that stands for this competency."""

    attempt: Attempt
    certificate: Certificate | None
    reading: Reading | None


@dataclass(frozen=True)
class Sold:
    """A month's quota line, the statement made from it, and one credit on it."""

    quota: QuotaLine
    statement: Statement | None
    credit: Credit | None


@dataclass(frozen=True)
class Found:
    """All rows of one chain."""

    gap: OpeningGap
    lines: Sequence[DebriefLine]
    cards: Sequence[Scorecard]
    asked: Sequence[Asked]
    modules: Sequence[Assignment]
    tried: Sequence[Tried]
    events: Sequence[RampEvent]
    opened_by: dict[int, list[int]]
    coaching: Sequence[CoachingPlan]
    sold: Sequence[Sold] = field(default_factory=list)


def found(hire: Hire, gap: OpeningGap, lines: Sequence[DebriefLine]) -> Found:
    """Read the chain of `gap` in six queries."""
    cards, asked = _asked(hire, gap)
    events, opened_by, coaching = _events(hire)
    return Found(gap, lines, cards, asked, _modules(hire, gap), _tried(hire, gap), events, opened_by, coaching,
                 _sold(hire))


def _asked(hire: Hire, gap: OpeningGap) -> tuple[list[Scorecard], list[Asked]]:
    """Every scorecard of the candidacy (for blindness), and the questions this gap chose with their ratings."""
    rows = db.session.execute(
        sa.select(Interview, Scorecard, KitQuestion, Rating)
        .outerjoin(Scorecard, Scorecard.interview_id == Interview.id)
        .outerjoin(KitQuestion, sa.and_(KitQuestion.interview_id == Interview.id,
                                        KitQuestion.opening_gap_id == gap.id))
        .outerjoin(Rating, Rating.kit_question_id == KitQuestion.id)
        .options(joinedload(Interview.interviewer), contains_eager(Interview.scorecard),
                 joinedload(KitQuestion.question))
        .where(Interview.candidacy_id == hire.candidacy_id)
        .order_by(Interview.starts_at.is_(None), Interview.starts_at, KitQuestion.position)).all()
    cards = {card.id: card for _, card, _, _ in rows if card is not None}
    return list(cards.values()), [Asked(interview, question, rating) for interview, _, question, rating in rows
                                  if question is not None]


def _modules(hire: Hire, gap: OpeningGap) -> Sequence[Assignment]:
    """Modules of the hire's plan whose cause is a line about this gap."""
    return db.session.scalars(
        sa.select(Assignment).join(Plan, Plan.id == Assignment.plan_id)
        .join(DebriefLine, DebriefLine.id == Assignment.debrief_line_id)
        .options(joinedload(Assignment.module))
        .where(Plan.hire_id == hire.id, DebriefLine.opening_gap_id == gap.id).order_by(Assignment.position)).all()


def _tried(hire: Hire, gap: OpeningGap) -> list[Tried]:
    """Attempts of the hire's plan; only the reading about the gap's competency is told."""
    about = sa.and_(CertificateReading.certificate_id == Certificate.id,
                    CertificateReading.competency_id == gap.competency_id)
    rows = db.session.execute(
        sa.select(Attempt, Certificate, Reading).join(Plan, Plan.id == Attempt.plan_id)
        .outerjoin(Certificate, Certificate.attempt_id == Attempt.id).outerjoin(CertificateReading, about)
        .outerjoin(Reading, Reading.id == CertificateReading.reading_id)
        .options(joinedload(Attempt.checkpoint)).where(Plan.hire_id == hire.id).order_by(Attempt.id))
    return [Tried(attempt, certificate, reading) for attempt, certificate, reading in rows]


def _events(hire: Hire) -> tuple[list[RampEvent], dict[int, list[int]], list[CoachingPlan]]:
    """The ramp's events in order, the certificates that opened each, and the coaching a hold led to."""
    rows = db.session.execute(
        sa.select(RampEvent, RampEventCertificate.certificate_id, CoachingPlan)
        .join(Ramp, Ramp.id == RampEvent.ramp_id)
        .outerjoin(RampEventCertificate, RampEventCertificate.event_id == RampEvent.id)
        .outerjoin(CoachingHold, CoachingHold.ramp_event_id == RampEvent.id)
        .outerjoin(CoachingPlan, sa.or_(CoachingPlan.ramp_event_id == RampEvent.id,
                                        CoachingPlan.id == CoachingHold.plan_id))
        .options(joinedload(CoachingPlan.coach), joinedload(CoachingPlan.competency))
        .where(Ramp.hire_id == hire.id).order_by(RampEvent.id)).all()
    opened_by: dict[int, list[int]] = {}
    for event, certificate_id, _ in rows:
        if certificate_id is not None and certificate_id not in opened_by.setdefault(event.id, []):
            opened_by[event.id].append(certificate_id)
    return (list(dict.fromkeys(event for event, _, _ in rows)), opened_by,
            list(dict.fromkeys(plan for _, _, plan in rows if plan is not None)))


def _sold(hire: Hire) -> list[Sold]:
    """Quota lines in force (or that a statement was made from), with that statement's credits and their deals."""
    ramp = sa.select(RampEvent.id).join(Ramp, Ramp.id == RampEvent.ramp_id).where(Ramp.hire_id == hire.id)
    rows: Any = db.session.execute(
        sa.select(QuotaLine, Statement, Credit)
        .outerjoin(StatementQuota, StatementQuota.quota_line_id == QuotaLine.id)
        .outerjoin(Statement, sa.and_(Statement.id == StatementQuota.statement_id,
                                      Statement.state != StatementState.superseded))
        .outerjoin(StatementLine, sa.and_(StatementLine.statement_id == Statement.id,
                                          StatementLine.credit_id.is_not(None)))
        .outerjoin(Credit, Credit.id == StatementLine.credit_id)
        .options(joinedload(Credit.deal).joinedload(Deal.product))
        .where(QuotaLine.event_id.in_(ramp), sa.or_(QuotaLine.replaced_at.is_(None), Statement.id.is_not(None)))
        .order_by(QuotaLine.month_on, QuotaLine.id, Statement.number, Credit.credited_on, Credit.id).limit(MOST))
    return [Sold(quota, statement, credit) for quota, statement, credit in rows.unique()]
