"""Where ramps stand today: a ramp's rows read back as the values the rules take, and what is due because of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from workflows.db import db
from workflows.money import Money
from workflows.ramp import records
from workflows.ramp.authored import shape_of
from workflows.ramp.events import Position, RampEvent, RampMove, Standing, position, projected_events, step_due_on
from workflows.ramp.facts import Known, known_of
from workflows.ramp.gates import GateResult, gate_results
from workflows.ramp.lines import full_quotas
from workflows.ramp.rules import (
    Outcome,
    Recertification,
    Verdict,
    hold_past_maximum,
    recertifications,
    verdict,
)
from workflows.ramp.schedule import FullQuota
from workflows.ramp.shapes import GateKind, RampShape, planned_on
from workflows.reasons import Reason, Reasons

_MOVES = {"resume_full": RampMove.resume}
EVENTS = (sa.select(records.RampEvent.ramp_id, records.RampEvent.trigger, records.RampEvent.effective_on,
                    records.RampEvent.step_after)
          .where(records.RampEvent.ramp_id.in_(sa.bindparam("ramp_ids", expanding=True)))
          .order_by(records.RampEvent.id))


@dataclass(frozen=True)
class Due:
    """One change whose day has come, with what the gates said and why."""

    move: RampMove
    effective_on: date
    because: Reason
    step: int | None = None
    gates: tuple[GateResult, ...] = ()
    shut: Reasons = ()


@dataclass(frozen=True)
class Outlook:
    """One ramp as its events tell it, with what is known of the rep on `today`."""

    ramp: records.Ramp
    shape: RampShape
    events: tuple[RampEvent, ...]
    known: Known
    today: date

    @cached_property
    def at(self) -> Position:
        return position(self.shape, self.events)

    @property
    def full(self) -> list[FullQuota]:
        return full_quotas(self.shape, self.ramp.start_on, Money(self.ramp.full_quota_minor, self.ramp.currency))

    @property
    def share_bp(self) -> int:
        return self.shape.steps[self.at.step].share_bp

    @property
    def next_step(self) -> int | None:
        """The step that comes next; None at the last one, and after an exit."""
        ended = self.at.standing is Standing.exited or self.at.step == self.shape.last
        return None if ended else 0 if self.at.standing is Standing.prestart else self.at.step + 1

    @cached_property
    def verdict(self) -> Verdict:
        return verdict(self.shape, self.events, self.known.at_step(
            self.shape, min(self.at.step + 1, self.shape.last), self.full[0].amount), self.today)

    @cached_property
    def renewals(self) -> tuple[Recertification, ...]:
        """Certificates that ended after full quota was reached, with the day by which each is to be renewed."""
        if self.at.standing not in {Standing.full, Standing.held} or self.at.step < self.shape.last:
            return ()
        return recertifications(self.shape, self.known.facts.certificates, self.today)

    @property
    def past_maximum(self) -> Reason | None:
        return hold_past_maximum(self.shape, self.at, self.today)

    def gates_of(self, step: int) -> tuple[GateResult, ...]:
        facts = self.known.at_step(self.shape, step, self.full[0].amount)
        return gate_results(self.shape.steps[step].gates, facts, self.today)

    def step_on(self, step: int) -> date | None:
        """When a step is due as things are; of a ramp that has not begun, as planned."""
        if self.at.standing is Standing.prestart:
            return planned_on(self.shape, self.ramp.start_on, step)
        return step_due_on(self.shape, self.events, step, self.today)

    @property
    def full_on(self) -> date | None:
        """The day of full quota: reached, or planned; of a held ramp, if its step opened today.

        None after an exit, and on leave: the day follows when the leave ends.
        """
        if self.at.standing in {Standing.exited, Standing.paused} or self.at.step == self.shape.last:
            return self.ramp.full_on
        day = self.expected_on(self.shape.last)
        return max(day, self.today) if day and self.at.standing is Standing.held else day

    def expected_on(self, step: int) -> date | None:
        """The day a step that lies ahead begins as things are; of a held ramp, if its next step opened today."""
        if self.at.standing is not Standing.held or step == self.next_step:
            return self.step_on(step)
        opened = RampEvent(RampMove.advance, self.today, self.at.step + 1)
        coming = projected_events(self.shape, (*self.events, opened), self.today)
        return next((each.effective_on for each in coming[len(self.events):] if each.step == step), None)

    def due(self) -> Due | None:
        """What has to happen today by the rules, one change at a time; leave is not decided here."""
        if self.at.standing is Standing.prestart:
            begins = self.today >= self.ramp.start_on
            return Due(RampMove.start, self.ramp.start_on, Reason("ramp.why-first-day")) if begins else None
        if self.at.standing is Standing.full:
            return self._renewal_due()
        found = self.verdict
        gates = Reason("ramp.why-gates-met", {"count": len(found.gates)})
        if found.outcome is Outcome.advance:
            return Due(RampMove.advance, self.today, gates, found.step, found.gates)
        if found.outcome is Outcome.complete:
            return Due(RampMove.complete, self.today, gates, found.step, found.gates)
        if found.outcome is Outcome.hold:
            return Due(RampMove.hold, self.today, Reason("ramp.why-gates-shut", {"count": len(found.reasons)}),
                       None, found.gates, found.reasons)
        return None

    def _renewal_due(self) -> Due | None:
        late = {each.certificate for each in self.renewals if each.overdue(self.today)}
        gates = {gate.keys[0]: gate for step in self.shape.steps for gate in step.gates
                 if gate.kind is GateKind.certificate and gate.keys[0] in late}
        if not late:
            return None
        results = gate_results(list(gates.values()), self.known.facts, self.today)
        return Due(RampMove.hold, self.today, Reason("ramp.why-renewal-overdue", {"count": len(late)}), None, results,
                   tuple(each.reason for each in results if each.reason))


def outlooks(ramps: Sequence[records.Ramp], today: date,
             rows: Sequence[records.RampEvent] | None = None) -> list[Outlook]:
    """In the given order. Reads the events anew, whatever the session has loaded, unless the caller brings `rows`."""
    shapes = {ramp.shape_version_id: ramp.shape_version for ramp in ramps}
    read = {key: shape_of(version) for key, version in shapes.items()}
    happened: dict[int, list[RampEvent]] = {ramp.id: [] for ramp in ramps}
    for row in db.session.execute(EVENTS, {"ramp_ids": list(happened)}) if rows is None else rows:
        happened[row.ramp_id].append(told(row))
    known = known_of(ramps, read, today)
    return [Outlook(ramp, read[ramp.shape_version_id], tuple(happened[ramp.id]), known[ramp.id], today)
            for ramp in ramps]


def outlook(ramp: records.Ramp, today: date) -> Outlook:
    return outlooks([ramp], today)[0]


def told(row: Any) -> RampEvent:
    """A stored event, or what `EVENTS` reads of it, as the value the rules take."""
    move = _MOVES.get(row.trigger) or RampMove(row.trigger)
    return RampEvent(move, row.effective_on, row.step_after if move is RampMove.advance else None)
