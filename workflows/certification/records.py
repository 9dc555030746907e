"""Checkpoint attempts with their scores, and certificates."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import clock
from workflows.certification.machine import AttemptState, CertificateState
from workflows.content.records import CheckpointVersion
from workflows.db import Drafted, Moment, Record, Stateful, fact, one_of
from workflows.onboarding.records import Plan
from workflows.people.records import Competency, Reading, User


class Attempt(Drafted, Stateful, Record):
    """One try at one checkpoint. Who observes does not approve."""

    __tablename__ = "attempts"
    KIND = "attempt"

    state: Mapped[AttemptState] = mapped_column(one_of(AttemptState), default=AttemptState.eligible)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    checkpoint_version_id: Mapped[int] = mapped_column(sa.ForeignKey("checkpoint_versions.id"))
    number: Mapped[int]
    assessor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    scheduled_at: Mapped[datetime | None] = mapped_column(Moment)
    score_bp: Mapped[int | None]
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    handed_in_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    plan: Mapped[Plan] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    assessor: Mapped[User | None] = relationship(foreign_keys=[assessor_id])
    approver: Mapped[User | None] = relationship(foreign_keys=[approver_id])
    checkpoint: Mapped[CheckpointVersion] = relationship()
    scores: Mapped[list["AttemptScore"]] = relationship(back_populates="attempt", order_by="AttemptScore.id")

    __table_args__ = (
        sa.UniqueConstraint("plan_id", "checkpoint_version_id", "number"),
        fact(("passed", "failed"), "decided_at", name="decided"),
        sa.CheckConstraint("state NOT IN ('to_approve', 'passed', 'failed') OR "
                           "(score_bp IS NOT NULL AND handed_in_at IS NOT NULL AND assessor_id IS NOT NULL "
                           "AND approver_id IS NOT NULL)", name="assessed"),
        sa.CheckConstraint("state <> 'in_assessment' OR assessor_id IS NOT NULL", name="in_assessment"),
        sa.CheckConstraint("state <> 'scheduled' OR (scheduled_at IS NOT NULL AND assessor_id IS NOT NULL)",
                           name="scheduled"),
        sa.CheckConstraint("assessor_id IS NULL OR approver_id IS NULL OR assessor_id <> approver_id",
                           name="four_eyes"))

    @property
    def team_id(self) -> int:
        return self.plan.team_id

    def wait_params(self) -> dict[str, Any]:
        return {"rep": self.user.name, "checkpoint": self.checkpoint.title}


class AttemptScore(Record):
    """A level with evidence for one criterion of the rubric; without a level while it is being written."""

    __tablename__ = "attempt_scores"

    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempts.id"), index=True)
    criterion: Mapped[str] = mapped_column(sa.String(80))
    level: Mapped[int | None]
    evidence: Mapped[str] = mapped_column(sa.Text, default="")
    attempt: Mapped[Attempt] = relationship(back_populates="scores")

    __table_args__ = (sa.UniqueConstraint("attempt_id", "criterion"),
                      sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"))


class Certificate(Stateful, Record):
    """A dated, expiring proof. Half-open [valid_from, valid_until). Renewal is a new row."""

    __tablename__ = "certificates"
    KIND = "certificate"

    state: Mapped[CertificateState] = mapped_column(one_of(CertificateState), default=CertificateState.issued)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempts.id"), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    checkpoint_version_id: Mapped[int] = mapped_column(sa.ForeignKey("checkpoint_versions.id"))
    serial: Mapped[str] = mapped_column(sa.String(40), unique=True)
    issued_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    score_bp: Mapped[int]
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_reason: Mapped[str | None] = mapped_column(sa.String(500))
    attempt: Mapped[Attempt] = relationship()
    user: Mapped[User] = relationship()
    checkpoint: Mapped[CheckpointVersion] = relationship()
    readings: Mapped[list["CertificateReading"]] = relationship(back_populates="certificate")

    __table_args__ = (sa.CheckConstraint("valid_from < valid_until", name="validity"),
                      fact("revoked", "revoked_at", "revoked_reason", name="revoked"))

    @property
    def team_id(self) -> int:
        return self.attempt.team_id

    @property
    def last_on(self) -> date:
        """The last day on which it holds."""
        return self.valid_until - timedelta(days=1)


class CertificateReading(Record):
    """The measured level a certificate stands for: certificates are readings."""

    __tablename__ = "certificate_readings"

    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificates.id"), index=True)
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"))
    reading_id: Mapped[int] = mapped_column(sa.ForeignKey("readings.id"), unique=True)
    certificate: Mapped[Certificate] = relationship(back_populates="readings")
    competency: Mapped[Competency] = relationship()
    reading: Mapped[Reading] = relationship()

    __table_args__ = (sa.UniqueConstraint("certificate_id", "competency_id"),)
