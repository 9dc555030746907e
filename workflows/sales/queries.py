"""What was sold: credits by person and period."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from workflows.db import db
from workflows.sales.records import Credit


def credit_minor(user_ids: Collection[int], from_on: date, until_on: date) -> dict[int, int]:
    """Credit in minor units by user id within [from_on, until_on), reversals included; nobody's credit is absent."""
    query = (sa.select(Credit.user_id, sa.func.sum(Credit.amount_minor))
             .where(Credit.user_id.in_(user_ids), Credit.credited_on >= from_on, Credit.credited_on < until_on)
             .group_by(Credit.user_id))
    return {user_id: int(total) for user_id, total in db.session.execute(query)}
