"""Reads about people and teams: who somebody is as an actor, what a team has and wants."""

import hashlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows import clock
from workflows.db import db
from workflows.people.records import RoleGrant, SignIn, Team, User
from workflows.permits import Actor, ActorKind, Role


def hash_token(token: str) -> str:
    """What is kept of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_for(user: User) -> Actor:
    """The user as a value that acts, with the grants in force."""
    held = db.session.execute(sa.select(RoleGrant.role, RoleGrant.team_id)
                              .where(RoleGrant.user_id == user.id, RoleGrant.revoked_at.is_(None)))
    return Actor(ActorKind.person, user.id, user.name, frozenset((role, team) for role, team in held), user.email,
                 user.locale, user.time_zone)


SIGNED_IN = (
    sa.select(SignIn.candidate_id, User.id, User.name, User.email, User.locale, User.time_zone, User.deactivated_at,
              RoleGrant.role, RoleGrant.team_id)
    .outerjoin(User, User.id == SignIn.user_id)
    .outerjoin(RoleGrant, sa.and_(RoleGrant.user_id == User.id, RoleGrant.revoked_at.is_(None)))
    .where(SignIn.token_hash == sa.bindparam("token_hash"), SignIn.revoked_at.is_(None),
           SignIn.expires_at > sa.bindparam("now")))
"""Every request asks this, so it is put together once."""


def actor_by_token(token: str) -> Actor | None:
    """Who holds this session token; None when it is unknown, expired or revoked, or the person is deactivated."""
    found = db.session.execute(SIGNED_IN, {"token_hash": hash_token(token), "now": clock.now()}).all()
    if not found:
        return None
    candidate_id, user_id, name, email, locale, zone, deactivated_at, *_ = found[0]
    if user_id is None:
        return Actor(ActorKind.candidate, candidate_id, "")
    held = frozenset((role, team) for *_, role, team in found if role is not None)
    return None if deactivated_at else Actor(ActorKind.person, user_id, name, held, email, locale, zone)


EVERYWHERE = sa.bindparam("everywhere", type_=sa.Boolean)
USER_ID: Any = sa.bindparam("user_id")
TEAM_IDS: Any = sa.bindparam("team_ids", expanding=True)
OWN_TEAM = sa.select(User.team_id).where(User.id == USER_ID)


def held_in(team_id: Any) -> sa.ColumnElement[bool]:
    """Whether somebody holds one of the roles that `part_of` is asked about, in this team or everywhere."""
    return sa.or_(EVERYWHERE, team_id.in_(TEAM_IDS))


def has_part(team_id: Any) -> sa.ColumnElement[bool]:
    """Whether somebody has any part in a team: by a company-wide grant, by role or membership. Asks for `part_of`."""
    return sa.or_(held_in(team_id), team_id.in_(OWN_TEAM))


TEAMS_WITHIN = sa.select(Team).where(has_part(Team.id))
TEAMS_BY_NAME = TEAMS_WITHIN.options(joinedload(Team.manager).load_only(User.name)).order_by(Team.name)


def teams_for(actor: Actor) -> list[Team]:
    """Teams in which this person has any part, by name, with the names of their managers."""
    return list(db.session.scalars(TEAMS_BY_NAME, part_of(actor)))


def part_of(actor: Actor, *roles: Role) -> dict[str, Any]:
    """What statements ask for about a person: in which teams, or everywhere, one of `roles` (or any) is held."""
    seen = actor.teams(*(roles or Role))
    return {"everywhere": seen is None, "team_ids": sorted(seen or ()), "user_id": actor.user_id}


HOLDERS = (
    sa.select(User).join(RoleGrant, RoleGrant.user_id == User.id).distinct()
    .where(RoleGrant.role == sa.bindparam("role"), RoleGrant.revoked_at.is_(None), User.deactivated_at.is_(None),
           sa.or_(RoleGrant.team_id.is_(None), RoleGrant.team_id == sa.bindparam("team_id"))).order_by(User.name))


def holders(role: Role, team_id: int | None) -> list[User]:
    """Active people who hold `role` in the team or everywhere, by name."""
    return list(db.session.scalars(HOLDERS, {"role": role, "team_id": team_id}))


def names(user_ids: Iterable[int]) -> dict[int, str]:
    """Names by id, in one query."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    return {row.id: row.name for row in db.session.execute(sa.select(User.id, User.name).where(User.id.in_(wanted)))}
