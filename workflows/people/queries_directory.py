"""Reads for those who look after people: the directory, one person's account, what goes wrong for them."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows import clock
from workflows.db import db
from workflows.errors import NotFound
from workflows.people.actions.accounts import TRIES, TRIES_FROM_EVERYWHERE, failures
from workflows.people.records import Holiday, LinkPurpose, OneTimeLink, RoleGrant, Setting, SignIn, Team, User
from workflows.permits import Actor, Role
from workflows.reasons import Reason

PAGE = 50
KEEPERS = (Role.operations, Role.admin)
COMPANY_NAME = "company.name"
NAMED = sa.select(Setting.value).where(Setting.key == COMPANY_NAME)


@dataclass(frozen=True)
class Account:
    """What a page about one person's account tells besides the person; `paused`: somewhere, or even `everywhere`."""

    sign_ins: tuple[SignIn, ...]
    failures: int
    paused: bool
    everywhere: bool
    invited_at: Any


def people_for(actor: Actor) -> sa.Select[User]:
    """The people one looks after: everybody, or those of the teams one does operations for."""
    query = sa.select(User)
    teams = actor.teams(*KEEPERS)
    if teams is None:
        return query
    held = sa.select(RoleGrant.user_id).where(RoleGrant.team_id.in_(teams), RoleGrant.revoked_at.is_(None))
    return query.where(sa.or_(User.team_id.in_(teams), User.id.in_(held)))


def directory(actor: Actor, *, words: str = "", role: str = "", team_id: int | None = None, left: bool = False,
              page: int = 1) -> tuple[list[User], int, int]:
    """A page of the people one looks after, by name, with team and grants; the total; the page's number."""
    query = people_for(actor).where(User.deactivated_at.is_not(None) if left else User.deactivated_at.is_(None))
    if words.strip():
        query = query.where(sa.or_(contains(User.name, words), contains(User.email, words)))
    if role in set(Role):
        query = query.where(User.id.in_(sa.select(RoleGrant.user_id).where(
            RoleGrant.role == Role(role), RoleGrant.revoked_at.is_(None))))
    if team_id is not None:
        query = query.where(User.team_id == team_id)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    number = min(max(page, 1), max(-(-total // PAGE), 1))
    rows = db.session.scalars(query.order_by(sa.func.lower(User.name), User.id).limit(PAGE).offset(
        (number - 1) * PAGE).options(*_with_grants()))
    return list(rows), total, number


def person(actor: Actor, user_id: int) -> User:
    """One of the people one looks after, with team and grants, or NotFound."""
    found = db.session.scalar(people_for(actor).where(User.id == user_id).options(*_with_grants()))
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def myself(actor: Actor) -> User:
    """The person who acts, with team and grants."""
    found = db.session.scalar(sa.select(User).where(User.id == actor.user_id).options(*_with_grants()))
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def account(user: User) -> Account:
    """Where the person is signed in, whether they are invited, and whether guessing has paused their sign-in."""
    failed = failures(user.email)
    everywhere = sum(failed.values()) >= TRIES_FROM_EVERYWHERE
    invited = db.session.scalar(sa.select(OneTimeLink.created_at).where(
        OneTimeLink.user_id == user.id, OneTimeLink.purpose == LinkPurpose.invitation)
        .order_by(OneTimeLink.id.desc()).limit(1))
    return Account(tuple(open_sign_ins(user.id)), sum(failed.values()),
                   everywhere or max(failed.values(), default=0) >= TRIES, everywhere, invited)


def open_sign_ins(user_id: int) -> list[SignIn]:
    """The browsers in which this person is signed in, newest first."""
    return list(db.session.scalars(sa.select(SignIn).where(
        SignIn.user_id == user_id, SignIn.revoked_at.is_(None), SignIn.expires_at > clock.now())
        .order_by(SignIn.id.desc()).limit(PAGE)))


def grant_of(actor: Actor, user_id: int, grant_id: int) -> RoleGrant:
    """A grant in force of one of the people one looks after, or NotFound."""
    found = db.session.scalar(sa.select(RoleGrant).where(
        RoleGrant.id == grant_id, RoleGrant.user_id == user_id, RoleGrant.revoked_at.is_(None),
        RoleGrant.user_id.in_(people_for(actor).with_only_columns(User.id))))
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def own_sign_in(actor: Actor, sign_in_id: int) -> SignIn:
    """One of one's own sign-ins, or NotFound."""
    found = db.session.scalar(sa.select(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == actor.user_id))
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def keepers_teams(actor: Actor) -> list[Team]:
    """The teams one does operations for, by name, with their managers."""
    teams = actor.teams(*KEEPERS)
    query = sa.select(Team).options(joinedload(Team.manager)).order_by(Team.name)
    return list(db.session.scalars(query if teams is None else query.where(Team.id.in_(teams))))


def active_people(actor: Actor) -> list[User]:
    """Who is here and one looks after, by name."""
    return list(db.session.scalars(people_for(actor).where(User.deactivated_at.is_(None))
                                   .order_by(sa.func.lower(User.name))))


def successors(actor: Actor, but: int) -> list[User]:
    """Who could take over from somebody, by name: who has a password or was invited, so that they come to their desk.

    Somebody known only from an import never does.
    """
    invited = sa.exists().where(OneTimeLink.user_id == User.id, OneTimeLink.purpose == LinkPurpose.invitation)
    return list(db.session.scalars(people_for(actor).where(
        User.deactivated_at.is_(None), User.id != but, sa.or_(User.password_hash.is_not(None), invited))
        .order_by(sa.func.lower(User.name))))


def heads() -> dict[int, int]:
    """How many active people each team has, by team id."""
    rows = db.session.execute(sa.select(User.team_id, sa.func.count()).where(User.deactivated_at.is_(None))
                              .group_by(User.team_id))
    return {team_id: number for team_id, number in rows if team_id is not None}


def holidays() -> list[Holiday]:
    """The company's own days off, latest first."""
    return list(db.session.scalars(sa.select(Holiday).order_by(Holiday.on.desc(), Holiday.region)))


def contains(column: Any, words: str) -> sa.ColumnElement[bool]:
    """Whether a text column has `words` in it, whatever the case; % and _ mean themselves."""
    return fits(column, pattern(words))


def company_name() -> str:
    """What the company is called; empty until somebody has said it."""
    return str(db.session.scalar(NAMED) or "")


def fits(column: Any, wanted: Any) -> sa.ColumnElement[bool]:
    """Whether a text column fits a `pattern`, given now or, as a parameter, later."""
    return sa.func.lower(column).like(wanted, escape="\\")


def pattern(words: str) -> str:
    part = words.strip().lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{part}%"


def _with_grants() -> tuple[Any, ...]:
    live = RoleGrant.revoked_at.is_(None)
    return (joinedload(User.team), selectinload(User.grants.and_(live)).joinedload(RoleGrant.team))
