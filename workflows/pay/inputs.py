"""Everything known about one person's pay, as plain facts: plans, credits, quotas, ramp, and what was stated before.

Loaded once, it answers for the run, the re-run, the estimate and the months before, so that all of them agree.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from workflows.errors import Refused
from workflows.money import WHOLE_BP, Money
from workflows.pay.facts import DealFact, RepFacts, Reversal, Share
from workflows.pay.plans import plan_from
from workflows.pay.terms import PayOn, PayPlan
from workflows.pay.trace import Statement
from workflows.ramp.gates import CertificateFact
from workflows.ramp.queries import MonthQuota
from workflows.reasons import Reason
from workflows.sales.periods import Period
from workflows.words import N_

CHANGED = N_("the deal was changed or withdrawn")


@dataclass(frozen=True)
class OnPlan:
    """A person is on a pay plan's version on days `[from_on, until_on)`; `body` is the plan as it was authored."""

    version_id: int
    version: str
    body: Mapping[str, Any]
    from_on: date
    until_on: date | None

    def holds_in(self, period: Period) -> bool:
        return self.from_on < period.to_on and (self.until_on is None or self.until_on > period.from_on)


@dataclass(frozen=True)
class CreditFact:
    """One row of the append-only credits; `reverses_id` names the row it takes back, on the day `recorded_on`."""

    id: int
    deal_id: int
    reference: str
    rep: str
    product: str
    share_bp: int
    amount_minor: int
    currency: str
    credited_on: date
    recorded_on: date
    reverses_id: int | None = None


@dataclass(frozen=True)
class Stated:
    """A stored statement that was not replaced. `landed` are the corrections whose differences its lines hold."""

    id: int
    number: int
    period: Period
    released_at: datetime | None
    corrects_id: int | None
    statement: Statement
    landed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PayInputs:
    """`credits` are of every deal the person has a part in, others' parts included.

    `full_on` is the day of full quota of who is or was `on_ramp`; who never was counts as full.
    `acknowledged` is the day each plan version was signed. `stated` is in order of period and number.
    """

    rep: str
    plans: tuple[OnPlan, ...] = ()
    credits: tuple[CreditFact, ...] = ()
    quotas: Mapping[date, MonthQuota] = field(default_factory=dict)
    on_ramp: bool = False
    full_on: date | None = None
    certificates: tuple[CertificateFact, ...] = ()
    acknowledged: Mapping[int, date] = field(default_factory=dict)
    stated: tuple[Stated, ...] = ()


def plan_in(inputs: PayInputs, period: Period) -> tuple[OnPlan, PayPlan]:
    """The plan of the period's last day. Raises Refused when there is none, or its text cannot be used."""
    found = [each for each in inputs.plans if each.holds_in(period)]
    if not found:
        raise Refused(Reason("pay.no-plan", {"rep": inputs.rep, "from_on": period.from_on.isoformat()}))
    on = max(found, key=lambda each: each.from_on)
    return on, plan_from(on.body, on.version)


def quota_in(inputs: PayInputs, whole: Period) -> tuple[Money | None, dict[date, MonthQuota]]:
    """The quota of the plan's whole period, the sum of its months, and the months it is made of; None without any."""
    months = {on: quota for on, quota in sorted(inputs.quotas.items()) if on in whole}
    total: Money | None = None
    for quota in months.values():
        amount = Money(quota.amount_minor, quota.currency)
        total = amount if total is None else total + amount
    return total, months


def rep_facts(inputs: PayInputs, on: OnPlan, period: Period) -> RepFacts:
    """What is proven of the rep on the period's last day."""
    last = period.to_on - timedelta(days=1)
    signed = inputs.acknowledged.get(on.version_id)
    return RepFacts(
        inputs.rep, not inputs.on_ramp or (inputs.full_on is not None and inputs.full_on <= last),
        frozenset(each.key for each in inputs.certificates if each.valid_on(last)),
        plan_acknowledged=signed is not None and signed <= last)


def deals_in(inputs: PayInputs, plan: PayPlan, period: Period) -> list[DealFact]:
    """The deals the period may pay: those booked before its end, for a plan that pays on booking only its own."""
    references = credit_references(inputs)
    mine = [each for each in inputs.credits if each.id in references and each.credited_on < period.to_on]
    if plan.pay_on is PayOn.booking:
        mine = [each for each in mine if each.credited_on >= period.from_on]
    return [_deal(inputs, each, references[each.id]) for each in mine]


def reversals_in(inputs: PayInputs) -> list[Reversal]:
    """Every credit of the person that was taken back.

    Credited anew at once, it was a correction: it never counted, and the month it counted in is computed again.
    Otherwise the deal came undone on the day that was recorded, and what was paid is taken back as the plan says.
    """
    references = credit_references(inputs)
    return [Reversal(references[each.reverses_id], _undone_on(inputs.credits, each), WHOLE_BP, CHANGED)
            for each in inputs.credits if each.reverses_id in references and each.reverses_id is not None]


def _undone_on(credits: Sequence[CreditFact], reversal: CreditFact) -> date:
    anew = any(each.deal_id == reversal.deal_id and each.reverses_id is None and each.id > reversal.id
               and each.recorded_on == reversal.recorded_on for each in credits)
    return reversal.credited_on if anew else max(reversal.credited_on, reversal.recorded_on)


def credit_references(inputs: PayInputs) -> dict[int, str]:
    """The person's own credits by id, with what a statement calls their deal: credited anew, it is "D-7 (2)"."""
    seen: Counter[str] = Counter()
    found = {}
    for each in inputs.credits:
        if each.rep == inputs.rep and each.reverses_id is None:
            seen[each.reference] += 1
            again = seen[each.reference]
            found[each.id] = each.reference if again == 1 else f"{each.reference} ({again})"
    return found


def _deal(inputs: PayInputs, mine: CreditFact, reference: str) -> DealFact:
    parts = _parts(inputs.credits, mine)
    whole = sum(each.share_bp for each in parts) == WHOLE_BP
    value = sum(each.amount_minor for each in parts) if whole else mine.amount_minor * WHOLE_BP // mine.share_bp
    return DealFact(reference, mine.product, Money(value, mine.currency), mine.credited_on,
                    tuple(Share(each.rep, each.share_bp, each.share_bp) for each in parts),
                    snapshot=f"credit {mine.id}")


def _parts(credits: Sequence[CreditFact], mine: CreditFact) -> list[CreditFact]:
    """The credits of the same deal that counted while this one did; a credit counts until it is taken back."""
    ended = {each.reverses_id: each.id for each in credits if each.reverses_id is not None}
    never = max(each.id for each in credits) + 1
    return [each for each in credits
            if each.deal_id == mine.deal_id and each.reverses_id is None
            and each.id < ended.get(mine.id, never) and mine.id < ended.get(each.id, never)]
