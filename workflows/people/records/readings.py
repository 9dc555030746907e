"""What people can do: measured levels, how far each source may be off, and thanks."""

from datetime import date, datetime
from enum import StrEnum, auto

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import clock
from workflows.db import Moment, Record, one_of
from workflows.people.records.accounts import User
from workflows.people.records.visions import Competency


class ReadingSource(StrEnum):
    manager_grid = auto()
    csv = auto()
    interview = auto()
    certificate = auto()


class ReadingPolicy(Record):
    """How far a source may be off: its default standard error, and how much a reading blurs in a year (levels)."""

    __tablename__ = "reading_policies"
    KIND = "reading_policy"

    source: Mapped[ReadingSource] = mapped_column(one_of(ReadingSource), unique=True)
    standard_error: Mapped[float]
    drift_per_year: Mapped[float]
    team_id: None = None


class Reading(Record):
    """One measured level of one person. Append-only; a correction names what it corrects."""

    __tablename__ = "readings"
    KIND = "reading"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"))
    level: Mapped[float]
    standard_error: Mapped[float]
    source: Mapped[ReadingSource] = mapped_column(one_of(ReadingSource))
    taken_on: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("readings.id"), unique=True)
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    competency: Mapped[Competency] = relationship()

    __table_args__ = (sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
                      sa.CheckConstraint("standard_error > 0", name="standard_error"))

    @property
    def team_id(self) -> int | None:
        return self.user.team_id


class Kudos(Record):
    """Thanks for something seen, tied to a competency; `automatic_code` when an event gave it."""

    __tablename__ = "kudos"
    KIND = "kudos"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    giver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    competency_id: Mapped[int | None] = mapped_column(sa.ForeignKey("competencies.id"))
    text: Mapped[str] = mapped_column(sa.String(500), default="")
    automatic_code: Mapped[str | None] = mapped_column(sa.String(80))
    given_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    giver: Mapped[User | None] = relationship(foreign_keys=[giver_id])
    competency: Mapped[Competency | None] = relationship()

    @property
    def team_id(self) -> int | None:
        return self.user.team_id

    __table_args__ = (sa.CheckConstraint("giver_id IS NOT NULL OR automatic_code IS NOT NULL", name="from_someone"),)
