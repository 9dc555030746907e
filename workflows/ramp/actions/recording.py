"""The one function that writes a ramp event: the move, its gates and causes, the quota lines, the rep's sentence."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from workflows import clock, outbox
from workflows.acting import Act
from workflows.db import db
from workflows.errors import Refused
from workflows.money import Money
from workflows.permits import ActorKind
from workflows.ramp.events import Position, RampEvent, RampMove, Standing, position
from workflows.ramp.facts import valid_certificates
from workflows.ramp.lines import Line, open_lines
from workflows.ramp.machine import RampHeld, RampMoved, RampState
from workflows.ramp.machine import ramp as flow
from workflows.ramp.outlook import Due, Outlook
from workflows.ramp.records import QuotaLine, Ramp, RampEventCertificate
from workflows.ramp.records import RampEvent as RampEventRow
from workflows.ramp.rules import told_to_rep
from workflows.ramp.schedule import QuotaChange
from workflows.ramp.shapes import GateKind
from workflows.reasons import Reason

MAILED = (RampMove.advance, RampMove.complete, RampMove.hold)


def record(this: Act, seen: Outlook, due: Due, *, words: str | None = None) -> RampEventRow:
    """Carry out `due` on the ramp that `this` has locked; `words` are a move's own reason, kept where erasure reaches.

    Months that have ended keep their lines. Raises Refused when the event does not fit those before it.
    """
    ramp, before = seen.ramp, (seen.ramp.state, seen.ramp.step)
    if ramp.state not in flow.moves[due.move.value].sources:
        raise Refused(flow.not_now(ramp.state, due.move.value))
    event = RampEvent(due.move, due.effective_on, due.step)
    events = (*seen.events, event)
    at = position(seen.shape, events)
    former = _in_force(ramp, seen.today)
    lines = open_lines(seen.shape, seen.full, events, seen.today, max(former, default=None))
    _set_facts(ramp, at)
    this.move(ramp, _trigger(due.move, at), reason=words)
    row = RampEventRow(
        ramp_id=ramp.id, trigger=due.move.value, before=before[0], after=ramp.state, step_before=before[1],
        step_after=at.step, effective_on=due.effective_on, actor_name=_who(this), reason=due.because.as_json(),
        gates=[gate.as_json() for gate in due.gates], sentence={})
    this.add(row)
    changes = _write_lines(this, row, seen.ramp, former, lines)
    _write_causes(this, ramp, row, due)
    row.sentence = _sentence(seen, due, event, at, changes).as_json()
    this.note(ramp_event_id=row.id, step=at.step, effective_on=due.effective_on.isoformat(), because=due.because.code)
    _tell(this, ramp, row, due.move)
    return row


def extend(this: Act, seen: Outlook, row: RampEventRow) -> int:
    """Lines for months that came into view since the newest event; returns how many were missing."""
    there = _in_force(seen.ramp, seen.today)
    missing = [line for line in open_lines(seen.shape, seen.full, seen.events, seen.today)
               if line.month.from_on not in there]
    this.add(*(_line(seen.ramp, row, line, 0) for line in missing))
    return len(missing)


def _who(this: Act) -> str:
    """Whoever did it; nothing when it happened by itself."""
    return this.actor.name if this.actor.kind is ActorKind.person else ""


def _set_facts(ramp: Ramp, at: Position) -> None:
    ramp.step = at.step
    ramp.held_on = at.since if at.standing is Standing.held else None
    ramp.paused_on = at.since if at.standing is Standing.paused else None
    if at.standing is Standing.full:
        ramp.full_on = ramp.full_on or at.since


def _trigger(move: RampMove, at: Position) -> str:
    return "resume_full" if move is RampMove.resume and at.standing is Standing.full else move.value


def _write_lines(this: Act, row: RampEventRow, ramp: Ramp, former: Mapping[date, QuotaLine],
                 lines: Sequence[Line]) -> list[QuotaChange]:
    """One line per open month, the former one replaced; what changed comes back, months in order."""
    wanted = [line for line in lines if row.after is not RampState.exited or line.month.from_on in former]
    for line in wanted:
        if line.month.from_on in former:
            former[line.month.from_on].replaced_at = clock.now()
    this.session.flush()  # the former lines are replaced before the new ones are in force
    changes = []
    for line in wanted:
        old = former.get(line.month.from_on)
        before = Money(old.amount_minor if old else 0, ramp.currency)
        this.add(_line(ramp, row, line, before.minor))
        if line.amount != before:
            changes.append(QuotaChange(line.month, before, line.amount))
    return changes


def _in_force(ramp: Ramp, from_on: date) -> dict[date, QuotaLine]:
    first = from_on.replace(day=1)
    found = db.session.scalars(sa.select(QuotaLine).where(
        QuotaLine.user_id == ramp.user_id, QuotaLine.replaced_at.is_(None), QuotaLine.month_on >= first))
    return {line.month_on: line for line in found}


def _line(ramp: Ramp, row: RampEventRow, line: Line, before_minor: int) -> QuotaLine:
    return QuotaLine(event_id=row.id, user_id=ramp.user_id, month_on=line.month.from_on, before_minor=before_minor,
                     amount_minor=line.amount.minor, scheduled_minor=line.scheduled.minor, currency=ramp.currency)


def _write_causes(this: Act, ramp: Ramp, row: RampEventRow, due: Due) -> None:
    """The certificates that opened the step."""
    keys = {gate.keys[0] for gate in due.gates if gate.kind is GateKind.certificate and gate.met}
    if due.move in (RampMove.advance, RampMove.complete) and keys:
        this.add(*(RampEventCertificate(event_id=row.id, certificate_id=each.id)
                   for each in valid_certificates(ramp.user_id, keys, due.effective_on)))


def _sentence(seen: Outlook, due: Due, event: RampEvent, at: Position, changes: Sequence[QuotaChange]) -> Reason:
    """The rep's sentence; a hold after full quota, and its end, have words of their own."""
    said = told_to_rep(seen.shape, event, at, changes, due.shut)
    at_full = seen.at.step == seen.shape.last and seen.ramp.full_on is not None and seen.at.standing in (
        Standing.full, Standing.held)
    if at_full and due.move is RampMove.hold:
        return Reason("ramp.told-renewal-hold", said.params)
    if at_full and due.move is RampMove.complete:
        return Reason("ramp.told-renewed", said.params)
    return said


def _tell(this: Act, ramp: Ramp, row: RampEventRow, move: RampMove) -> None:
    this.announce(RampMoved(row.id))
    if move is RampMove.hold:
        this.announce(RampHeld(row.id))
    if move in MAILED:
        outbox.post(ramp.user.email, "ramp_moved", user_id=ramp.user_id, locale=ramp.user.locale,
                    params={"name": ramp.user.name, "held": move is RampMove.hold, "ramp_id": ramp.id},
                    once_key=f"ramp-event:{row.id}")
