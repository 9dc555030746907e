"""The days on which somebody does not work: public holidays of the region, the company's own, and their leave."""

from datetime import date, timedelta

import sqlalchemy as sa

from workflows.db import db
from workflows.people.records import Absence, Holiday


def days_off(region: str, user_id: int, around: date, today: date) -> frozenset[date]:
    """Days off from a year before to two years after `around`. Leave without an end counts up to `today`."""
    company = set(db.session.scalars(sa.select(Holiday.on).where(Holiday.region == region)))
    leave = db.session.execute(sa.select(Absence.from_on, Absence.until_on).where(Absence.user_id == user_id))
    away = {day for from_on, until_on in leave for day in _days(from_on, until_on or today + timedelta(days=1))}
    return frozenset(company | away | public(region, around.year))


def public(region: str, year: int) -> set[date]:
    """Public holidays of the year and its neighbours; an unknown region has none. "US-CA" names a part of "US"."""
    import holidays  # slow import

    country, _, part = region.partition("-")
    years = range(year - 1, year + 3)
    try:
        return set(holidays.country_holidays(country, subdiv=part or None, years=years))
    except NotImplementedError:
        return set()


def _days(from_on: date, until_on: date) -> list[date]:
    return [from_on + timedelta(days=number) for number in range(min((until_on - from_on).days, 1000))]
