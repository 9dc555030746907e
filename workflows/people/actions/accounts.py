"""Signing in and out, one-time links, passwords."""

import secrets
from datetime import timedelta
from functools import cache
from ipaddress import IPv6Address, IPv6Network, ip_address

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from workflows import clock, outbox, permits
from workflows.acting import act, maintenance
from workflows.db import db
from workflows.errors import NotFound, Refused
from workflows.people.queries import actor_for, hash_token
from workflows.people.records import LinkPurpose, OneTimeLink, SignIn, SignInAttempt, User
from workflows.permits import Actor, System, anyone, is_, system
from workflows.reasons import Reason

TRIES, WINDOW = 8, timedelta(minutes=15)
TRIES_FROM_ONE_PLACE = 100  # an office shares one place
TRIES_FROM_EVERYWHERE = 50  # a stranger who is wrong on purpose keeps nobody out but where the stranger is
PAUSE_BETWEEN_RESETS = timedelta(minutes=2)
LINK_LIFE = {LinkPurpose.setup: timedelta(hours=24), LinkPurpose.reset: timedelta(hours=1),
             LinkPurpose.invitation: timedelta(days=14), LinkPurpose.candidate: timedelta(days=60)}
_hasher = PasswordHasher()

permits.allow("sign_in.start", system)
permits.allow("sign_in.revoke", is_("user_id") | system)
permits.allow("one_time_link.issue", system | anyone)
permits.allow("one_time_link.consume", system)
permits.allow("user.set_password", is_("id") | system)
permits.allow("user.come_by_link", system)
permits.allow("user.ask_reset", system)


def normalise_email(email: str) -> str:
    """The one form in which an address is a key: trimmed, lower case."""
    return email.strip().casefold()


def authenticate(email: str, password: str, *, address: str) -> User:
    """The active user with this e-mail and password.

    Raises Refused("sign-in.wrong") for any mismatch, in the same time and words whether or not the address is known,
    and Refused("sign-in.too-many") after 8 failures in 15 minutes for the address from this place, 50 for the address
    from everywhere, or 100 from this place.
    """
    place, failed = place_key(address), failures(email)
    here = f"{mail_key(email)}{int(place[:26], 16):032d}"  # in digits: no language takes two of them for one letter
    refuse_when_tired(failed.get(here, 0), TRIES)
    refuse_when_tired(sum(failed.values()), TRIES_FROM_EVERYWHERE)
    refuse_when_tired(tries(place), TRIES_FROM_ONE_PLACE)
    user = db.session.scalar(sa.select(User).where(User.email == normalise_email(email)))
    known = user is not None and user.password_hash and user.deactivated_at is None
    if not matches(user.password_hash if user is not None and known else None, password):
        count_failure([here, place])
        raise Refused(Reason("sign-in.wrong"))
    assert user is not None
    return user


