"""The days on which the demo company works. Pure: dates in, dates out."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Workdays:
    """Monday to Friday without the days in `off`."""

    off: Collection[date] = field(default_factory=frozenset)

    def __contains__(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.off

    def at_or_after(self, day: date) -> date:
        return day if day in self else self.at_or_after(day + DAY)

    def at_or_before(self, day: date) -> date:
        return day if day in self else self.at_or_before(day - DAY)

    def after(self, day: date, number: int) -> date:
        """The workday that is `number` of them later; `number` is one at least."""
        found = self.at_or_after(day + DAY)
        return found if number == 1 else self.after(found, number - 1)

    def first_of_week(self, day: date) -> date:
        """The Monday of the day's week, or the first workday after it."""
        return self.at_or_after(day - day.weekday() * DAY)
