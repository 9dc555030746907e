"""One ramp as plain rows: steps with their gates, months with their quota, what happened. For pages, CSV and letter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from webapp.look import said
from workflows.money import WHOLE_BP, Money
from workflows.ramp.events import RampMove, Segment, Standing, projected_events, segments
from workflows.ramp.gates import GateResult
from workflows.ramp.lines import full_month
from workflows.ramp.outlook import Outlook
from workflows.ramp.records import QuotaLine, RampEvent
from workflows.ramp.schedule import QuotaPart, schedule
from workflows.ramp.shapes import GateKind
from workflows.reasons import Reason
from workflows.sales.periods import Period, PeriodLength

CSV_HEADS = ("rep", "team", "state", "step", "steps", "share_percent", "since", "next_step_due", "full_quota_on",
             "full_quota_month", "currency", "open_gates")
SHOWN = 12
"""Months in the chart: a whole ramp and what follows."""


@dataclass(frozen=True)
class GateRow:
    """One gate in words: what is asked, what is there, what opens it, who acts."""

    wants: Reason
    has: Reason
    met: bool
    opens: Reason | None
    who: Reason
    certificate_id: int | None = None


@dataclass(frozen=True)
class StepRow:
    """`gates` of a step that was reached are those that opened it, with the certificate that was there."""

    number: int
    share_bp: int
    on: date | None
    state: str
    gates: tuple[GateRow, ...]


@dataclass(frozen=True)
class MonthRow:
    """Amounts in minor units; `parts` says how an open month is counted, `held` whether a hold touches it."""

    on: date
    quota_minor: int
    scheduled_minor: int
    full_minor: int
    parts: tuple[Reason, ...]
    held: bool
    ended: bool


def steps(seen: Outlook, told: Sequence[RampEvent]) -> list[StepRow]:
    """Every step: reached ones with the day they began, the others with the day they are due as things are.

    `told` is the ramp's history, newest first.
    """
    began, opened = _began(seen), {each.step_after: each for each in reversed(told)
                                       if each.step_after > each.step_before}
    rows = []
    for step, shape in enumerate(seen.shape.steps):
        state = _state(seen, step)
        gates = tuple(gate_row(seen, each) for each in seen.gates_of(step)) if state == "todo" else _opened(
            seen, opened.get(step))
        day = began.get(step) if state == "done" else began.get(step) or seen.expected_on(step)
        rows.append(StepRow(step + 1, shape.share_bp, day, state, gates))
    return rows


def next_gates(seen: Outlook) -> tuple[GateRow, ...]:
    """What the next step asks for; after full quota, the certificates that are to be renewed."""
    if seen.next_step is not None and seen.at.standing is not Standing.paused:
        return tuple(gate_row(seen, each) for each in seen.gates_of(seen.next_step))
    late = {each.certificate for each in seen.renewals}
    results = {each.keys[0]: each for step in range(len(seen.shape.steps)) for each in seen.gates_of(step)
               if each.kind is GateKind.certificate and each.keys[0] in late}
    return tuple(gate_row(seen, each) for each in results.values())


def first_shut(seen: Outlook) -> GateRow | None:
    """The first gate that keeps the next step shut, with who acts."""
    return next((each for each in next_gates(seen) if not each.met), None)


def gate_row(seen: Outlook, gate: GateResult) -> GateRow:
    titles = [seen.known.facts.called(key) for key in gate.keys]
    return GateRow(_wants(gate, titles), _has(gate), gate.met, gate.reason, _who(seen, gate))


def _opened(seen: Outlook, event: RampEvent | None) -> tuple[GateRow, ...]:
    """The gates of a step on the day it opened, as its event kept them."""
    if event is None:
        return ()
    proofs = {each.certificate.checkpoint.lineage: each.certificate_id for each in event.certificates}
    return tuple(replace(gate_row(seen, _kept(each)), certificate_id=proofs.get("".join(each["keys"])))
                 for each in event.gates)


def _kept(gate: dict[str, Any]) -> GateResult:
    return GateResult(GateKind(gate["kind"]), tuple(gate["keys"]), gate["expected"], gate["actual"],
                      Reason.from_json(gate["reason"]) if gate["reason"] else None)


def months(seen: Outlook, lines: Sequence[QuotaLine]) -> list[MonthRow]:
    """The months that have a line, in order."""
    if not lines:
        return []
    events = projected_events(seen.shape, seen.events, seen.today)
    counted = {month.period.from_on: month.parts
               for month in schedule(seen.shape, seen.full, events, lines[-1].month_on)}
    rests = [each for each in segments(seen.shape, seen.events) if each.standing is Standing.held]
    return [_month(seen, line, counted.get(line.month_on, ()), rests) for line in lines]


def chart_rows(rows: Sequence[MonthRow], say_month: Any, units: int) -> list[dict[str, Any]]:
    """For `charts.ramp_steps`, in whole units of the currency."""
    return [{"month": say_month(row.on), "quota": row.quota_minor / units, "held": row.held} for row in rows]


def csv_row(seen: Outlook) -> list[object]:
    """One ramp under `CSV_HEADS`."""
    ramp = seen.ramp
    due = seen.step_on(seen.next_step) if seen.next_step is not None else None
    opens = " ".join(said(gate.opens) for gate in next_gates(seen) if gate.opens)
    full = Money(ramp.full_quota_minor, ramp.currency)
    return [ramp.user.name, ramp.team.name, ramp.state.value, seen.at.step + 1, len(seen.shape.steps),
            seen.share_bp / 100, seen.at.since or "", due or "", seen.full_on or "", full.major, ramp.currency,
            opens]


def _month(seen: Outlook, line: QuotaLine, parts: Sequence[QuotaPart], rests: Sequence[Segment]) -> MonthRow:
    month = Period.of(line.month_on, PeriodLength.month)
    ended = month.to_on <= seen.today
    said = tuple(_part(part) for part in parts) or (Reason("ramp.month-rest"),)
    return MonthRow(line.month_on, line.amount_minor, line.scheduled_minor,
                    full_month(seen.shape, seen.full, month).minor, () if ended else said,
                    _held_in(rests, month, seen.today), ended)


def _part(part: QuotaPart) -> Reason:
    days, season = "day" if part.days == 1 else "days", "-season" if part.season_bp != WHOLE_BP else ""
    return Reason(f"ramp.month-{days}{season}",
                  {"days": part.days, "share_bp": part.share_bp, "season_bp": part.season_bp})


def _held_in(rests: Sequence[Segment], month: Period, today: date) -> bool:
    return any(each.from_on < month.to_on and (each.to_on or today + timedelta(days=1)) > month.from_on
               for each in rests)


def _began(seen: Outlook) -> dict[int, date]:
    began = {}
    for event in seen.events:
        if event.move is RampMove.start:
            began[0] = seen.shape.first_day(event.effective_on)
        elif event.move is RampMove.complete:
            began.setdefault(seen.shape.last, event.effective_on)
        elif event.move is RampMove.advance and event.step is not None:
            began[event.step] = event.effective_on
    return began


def _state(seen: Outlook, step: int) -> str:
    if seen.at.standing is Standing.prestart or step > seen.at.step:
        return "todo"
    return "now" if step == seen.at.step else "done"


def _wants(gate: GateResult, titles: Sequence[str]) -> Reason:
    minimum = gate.expected.get("minimum_bp")
    if gate.kind is GateKind.certificate:
        code = "ramp.wants-certificate-score" if minimum else "ramp.wants-certificate"
        return Reason(code, {"certificate": titles[0], "minimum_bp": minimum})
    if gate.kind is GateKind.modules:
        return Reason("ramp.wants-modules", {"modules": list(titles)})
    if gate.kind is GateKind.sign_off:
        return Reason("ramp.wants-sign-off", {"about": list(titles)})
    if gate.kind is GateKind.pipeline_coverage:
        return Reason("ramp.wants-coverage", {"minimum_bp": minimum})
    return Reason("ramp.wants-no-hold")


def _has(gate: GateResult) -> Reason:
    actual = dict(gate.actual)
    if gate.kind is GateKind.certificate:
        return _has_certificate(actual, gate)
    if gate.kind is GateKind.modules:
        return Reason("ramp.has-modules", {"done": len(actual["completed"]), "all": len(gate.keys)})
    if gate.kind is GateKind.sign_off:
        return Reason("ramp.has-sign-off" if gate.met else "ramp.has-no-sign-off")
    if gate.kind is GateKind.pipeline_coverage:
        return Reason("ramp.has-coverage-unknown" if actual["coverage_bp"] is None else "ramp.has-coverage", actual)
    return Reason("ramp.has-no-hold" if gate.met else "ramp.has-hold", {"holds": actual["open_holds"]})


def _has_certificate(actual: dict[str, Any], gate: GateResult) -> Reason:
    if not actual["held"]:
        return Reason("ramp.has-no-certificate")
    dated = {name: actual[name] for name in ("from_on", "until_on", "score_bp")}
    if actual["valid"]:
        last_on = (date.fromisoformat(dated["until_on"]) - timedelta(days=1)).isoformat() if dated["until_on"] else ""
        code = "ramp.has-certificate" if last_on else "ramp.has-certificate-for-good"
        return Reason(code, dated | {"last_on": last_on})
    if actual["revoked"]:
        return Reason("ramp.has-revoked")
    ahead = actual["from_on"] > gate.expected["valid_on"]
    return Reason("ramp.has-not-yet" if ahead else "ramp.has-lapsed", dated)


def _who(seen: Outlook, gate: GateResult) -> Reason:
    ramp = seen.ramp
    if gate.kind is GateKind.sign_off:
        manager = ramp.hire.manager if ramp.hire else ramp.team.manager
        return Reason("ramp.acts-manager", {"manager": manager.name}) if manager else Reason("ramp.acts-leader")
    if gate.kind is GateKind.certificate:
        return Reason("ramp.acts-rep-and-assessor", {"rep": ramp.user.name})
    return Reason("ramp.acts-rep", {"rep": ramp.user.name})
