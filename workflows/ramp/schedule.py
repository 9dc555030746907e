"""Quota per month, derived day by day from a ramp's events. Closed months are given back as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.errors import Refused
from workflows.money import WHOLE_BP, Money, exact_product, exact_ratio, exact_sum, round_minor
from workflows.ramp.events import RampEvent, Segment, Standing, segments
from workflows.ramp.shapes import RampShape
from workflows.reasons import Reason
from workflows.sales.periods import Period, months_between


@dataclass(frozen=True)
class FullQuota:
    """Full quota per `shape.quota_per` from this day on, until a later one takes over."""

    from_on: date
    amount: Money


@dataclass(frozen=True)
class QuotaPart:
    """Days of one month with the same share: `days` × `per_day` (exact minor units) × share × season = `exact`."""

    from_on: date
    to_on: date
    step: int
    share_bp: int
    season_bp: int
    standing: Standing
    per_day: Decimal
    exact: Decimal

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days


@dataclass(frozen=True)
class QuotaMonth:
    """One month's quota. A closed month has its stored amount and no parts: it is not computed again."""

    period: Period
    amount: Money
    parts: tuple[QuotaPart, ...]
    closed: bool = False


@dataclass(frozen=True)
class QuotaChange:
    period: Period
    before: Money
    after: Money


def schedule(shape: RampShape, full_quotas: Sequence[FullQuota], events: Sequence[RampEvent], through: date,
             closed: Mapping[Period, Money] | None = None) -> tuple[QuotaMonth, ...]:
    """Months from the first event through the month of `through`: Σ days full-quota/day × share × active × season.

    Each month is rounded once. Days before the first full quota or without activity (leave, exit) count nothing.
    """
    cut = segments(shape, events)
    if not cut or not full_quotas:
        return ()
    currency = full_quotas[0].amount.currency
    if len({each.amount.currency for each in full_quotas}) > 1:
        raise Refused(Reason("ramp.full-quota-currencies", {"currency": currency}))
    lines = []
    for month in months_between(cut[0].from_on, through):
        if closed and month in closed:
            lines.append(QuotaMonth(month, closed[month], (), closed=True))
            continue
        parts = _parts(shape, full_quotas, cut, month)
        lines.append(QuotaMonth(month, Money(round_minor(exact_sum(part.exact for part in parts)), currency), parts))
    return tuple(lines)


def quota_total(months: Sequence[QuotaMonth], period: Period) -> Money | None:
    """The quota of a longer period is the sum of its month lines; None when it holds none."""
    inside = [line.amount for line in months if line.period.from_on in period]
    return sum(inside[1:], inside[0]) if inside else None


def quota_changes(before: Sequence[QuotaMonth], after: Sequence[QuotaMonth]) -> tuple[QuotaChange, ...]:
    """What an event changed, month by month; months only one side knows count as zero on the other."""
    old, new = ({line.period: line.amount for line in side} for side in (before, after))
    changes = []
    for period in sorted({*old, *new}):
        zero = Money(0, (old.get(period) or new[period]).currency)
        was, now = old.get(period, zero), new.get(period, zero)
        if was != now:
            changes.append(QuotaChange(period, was, now))
    return tuple(changes)


def _parts(shape: RampShape, full_quotas: Sequence[FullQuota], cut: Sequence[Segment],
           month: Period) -> tuple[QuotaPart, ...]:
    ranked = sorted(full_quotas, key=lambda each: each.from_on)
    ends = [each.from_on for each in ranked[1:]] + [month.to_on]
    parts = []
    for segment in cut:
        if not segment.active:
            continue
        for quota, quota_to in zip(ranked, ends, strict=True):
            from_on = max(segment.from_on, quota.from_on, month.from_on)
            to_on = min(segment.to_on or month.to_on, quota_to, month.to_on)
            if from_on < to_on:
                parts.append(_part(shape, segment, quota.amount, from_on, to_on))
    return tuple(parts)


def _part(shape: RampShape, segment: Segment, full: Money, from_on: date, to_on: date) -> QuotaPart:
    per_day = exact_ratio(full.minor, Period.of(from_on, shape.quota_per).days)
    season_bp = shape.season_bp[from_on.month - 1]
    # One division at the end, so that a whole month at full share is full quota to the cent.
    weighed = exact_product((to_on - from_on).days, full.minor, segment.share_bp, season_bp)
    exact = exact_ratio(weighed, Period.of(from_on, shape.quota_per).days * WHOLE_BP * WHOLE_BP)
    return QuotaPart(from_on, to_on, segment.step, segment.share_bp, season_bp, segment.standing, per_day, exact)
