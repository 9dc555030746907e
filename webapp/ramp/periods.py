"""Periods in an address and in words: years, quarters and months that a list can be narrowed to."""

from datetime import timedelta

from flask import abort, request

from webapp.figures import day
from webapp.translating import gettext as _
from workflows.errors import Refused
from workflows.sales.periods import Period, PeriodLength

ALL = "all"


def asked_period() -> tuple[Period | None, bool]:
    """The address's period and whether all time is asked for; one that cannot be read is 404."""
    text = request.args.get("period", "")
    if text in ("", ALL):
        return None, text == ALL
    try:
        return Period.parse(text), False
    except Refused:
        abort(404)


def words(period: Period, short: bool = False) -> str:
    """"May 2026", "2nd quarter of 2026", "2026", or the first and last month of a longer span."""
    months = (period.to_on.year - period.from_on.year) * 12 + period.to_on.month - period.from_on.month
    if months == 1:
        return day(period.from_on, "MMM yyyy" if short else "MMMM yyyy")
    if months == 3 and period.from_on.month % 3 == 1:
        return day(period.from_on, "QQQ yyyy") if short else day(period.from_on, "QQQQ yyyy")
    if months == 12 and period.from_on.month == 1:
        return day(period.from_on, "yyyy")
    last = Period.of(period.to_on - timedelta(days=1), PeriodLength.month)
    return _("%(first)s to %(last)s", first=day(period.from_on, "MMMM yyyy"), last=day(last.from_on, "MMMM yyyy"))


def choices(known: Period, chosen: Period) -> list[tuple[str, str]]:
    """(value, label): years and quarters there is something known of, newest first, and the months of the chosen year.

    A chosen period beyond what is known is offered as well, so that the list says what the page shows.
    """
    found = []
    year = Period.of(known.to_on - timedelta(days=1), PeriodLength.year)
    while year.to_on > known.from_on:
        found += [year, *_within(year, PeriodLength.quarter)]
        if chosen.from_on in year:
            found += _within(year, PeriodLength.month)
        year = Period.of(year.from_on.replace(year=year.from_on.year - 1), PeriodLength.year)
    listed = [each for each in found if each.from_on < known.to_on and each.to_on > known.from_on]
    if chosen not in listed and chosen != known:
        listed.insert(0, chosen)
    return [(str(each), words(each, short=True)) for each in listed]


def _within(year: Period, length: PeriodLength) -> list[Period]:
    part, parts = Period.of(year.from_on, length), list[Period]()
    while part.to_on <= year.to_on:
        parts.insert(0, part)
        part = part.next()
    return parts
