"""E-mail addresses: the key with which somebody signs in, and where their mail goes."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from workflows import clock, outbox, permits
from workflows.acting import act
from workflows.db import db
from workflows.errors import Refused
from workflows.people.actions.accounts import normalise_email
from workflows.people.actions.members import managers_of_people
from workflows.people.records import OneTimeLink, RoleGrant, User
from workflows.people.role_rules import grant_blockers
from workflows.people.rules import address_blocker
from workflows.permits import Actor
from workflows.reasons import Reason

permits.allow("user.change_email", managers_of_people)


def change_email(actor: Actor, user: User, *, email: str) -> None:
    """Another address for somebody. Links sent to the old one stop working, and a mail there tells of it.

    Refused for an address that no mail reaches or that is taken, for who has left, and for whoever holds more than
    `actor` may hand out: a new address and a forgotten password would make their account one's own.
    """
    key = normalise_email(email)
    taken = Refused(Reason("user.email-taken", {"email": key}))
    with act(actor, "user.change_email", user) as this:
        before = user.email
        if key == before:
            return
        held = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.user_id == user.id,
                                                             RoleGrant.revoked_at.is_(None)))
        this.require(*(grant_blockers(actor, each.role, each.team_id) for each in held), address_blocker(key),
                     Reason("user.has-left", {"name": user.name}) if user.deactivated_at else None)
        if db.session.scalar(sa.select(User.id).where(User.email == key)):
            raise taken
        user.email = key
        try:
            db.session.flush()
        except IntegrityError:
            raise taken from None
        db.session.execute(sa.update(OneTimeLink).where(OneTimeLink.user_id == user.id,
                                                        OneTimeLink.consumed_at.is_(None))
                           .values(consumed_at=clock.now()))
        if address_blocker(before) is None:
            outbox.post(before, "email_changed", user_id=user.id, locale=user.locale,
                        params={"name": user.name, "by": actor.name})
        this.remember(before=before, email=key)
