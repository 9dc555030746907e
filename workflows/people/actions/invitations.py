"""How people get in: inviting them, again if the mail was lost, and letting in again who guessed too often."""

from collections.abc import Sequence

import sqlalchemy as sa

from workflows import clock, outbox, permits
from workflows.acting import act
from workflows.db import db
from workflows.people.actions.accounts import PAUSE_BETWEEN_RESETS, for_mail, issue_link
from workflows.people.actions.members import add_user, managers_of_people
from workflows.people.records import LinkPurpose, OneTimeLink, SignInAttempt, User
from workflows.people.role_rules import grant_blockers
from workflows.people.rules import address_blocker
from workflows.permits import Actor, Role, System
from workflows.reasons import Reason

permits.allow("user.invite", managers_of_people)
permits.allow("user.invite_again", managers_of_people)
permits.allow("user.let_in_again", managers_of_people)


def invite(actor: Actor, *, email: str, name: str, roles: Sequence[Role], team_id: int | None = None,
           everywhere: bool = False, job_title: str = "", time_zone: str = "UTC", locale: str = "en") -> User:
    """A new person with these roles in the team (or everywhere) and a mail with a link to choose a password.

    Refused without a name or a role, for a team role without a team, for more than one may hand out, and for an
    address that is taken or that no mail reaches.
    """
    where = None if everywhere else team_id
    with act(actor, "user.invite") as this:
        this.require(None if name.strip() else Reason("user.name-missing"),
                     None if roles else Reason("user.role-missing"),
                     None if everywhere or team_id else Reason("user.team-missing"), address_blocker(email.strip()),
                     *(grant_blockers(actor, each, where) for each in roles))
        user = add_user(actor, email=email, name=name, team_id=team_id, job_title=job_title.strip(),
                        time_zone=time_zone, locale=locale, roles=[(each, where) for each in roles])
        this.record = user
        _send(user, actor.name)
    return user


def invite_again(actor: Actor, user: User) -> None:
    """A new link by mail; earlier ones stop working.

    Refused for who has come in or left, for an address that no mail reaches, and within two minutes.
    """
    with act(actor, "user.invite_again", user) as this:
        lately = sa.select(OneTimeLink.id).where(
            OneTimeLink.purpose == LinkPurpose.invitation, OneTimeLink.user_id == user.id,
            OneTimeLink.consumed_at.is_(None), OneTimeLink.created_at > clock.now() - PAUSE_BETWEEN_RESETS)
        this.require(invitation_blocker(user),
                     Reason("user.invited-just-now") if db.session.scalar(lately) else None)
        _send(user, actor.name)


def invitation_blocker(user: User) -> Reason | None:
    """Why this person needs no invitation, or cannot get one."""
    if user.deactivated_at is not None:
        return Reason("user.has-left", {"name": user.name})
    return Reason("user.has-password", {"name": user.name}) if user.password_hash else address_blocker(user.email)


def let_in_again(actor: Actor, user: User) -> None:
    """Forget the failed tries for this person's address, so that signing in works at once."""
    with act(actor, "user.let_in_again", user):
        db.session.execute(sa.delete(SignInAttempt).where(for_mail(user.email)))


def _send(user: User, by: str) -> None:
    token = issue_link(System("invitation"), LinkPurpose.invitation, user_id=user.id)
    outbox.post(user.email, "invitation", user_id=user.id, locale=user.locale,
                params={"name": user.name, "by": by, "token": token})
