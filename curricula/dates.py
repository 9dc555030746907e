"""Business days: when something is due so many working days from a start."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY_AND_SUNDAY = frozenset({5, 6})
_DAY = timedelta(days=1)


def is_business_day(day: date, holidays: Collection[date], weekend: Collection[int] = SATURDAY_AND_SUNDAY) -> bool:
    return day.weekday() not in weekend and day not in holidays


def due_on(
    start_on: date, offset: int, holidays: Collection[date], weekend: Collection[int] = SATURDAY_AND_SUNDAY
) -> date:
    """The business day `offset` business days after the start; a negative offset counts back, for pre-boarding.

    Offset 0 is the start itself, or the next business day when the start is none. `weekend` holds weekday numbers,
    Monday 0; a week without business days is refused with ValueError.
    """
    if set(range(7)) <= set(weekend):
        raise ValueError("a week needs at least one business day")
    day = start_on
    while not is_business_day(day, holidays, weekend):
        day += _DAY
    step = _DAY if offset >= 0 else -_DAY
    for _ in range(abs(offset)):
        day += step
        while not is_business_day(day, holidays, weekend):
            day += step
    return day
