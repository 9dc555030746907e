"""The quota lines an event leads to: open months only, day by day, ramped beside scheduled. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflows.money import WHOLE_BP, Money, exact_product, exact_ratio, round_minor
from workflows.ramp.events import RampEvent, position, projected_events, scheduled_events, step_due_on
from workflows.ramp.schedule import FullQuota, schedule
from workflows.ramp.shapes import RampShape
from workflows.sales.periods import MONTHS, Period, PeriodLength, add_months

AHEAD = 3
"""Months that have a line beyond the day of full quota, or beyond today: a quarter's statement finds its months."""


@dataclass(frozen=True)
class Line:
    """One open month: what the rep is held to, and what there would be without any hold."""

    month: Period
    amount: Money
    scheduled: Money


def full_quotas(shape: RampShape, start_on: date, per_month: Money) -> list[FullQuota]:
    """A ramp keeps full quota per month; a shape may count it per quarter or year."""
    return [FullQuota(start_on, Money(per_month.minor * MONTHS[shape.quota_per], per_month.currency))]


def open_lines(shape: RampShape, full: Sequence[FullQuota], events: Sequence[RampEvent], today: date,
               known_to: date | None = None) -> list[Line]:
    """Every month that has not ended before `today`, through some months after full quota (or today, if later).

    What has not happened is expected on its due day; a held or resting ramp stays where it is. `known_to` is the last
    month that has a line already: a new event answers for it too.
    """
    through = max(horizon(shape, events, today), known_to or today)
    happened = schedule(shape, full, projected_events(shape, events, today), through)
    planned = schedule(shape, full, scheduled_events(shape, events), through)
    scheduled = {month.period: month.amount for month in planned}
    return [Line(month.period, month.amount, scheduled.get(month.period, Money(0, month.amount.currency)))
            for month in happened if month.period.to_on > today]


def horizon(shape: RampShape, events: Sequence[RampEvent], today: date) -> date:
    """The first day of the last month that has a line."""
    at = position(shape, events)
    last = step_due_on(shape, events, shape.last, today)
    furthest = max(today, last or today, at.since or today)
    return add_months(Period.of(furthest, PeriodLength.month).from_on, AHEAD)


def full_month(shape: RampShape, full: Sequence[FullQuota], month: Period) -> Money:
    """What the whole month asks of somebody at full quota, season included."""
    period = Period.of(month.from_on, shape.quota_per)
    weighed = exact_product(month.days, full[0].amount.minor, shape.season_bp[month.from_on.month - 1])
    return Money(round_minor(exact_ratio(weighed, period.days * WHOLE_BP)), full[0].amount.currency)
