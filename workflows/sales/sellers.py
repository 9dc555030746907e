"""Who is meant by a name in a file."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from workflows.db import db
from workflows.people.records import User
from workflows.sales.names import placeholder_address


@dataclass(frozen=True)
class Seller:
    user_id: int
    team_id: int | None


def sellers_by_name(source: str, names: Iterable[str]) -> tuple[dict[str, Seller], frozenset[str]]:
    """Who is meant by each name, and the names that two people bear; unknown names are in neither.

    The account an earlier import made comes first, then the one active person of that name, then the one who left.
    """
    addresses = {placeholder_address(name, source): name for name in names}
    rows = db.session.execute(
        sa.select(User.id, User.team_id, User.name, User.email, User.deactivated_at)
        .where(sa.or_(User.name.in_(addresses.values()), User.email.in_(addresses)))).all()
    found: dict[str, Seller] = {}
    namesakes: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.email in addresses:
            found[addresses[row.email]] = Seller(row.id, row.team_id)
        namesakes[row.name].append(row)
    torn = set()
    for name in set(addresses.values()) - found.keys():
        here = [row for row in namesakes[name] if row.deactivated_at is None] or namesakes[name]
        if len(here) == 1:
            found[name] = Seller(here[0].id, here[0].team_id)
        elif here:
            torn.add(name)
    return found, frozenset(torn)
