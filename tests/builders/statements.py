"""Reps on a pay plan with deals and quotas, and their statements."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from tests.builders import offers, sales
from tests.builders.pay import PLAN
from tests.builders.people import BUILDER, person, team
from workflows import clock
from workflows.content.records import ContentVersion, PackKind
from workflows.pay.actions import assignments, disputes, statements
from workflows.pay.records import Dispute, DisputeAbout, Statement
from workflows.people.queries import actor_for
from workflows.people.records import Team, User
from workflows.permits import Actor, Role
from workflows.ramp.actions.opening import open_ramp
from workflows.ramp.records import Ramp

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
DAYS = {1: JANUARY, 2: FEBRUARY, 3: MARCH}
SHAPE = {"key": "two-steps", "title": "Two steps", "day_count": "inclusive", "calendar": "gregorian",
         "quota_per": "month", "after_hold": "shift", "hold_max_days": 45, "recertify_days": 30,
         "steps": [{"share_bp": 5000, "months": 6}, {"share_bp": 10000}]}
_numbers = count(1)


def pay_plan(**fields: Any) -> ContentVersion:
    return offers.version(PackKind.pay_plan, f"ae-{next(_numbers)}", {**PLAN, "currency": "USD", **fields})


def rep(place: Team | None = None, *, name: str | None = None, quota: int | None = 1_000, from_on: date = JANUARY,
        **fields: Any) -> User:
    """A rep on a quarterly plan (10 % up to quota, 15 % above), with a quota for January to March in whole units."""
    user = person(Role.rep, team=place or team(), name=name or f"Rep {next(_numbers)}")
    assignments.assign_plan(BUILDER, user, version=pay_plan(**fields), from_on=from_on)
    if quota is not None:
        sales.quota(*((user.name, f"2026-0{month}", str(quota)) for month in (1, 2, 3)))
    return user


def operations(user: User) -> Actor:
    return actor_for(person(Role.operations, team=user.team))


def in_ramp(user: User, *, full_quota: int = 1_000, start_on: date = date(2025, 12, 1)) -> Ramp:
    """`user` at half of the full quota a month, in whole units, for six months."""
    assert user.team is not None
    with clock.at(datetime(start_on.year, start_on.month, start_on.day, 9, tzinfo=UTC)):
        return open_ramp(
            BUILDER, user=user, team=user.team, full_quota_minor=full_quota * 100, currency="USD", start_on=start_on,
            shape_version=offers.version(PackKind.ramp_shape, "two-steps", SHAPE), exemption="Was here before.")


def computed(user: User, month: int = 1) -> Statement:
    return statements.compute_statement(BUILDER, user, DAYS[month])


def released(user: User, month: int = 1) -> Statement:
    statement = computed(user, month)
    statements.release(operations(user), statement)
    return statement


def disputed(statement: Statement, text: str = "A deal is missing.", **given: Any) -> Dispute:
    return disputes.open_dispute(actor_for(statement.user), statement, about=DisputeAbout.other, text=text, **given)
