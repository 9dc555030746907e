"""What people change about themselves: name, zone, language, password, where they are signed in."""

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act
from workflows.db import db
from workflows.errors import Refused
from workflows.people.actions.accounts import (
    count_failure,
    hash_password,
    matches,
    password_blockers,
    refuse_when_tired,
    tries,
)
from workflows.people.queries import hash_token
from workflows.people.records import SignIn, User
from workflows.permits import Actor, is_
from workflows.reasons import Reason

permits.allow("user.edit_own", is_("id"))
permits.allow("user.change_password", is_("id"))
permits.allow("user.sign_out_elsewhere", is_("id"))


def edit_own(actor: Actor, user: User, *, name: str, time_zone: str, locale: str) -> None:
    """Change how one is called and how days and times are shown. Refused without a name or for an unknown zone."""
    with act(actor, "user.edit_own", user) as this:
        this.require(None if name.strip() else Reason("user.name-missing"),
                     None if time_zone in clock.zones() else Reason("user.zone-unknown", {"zone": time_zone}))
        user.name, user.time_zone, user.locale = name.strip(), time_zone, locale
        this.note(time_zone=time_zone, locale=locale)
        this.remember(name=user.name)


def change_password(actor: Actor, user: User, *, current: str, new: str, token: str) -> None:
    """A new password, known only to who knows the current one; all sign-ins but the one with `token` end.

    Refused for a wrong current password (as slow to guess as the sign-in page) and for a weak new one.
    """
    key = hash_token(f"own password:{user.id}")
    refuse_when_tired(tries(key))
    if not matches(user.password_hash, current):
        count_failure([key])
        raise Refused(Reason("password.current-wrong"))
    with act(actor, "user.change_password", user) as this:
        this.require(password_blockers(new))
        user.password_hash = hash_password(new)
        this.note(ended=_end_others(user, token))


def sign_out_elsewhere(actor: Actor, user: User, *, token: str) -> int:
    """End all of one's sign-ins but the one with `token`; returns how many."""
    with act(actor, "user.sign_out_elsewhere", user) as this:
        ended = _end_others(user, token)
        this.note(ended=ended)
    return ended


def _end_others(user: User, token: str) -> int:
    result = db.session.execute(sa.update(SignIn).where(
        SignIn.user_id == user.id, SignIn.revoked_at.is_(None), SignIn.token_hash != hash_token(token))
        .values(revoked_at=clock.now()))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a Core UPDATE answers with a CursorResult
