"""A rep disputes a line; operations answer it within the deadline that waits for them."""

import sqlalchemy as sa

from workflows import clock, outbox, permits
from workflows.acting import act
from workflows.db import db
from workflows.pay.machine import StatementState
from workflows.pay.records import Dispute, DisputeAbout, Statement, StatementLine
from workflows.permits import Actor, is_
from workflows.reasons import Reason

permits.allow("dispute.open", is_("user_id"))

LONGEST = 4_000


def open_dispute(actor: Actor, statement: Statement, *, about: DisputeAbout, text: str,
                 line: StatementLine | None = None) -> Dispute:
    """Say what is wrong with a line, or without one with the statement. The same words again are the same dispute.

    Refused to anyone but the rep, before the release, without words, and a second time about the same line.
    """
    with act(actor, "dispute.open", lock=(statement,), subject=statement) as this:
        there = _about(statement, line)
        if there is not None and there.text == text.strip():
            return there
        unread = statement.state not in (StatementState.released, StatementState.paid)
        this.require(Reason("dispute.not-released") if unread else None,
                     Reason("dispute.twice") if there is not None else None, _words(text))
        made: Dispute = this.create(Dispute(statement_id=statement.id, line_id=line.id if line else None,
                                            by_id=actor.user_id, about=about, text=text.strip()))
        this.note(statement_id=statement.id, line_id=made.line_id, about=about.value)
        this.remember(text=made.text)
    return made


def accept(actor: Actor, dispute: Dispute, *, answer: str, version: int | None = None) -> None:
    """The rep is right. What follows in money comes from putting the cause right and computing the month again."""
    _answer(actor, dispute, "accept", answer, version)


def accept_partly(actor: Actor, dispute: Dispute, *, answer: str, version: int | None = None) -> None:
    """The rep is right in part; the answer says in which."""
    _answer(actor, dispute, "accept_partly", answer, version)


def reject(actor: Actor, dispute: Dispute, *, answer: str, version: int | None = None) -> None:
    """The line stands, and the answer says why."""
    _answer(actor, dispute, "reject", answer, version)


def _answer(actor: Actor, dispute: Dispute, trigger: str, answer: str, version: int | None) -> None:
    with act(actor, f"dispute.{trigger}", dispute, version=version) as this:
        this.require(_words(answer))
        dispute.answer, dispute.answered_at = answer.strip(), clock.now()
        this.move(reason=answer)
        rep = dispute.by
        outbox.post(rep.email, "dispute_answered", user_id=rep.id, locale=rep.locale,
                    params={"rep": rep.name, "from_on": dispute.statement.from_on.isoformat(),
                            "dispute_id": dispute.id})


def _about(statement: Statement, line: StatementLine | None) -> Dispute | None:
    same = Dispute.line_id.is_(None) if line is None else Dispute.line_id == line.id
    return db.session.scalar(sa.select(Dispute).where(Dispute.statement_id == statement.id, same))


def _words(text: str) -> Reason | None:
    if not text.strip():
        return Reason("dispute.empty")
    return Reason("dispute.too-long", {"most": LONGEST}) if len(text) > LONGEST else None
