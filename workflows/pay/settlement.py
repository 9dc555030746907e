"""From what was earned to what is paid: caps and floor, clawbacks, adjustments, what was owed, the draw, the carry.

Everything here is whole minor units: earned lines were rounded before, and a clawback rounds on its own line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from workflows.money import apportion, exact_product, exact_ratio, exact_share, round_minor
from workflows.pay.draws import draw_amount, settle_draw
from workflows.pay.facts import Adjustment, Advance, Carried, Earned, PaidEntry, RepFacts, Reversal
from workflows.pay.terms import AboveCap, Negative, PayPlan
from workflows.pay.trace import Bucket, Considered, Line, LineKind, note
from workflows.sales.periods import Period, months_between


@dataclass
class Till:
    """The lines so far of one statement, and what will be carried out of it."""

    plan: PayPlan
    period: Period
    plan_period: Period
    lines: list[Line] = field(default_factory=list)

    def add(self, kind: LineKind, minor: int, about: str = "", **said: object) -> None:
        """A line of whole minor units, about a deal or an earlier line; nothing is written for zero."""
        if minor:
            said = {"amount_minor": abs(minor), "currency": self.plan.currency, **said}
            self.lines.append(Line(kind, Bucket.earned, Decimal(minor), minor, deal=about, notes=(
                note(f"pay.line-{kind.value.replace('_', '-')}", **said),)))

    @property
    def total(self) -> int:
        return sum(line.minor for line in self.lines if line.bucket is Bucket.earned)

    @property
    def closes_plan_period(self) -> bool:
        return self.period.to_on == self.plan_period.to_on


def apply_cap(till: Till, entries: Sequence[Earned], before: Carried) -> tuple[tuple[Earned, ...], tuple[Earned, ...]]:
    """What of `entries` is paid now and what stays withheld, deal by deal; earlier withheld money fills any room left.

    Room is what the cap leaves after everything the plan period has paid under it already.
    """
    cap, earned = till.plan.cap, sum(entry.minor for entry in entries)
    if cap is None:
        return tuple(entries), before.withheld
    room = max(0, cap.minor - _earned_before(till, before))
    paid = _scaled(entries, min(earned, room))
    till.add(LineKind.cap, min(earned, room) - earned, cap_minor=cap.minor,
             kept=cap.above is AboveCap.keep)
    if cap.above is AboveCap.forfeit:
        return paid, ()
    over = tuple(replace(entry, minor=entry.minor - part.minor) for entry, part in zip(entries, paid, strict=True))
    released, kept = _taken(before.withheld, room - min(earned, room))
    till.add(LineKind.cap_released, sum(entry.minor for entry in released))
    return (*paid, *released), tuple(entry for entry in (*kept, *over) if entry.minor)


def apply_floor(till: Till, before: Carried) -> None:
    """The plan period's least, topped up by the statement that closes it."""
    if till.plan.floor_minor and till.closes_plan_period:
        short = till.plan.floor_minor - till.total - _earned_before(till, before)
        till.add(LineKind.floor, max(0, short), floor_minor=till.plan.floor_minor)


def apply_clawbacks(till: Till, paid: Iterable[PaidEntry], reversals: Sequence[Reversal]) -> tuple[PaidEntry, ...]:
    """Takes back what was paid for deals reversed in this period, at what was paid then; returns the payments since."""
    after = []
    for entry in paid:
        for reversal in reversals:
            if reversal.deal == entry.earned.deal and reversal.on in till.period:
                entry = _clawed(till, entry, reversal)
        after.append(entry)
    return tuple(after)


def _clawed(till: Till, entry: PaidEntry, reversal: Reversal) -> PaidEntry:
    considered = clawback_condition(till.plan, entry, reversal)
    exact = exact_share(entry.earned.minor, reversal.share_bp) if considered.met else Decimal(0)
    back = min(round_minor(exact, till.plan.rounding), entry.earned.minor - entry.clawed_minor)
    said = note("pay.line-clawback" if considered.met else "pay.line-clawback-too-late", deal=entry.earned.deal,
                paid_minor=entry.earned.minor, share=rate_text(Decimal(reversal.share_bp)), amount_minor=back,
                why=reversal.why, paid_on=entry.paid_on.isoformat(), currency=till.plan.currency,
                rate=rate_text(entry.earned.rate_bp))
    till.lines.append(Line(LineKind.clawback, Bucket.earned, -exact, -back, entry.earned.component, entry.earned.deal,
                           considered=(considered,), notes=(said,)))
    return replace(entry, clawed_minor=entry.clawed_minor + back)


