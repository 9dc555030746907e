"""Which deals a statement takes, converted and shared: the versioned snapshot in, exact base and credit out.

A rep's part is cut from the deal's own minor units by largest remainder and then converted, so that the parts of all
reps are the deal whatever the exchange rate is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.errors import Refused
from workflows.money import WHOLE_BP, Money, convert_exact, exact_share, split
from workflows.pay.facts import DealFact, ExchangeRate, Reversal, Share
from workflows.pay.terms import PayOn, PayPlan
from workflows.pay.trace import Bucket, Considered, Inputs
from workflows.reasons import Reason, Reasons
from workflows.sales.periods import Period


@dataclass(frozen=True)
class CreditedDeal:
    """One deal of one rep. `day` orders deals and is the day the plan pays on, or the booking while that is open."""

    deal: DealFact
    bucket: Bucket
    day: date
    inputs: Inputs
    considered: tuple[Considered, ...]


def credited_deals(plan: PayPlan, deals: Iterable[DealFact], rep: str, period: Period, *,
                   rates: Sequence[ExchangeRate], reversals: Sequence[Reversal]) -> tuple[CreditedDeal, ...]:
    """The rep's deals of this period, then those that wait for their invoice or cash; each in order of day, reference.

    Raises Refused with everything that makes a deal unpayable: shares that are not whole, a missing rate, a double.
    """
    mine = [deal for deal in deals if any(share.rep == rep for share in deal.shares)]
    if problems := deal_problems(plan, mine, rates):
        raise Refused(*problems)
    found = []
    for deal in mine:
        undone = sum(each.share_bp for each in reversals if each.deal == deal.reference and each.on < period.to_on)
        considered = _considered(plan, deal, period, undone)
        bucket = _bucket(considered)
        if bucket:
            day = _paid_from(plan, deal)
            pays_on = day if bucket is Bucket.earned and day else deal.booked_on
            found.append(CreditedDeal(deal, bucket, pays_on, _inputs(plan, deal, rep, rates, undone), considered))
    return tuple(sorted(found, key=lambda each: (each.bucket is Bucket.pending, each.day, each.deal.reference)))


def deal_problems(plan: PayPlan, deals: Sequence[DealFact], rates: Sequence[ExchangeRate]) -> Reasons:
    """Everything that makes these deals unpayable, each with the deal it is about."""
    problems: list[Reason] = []
    seen: set[str] = set()
    known = {rate.currency for rate in rates} | {plan.currency}
    for deal in deals:
        said = {"deal": deal.reference}
        if deal.reference in seen:
            problems.append(Reason("pay.deal-twice", said))
        seen.add(deal.reference)
        if (whole := sum(share.commission_bp for share in deal.shares)) != WHOLE_BP:
            problems.append(Reason("pay.split-not-whole", {**said, "sum_bp": whole}))
        problems += [Reason("pay.share-out-of-range", {**said, "rep": share.rep}) for share in deal.shares
                     if not (share.commission_bp >= 0 and 0 <= share.credit_bp <= plan.credit_max_bp)]
        if len({share.rep for share in deal.shares}) < len(deal.shares):
            problems.append(Reason("pay.rep-twice", said))
        if deal.value.currency not in known:
            problems.append(Reason("pay.rate-missing", {**said, "currency": deal.value.currency, "to": plan.currency}))
        if deal.value.minor <= 0 or (deal.collected and not 0 < deal.collected.minor <= deal.value.minor):
            problems.append(Reason("pay.value-not-positive", said))
    return tuple(problems)


def _paid_from(plan: PayPlan, deal: DealFact) -> date | None:
    return {PayOn.booking: deal.booked_on, PayOn.invoice: deal.invoiced_on, PayOn.cash: deal.collected_on}[plan.pay_on]


def _considered(plan: PayPlan, deal: DealFact, period: Period, undone: int) -> tuple[Considered, ...]:
    day = _paid_from(plan, deal)
    last = period.to_on.isoformat()
    return (
        Considered("pay.rule-booked", {"before": last}, deal.booked_on.isoformat(), deal.booked_on < period.to_on),
        Considered("pay.rule-not-earlier", {"from": period.from_on.isoformat()}, day and day.isoformat(),
                   day is None or day >= period.from_on),
        Considered("pay.rule-not-reversed", {"below_bp": WHOLE_BP}, undone, undone < WHOLE_BP),
        Considered(f"pay.rule-{plan.pay_on.value}", {"before": last}, day and day.isoformat(),
                   day is not None and day < period.to_on))


def _bucket(considered: Sequence[Considered]) -> Bucket | None:
    *conditions, event = considered
    if not all(each.met for each in conditions):
        return None
    return Bucket.earned if event.met else Bucket.pending


def _inputs(plan: PayPlan, deal: DealFact, rep: str, rates: Sequence[ExchangeRate], undone: int) -> Inputs:
    value = deal.collected if plan.pay_on is PayOn.cash and deal.collected else deal.value
    parts = split(value.minor, [share.commission_bp for share in deal.shares])
    share, part = next((share, part) for share, part in zip(deal.shares, parts, strict=True) if share.rep == rep)
    rate = next((each for each in rates if each.currency == value.currency), None)
    base = _converted(plan, Money(part, value.currency), rate, undone)
    return Inputs(value, Money(part, value.currency), deal.snapshot, rate if value.currency != plan.currency else None,
                  share.commission_bp, share.credit_bp, undone, base, _credit(plan, share, value, rate, undone))


def _credit(plan: PayPlan, share: Share, value: Money, rate: ExchangeRate | None, undone: int) -> Decimal:
    return exact_share(_converted(plan, value, rate, undone), share.credit_bp)


def _converted(plan: PayPlan, amount: Money, rate: ExchangeRate | None, undone: int) -> Decimal:
    if amount.currency == plan.currency:
        exact = Decimal(amount.minor)
    else:
        exact = convert_exact(amount, plan.currency, rate.rate) if rate else Decimal(0)
    return exact_share(exact, WHOLE_BP - undone) if undone else exact
