"""Who works here: adding people and teams, roles, deactivation."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from workflows import clock, permits, waits
from workflows.acting import act
from workflows.db import db
from workflows.people.actions.accounts import normalise_email
from workflows.people.records import RoleGrant, SignIn, Team, User
from workflows.permits import Actor, Role, role, system
from workflows.reasons import Reason

managers_of_people = role(Role.operations, Role.admin) | system

permits.allow("team.create", managers_of_people)
permits.allow("user.add", managers_of_people)
permits.allow("user.deactivate", managers_of_people)
permits.allow("user.reactivate", managers_of_people)
permits.allow("role_grant.give", managers_of_people)
permits.allow("role_grant.take_back", managers_of_people)


def create_team(actor: Actor, *, name: str, region: str = "US", office: str = "", currency: str = "USD",
                manager_id: int | None = None) -> Team:
    """A new team. Refused when the name is taken."""
    with act(actor, "team.create") as this:
        if db.session.scalar(sa.select(Team.id).where(Team.name == name.strip())):
            this.require(Reason("team.name-taken", {"name": name.strip()}))
        team: Team = this.create(Team(name=name.strip(), region=region, office=office, currency=currency,
                                      manager_id=manager_id))
    return team


def add_user(actor: Actor, *, email: str, name: str, team_id: int | None = None, job_title: str = "",
             started_on: date | None = None, time_zone: str = "UTC", locale: str = "en",
             roles: Iterable[tuple[Role, int | None]] = ()) -> User:
    """A new person who can be invited. Refused when the address is taken."""
    key = normalise_email(email)
    with act(actor, "user.add") as this:
        if db.session.scalar(sa.select(User.id).where(User.email == key)):
            this.require(Reason("user.email-taken", {"email": key}))
        user: User = this.create(User(email=key, name=name.strip(), team_id=team_id, job_title=job_title,
                                      started_on=started_on, time_zone=time_zone, locale=locale))
        for each, where in roles:
            this.add(RoleGrant(user_id=user.id, role=each, team_id=where))
        this.remember(name=user.name, email=key)
    return user


def give_role(actor: Actor, user: User, *, given: Role, team_id: int | None = None) -> None:
    """Give a role in a team, or everywhere. Giving what is held already changes nothing."""
    with act(actor, "role_grant.give", user) as this:
        held = sa.select(RoleGrant.id).where(RoleGrant.user_id == user.id, RoleGrant.role == given,
                                             RoleGrant.revoked_at.is_(None),
                                             RoleGrant.team_id == team_id if team_id else RoleGrant.team_id.is_(None))
        if db.session.scalar(held) is None:
            this.add(RoleGrant(user_id=user.id, role=given, team_id=team_id))
        this.note(role=given.value, team=team_id)


def take_back_role(actor: Actor, grant: RoleGrant) -> None:
    """Take a role back. The last admin keeps theirs."""
    with act(actor, "role_grant.take_back", grant) as this:
        this.require(_last_admin(grant))
        grant.revoked_at = grant.revoked_at or clock.now()
        this.note(role=grant.role.value, team=grant.team_id, user_id=grant.user_id)


def deactivate(actor: Actor, user: User, *, successor_id: int | None, left_on: date | None = None) -> int:
    """Close the account at once, end its sign-ins, and hand what waited for the person to `successor_id`.

    Returns how many waits were handed over. Refused for oneself, and when something waits and nobody is named.
    """
    with act(actor, "user.deactivate", user) as this:
        mine = db.session.scalar(sa.select(sa.func.count()).where(waits.Wait.owner_id == user.id,
                                                                  waits.Wait.ended_at.is_(None))) or 0
        if actor.user_id == user.id:
            this.require(Reason("user.not-oneself"))
        if mine and successor_id in (None, user.id):
            this.require(Reason("user.successor-missing", {"count": mine, "name": user.name}))
        user.deactivated_at = user.deactivated_at or clock.now()
        user.left_on = left_on or user.left_on or clock.today()
        db.session.execute(sa.update(SignIn).where(SignIn.user_id == user.id, SignIn.revoked_at.is_(None))
                           .values(revoked_at=clock.now()))
        handed = waits.hand_over(db.session(), user.id, successor_id) if successor_id else 0
        this.note(successor_id=successor_id, handed_over=handed)
    return handed


def reactivate(actor: Actor, user: User) -> None:
    """Open the account again; what was handed over stays where it is."""
    with act(actor, "user.reactivate", user):
        user.deactivated_at = None
        user.left_on = None


def _last_admin(grant: RoleGrant) -> Reason | None:
    if grant.role is not Role.admin:
        return None
    others = db.session.scalar(sa.select(sa.func.count(RoleGrant.id)).join(User, User.id == RoleGrant.user_id)
                               .where(RoleGrant.role == Role.admin, RoleGrant.revoked_at.is_(None),
                                      RoleGrant.id != grant.id, User.deactivated_at.is_(None)))
    return None if others else Reason("role.last-admin")