def clawback_condition(plan: PayPlan, entry: PaidEntry, reversal: Reversal) -> Considered:
    """Whether a reversal comes within the plan's days of the payment; without a clawback clause never."""
    terms = plan.clawback
    until = None if terms is None or terms.within_days is None else entry.paid_on + timedelta(days=terms.within_days)
    met = terms is not None and (until is None or reversal.on < until)
    return Considered("pay.rule-clawback", {"before": until.isoformat() if until else terms is not None},
                      reversal.on.isoformat(), met)


def apply_adjustments(till: Till, adjustments: Iterable[Adjustment]) -> None:
    """The differences that re-runs of closed periods found."""
    for each in adjustments:
        till.add(LineKind.adjustment, each.minor, f"{each.period} {each.line}", period=each.period,
                 before_minor=each.before_minor, after_minor=each.after_minor)


def apply_draw(till: Till, rep: RepFacts, before: Carried) -> tuple[tuple[Advance, ...], int]:
    """The draw at the period's close; returns what remains advanced and the months that have had one."""
    draw = till.plan.draw
    if draw is None:
        return before.advances, before.draw_months
    months = len(list(months_between(till.period.from_on, till.period.to_on - timedelta(days=1))))
    granted = draw_amount(draw, before.draw_months, months, rep.full_ramp)
    result = settle_draw(draw, till.total, before.advances, str(till.period), granted, months)
    gross = till.total
    till.add(LineKind.draw, result.topped_up, draw_minor=granted or 0, gross_minor=gross, balance_minor=result.balance)
    till.add(LineKind.recovery, -result.recovered, gross_minor=gross, balance_minor=result.balance)
    return result.advances, before.draw_months + (0 if granted is None else months)


def carry_negative(till: Till) -> int:
    """What a rep owes after this statement; the statement itself is then zero."""
    if till.total >= 0 or till.plan.negative is Negative.collect:
        return 0
    owed = -till.total
    till.add(LineKind.owed_after, owed)
    return owed


def reduced(entries: Iterable[Earned], reversals: Sequence[Reversal], period: Period) -> tuple[Earned, ...]:
    """Amounts that were never paid shrink with their deal; what is left of none is dropped."""
    left = []
    for entry in entries:
        undone = sum(each.share_bp for each in reversals if each.deal == entry.deal and each.on in period)
        kept = entry.minor - round_minor(exact_share(entry.minor, min(undone, 10_000)))
        if kept:
            left.append(replace(entry, minor=kept))
    return tuple(left)


def payments(paid: Iterable[Earned], on: date) -> tuple[PaidEntry, ...]:
    return tuple(PaidEntry(entry, on) for entry in paid if entry.minor > 0)


def rate_text(rate_bp: Decimal) -> str:
    """Basis points as a percentage somebody can type: 750 is "7.5%"."""
    return f"{(rate_bp / 100).quantize(Decimal('0.0001')).normalize():f}%"


def _earned_before(till: Till, before: Carried) -> int:
    return before.earned_minor if before.earned_in == str(till.plan_period) else 0


def _scaled(entries: Sequence[Earned], total: int) -> tuple[Earned, ...]:
    whole = sum(entry.minor for entry in entries)
    if total >= whole:
        return tuple(entries)
    exact = [exact_ratio(exact_product(entry.minor, total), whole) for entry in entries]
    return tuple(replace(entry, minor=minor)
                 for entry, minor in zip(entries, apportion(total, exact), strict=True))


def _taken(entries: Sequence[Earned], room: int) -> tuple[tuple[Earned, ...], tuple[Earned, ...]]:
    """The oldest entries that fit into `room`, the last of them in part, and what is left."""
    taken, left = [], []
    for entry in entries:
        part = min(entry.minor, room)
        room -= part
        taken.append(replace(entry, minor=part))
        left.append(replace(entry, minor=entry.minor - part))
    return tuple(entry for entry in taken if entry.minor), tuple(entry for entry in left if entry.minor)
