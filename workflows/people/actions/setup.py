"""Setting up an installation nobody administers: the company's name, its first team, who can do the rest."""

import sqlalchemy as sa

from workflows import permits
from workflows.acting import act
from workflows.db import db
from workflows.people.actions import accounts, members
from workflows.people.actions.company import name_company
from workflows.people.records import LinkPurpose, RoleGrant, User
from workflows.permits import Actor, Role, System, system
from workflows.reasons import Reason

EVERYWHERE = (Role.admin, Role.operations)
IN_THE_TEAM = (Role.leader, Role.hiring_manager)

permits.allow("user.set_up", system)
permits.allow("one_time_link.begin_setup", system)


def blocker() -> Reason | None:
    """Why this installation cannot be set up: somebody can sign in and administer it. Who came by import cannot."""
    administrators = sa.select(RoleGrant.id).join(User, RoleGrant.user_id == User.id).where(
        RoleGrant.role == Role.admin, RoleGrant.team_id.is_(None), RoleGrant.revoked_at.is_(None),
        User.deactivated_at.is_(None), User.password_hash.is_not(None))
    return Reason("setup.done-already") if db.session.scalar(administrators.limit(1)) is not None else None


def begin(actor: Actor) -> str:
    """A new set-up link's token; an earlier one stops working. Refused once somebody can sign in and administer."""
    with act(actor, "one_time_link.begin_setup") as this:
        this.require(blocker())
        return accounts.issue_link(actor, LinkPurpose.setup)


def set_up(token: str, *, company: str, team: str, name: str, email: str, password: str, region: str = "US",
           locale: str = "en", time_zone: str = "UTC") -> User:
    """Use up the set-up link: the company's name, its first team and its manager, who may do all else.

    Refused when the link is used or too old, an administrator can sign in already, or the password is weak; then
    nothing is made.
    """
    site = System("setup")
    with act(site, "user.set_up") as this:
        this.require(blocker())
        accounts.consume_link(token, LinkPurpose.setup)
        name_company(site, company)
        first = members.create_team(site, name=team, region=region)
        user = members.add_user(site, email=email, name=name, team_id=first.id, locale=locale, time_zone=time_zone,
                                roles=[*((role, None) for role in EVERYWHERE),
                                       *((role, first.id) for role in IN_THE_TEAM)])
        first.manager_id = user.id
        accounts.set_password(user, password)
        this.note(user_id=user.id, team_id=first.id)
    return user
