"""Calendar periods a quota, an attainment or a statement is about: months, quarters, years. Half-open `[from, to)`."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.errors import Refused
from workflows.reasons import Reason


class PeriodLength(StrEnum):
    month = "month"
    quarter = "quarter"
    year = "year"


MONTHS = {PeriodLength.month: 1, PeriodLength.quarter: 3, PeriodLength.year: 12}
_WRITTEN = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?")


@dataclass(frozen=True, order=True)
class Period:
    """`from_on` is its first day, `to_on` the first day after it."""

    from_on: date
    to_on: date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """From "2026-03", "2026-Q1" or "2026"."""
        written = _WRITTEN.fullmatch(text.strip())
        if not written or not 1900 <= int(written[1]) <= 2200:
            raise Refused(Reason("sales.period-unreadable", {"text": text[:40]}))
        first = int(written[2] or (int(written[3]) * 3 - 2 if written[3] else 1))
        length = 1 if written[2] else 3 if written[3] else 12
        from_on = date(int(written[1]), first, 1)
        return cls(from_on, add_months(from_on, length))

    @classmethod
    def of(cls, day: date, length: PeriodLength) -> "Period":
        """The month, quarter or year that holds `day`."""
        months = MONTHS[length]
        from_on = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls(from_on, add_months(from_on, months))

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day < self.to_on

    def __str__(self) -> str:
        if self.to_on == add_months(self.from_on, 12):
            return f"{self.from_on:%Y}"
        if self.to_on == add_months(self.from_on, 3):
            return f"{self.from_on:%Y}-Q{(self.from_on.month + 2) // 3}"
        return f"{self.from_on:%Y-%m}"

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days

    def next(self) -> "Period":
        months = (self.to_on.year - self.from_on.year) * 12 + self.to_on.month - self.from_on.month
        return Period(self.to_on, add_months(self.to_on, months))


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day where it is shorter."""
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_between(from_on: date, through: date) -> Iterator[Period]:
    """The months from the one holding `from_on` through the one holding `through`."""
    month = Period.of(from_on, PeriodLength.month)
    while month.from_on <= through:
        yield month
        month = month.next()