def place_key(address: str) -> str:
    """What tries from this address are counted under; an IPv6 network, which one visitor has whole, is one place."""
    try:
        found = ip_address(address)
    except ValueError:
        return hash_token("from:" + address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        address = str(IPv6Network((int(found), 64), strict=False))
    return hash_token("from:" + address)


def mail_key(email: str) -> str:
    """What the keys begin with under which failed tries for this address are counted; the rest is the place."""
    return hash_token("mail:" + normalise_email(email))[:32]


def for_mail(email: str) -> sa.ColumnElement[bool]:
    """Whether a failed try was for this address, from wherever."""
    key = mail_key(email)
    return sa.and_(SignInAttempt.key >= key, SignInAttempt.key < key + "g")  # after every digit, in every language


def failures(email: str) -> dict[str, int]:
    """Failed sign-ins for this address within the last 15 minutes, by a key for each place they came from."""
    lately = sa.and_(for_mail(email), SignInAttempt.created_at > clock.now() - WINDOW)
    return dict(db.session.execute(sa.select(SignInAttempt.key, sa.func.count()).where(lately)
                                   .group_by(SignInAttempt.key)).all())


TRIES_SINCE = sa.select(sa.func.count()).where(SignInAttempt.key == sa.bindparam("key"),
                                              SignInAttempt.created_at > sa.bindparam("since"))


def tries(key: str, within: timedelta = WINDOW) -> int:
    """How often it was tried within the last 15 minutes (or `within`), under what is counted together."""
    return db.session.scalar(TRIES_SINCE, {"key": key, "since": clock.now() - within}) or 0


def refuse_when_tired(failed: int, most: int = TRIES) -> None:
    """Refused("sign-in.too-many") once there were `most` failures."""
    if failed >= most:
        raise Refused(Reason("sign-in.too-many", {"minutes": 15}))


def count_failure(keys: list[str]) -> None:
    """Keep one failed try, of this moment, for each of `keys`."""
    with maintenance("count a failed sign-in"):
        db.session.add_all(SignInAttempt(key=key) for key in keys)


def start_session(*, user_id: int | None = None, candidate_id: int | None = None, agent: str = "", address: str = "",
                  days: int = 14) -> str:
    """Sign a person or a candidate in; returns the secret token for the cookie (only its hash is kept)."""
    token = secrets.token_urlsafe(32)
    with act(System("sign-in"), "sign_in.start") as this:
        this.create(SignIn(token_hash=hash_token(token), user_id=user_id, candidate_id=candidate_id, agent=agent[:200],
                           address=address[:60], expires_at=clock.now() + timedelta(days=days)))
        this.note(user_id=user_id, candidate_id=candidate_id)
    return token


def end_session(token: str) -> None:
    """Sign out: the token is worth nothing from now on. Unknown tokens are nothing to do."""
    found = db.session.scalar(sa.select(SignIn).where(SignIn.token_hash == hash_token(token)))
    if found is not None:
        with act(System("sign-out"), "sign_in.revoke", found):
            found.revoked_at = found.revoked_at or clock.now()


def revoke_session(actor: Actor, session: SignIn) -> None:
    """End one of one's own sign-ins, such as a lost phone's."""
    with act(actor, "sign_in.revoke", session):
        session.revoked_at = session.revoked_at or clock.now()


def issue_link(actor: Actor, purpose: LinkPurpose, *, user_id: int | None = None,
               candidate_id: int | None = None, first: bool = False) -> str:
    """A new one-time link's secret token; earlier ones for the same purpose and person stop working.

    `first`: the person is so new that there are none.
    """
    token = secrets.token_urlsafe(32)
    with act(actor, "one_time_link.issue") as this:
        first or db.session.execute(sa.update(OneTimeLink).where(
            OneTimeLink.purpose == purpose, OneTimeLink.consumed_at.is_(None), OneTimeLink.user_id == user_id
            if user_id is not None else OneTimeLink.user_id.is_(None), OneTimeLink.candidate_id == candidate_id
            if candidate_id is not None else OneTimeLink.candidate_id.is_(None)).values(consumed_at=clock.now()))
        this.create(OneTimeLink(token_hash=hash_token(token), purpose=purpose, user_id=user_id,
                                candidate_id=candidate_id, expires_at=clock.now() + LINK_LIFE[purpose]))
        this.note(purpose=purpose.value, user_id=user_id, candidate_id=candidate_id)
    return token


def find_link(token: str, purpose: LinkPurpose) -> OneTimeLink:
    """The link this token opens. NotFound when it is unknown; Refused when used or expired, saying what to do."""
    link = db.session.scalar(sa.select(OneTimeLink).where(OneTimeLink.token_hash == hash_token(token),
                                                          OneTimeLink.purpose == purpose))
    if link is None:
        raise NotFound(Reason("link.unknown"))
    if link.consumed_at is not None or link.expires_at <= clock.now():
        raise Refused(Reason("link.used-up"))
    return link


def consume_link(token: str, purpose: LinkPurpose) -> OneTimeLink:
    """Use the link up, once; the second of two clicks at once is refused. Candidate links may be used again."""
    link = find_link(token, purpose)
    with act(System("link"), "one_time_link.consume", link) as this:
        if link.consumed_at is not None:
            this.require(Reason("link.used-up"))
        if purpose is not LinkPurpose.candidate:
            link.consumed_at = clock.now()
        this.note(purpose=purpose.value)
    return link


def set_password(user: User, password: str) -> None:
    """Set a new password and sign the person out everywhere. Refused when it is shorter than 10 characters."""
    with act(actor_for(user), "user.set_password", user) as this:
        this.require(password_blockers(password))
        user.password_hash = _hasher.hash(password)
        db.session.execute(sa.update(SignIn).where(SignIn.user_id == user.id, SignIn.revoked_at.is_(None))
                           .values(revoked_at=clock.now()))


def come_by_link(token: str, purpose: LinkPurpose, password: str) -> User:
    """Use up an invitation or a reset and set its person's password: both or neither.

    Refused when the link is used or too old, its person has left, or the password is weak; then nothing has changed.
    """
    user = db.session.get(User, find_link(token, purpose).user_id)
    with act(System("link"), "user.come_by_link", user) as this:
        if user is None or user.deactivated_at is not None:
            raise Refused(Reason("link.used-up"))
        consume_link(token, purpose)
        set_password(user, password)
        this.note(purpose=purpose.value)
    return user


def ask_reset(email: str) -> None:
    """Mail a link for a new password to the active person with this address; for any other address do nothing.

    Within two minutes of the last one, nothing new is sent: that mail is on its way.
    """
    user = db.session.scalar(sa.select(User).where(User.email == normalise_email(email),
                                                   User.deactivated_at.is_(None)))
    if user is None:
        return
    with act(System("forgotten password"), "user.ask_reset", user):
        lately = sa.select(OneTimeLink.id).where(
            OneTimeLink.purpose == LinkPurpose.reset, OneTimeLink.user_id == user.id,
            OneTimeLink.consumed_at.is_(None), OneTimeLink.created_at > clock.now() - PAUSE_BETWEEN_RESETS)
        if db.session.scalar(lately) is None:
            token = issue_link(System("forgotten password"), LinkPurpose.reset, user_id=user.id)
            outbox.post(user.email, "password_reset", user_id=user.id, locale=user.locale,
                        params={"name": user.name, "token": token})


def password_blockers(password: str) -> list[Reason]:
    """What is wrong with a new password; length is what protects."""
    found = []
    if len(password) < 10:
        found.append(Reason("password.too-short", {"least": 10}))
    if len(password) > 200:
        found.append(Reason("password.too-long", {"most": 200}))
    if len(set(password)) < 4:
        found.append(Reason("password.too-simple"))
    return found


def hash_password(password: str) -> str:
    """What is kept of a password (argon2)."""
    return _hasher.hash(password)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long when there is none."""
    try:
        return _hasher.verify(kept or _nobodys(), password) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
