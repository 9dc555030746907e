"""Who works here: adding people, their roles, deactivation and what is handed over then."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from workflows import clock, permits, waits
from workflows.acting import act
from workflows.db import db
from workflows.errors import Refused
from workflows.people.actions.accounts import normalise_email
from workflows.people.events import PersonLeft
from workflows.people.records import RoleGrant, SignIn, Team, User
from workflows.people.role_rules import grant_blockers
from workflows.permits import Actor, Role, company, role, system
from workflows.reasons import Reason

managers_of_people = role(Role.operations, Role.admin) | system

permits.allow("team.create", company(Role.operations, Role.admin) | system)
permits.allow("team.change", managers_of_people)
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


def change_team(actor: Actor, team: Team, *, name: str, region: str, office: str = "", currency: str = "USD",
                manager_id: int | None = None) -> None:
    """Rename a team, or move it. Refused when the name is taken."""
    with act(actor, "team.change", team) as this:
        other = sa.select(Team.id).where(Team.name == name.strip(), Team.id != team.id)
        this.require(Reason("team.name-taken", {"name": name.strip()}) if db.session.scalar(other) else None)
        team.name, team.region, team.office, team.currency = name.strip(), region, office, currency
        team.manager_id = manager_id
        this.note(region=region, currency=currency, manager_id=manager_id)


def add_user(actor: Actor, *, email: str, name: str, team_id: int | None = None, job_title: str = "",
             started_on: date | None = None, time_zone: str = "UTC", locale: str = "en",
             roles: Iterable[tuple[Role, int | None]] = ()) -> User:
    """A new person who can be invited. Refused when the address is taken, also in the same moment."""
    key = normalise_email(email)
    taken = Refused(Reason("user.email-taken", {"email": key}))
    with act(actor, "user.add") as this:
        if db.session.scalar(sa.select(User.id).where(User.email == key)):
            raise taken
        user = User(email=key, name=name.strip(), team_id=team_id, job_title=job_title, started_on=started_on,
                    time_zone=time_zone, locale=locale)
        try:
            this.create(user)
        except IntegrityError:
            raise taken from None
        for each, where in roles:
            this.add(RoleGrant(user_id=user.id, role=each, team_id=where))
        this.remember(name=user.name, email=key)
    return user


def give_role(actor: Actor, user: User, *, given: Role, team_id: int | None = None) -> None:
    """Give a role in a team, or everywhere. Giving what is held already changes nothing.

    Refused for more than the giver may hand out, and for whoever has left.
    """
    with act(actor, "role_grant.give", user) as this:
        this.require(grant_blockers(actor, given, team_id),
                     Reason("user.has-left", {"name": user.name}) if user.deactivated_at else None)
        held = sa.select(RoleGrant.id).where(RoleGrant.user_id == user.id, RoleGrant.role == given,
                                             RoleGrant.revoked_at.is_(None),
                                             RoleGrant.team_id == team_id if team_id else RoleGrant.team_id.is_(None))
        if db.session.scalar(held) is None:
            this.add(RoleGrant(user_id=user.id, role=given, team_id=team_id))
        this.note(role=given.value, team=team_id)


def take_back_role(actor: Actor, grant: RoleGrant) -> None:
    """Take a role back. Refused for the last administrator's, and for more than one may hand out."""
    with act(actor, "role_grant.take_back", grant) as this:
        this.require(grant_blockers(actor, grant.role, grant.team_id),
                     _last_admin(grant.user_id) if _of_company(grant) and not grant.revoked_at else None)
        grant.revoked_at = grant.revoked_at or clock.now()
        this.note(role=grant.role.value, team=grant.team_id, user_id=grant.user_id)


def deactivate(actor: Actor, user: User, *, successor_id: int | None, left_on: date | None = None) -> int:
    """Close the account at once and end its sign-ins; what waited for the person, and their duties, go to
    `successor_id` (see `workflows.handovers`), except what they had to learn.

    Returns how many waits were handed over. Refused for oneself, for the last administrator, for an administrator by
    anybody else, when something waits or is theirs to do and nobody who is still here is named, and for a successor
    who would decide on their own request.
    """
    with act(actor, "user.deactivate", user) as this:
        mine = list(db.session.scalars(_waits_of(user.id)))
        heir = db.session.get(User, successor_id) if successor_id and successor_id != user.id else None
        gone = heir is not None and heir.deactivated_at is not None
        this.require(Reason("user.not-oneself") if actor.user_id == user.id else None, _last_admin(user.id),
                     _above(actor, user), Reason("user.has-left", {"name": heir.name}) if heir and gone else None)
        user.deactivated_at = user.deactivated_at or clock.now()
        user.left_on = left_on or user.left_on or clock.today()
        db.session.execute(sa.update(SignIn).where(SignIn.user_id == user.id, SignIn.revoked_at.is_(None))
                           .values(revoked_at=clock.now()))
        this.note(successor_id=heir.id if heir else None)
        this.announce(PersonLeft(user.id, heir.id if heir else None))
    return sum(wait.owner_id != user.id and wait.ended_at is None for wait in mine)


def reactivate(actor: Actor, user: User) -> None:
    """Open the account again; what was handed over stays where it is."""
    with act(actor, "user.reactivate", user) as this:
        this.require(_above(actor, user))
        user.deactivated_at = None
        user.left_on = None


def waiting_count(user_id: int) -> int:
    """How much waits for this person by name."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(_waits_of(user_id).subquery())) or 0


def _waits_of(user_id: int) -> sa.Select[waits.Wait]:
    return sa.select(waits.Wait).where(waits.Wait.owner_id == user_id, waits.Wait.ended_at.is_(None))


def _above(actor: Actor, user: User) -> Reason | None:
    """Administrators are dealt with by administrators only."""
    if actor.user_id is None or actor.holds(Role.admin, None) or user.id not in _admins(sa.true()):
        return None
    return Reason("role.admin-only")


def _last_admin(user_id: int) -> Reason | None:
    """The one administrator of the company who is left keeps the role; asked under the lock of all their grants."""
    return Reason("role.last-admin") if _admins(RoleGrant.team_id.is_(None)) == {user_id} else None


def _of_company(grant: RoleGrant) -> bool:
    return grant.role is Role.admin and grant.team_id is None


def _admins(where: sa.ColumnElement[bool]) -> set[int]:
    return set(db.session.scalars(
        sa.select(RoleGrant.user_id).join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role == Role.admin, RoleGrant.revoked_at.is_(None), User.deactivated_at.is_(None), where)
        .order_by(RoleGrant.id).with_for_update(of=RoleGrant)))
