"""Mail that is to be sent: written in the action's transaction, sent afterwards, tried again, visible when stuck."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from workflows import clock, permits
from workflows.acting import act, acting, maintenance
from workflows.db import Moment, Record, db, fact, one_of
from workflows.permits import Actor, Role, role
from workflows.reasons import Reason

permits.allow("outbox_message.retry", role(Role.operations, Role.admin))
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))


class Delivery(StrEnum):
    waiting = auto()
    sent = auto()
    stuck = auto()


class OutboxMessage(Record):
    """One mail. `template` and `params` make its words at delivery; `message_id` never changes between tries."""

    __tablename__ = "outbox"
    KIND = "outbox_message"

    to: Mapped[str] = mapped_column(sa.String(320))
    user_id: Mapped[int | None] = mapped_column(index=True)
    candidate_id: Mapped[int | None] = mapped_column(index=True)
    locale: Mapped[str] = mapped_column(sa.String(12), default="en")
    template: Mapped[str] = mapped_column(sa.String(80))
    params: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    message_id: Mapped[str] = mapped_column(sa.String(120), unique=True)
    once_key: Mapped[str | None] = mapped_column(sa.String(160), unique=True)
    state: Mapped[Delivery] = mapped_column(one_of(Delivery), default=Delivery.waiting)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str | None] = mapped_column(sa.String(500))
    team_id: None = None

    __table_args__ = (fact("sent", "sent_at", name="sent"),)


def post(to: str, template: str, *, params: Mapping[str, Any], user_id: int | None = None,
         candidate_id: int | None = None, locale: str = "en", attachments: Sequence[Mapping[str, Any]] = (),
         once_key: str | None = None) -> OutboxMessage | None:
    """Put one mail into the running action's transaction.

    `attachments` are {"name", "media_type", "text" or "file_id"}. With `once_key` a second post of the same key is
    nothing (returns None), so that reminders and repeated jobs are safe.
    """
    if acting() is None:
        raise RuntimeError("mail is posted from within an action")
    if once_key and db.session.scalar(sa.select(OutboxMessage.id).where(OutboxMessage.once_key == once_key)):
        return None
    message = OutboxMessage(to=to, user_id=user_id, candidate_id=candidate_id, locale=locale, template=template,
                            params=dict(params), attachments=[dict(a) for a in attachments], once_key=once_key,
                            message_id=f"<{uuid4().hex}@onramp>")
    if once_key is None:
        db.session.add(message)
        return message
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        return None  # somebody posted it in the same moment
    return message


def posted(once_keys: Collection[str]) -> set[str]:
    """Which of these keys are posted already."""
    return {key for key in db.session.scalars(sa.select(OutboxMessage.once_key).where(
        OutboxMessage.once_key.in_(once_keys))) if key}


def deliver_due(send: Callable[[OutboxMessage], None], limit: int = 50) -> int:
    """Send what is due with `send` (which raises OSError when the server is away); returns how many were tried.

    A message is claimed before it is sent by moving its next try ahead, so that two workers do not both send it.
    """
    for tried in range(limit):
        message = _claim()
        if message is None:
            return tried
        error: str | None = None
        try:
            send(message)
        except Exception as failure:  # noqa: BLE001 - whatever is wrong with one letter is shown with it; the next goes out
            error = f"{type(failure).__name__}: {failure}"[:500]
        _record(message, error)
    return limit


def retry(actor: Actor, message: OutboxMessage) -> None:
    """Try a stuck or waiting message again now, from the first try on. Refused for what has gone out."""
    with act(actor, "outbox_message.retry", message) as this:
        this.require(Reason("mail.sent-already") if message.state is Delivery.sent else None)
        message.state, message.tries, message.next_try_at = Delivery.waiting, 0, clock.now()


def _claim() -> OutboxMessage | None:
    with maintenance("claim mail"):
        message = db.session.scalar(
            sa.select(OutboxMessage).where(OutboxMessage.state == Delivery.waiting,
                                           OutboxMessage.next_try_at <= clock.now())
            .order_by(OutboxMessage.id).limit(1).with_for_update(skip_locked=True))
        if message is not None:
            message.tries += 1
            message.next_try_at = clock.now() + BACK_OFF[min(message.tries, len(BACK_OFF)) - 1]
    return message


def _record(message: OutboxMessage, error: str | None) -> None:
    with maintenance("record mail delivery"):
        db.session.refresh(message)
        message.last_error = error
        if error is None:
            message.state, message.sent_at = Delivery.sent, clock.now()
        elif message.tries >= len(BACK_OFF):
            message.state = Delivery.stuck
