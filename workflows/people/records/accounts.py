"""Teams, users, their roles, and how they get in: sign-ins and one-time links."""

from datetime import date, datetime
from enum import StrEnum, auto

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
