"""What a team wants to be: competencies, profiles, the vision with its priorities, targets."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Moment, Record
from workflows.people.records.accounts import Team


class Competency(Record):
    """An ability with five levels of behaviour. `key` is its lineage; the words come from the newest loaded bank."""

    __tablename__ = "competencies"
    KIND = "competency"

    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    summary: Mapped[str] = mapped_column(sa.Text)
    levels: Mapped[list[str]] = mapped_column(sa.JSON)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    team_id: None = None


class Profile(Record):
    """What a job needs."""

    __tablename__ = "profiles"
    KIND = "profile"

    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    family: Mapped[str] = mapped_column(sa.String(80), default="")
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    team_id: None = None
    needs: Mapped[list["ProfileNeed"]] = relationship(back_populates="profile", order_by="ProfileNeed.weight_bp.desc()",
                                                      cascade="all, delete-orphan")


class ProfileNeed(Record):
    __tablename__ = "profile_needs"

    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profiles.id"))
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"))
    level: Mapped[int]
    weight_bp: Mapped[int]
    must_have: Mapped[bool] = mapped_column(default=False)
    profile: Mapped[Profile] = relationship(back_populates="needs")
    competency: Mapped[Competency] = relationship()

    __table_args__ = (sa.UniqueConstraint("profile_id", "competency_id"),
                      sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
                      sa.CheckConstraint("weight_bp BETWEEN 0 AND 10000", name="weight"))


class Vision(Record):
    """What the team is to be by a date. A new text is a new row; the newest is in force."""

    __tablename__ = "visions"
    KIND = "vision"

    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    statement: Mapped[str] = mapped_column(sa.Text)
    by_on: Mapped[date]
    team: Mapped[Team] = relationship()
    priorities: Mapped[list["Priority"]] = relationship(back_populates="vision", order_by="Priority.position")


class Priority(Record):
    __tablename__ = "priorities"
    KIND = "priority"

    vision_id: Mapped[int] = mapped_column(sa.ForeignKey("visions.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    competency_id: Mapped[int | None] = mapped_column(sa.ForeignKey("competencies.id"))
    vision: Mapped[Vision] = relationship(back_populates="priorities")
    competency: Mapped[Competency | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("vision_id", "position"),)


class Target(Record):
    """How many people of a team should reach which level. Changed by a new row; `replaced_at` ends the old one."""

    __tablename__ = "targets"
    KIND = "target"

    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"))
    people: Mapped[int]
    level: Mapped[int]
    weight_bp: Mapped[int] = mapped_column(default=1000)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)
    competency: Mapped[Competency] = relationship()

    __table_args__ = (
        sa.CheckConstraint("people > 0", name="people"), sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        sa.Index("uq_targets_in_force", "team_id", "competency_id", unique=True,
                 sqlite_where=sa.text("replaced_at IS NULL"), postgresql_where=sa.text("replaced_at IS NULL")))
