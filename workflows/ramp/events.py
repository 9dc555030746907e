"""A ramp as its events tell it: where a rep stands, which days count at which share, when the next step is due.

Events are append-only; everything here is derived from them, so that two readers cannot disagree.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from workflows.errors import Refused
from workflows.ramp.shapes import AfterHold, RampShape, planned_on
from workflows.reasons import Reason


class RampMove(StrEnum):
    """What happens to a ramp; the names are the machine's triggers."""

    start = "start"
    advance = "advance"
    hold = "hold"
    pause = "pause"
    resume = "resume"
    complete = "complete"
    exit = "exit"


class Standing(StrEnum):
    """Derived from events; the names are the machine's."""

    prestart = "prestart"
    ramping = "ramping"
    held = "held"
    paused = "paused"
    full = "full"
    exited = "exited"


_FROM = {
    RampMove.start: {Standing.prestart},
    RampMove.advance: {Standing.ramping, Standing.held},
    RampMove.complete: {Standing.ramping, Standing.held},
    RampMove.hold: {Standing.ramping, Standing.full},
    RampMove.pause: {Standing.ramping, Standing.held, Standing.full},
    RampMove.resume: {Standing.paused},
    RampMove.exit: set(Standing) - {Standing.exited},
}
_TO = {
    RampMove.start: Standing.ramping,
    RampMove.advance: Standing.ramping,
    RampMove.complete: Standing.full,
    RampMove.hold: Standing.held,
    RampMove.pause: Standing.paused,
    RampMove.exit: Standing.exited,
}


@dataclass(frozen=True)
class RampEvent:
    """One change, effective from the beginning of a day. `step` counts from 0 and is needed to advance only."""

    move: RampMove
    effective_on: date
    step: int | None = None


@dataclass(frozen=True)
class Segment:
    """Days `[from_on, to_on)` at one share; `to_on` None goes on. Inactive days carry no quota."""

    from_on: date
    to_on: date | None
    step: int
    share_bp: int
    standing: Standing

    @property
    def active(self) -> bool:
        return self.standing not in {Standing.paused, Standing.exited, Standing.prestart}


@dataclass(frozen=True)
class Position:
    """Where a ramp stands after its events. `shift_days` is how much later than planned the next step is due."""

    standing: Standing
    step: int
    since: date | None
    started_on: date | None = None
    shift_days: int = 0
    before_leave: Standing = Standing.ramping


START = Position(Standing.prestart, 0, None)


def positions(shape: RampShape, events: Iterable[RampEvent]) -> Iterator[Position]:
    """The position after each event. Raises Refused when events are out of order or impossible."""
    now = START
    for event in events:
        if now.since and event.effective_on < now.since:
            raise Refused(Reason("ramp.event-out-of-order",
                                 {"move": event.move.value, "move_on": event.effective_on.isoformat(),
                                  "after_on": now.since.isoformat()}))
        if now.standing not in _FROM[event.move]:
            raise Refused(Reason("ramp.event-impossible", {"move": event.move.value, "standing": now.standing.value}))
        now = _moved(shape, now, event)
        yield now


def position(shape: RampShape, events: Iterable[RampEvent]) -> Position:
    now = START
    for after in positions(shape, events):
        now = after
    return now


def _moved(shape: RampShape, now: Position, event: RampEvent) -> Position:
    after = replace(now, since=event.effective_on, standing=_TO.get(event.move, now.before_leave))
    if event.move is RampMove.start:
        return replace(after, started_on=event.effective_on)
    if event.move is RampMove.pause:
        # Who was held comes back ramping: the next look at the gates decides anew.
        return replace(after, before_leave=Standing.full if now.standing is Standing.full else Standing.ramping)
    if event.move is RampMove.resume and now.since:
        return replace(after, shift_days=now.shift_days + (event.effective_on - now.since).days)
    if event.move in {RampMove.advance, RampMove.complete}:
        return _entered(shape, after, shape.last if event.move is RampMove.complete else event.step)
    return after


def _entered(shape: RampShape, after: Position, step: int | None) -> Position:
    if step is None or not after.step <= step <= shape.last:
        raise Refused(Reason("ramp.step-unknown", {"step": step, "steps": len(shape.steps)}))
    if shape.after_hold is AfterHold.catch_up or after.since is None or after.started_on is None:
        return replace(after, step=step)
    return replace(after, step=step, shift_days=(after.since - planned_on(shape, after.started_on, step)).days)


def segments(shape: RampShape, events: Sequence[RampEvent]) -> tuple[Segment, ...]:
    """The days from the first to the last event cut where anything changes; the last segment is open."""
    found: list[Segment] = []
    for at in positions(shape, events):
        if at.since is None:
            continue
        from_on = max(at.since, shape.first_day(at.started_on)) if at.started_on else at.since
        if found:
            found[-1] = replace(found[-1], to_on=from_on)
        found.append(Segment(from_on, None, at.step, shape.steps[at.step].share_bp, at.standing))
    return tuple(each for each in found if each.to_on is None or each.from_on < each.to_on)


def step_due_on(shape: RampShape, events: Sequence[RampEvent], step: int, today: date) -> date | None:
    """When `step` is due as things are: planned, plus leave, plus (by policy) what earlier holds have cost.

    None before the start and after an exit. While a rep is on leave, the answer counts the leave until `today`.
    """
    at = position(shape, events)
    if at.started_on is None or at.standing is Standing.exited:
        return None
    away = max(0, (today - at.since).days) if at.standing is Standing.paused and at.since else 0
    return planned_on(shape, at.started_on, step) + timedelta(days=at.shift_days + away)


def planned_events(shape: RampShape, start_on: date) -> tuple[RampEvent, ...]:
    """The ramp if every step comes on its day: what an offer letter previews."""
    return projected_events(shape, (RampEvent(RampMove.start, start_on),), start_on)


def projected_events(shape: RampShape, events: Sequence[RampEvent], today: date) -> tuple[RampEvent, ...]:
    """What has happened, then the remaining steps on their due days; a held or paused ramp stays where it is."""
    at = position(shape, events)
    if at.standing is not Standing.ramping:
        return tuple(events)
    coming = []
    for step in range(at.step + 1, len(shape.steps)):
        due = step_due_on(shape, events, step, today)
        move = RampMove.complete if step == shape.last else RampMove.advance
        coming.append(RampEvent(move, max(due or today, today, at.since or today), step))
    return (*events, *coming)


def scheduled_events(shape: RampShape, events: Sequence[RampEvent]) -> tuple[RampEvent, ...]:
    """The same start, leave and exit with every step on its day: the quota there would be without any hold."""
    kept: list[RampEvent] = []
    for event in events:
        if event.move in {RampMove.start, RampMove.pause, RampMove.resume, RampMove.exit}:
            kept += _steps_due_before(shape, kept, event.effective_on)
            kept.append(event)
    return projected_events(shape, kept, kept[-1].effective_on) if kept else ()


def _steps_due_before(shape: RampShape, kept: Sequence[RampEvent], day: date) -> list[RampEvent]:
    at = position(shape, kept)
    if at.standing is not Standing.ramping or at.since is None:
        return []
    return [event for event in projected_events(shape, kept, at.since)[len(kept):] if event.effective_on < day]
