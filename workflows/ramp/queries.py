"""Which quota holds for whom in which month."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from workflows.db import db
from workflows.ramp.records import QuotaLine
from workflows.sales.records import Quota

Row = TypeVar("Row", Quota, QuotaLine)


@dataclass(frozen=True)
class MonthQuota:
    """A month's quota in minor units with its one cause: a ramp's line, or a quota set by hand or file."""

    amount_minor: int
    scheduled_minor: int
    currency: str
    quota_line_id: int | None = None
    quota_id: int | None = None


def quotas_by_month(user_ids: Collection[int], from_on: date, until_on: date) -> dict[tuple[int, date], MonthQuota]:
    """The quota in force by (user id, first of month) for months beginning within [from_on, until_on).

    A ramp's line goes before a quota set by hand or file; a month without either is absent.
    """
    found: dict[tuple[int, date], MonthQuota] = {}
    for set_by_hand in db.session.scalars(_in_force(Quota, user_ids, from_on, until_on)):
        amount = set_by_hand.amount_minor
        found[set_by_hand.user_id, set_by_hand.month_on] = MonthQuota(amount, amount, set_by_hand.currency,
                                                                      quota_id=set_by_hand.id)
    for line in db.session.scalars(_in_force(QuotaLine, user_ids, from_on, until_on)):
        found[line.user_id, line.month_on] = MonthQuota(line.amount_minor, line.scheduled_minor, line.currency,
                                                        quota_line_id=line.id)
    return found


def _in_force(kind: type[Row], user_ids: Collection[int], from_on: date, until_on: date) -> sa.Select[Row]:
    return sa.select(kind).where(kind.user_id.in_(user_ids), kind.replaced_at.is_(None), kind.month_on >= from_on,
                                 kind.month_on < until_on)
