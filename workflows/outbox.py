"""Mail that is to be sent: written in the action's transaction, sent afterwards, tried again, visible when stuck."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workflows import clock
from workflows.acting import acting, maintenance
from workflows.db import Moment, Record, db, one_of

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
    db.session.add(message)
    return message


def deliver_due(send: Callable[[OutboxMessage], None], limit: int = 50) -> int:
    """Send what is due with `send` (which raises OSError when the server is away); returns how many were tried.

    A message is claimed before it is sent by moving its next try ahead, so that two workers do not both send it.
    """
    tried = 0
    for message_id in _claim(limit):
        message = db.session.get_one(OutboxMessage, message_id)
        error: str | None = None
        try:
            send(message)
        except OSError as failure:
            error = f"{type(failure).__name__}: {failure}"[:500]
        _record(message, error)
        tried += 1
    return tried


def _claim(limit: int) -> list[int]:
    with maintenance("claim mail"):
        due = list(db.session.scalars(
            sa.select(OutboxMessage).where(OutboxMessage.state == Delivery.waiting,
                                           OutboxMessage.next_try_at <= clock.now())
            .order_by(OutboxMessage.id).limit(limit).with_for_update(skip_locked=True)))
        for message in due:
            message.tries += 1
            message.next_try_at = clock.now() + BACK_OFF[min(message.tries, len(BACK_OFF)) - 1]
        return [message.id for message in due]


def _record(message: OutboxMessage, error: str | None) -> None:
    with maintenance("record mail delivery"):
        db.session.refresh(message)
        message.last_error = error
        if error is None:
            message.state, message.sent_at = Delivery.sent, clock.now()
        elif message.tries >= len(BACK_OFF):
            message.state = Delivery.stuck
