"""The way from 0 to full quota: the ramp, its append-only events, and the quota lines derived from them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import clock
from workflows.certification.records import Certificate
from workflows.content.records import ContentVersion
from workflows.db import Minor, Moment, Record, Stateful, one_of
from workflows.offers.records import Hire
from workflows.people.records import Team, User
from workflows.ramp.machine import RampState


class Ramp(Stateful, Record):
    """One person's ramp. `step` counts from 0; `full_quota_minor` is per month."""

    __tablename__ = "ramps"
    KIND = "ramp"

    state: Mapped[RampState] = mapped_column(one_of(RampState), default=RampState.prestart)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    hire_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hires.id"), unique=True)
    exemption: Mapped[str | None] = mapped_column(sa.String(120))
    shape_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    full_quota_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    start_on: Mapped[date]
    step: Mapped[int] = mapped_column(default=0)
    held_on: Mapped[date | None]
    paused_on: Mapped[date | None]
    full_on: Mapped[date | None]
    user: Mapped[User] = relationship()
    team: Mapped[Team] = relationship()
    hire: Mapped[Hire | None] = relationship()
    shape_version: Mapped[ContentVersion] = relationship()
    events: Mapped[list["RampEvent"]] = relationship(back_populates="ramp", order_by="RampEvent.id")

    __table_args__ = (sa.CheckConstraint("(hire_id IS NULL) = (exemption IS NOT NULL)", name="cause"),
                      sa.CheckConstraint("(state = 'held') = (held_on IS NOT NULL)", name="held"),
                      sa.CheckConstraint("(state = 'paused') = (paused_on IS NOT NULL)", name="paused"),
                      sa.CheckConstraint("state <> 'full' OR full_on IS NOT NULL", name="full"),
                      sa.CheckConstraint("full_quota_minor > 0", name="quota"),
                      sa.Index("uq_ramps_one_live", "user_id", unique=True, sqlite_where=sa.text("state <> 'exited'"),
                               postgresql_where=sa.text("state <> 'exited'")))

    @property
    def hold_ends_at(self) -> datetime | None:
        """When the hold has lasted as long as its shape allows."""
        if self.held_on is None:
            return None
        last = self.held_on + timedelta(days=int(self.shape_version.body["hold_max_days"]))
        return datetime.combine(last, time(17, 0), tzinfo=UTC)

    def wait_params(self) -> dict[str, Any]:
        return {"rep": self.user.name}


class RampEvent(Record):
    """One change: what, why, each gate's expected and actual, and the sentence written for the rep (code + params)."""

    __tablename__ = "ramp_events"
    KIND = "ramp_event"

    ramp_id: Mapped[int] = mapped_column(sa.ForeignKey("ramps.id"), index=True)
    trigger: Mapped[str] = mapped_column(sa.String(40))
    before: Mapped[RampState | None] = mapped_column(one_of(RampState, "before"))
    after: Mapped[RampState] = mapped_column(one_of(RampState, "after"))
    step_before: Mapped[int]
    step_after: Mapped[int]
    effective_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    actor_name: Mapped[str] = mapped_column(sa.String(160))
    reason: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    gates: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    sentence: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    ramp: Mapped[Ramp] = relationship(back_populates="events")
    certificates: Mapped[list["RampEventCertificate"]] = relationship(back_populates="event")
    quota_lines: Mapped[list["QuotaLine"]] = relationship(back_populates="event", order_by="QuotaLine.month_on")


class RampEventCertificate(Record):
    """Which certificates opened the step."""

    __tablename__ = "ramp_event_certificates"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("ramp_events.id"), index=True)
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificates.id"))
    event: Mapped[RampEvent] = relationship(back_populates="certificates")
    certificate: Mapped[Certificate] = relationship()
    __table_args__ = (sa.UniqueConstraint("event_id", "certificate_id"),)


class QuotaLine(Record):
    """A month's ramped quota as of one ramp event. The newest event's line is in force; closed months get none."""

    __tablename__ = "quota_lines"
    KIND = "quota_line"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("ramp_events.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    month_on: Mapped[date]
    before_minor: Mapped[Minor]
    amount_minor: Mapped[Minor]
    scheduled_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)
    event: Mapped[RampEvent] = relationship(back_populates="quota_lines")

    __table_args__ = (sa.UniqueConstraint("event_id", "month_on"),
                      sa.Index("uq_quota_lines_in_force", "user_id", "month_on", unique=True,
                               sqlite_where=sa.text("replaced_at IS NULL"),
                               postgresql_where=sa.text("replaced_at IS NULL")))


class SignOff(Record):
    """A manager's word that a step may open."""

    __tablename__ = "sign_offs"
    KIND = "sign_off"

    ramp_id: Mapped[int] = mapped_column(sa.ForeignKey("ramps.id"), index=True)
    step: Mapped[int]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    ramp: Mapped[Ramp] = relationship()
    by: Mapped[User] = relationship()
    __table_args__ = (sa.UniqueConstraint("ramp_id", "step"),)
