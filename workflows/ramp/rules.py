"""What is to happen to a ramp on a day, how long a hold may last, what a lapse means, and how much a team can carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from workflows.money import WHOLE_BP, exact_ratio, exact_sum
from workflows.ramp.events import Position, RampEvent, RampMove, Standing, position, step_due_on
from workflows.ramp.gates import CertificateFact, GateResult, RampFacts, blockers, gate_results
from workflows.ramp.schedule import QuotaChange
from workflows.ramp.shapes import GateKind, RampShape
from workflows.reasons import Reason, Reasons


class Outcome(StrEnum):
    """`wait`: nothing is due. `stay`: held already, and still for these reasons."""

    wait = "wait"
    advance = "advance"
    complete = "complete"
    hold = "hold"
    stay = "stay"


@dataclass(frozen=True)
class Verdict:
    """What a ramp's rules say today about the next step, with each of its gates; `reasons` is what keeps it shut."""

    outcome: Outcome
    step: int
    due_on: date | None
    gates: tuple[GateResult, ...] = ()
    reasons: Reasons = ()


def verdict(shape: RampShape, events: Sequence[RampEvent], facts: RampFacts, today: date) -> Verdict:
    """Due and open: advance (or full). Due and shut: hold, or stay held. Anything else waits."""
    at = position(shape, events)
    if at.standing is Standing.held and at.step == shape.last:
        return _recertified(shape, facts, today)
    following = min(at.step + 1, shape.last)
    due_on = step_due_on(shape, events, following, today)
    results = gate_results(shape.steps[following].gates, facts, today)
    if at.standing not in {Standing.ramping, Standing.held} or due_on is None:
        return Verdict(Outcome.wait, at.step, None)
    if today < due_on:
        return Verdict(Outcome.wait, following, due_on, results, blockers(results))
    if shut := blockers(results):
        return Verdict(Outcome.stay if at.standing is Standing.held else Outcome.hold, following, due_on, results, shut)
    return Verdict(Outcome.complete if following == shape.last else Outcome.advance, following, due_on, results)


def _recertified(shape: RampShape, facts: RampFacts, today: date) -> Verdict:
    gates = [gate for step in shape.steps for gate in step.gates if gate.kind is GateKind.certificate]
    results = gate_results(gates, facts, today)
    shut = blockers(results)
    return Verdict(Outcome.stay if shut else Outcome.complete, shape.last, None, results, shut)


def hold_ends_on(shape: RampShape, held_on: date) -> date:
    """The first day a hold may no longer stand without a decision."""
    return held_on + timedelta(days=shape.hold_max_days)


def hold_past_maximum(shape: RampShape, at: Position, today: date) -> Reason | None:
    """A hold that outlasted its maximum is a decision somebody owes, never a state that quietly goes on."""
    if at.standing is not Standing.held or at.since is None or today < hold_ends_on(shape, at.since):
        return None
    return Reason("ramp.hold-past-maximum",
                  {"held_on": at.since.isoformat(), "ended_on": hold_ends_on(shape, at.since).isoformat(),
                   "days": shape.hold_max_days})


@dataclass(frozen=True)
class Recertification:
    """A certificate of the ramp that lapsed or was revoked after full quota: renew it by `by_on`, or it is a hold."""

    certificate: str
    lapsed_on: date
    by_on: date

    def overdue(self, today: date) -> bool:
        return today >= self.by_on


def recertifications(shape: RampShape, certificates: Iterable[CertificateFact],
                     today: date) -> tuple[Recertification, ...]:
    """Certificates the shape asks for of which none is valid today, though one was: quota stays, a deadline opens."""
    asked = {gate.keys[0] for step in shape.steps for gate in step.gates if gate.kind is GateKind.certificate}
    held = list(certificates)
    found = []
    for key in sorted(asked):
        mine = [each for each in held if each.key == key and each.from_on <= today]
        ends = [each.revoked_on if each.revoked else each.until_on for each in mine]
        lapsed = [end for end in ends if end]
        if lapsed and not any(each.valid_on(today) for each in mine):
            found.append(Recertification(key, max(lapsed), max(lapsed) + timedelta(days=shape.recertify_days)))
    return tuple(found)


def accelerators_open(standing: Standing, step_share_bp: int) -> bool:
    """Accelerators stay locked until full quota; a rep at full on leave or awaiting a renewal keeps them."""
    return standing is Standing.full or (standing in {Standing.held, Standing.paused} and step_share_bp == WHOLE_BP)


@dataclass(frozen=True)
class RepCapacity:
    """One seat in a capacity count; an unfilled one has no rep. `leaves_on` is the first day a leaver is gone."""

    share_bp: int
    filled: bool = True
    on_leave: bool = False
    leaves_on: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.filled and not self.on_leave and (self.leaves_on is None or day < self.leaves_on)


def ramped_rep_equivalents(reps: Iterable[RepCapacity], on: date) -> Decimal:
    """Σ active reps × step share, exact: 5 × 25 % + 3 × 60 % + 2 × 85 % + 15 × 100 % are 19.75."""
    return exact_sum(exact_ratio(rep.share_bp, WHOLE_BP) for rep in reps if rep.counts_on(on))


def told_to_rep(shape: RampShape, event: RampEvent, at: Position, changes: Sequence[QuotaChange],
                because: Reasons = ()) -> Reason:
    """The one sentence an event writes for the rep. `at` is the position after it, `changes` its open months."""
    params: dict[str, Any] = {"from_on": event.effective_on.isoformat(), "step": at.step + 1, "steps": len(shape.steps),
                              "share_bp": shape.steps[at.step].share_bp}
    if changes:
        first = changes[0]
        params |= {"month_on": first.period.from_on.isoformat(), "before_minor": first.before.minor,
                   "after_minor": first.after.minor, "currency": first.after.currency}
    if event.move is RampMove.hold:
        params |= {"hold_ends_on": hold_ends_on(shape, event.effective_on).isoformat(),
                   "because": [reason.as_json() for reason in because]}
    return Reason(f"ramp.told-{event.move.value}" + ("-with-quota" if changes else ""), params)
