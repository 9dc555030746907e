"""What one component earns on a rep's deals: tiers, weight, gates. Exact until its lines are rounded, once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workflows.money import (
    WHOLE_BP,
    Money,
    apportion,
    exact_product,
    exact_ratio,
    exact_share,
    exact_sum,
    round_minor,
)
from workflows.pay.eligibility import CreditedDeal
from workflows.pay.facts import Accumulated, RepFacts
from workflows.pay.terms import (
    Accelerators,
    Accumulation,
    Component,
    ComponentKind,
    PayGate,
    PayGateKind,
    PayPlan,
    TierTable,
    Unmet,
)
from workflows.pay.tiers import Climb, Ladder, amount, ladder, tier_parts
from workflows.pay.trace import Bucket, Considered, Line, LineKind, note
from workflows.reasons import Reasons


@dataclass(frozen=True)
class Standpoint:
    """What is the same for every component of one statement. `attainment_bp` is None where there is no quota."""

    plan: PayPlan
    rep: RepFacts
    quota: Money | None
    attainment_bp: Decimal | None


def component_lines(at: Standpoint, component: Component, deals: Sequence[CreditedDeal],
                    so_far: Accumulated) -> tuple[tuple[Line, ...], Accumulated]:
    """The component's line for each deal it takes, and where its credit stands after those that count.

    Deals that still wait for their invoice or cash come last: they show what they would add, and move nothing.
    """
    taken = [deal for deal in deals if _takes(component, deal)]
    gates = gate_conditions(at, component)
    lines = _spiffs(component, taken) if component.table is None else _climbed(at, component, component.table, taken,
                                                                               so_far)
    lines = [replace(line, considered=(*line.considered, *gates), bucket=_bucket(component, line, gates))
             for line in lines]
    counting = [deal for deal in taken if deal.bucket is Bucket.earned]
    after = Accumulated(so_far.period, exact_sum((so_far.credit, *(deal.inputs.credit for deal in counting))),
                        exact_sum((so_far.base, *(_money(component, deal) for deal in counting))))
    return (*_rounded(at.plan, [line for line in lines if line.bucket is not Bucket.pending]),
            *_rounded(at.plan, [line for line in lines if line.bucket is Bucket.pending])), after


def gate_conditions(at: Standpoint, component: Component) -> tuple[Considered, ...]:
    """Each gate of the component with what it expects and what is proven on the period's last day."""
    return tuple(_gate(at, gate) for gate in component.gates)


def _gate(at: Standpoint, gate: PayGate) -> Considered:
    rule = f"pay.rule-gate-{gate.kind.value.replace('_', '-')}"
    if gate.kind is PayGateKind.attainment:
        reached = at.attainment_bp
        return Considered(rule, {"minimum_bp": gate.minimum_bp},
                          {"attainment_bp": None if reached is None else int(reached)},
                          reached is not None and reached >= gate.minimum_bp)
    met = {PayGateKind.full_ramp: at.rep.full_ramp, PayGateKind.plan_acknowledged: at.rep.plan_acknowledged,
           PayGateKind.certificate: gate.key in at.rep.certificates,
           PayGateKind.evidence: gate.key in at.rep.evidence}[gate.kind]
    return Considered(rule, gate.key or True, met, met)


def _takes(component: Component, deal: CreditedDeal) -> bool:
    return ((not component.products or deal.deal.product in component.products)
            and (component.from_on is None or component.from_on <= deal.day)
            and (component.to_on is None or deal.day < component.to_on))


def _bucket(component: Component, line: Line, gates: Sequence[Considered]) -> Bucket:
    if line.bucket is Bucket.pending or all(gate.met for gate in gates):
        return line.bucket
    return Bucket.waiting if component.unmet is Unmet.withhold else Bucket.forfeited


def _spiffs(component: Component, deals: Sequence[CreditedDeal]) -> list[Line]:
    return [Line(LineKind.spiff, deal.bucket, _spiff(component, deal), 0, component.key, deal.deal.reference,
                 deal.inputs, deal.considered) for deal in deals]


def _spiff(component: Component, deal: CreditedDeal) -> Decimal:
    kept = exact_share(component.spiff_minor, WHOLE_BP - deal.inputs.reversed_bp)
    return exact_share(kept, deal.inputs.commission_bp)


def _climbed(at: Standpoint, component: Component, table: TierTable, deals: Sequence[CreditedDeal],
             so_far: Accumulated) -> list[Line]:
    steps = ladder(table, at.quota, at.rep.full_ramp)
    factor = _factor(at, component)
    lock = _lock(table, at.rep)
    credit, base = so_far.credit, so_far.base
    if table.accumulation is Accumulation.transaction:
        credit = base = Decimal(0)
    lines = []
    for deal in deals:
        climb = Climb(credit, exact_sum((credit, deal.inputs.credit)), _money(component, deal), base)
        lines.append(_line(component, deal, climb, steps, factor, lock))
        if table.accumulation is Accumulation.period:
            credit, base = climb.after, exact_sum((base, climb.base))
    return lines


def _line(component: Component, deal: CreditedDeal, climb: Climb, steps: Ladder, factor: Decimal,
          lock: tuple[Considered, ...]) -> Line:
    parts = tier_parts(steps, climb)
    return Line(LineKind.deal, deal.bucket, exact_product(amount(parts), factor), 0, component.key,
                deal.deal.reference, deal.inputs, (*deal.considered, *lock), climb.before, climb.after, parts, factor,
                _locked_notes(steps, climb))


def _money(component: Component, deal: CreditedDeal) -> Decimal:
    """What the rate applies to: the rep's part of the deal, or for target pay the credit itself."""
    return deal.inputs.credit if component.kind is ComponentKind.target else deal.inputs.base


def _factor(at: Standpoint, component: Component) -> Decimal:
    """A commission is weighed; target pay is paid per unit of quota: target × weight ÷ quota."""
    weight = exact_ratio(component.weight_bp, WHOLE_BP)
    if component.kind is ComponentKind.commission:
        return weight
    if at.quota is None or at.quota.minor <= 0:
        return Decimal(0)
    return exact_ratio(exact_share(at.plan.target_minor, component.weight_bp), at.quota.minor)


def _lock(table: TierTable, rep: RepFacts) -> tuple[Considered, ...]:
    if table.accelerators is Accelerators.open or not any(tier.accelerator for tier in table.tiers):
        return ()
    return (Considered("pay.rule-accelerators", {"full_ramp": True}, {"full_ramp": rep.full_ramp}, rep.full_ramp),)


def _locked_notes(steps: Ladder, climb: Climb) -> Reasons:
    first = next((rung for rung in steps.rungs if rung.locked), None)
    return (note("pay.note-accelerator-locked"),) if first and climb.after > first.from_ else ()


def _rounded(plan: PayPlan, lines: Sequence[Line]) -> tuple[Line, ...]:
    exact = [line.exact for line in lines]
    whole = apportion(round_minor(exact_sum(exact), plan.rounding), exact)
    return tuple(replace(line, minor=minor) for line, minor in zip(lines, whole, strict=True))
