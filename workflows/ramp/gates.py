"""What opens a step: each gate against the facts of the day, with expected, actual and what would open it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.ramp.shapes import Gate, GateKind
from workflows.reasons import Reason


@dataclass(frozen=True)
class CertificateFact:
    """Valid on days `[from_on, until_on)`; `until_on` None does not expire. `score_bp` of the whole, if scored."""

    key: str
    from_on: date
    until_on: date | None = None
    score_bp: int | None = None
    revoked: bool = False
    revoked_on: date | None = None

    def valid_on(self, day: date) -> bool:
        return not self.revoked and self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class RampFacts:
    """What is known of a rep on the day. `coverage_bp` is open pipeline over the next step's quota; None: unknown.

    `titles` is what people call each certificate, module and sign-off; reasons say the title, results keep the key.
    """

    certificates: tuple[CertificateFact, ...] = ()
    modules_completed: frozenset[str] = frozenset()
    sign_offs: frozenset[str] = frozenset()
    coverage_bp: int | None = None
    open_holds: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)

    def called(self, key: str) -> str:
        return self.titles.get(key, key)


@dataclass(frozen=True)
class GateResult:
    """`expected` and `actual` are plain JSON values, so that the ramp's event can store them as they were."""

    kind: GateKind
    keys: tuple[str, ...]
    expected: Mapping[str, Any]
    actual: Mapping[str, Any]
    reason: Reason | None = field(default=None)

    @property
    def met(self) -> bool:
        return self.reason is None

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "keys": list(self.keys), "expected": dict(self.expected),
                "actual": dict(self.actual), "met": self.met, "reason": self.reason.as_json() if self.reason else None}


def gate_results(gates: Sequence[Gate], facts: RampFacts, today: date) -> tuple[GateResult, ...]:
    """One result per gate, in the shape's order."""
    return tuple(_JUDGES[gate.kind](gate, facts, today) for gate in gates)


def blockers(results: Sequence[GateResult]) -> tuple[Reason, ...]:
    """What would open each gate that is not met."""
    return tuple(result.reason for result in results if result.reason)


def _certificate(gate: Gate, facts: RampFacts, today: date) -> GateResult:
    key = gate.keys[0]
    held = [each for each in facts.certificates if each.key == key]
    valid = [each for each in held if each.valid_on(today)]
    shown = max(valid or held, key=lambda each: (each.score_bp or 0, each.from_on), default=None)
    actual: dict[str, Any] = {"held": bool(held), "valid": bool(valid)}
    if shown:
        actual |= {"from_on": shown.from_on.isoformat(), "until_on": shown.until_on and shown.until_on.isoformat(),
                   "score_bp": shown.score_bp, "revoked": shown.revoked}
    expected = {"certificate": key, "valid_on": today.isoformat(), "minimum_bp": gate.minimum}
    reason = _certificate_reason(gate, facts, shown, bool(valid), today)
    return GateResult(gate.kind, gate.keys, expected, actual, reason)


def _certificate_reason(gate: Gate, facts: RampFacts, shown: CertificateFact | None, valid: bool,
                        today: date) -> Reason | None:
    key = facts.called(gate.keys[0])
    if shown is None:
        return Reason("ramp.certificate-missing", {"certificate": key})
    if not valid and shown.revoked:
        return Reason("ramp.certificate-revoked", {"certificate": key})
    if not valid and shown.from_on > today:
        return Reason("ramp.certificate-not-yet", {"certificate": key, "from_on": shown.from_on.isoformat()})
    if not valid:
        return Reason("ramp.certificate-lapsed",
                      {"certificate": key, "until_on": shown.until_on.isoformat() if shown.until_on else ""})
    if gate.minimum is not None and (shown.score_bp is None or shown.score_bp < gate.minimum):
        return Reason("ramp.certificate-score-low",
                      {"certificate": key, "score_bp": shown.score_bp or 0, "minimum_bp": gate.minimum})
    return None


def _modules(gate: Gate, facts: RampFacts, today: date) -> GateResult:
    open_ = [key for key in gate.keys if key not in facts.modules_completed]
    titles = [facts.called(key) for key in open_]
    reason = Reason("ramp.modules-open", {"modules": titles, "count": len(open_)}) if open_ else None
    return GateResult(gate.kind, gate.keys, {"modules": list(gate.keys)},
                      {"completed": [key for key in gate.keys if key not in open_]}, reason)


def _sign_off(gate: Gate, facts: RampFacts, today: date) -> GateResult:
    missing = [key for key in gate.keys if key not in facts.sign_offs]
    reason = Reason("ramp.sign-off-missing", {"about": [facts.called(key) for key in missing]}) if missing else None
    return GateResult(gate.kind, gate.keys, {"signed_off": list(gate.keys)},
                      {"signed_off": [key for key in gate.keys if key not in missing]}, reason)


def _coverage(gate: Gate, facts: RampFacts, today: date) -> GateResult:
    minimum = gate.minimum or 0
    reason = None
    if facts.coverage_bp is None:
        reason = Reason("ramp.coverage-unknown", {"minimum_bp": minimum})
    elif facts.coverage_bp < minimum:
        reason = Reason("ramp.coverage-low", {"coverage_bp": facts.coverage_bp, "minimum_bp": minimum,
                                              "times": str(Decimal(minimum) / 10_000)})
    return GateResult(gate.kind, gate.keys, {"minimum_bp": minimum}, {"coverage_bp": facts.coverage_bp}, reason)


def _no_open_hold(gate: Gate, facts: RampFacts, today: date) -> GateResult:
    reason = Reason("ramp.hold-open", {"holds": list(facts.open_holds)}) if facts.open_holds else None
    return GateResult(gate.kind, gate.keys, {"open_holds": 0}, {"open_holds": list(facts.open_holds)}, reason)


_JUDGES: dict[GateKind, Callable[[Gate, RampFacts, date], GateResult]] = {
    GateKind.certificate: _certificate,
    GateKind.modules: _modules,
    GateKind.sign_off: _sign_off,
    GateKind.pipeline_coverage: _coverage,
    GateKind.no_open_hold: _no_open_hold,
}
