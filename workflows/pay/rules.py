"""A statement: one function for the run, the re-run and the question "what if I close this deal?".

Order: eligible deals → currency → split and credit → quota → tiers → weights and gates → rounding of each component →
cap and floor → clawbacks → adjustments → what was owed → draw → carry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workflows.errors import Refused
from workflows.money import WHOLE_BP, Money, exact_product, exact_ratio, exact_share, exact_sum
from workflows.pay.earnings import Standpoint, component_lines, gate_conditions
from workflows.pay.eligibility import CreditedDeal, credited_deals
from workflows.pay.facts import Accumulated, Carried, DealFact, Earned, ExchangeRate, RepFacts, Reversal
from workflows.pay.settlement import (
    Till,
    apply_adjustments,
    apply_cap,
    apply_clawbacks,
    apply_draw,
    apply_floor,
    carry_negative,
    clawback_condition,
    payments,
    reduced,
)
from workflows.pay.terms import PayPlan
from workflows.pay.trace import Bucket, Buckets, Line, LineKind, Statement, note
from workflows.reasons import Reason
from workflows.sales.periods import Period

ALL = "*"
"""The key under which the credit of all components together is carried: attainment is over all of it."""


def run_statement(plan: PayPlan, deals: Iterable[DealFact], quota: Money | None, period: Period, carried: Carried, *,
                  rep: RepFacts, rates: Sequence[ExchangeRate] = (),
                  reversals: Sequence[Reversal] = ()) -> Statement:
    """One rep's statement. `quota` is that of the plan's whole period, which may be longer than `period`.

    `carried` comes from the statement before; give the same one to re-run. Raises Refused with every reason.
    """
    till = Till(plan, period, _plan_period(plan, period, quota))
    credited = credited_deals(plan, deals, rep.rep, period, rates=rates, reversals=reversals)
    counting = [deal for deal in credited if deal.bucket is Bucket.earned]
    total = _so_far(till, carried, ALL, reversals)
    credit = exact_sum((total.credit, *(deal.inputs.credit for deal in counting)))
    share = exact_ratio(exact_product(credit, WHOLE_BP), quota.minor) if quota and quota.minor > 0 else None
    at = Standpoint(plan, rep, quota, share)
    accumulated = {ALL: Accumulated(str(till.plan_period), credit)} | _earn(till, at, credited, carried, reversals)
    waiting, released = _released(at, reduced(carried.waiting, reversals, period))
    for entry in released:
        till.add(LineKind.released, entry.minor, f"{entry.component}:{entry.deal}", since=entry.since, deal=entry.deal)
    waiting = (*waiting, *_entries(till, Bucket.waiting))
    after = _settle(till, at, replace(carried, accumulated=accumulated, waiting=waiting), released, reversals)
    return Statement(plan.key, plan.version, rep.rep, str(period), plan.currency, quota, credit, share,
                     tuple(till.lines), _buckets(till, after), after,
                     tuple(note("pay.plan-silent", field=name, used=used) for name, used in plan.unsaid))


@dataclass(frozen=True)
class Estimate:
    """What closing more deals would change; both statements are computed by the same rules as the pay run."""

    now: Statement
    then: Statement

    @property
    def difference(self) -> Money:
        return self.then.pay - self.now.pay


def estimate(plan: PayPlan, deals: Sequence[DealFact], more: Sequence[DealFact], quota: Money | None, period: Period,
             carried: Carried, *, rep: RepFacts, rates: Sequence[ExchangeRate] = (),
             reversals: Sequence[Reversal] = ()) -> Estimate:
    """What the rep would be paid if `more` closed as described, beside what they are paid without."""
    now, then = (run_statement(plan, taken, quota, period, carried, rep=rep, rates=rates, reversals=reversals)
                 for taken in (deals, [*deals, *more]))
    return Estimate(now, then)


def _plan_period(plan: PayPlan, period: Period, quota: Money | None) -> Period:
    whole = Period.of(period.from_on, plan.period)
    if period.to_on > whole.to_on:
        raise Refused(Reason("pay.period-too-long", {"period": str(period), "plan_period": plan.period.value}))
    if quota and quota.currency != plan.currency:
        raise Refused(Reason("pay.quota-currency", {"quota": quota.currency, "plan": plan.currency}))
    return whole


def _so_far(till: Till, carried: Carried, component: str, reversals: Sequence[Reversal]) -> Accumulated:
    """What counted before in this plan period, without the deals that came undone since."""
    known = carried.accumulated.get(component)
    whole = str(till.plan_period)
    if known is None or known.period != whole:
        return Accumulated(whole)
    undone = _undone(till, carried, component, reversals)
    return Accumulated(whole, max(Decimal(0), known.credit - exact_sum(credit for credit, _ in undone)),
                       max(Decimal(0), known.base - exact_sum(base for _, base in undone)))


def _undone(till: Till, carried: Carried, component: str,
            reversals: Sequence[Reversal]) -> list[tuple[Decimal, Decimal]]:
    terms = till.plan.clawback
    if terms is None or not terms.reduces_credit:
        return []
    found = []
    for reversal in (each for each in reversals if each.on in till.period):
        entries = [each.earned for each in carried.paid if clawback_condition(till.plan, each, reversal).met]
        entries += [*carried.waiting, *carried.withheld]
        hit = [each for each in entries if each.deal == reversal.deal and component in {ALL, each.component}
               and each.counted_in == str(till.plan_period)]
        found += [(exact_share(each.credit, reversal.share_bp), exact_share(each.base, reversal.share_bp))
                  for each in hit[:1]]
    return found


def _earn(till: Till, at: Standpoint, credited: Sequence[CreditedDeal], carried: Carried,
          reversals: Sequence[Reversal]) -> dict[str, Accumulated]:
    accumulated = {}
    for component in at.plan.components:
        lines, accumulated[component.key] = component_lines(
            at, component, credited, _so_far(till, carried, component.key, reversals))
        till.lines += lines
    return accumulated


def _released(at: Standpoint, waiting: Sequence[Earned]) -> tuple[tuple[Earned, ...], tuple[Earned, ...]]:
    """What still waits, and what is earned now because every gate of its component is open."""
    shut = {component.key for component in at.plan.components
            if not all(each.met for each in gate_conditions(at, component))}
    return (tuple(entry for entry in waiting if entry.component in shut),
            tuple(entry for entry in waiting if entry.component not in shut))


def _entries(till: Till, bucket: Bucket) -> tuple[Earned, ...]:
    return tuple(_entry(till, line) for line in till.lines
                 if line.bucket is bucket and line.kind in {LineKind.deal, LineKind.spiff} and line.inputs)


def _entry(till: Till, line: Line) -> Earned:
    credit, base = (line.inputs.credit, line.inputs.base) if line.inputs else (Decimal(0), Decimal(0))
    rate = exact_ratio(exact_product(line.exact, WHOLE_BP), base) if base else Decimal(0)
    return Earned(line.deal, line.component, line.minor, str(till.period), rate, credit, base, str(till.plan_period))


def _settle(till: Till, at: Standpoint, carried: Carried, released: Sequence[Earned],
            reversals: Sequence[Reversal]) -> Carried:
    entries = (*_entries(till, Bucket.earned), *released)
    withheld = reduced(carried.withheld, reversals, till.period)
    paid, withheld = apply_cap(till, entries, replace(carried, withheld=withheld))
    apply_floor(till, carried)
    before = carried.earned_minor if carried.earned_in == str(till.plan_period) else 0
    earned = before + till.total
    since = apply_clawbacks(till, carried.paid, reversals)
    apply_adjustments(till, carried.adjustments)
    till.add(LineKind.owed_before, -carried.owed_minor)
    advances, draw_months = apply_draw(till, at.rep, carried)
    owed = carry_negative(till)
    return replace(carried, withheld=withheld, earned_in=str(till.plan_period), earned_minor=earned,
                   owed_minor=owed, advances=advances, draw_months=draw_months, adjustments=(),
                   paid=(*since, *payments(paid, till.period.to_on)))


def _buckets(till: Till, after: Carried) -> Buckets:
    earning = {LineKind.deal, LineKind.spiff, LineKind.released, LineKind.cap, LineKind.cap_released, LineKind.floor}
    return Buckets(
        earned=sum(line.minor for line in till.lines if line.bucket is Bucket.earned and line.kind in earning),
        pending=sum(line.minor for line in till.lines if line.bucket is Bucket.pending),
        waiting=sum(entry.minor for entry in after.waiting),
        withheld=sum(entry.minor for entry in after.withheld), paid=till.total)
