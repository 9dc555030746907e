"""Coaching: one focus with its evidence, one agreed step, a date, and what came of it."""

from datetime import UTC, date, datetime, time
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.coaching.machine import CoachingState
from workflows.db import Moment, Record, Stateful, fact, one_of
from workflows.people.records import Competency, User
from workflows.ramp.records import RampEvent


class Layer(StrEnum):
    """Where to look first: the first layer that fails is the focus."""

    results = auto()
    effort = auto()
    knowledge = auto()
    skills = auto()


class CoachingPlan(Stateful, Record):
    """`evidence` and `measured` (the same look again at the end) are lists of Reasons as JSON.

    `ramp_event_id` is the hold that opened it, when one did; later holds join it as `holds`. One lives per rep.
    """

    __tablename__ = "coaching_plans"
    KIND = "coaching_plan"

    state: Mapped[CoachingState] = mapped_column(one_of(CoachingState), default=CoachingState.diagnosed)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    coach_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    layer: Mapped[Layer] = mapped_column(one_of(Layer))
    competency_id: Mapped[int | None] = mapped_column(sa.ForeignKey("competencies.id"))
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    ramp_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ramp_events.id"))
    step: Mapped[str | None] = mapped_column(sa.Text)
    due_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(sa.Text)
    measured: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    coach: Mapped[User] = relationship(foreign_keys=[coach_id])
    competency: Mapped[Competency | None] = relationship()
    ramp_event: Mapped[RampEvent | None] = relationship()
    holds: Mapped[list["CoachingHold"]] = relationship(back_populates="plan", order_by="CoachingHold.id")
    notes: Mapped[list["CoachingNote"]] = relationship(back_populates="plan", order_by="CoachingNote.id.desc()")

    __table_args__ = (sa.CheckConstraint("state <> 'agreed' OR (step IS NOT NULL AND due_on IS NOT NULL)",
                                         name="agreed"),
                      fact("closed", "closed_at", "outcome", name="closed"),
                      sa.Index("uq_coaching_plans_one_live", "user_id", unique=True,
                               sqlite_where=sa.text("state <> 'closed'"),
                               postgresql_where=sa.text("state <> 'closed'")))

    @property
    def due_at(self) -> datetime | None:
        return datetime.combine(self.due_on, time(17, 0), tzinfo=UTC) if self.due_on else None

    def wait_params(self) -> dict[str, Any]:
        return {"rep": self.user.name}


class CoachingHold(Record):
    """A later hold that joined a plan that was open already."""

    __tablename__ = "coaching_holds"

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_plans.id"), index=True)
    ramp_event_id: Mapped[int] = mapped_column(sa.ForeignKey("ramp_events.id"), unique=True)
    plan: Mapped[CoachingPlan] = relationship(back_populates="holds")
    ramp_event: Mapped[RampEvent] = relationship()


class CoachingNote(Record):
    """What rep or coach wants to keep of a talk: theirs alone, until its author shares it with those who lead."""

    __tablename__ = "coaching_notes"
    KIND = "coaching_note"

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_plans.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    shared_at: Mapped[datetime | None] = mapped_column(Moment)
    plan: Mapped[CoachingPlan] = relationship(back_populates="notes")
    author: Mapped[User] = relationship()

    @property
    def team_id(self) -> int:
        return self.plan.team_id
