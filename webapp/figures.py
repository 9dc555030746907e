"""Days, moments, money and numbers as the reader writes them.

Whatever depends on nothing but the value and the reader's locale is written once and remembered.
"""

import re
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

import flask_babel
from babel import Locale, dates, numbers

from webapp.day_order import in_order
from webapp.translating import gettext, reader
from workflows import clock

PART_OF_YEAR = re.compile(r"([12][0-9]{3})-(?:Q?([1-4])|(0[1-9]|1[0-2])(?:-[0-9]{2})?)")
remembered = lru_cache(maxsize=4096)


def money(minor: int, currency: str, whole: bool = False) -> str:
    """`minor` units written in the reader's way; `whole` leaves out cents when there are none."""
    return _money(minor, currency, whole, reader().name)


@remembered
def _money(minor: int, currency: str, whole: bool, locale: str) -> str:
    amount = Decimal(minor).scaleb(-numbers.get_currency_precision(currency))
    if whole and amount == amount.to_integral_value():
        return numbers.format_currency(amount, currency, "¤#,##0", locale, currency_digits=False)
    return numbers.format_currency(amount, currency, locale=locale)


def day(on: date | datetime | None, form: str = "long") -> str:
    """A day written out ("23 November 2026"); `form` is Babel's long, medium, full or a pattern."""
    if isinstance(on, datetime):
        return _moment(on, form, reader().name, reader().zone, True)
    return "" if on is None else _day(on, form, reader().name)


@remembered
def _day(on: date, form: str, locale: str) -> str:
    return dates.format_date(on, in_order(form, Locale.parse(locale)), locale)


def part_of_year(text: str) -> str:
    """"2026-Q1", "2026-1" and "2026-05" (or a day of that month) as their quarter or month; other text unchanged."""
    written = PART_OF_YEAR.fullmatch(text)
    if not written:
        return text
    year, quarter, month = written.groups()
    return day(date(int(year), int(month or int(quarter) * 3 - 2), 1), "QQQ yyyy" if quarter else "MMMM yyyy")


def moment(at: datetime | None, form: str = "d MMMM yyyy, HH:mm") -> str:
    """A UTC moment in the person's own zone."""
    return "" if at is None else _moment(at, form, reader().name, reader().zone, False)


@remembered
def _moment(at: datetime, form: str, locale: str, zone: tzinfo, only_day: bool) -> str:
    here = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone)
    return _day(here.date(), form, locale) if only_day else dates.format_datetime(
        here, in_order(form, Locale.parse(locale)), zone, locale)


def ago(at: datetime | None, now: datetime | None = None) -> str:
    """Distance in words ("3 days ago", "in 2 hours")."""
    if at is None:
        return ""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    here = now or clock.now()
    return str(flask_babel.format_timedelta(aware - here, add_direction=True))


def iso(at: date | datetime | None) -> str:
    """For `<time datetime>`: UTC with its Z."""
    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return at.isoformat() if at else ""


@remembered
def initials(name: str) -> str:
    """At most two letters that stand for a person: first and last word."""
    words = [word for word in re.split(r"[\s\-]+", name.strip()) if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def percent_bp(bp: int | None, digits: int = 0) -> str:
    """Basis points as percent: 10 000 is 100 %."""
    return str(gettext("no figure yet")) if bp is None else _percent(bp, digits, reader().name)


@remembered
def _percent(bp: int, digits: int, locale: str) -> str:
    return numbers.format_percent(Decimal(bp) / 10_000, _pattern(digits) + "%", locale)


def number(value: float | Decimal | None, digits: int | None = None) -> str:
    """A figure with the reader's separators; `digits` fixes the decimals."""
    return str(gettext("no figure yet")) if value is None else _number(value, digits, reader().name)


@remembered
def _number(value: float | Decimal, digits: int | None, locale: str) -> str:
    if digits is None:
        return numbers.format_decimal(value, locale=locale)
    return numbers.format_decimal(round(Decimal(str(value)), digits), _pattern(digits), locale)


def with_unit(amount: str, unit: str) -> str:
    """What is measured in a goal's own unit: "6 people", "850,000 USD", "28%"."""
    return f"{amount}%" if unit == "%" else f"{amount} {unit}".rstrip()


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
