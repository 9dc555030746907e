"""What time it is. The only place that asks the machine, so that tests and the seed can travel."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_frozen: ContextVar[datetime | None] = ContextVar("onramp_clock", default=None)


def now() -> datetime:
    """The current moment in UTC, or the moment travelled to."""
    return _frozen.get() or datetime.now(UTC)


def today(zone: str = "UTC") -> date:
    """The calendar day it is now in `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment` (aware)."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@cache
def zones() -> frozenset[str]:
    """The names of all time zones; finding them out takes a walk through many files."""
    return frozenset(available_timezones())
