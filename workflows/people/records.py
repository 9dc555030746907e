"""Users, teams, roles; what a team wants to be (vision, profiles, targets); what its people can do (readings)."""

from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import clock
from workflows.db import Moment, Record, one_of
from workflows.permits import Role


class Team(Record):
    __tablename__ = "teams"
    KIND = "team"

    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    region: Mapped[str] = mapped_column(sa.String(8), default="US")
    office: Mapped[str] = mapped_column(sa.String(120), default="")
    currency: Mapped[str] = mapped_column(sa.String(3), default="USD")
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    manager: Mapped["User | None"] = relationship(foreign_keys=[manager_id])

    @property
    def team_id(self) -> int:
        return self.id


class User(Record):
    """Someone who signs in. Deactivated is a date, never a deletion."""

    __tablename__ = "users"
    KIND = "user"

    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    name: Mapped[str] = mapped_column(sa.String(160))
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    locale: Mapped[str] = mapped_column(sa.String(12), default="en")
    time_zone: Mapped[str] = mapped_column(sa.String(60), default="UTC")
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id", use_alter=True), index=True)
    job_title: Mapped[str] = mapped_column(sa.String(120), default="")
    started_on: Mapped[date | None]
    left_on: Mapped[date | None]
    deactivated_at: Mapped[datetime | None] = mapped_column(Moment)
    team: Mapped[Team | None] = relationship(foreign_keys=[team_id])
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="user", foreign_keys="RoleGrant.user_id")


class RoleGrant(Record):
    """A role in a team (or everywhere). Taken back is a date."""

    __tablename__ = "role_grants"
    KIND = "role_grant"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])
    team: Mapped[Team | None] = relationship()

    __table_args__ = (sa.Index("uq_role_grants_active", "user_id", "role", sa.text("coalesce(team_id, 0)"), unique=True,
                               sqlite_where=sa.text("revoked_at IS NULL"),
                               postgresql_where=sa.text("revoked_at IS NULL")),)


class SignIn(Record):
    """One browser that is signed in. The cookie holds a token, the row its hash; revoked at once everywhere."""

    __tablename__ = "sign_ins"
    KIND = "sign_in"

    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    candidate_id: Mapped[int | None] = mapped_column(index=True)
    agent: Mapped[str] = mapped_column(sa.String(200), default="")
    address: Mapped[str] = mapped_column(sa.String(60), default="")
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    team_id: None = None

    __table_args__ = (sa.CheckConstraint("(user_id IS NULL) <> (candidate_id IS NULL)", name="one_person"),)


class SignInAttempt(Record):
    """A failed try, kept to slow down guessing; keyed by a hash of e-mail and of address."""

    __tablename__ = "sign_in_attempts"

    key: Mapped[str] = mapped_column(sa.String(64))
    __table_args__ = (sa.Index("ix_sign_in_attempts_recent", "key", "created_at"),)


class LinkPurpose(StrEnum):
    setup = auto()
    invitation = auto()
    reset = auto()
    candidate = auto()


class OneTimeLink(Record):
    """A link sent by mail or printed in the console. GET shows a button, POST consumes it."""

    __tablename__ = "one_time_links"
    KIND = "one_time_link"

    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(one_of(LinkPurpose))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    candidate_id: Mapped[int | None]
    expires_at: Mapped[datetime] = mapped_column(Moment)
    consumed_at: Mapped[datetime | None] = mapped_column(Moment)
    team_id: None = None


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


class Holiday(Record):
    """A day the company does not work in a region, besides the region's public holidays."""

    __tablename__ = "holidays"
    region: Mapped[str] = mapped_column(sa.String(8))
    on: Mapped[date]
    name: Mapped[str] = mapped_column(sa.String(120))
    __table_args__ = (sa.UniqueConstraint("region", "on"),)


class Absence(Record):
    """Leave: the clock of plan and ramp stands still. Half-open [from_on, until_on)."""

    __tablename__ = "absences"
    KIND = "absence"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    noted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    user: Mapped[User] = relationship(foreign_keys=[user_id])

    @property
    def team_id(self) -> int | None:
        return self.user.team_id


class Setting(Record):
    """A company-wide choice operations may change, by key."""

    __tablename__ = "settings"
    KIND = "setting"
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    value: Mapped[Any] = mapped_column(sa.JSON)
    team_id: None = None


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
