"""Certificates as their readers may see them, and by serial for anybody."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from workflows.certification import rules
from workflows.certification.machine import AttemptState, CertificateState
from workflows.certification.queries.attempts import PER_PAGE, visible
from workflows.certification.records import Attempt, Certificate, CertificateReading
from workflows.content.records import CheckpointVersion
from workflows.db import db
from workflows.errors import NotFound
from workflows.people.actions.readings import STANDARD_ERRORS
from workflows.people.records import Reading, ReadingPolicy, ReadingSource, User
from workflows.permits import Actor
from workflows.reasons import Reason

_gone = Reason("record.gone")


def certificate_of(attempt_id: int) -> Certificate | None:
    return db.session.scalar(sa.select(Certificate).where(Certificate.attempt_id == attempt_id))


def certificates_for(actor: Actor, today: date, only: rules.Standing | None = None,
                     page: int = 1) -> tuple[list[Certificate], int]:
    """Certificates the actor reads, what ends first on top; `only` those that stand so today."""
    query = sa.select(Certificate).join(Certificate.attempt).join(Attempt.plan).where(visible(actor))
    if only is not None:
        query = query.where(_stands(only, today))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    ended = sa.or_(Certificate.valid_until <= today, Certificate.state == CertificateState.revoked)
    found = db.session.scalars(
        query.options(joinedload(Certificate.user), joinedload(Certificate.checkpoint))
        .order_by(sa.case((ended, 1), else_=0), Certificate.valid_until, Certificate.id)
        .limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return list(found), total


def all_certificates_for(actor: Actor) -> Sequence[Certificate]:
    """Every certificate the actor reads, for a file; by name and first day."""
    return db.session.scalars(
        sa.select(Certificate).join(Certificate.attempt).join(Attempt.plan).join(Certificate.user)
        .where(visible(actor)).options(joinedload(Certificate.user), joinedload(Certificate.checkpoint))
        .order_by(User.name, Certificate.valid_from, Certificate.id)).all()


def certificate_for(actor: Actor, certificate_id: int) -> Certificate:
    found = db.session.scalar(
        sa.select(Certificate).join(Certificate.attempt).join(Attempt.plan)
        .where(Certificate.id == certificate_id, visible(actor)).options(*_whole()))
    if found is None:
        raise NotFound(_gone)
    return found


def certificate_by_serial(serial: str) -> Certificate | None:
    """For the public page: small letters and surrounding spaces are forgiven."""
    return db.session.scalar(sa.select(Certificate).where(Certificate.serial == serial.strip().upper())
                             .options(joinedload(Certificate.user), joinedload(Certificate.checkpoint)))


def earlier_and_later(certificate: Certificate) -> Sequence[Certificate]:
    """The person's other certificates of the same checkpoint, newest first, whatever its wording was."""
    lineage = certificate.checkpoint.lineage
    return db.session.scalars(
        sa.select(Certificate).join(Certificate.checkpoint)
        .where(Certificate.user_id == certificate.user_id, CheckpointVersion.lineage == lineage,
               Certificate.id != certificate.id).order_by(Certificate.id.desc())).all()


def ending(today: date) -> list[int]:
    """Ids of certificates in force that end within the time of the reminders, of people who are still there."""
    return list(db.session.scalars(
        sa.select(Certificate.id).join(Certificate.user)
        .where(_stands(rules.Standing.expiring, today), User.deactivated_at.is_(None)).order_by(Certificate.id)))


def latest_attempts(states: Collection[AttemptState]) -> list[int]:
    """Ids of the newest attempt of each plan and checkpoint that stands in one of `states`, of people still there."""
    last = (sa.select(sa.func.max(Attempt.id)).where(Attempt.state != AttemptState.void)
            .group_by(Attempt.plan_id, Attempt.checkpoint_version_id))
    return list(db.session.scalars(
        sa.select(Attempt.id).join(Attempt.user).where(Attempt.id.in_(last), Attempt.state.in_(states),
                                                       User.deactivated_at.is_(None)).order_by(Attempt.id)))


def in_force(user_id: int, lineage: str, today: date) -> Certificate | None:
    """The newest certificate of this checkpoint that holds today; None without one."""
    return db.session.scalar(
        sa.select(Certificate).join(Certificate.checkpoint)
        .where(Certificate.user_id == user_id, CheckpointVersion.lineage == lineage, Certificate.valid_from <= today,
               Certificate.valid_until > today, Certificate.state == CertificateState.issued)
        .order_by(Certificate.valid_until.desc(), Certificate.id.desc()).limit(1))


def standing(certificate: Certificate, today: date) -> rules.Standing:
    revoked = certificate.state is CertificateState.revoked
    return rules.standing(certificate.valid_from, certificate.valid_until, revoked, today)


def withdrawal_of(user_id: int, competency_id: int) -> int | None:
    """Id of the reading in force that only says a certificate was revoked; None without one."""
    stood, later = aliased(CertificateReading), aliased(Reading)
    return db.session.scalar(
        sa.select(Reading.id).join(stood, stood.reading_id == Reading.corrects_id)
        .outerjoin(later, later.corrects_id == Reading.id)
        .where(Reading.user_id == user_id, Reading.competency_id == competency_id, later.id.is_(None))
        .order_by(Reading.id.desc()).limit(1))


def readings_beside(user_id: int, competency_id: int, reading_id: int) -> bool:
    """Whether anything else is known of the person's level than this one reading."""
    corrected = sa.select(Reading.corrects_id).where(Reading.corrects_id.is_not(None))
    return db.session.scalar(sa.select(Reading.id).where(
        Reading.user_id == user_id, Reading.competency_id == competency_id, Reading.id != reading_id,
        Reading.id.not_in(corrected)).limit(1)) is not None


def standard_error() -> float:
    """How far a certificate's level may be off, in levels: operations' policy, or the built-in default."""
    policy = db.session.scalar(sa.select(ReadingPolicy.standard_error)
                               .where(ReadingPolicy.source == ReadingSource.certificate))
    return policy or STANDARD_ERRORS[ReadingSource.certificate]


def _stands(only: rules.Standing, today: date) -> Any:
    if only is rules.Standing.revoked:
        return Certificate.state == CertificateState.revoked
    soon = date.fromordinal(today.toordinal() + rules.EXPIRING_DAYS)
    dates = {rules.Standing.valid: Certificate.valid_until > soon, rules.Standing.expired:
             Certificate.valid_until <= today, rules.Standing.expiring:
             sa.and_(Certificate.valid_until > today, Certificate.valid_until <= soon)}
    return sa.and_(Certificate.state == CertificateState.issued, dates[only])


def _whole() -> tuple[Any, ...]:
    attempt = joinedload(Certificate.attempt)
    return (joinedload(Certificate.user), joinedload(Certificate.checkpoint), attempt.joinedload(Attempt.plan),
            attempt.joinedload(Attempt.assessor), attempt.joinedload(Attempt.approver),
            selectinload(Certificate.readings).options(joinedload(CertificateReading.competency),
                                                       joinedload(CertificateReading.reading)))
