"""Crediting deals. Append-only: what no longer holds is reversed by a negative row, what holds now is credited anew."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from workflows import clock
from workflows.db import db
from workflows.money import WHOLE_BP
from workflows.sales.deals import DealStage
from workflows.sales.records import Credit, Deal
from workflows.sales.sources import Step, Tell, silent

CHUNK = 1_000


@dataclass(frozen=True)
class Touched:
    """What crediting changed: whose credit and on which days."""

    credited: int
    reversed: int
    user_ids: frozenset[int]
    days: frozenset[date]


def credit_deals(deal_ids: Sequence[int], tell: Tell = silent) -> Touched:
    """Bring the credits of these deals in line with what the deals say now; credits that hold stay untouched.

    A reversal carries its credit's day, so that the month it was sold in is right; its own day is `created_at`.
    """
    rows: list[dict[str, Any]] = []
    for number, some in enumerate(chunks(deal_ids)):
        tell(Step.crediting, number * CHUNK, len(deal_ids))
        standing: dict[int, Credit] = {credit.deal_id: credit for credit in db.session.scalars(_standing(some))}
        for deal in db.session.execute(_won(some)):
            wanted = _wanted(*deal)
            before = standing.pop(deal.id, None)
            if before is not None and _facts(before) == wanted:
                continue
            rows += [_reversal(before)] if before else []
            rows.append({**wanted, "reverses_id": None})
        rows += [_reversal(credit) for credit in standing.values()]
    for batch in chunks(rows):
        db.session.execute(sa.insert(Credit), [{"created_at": clock.now(), **row} for row in batch])
    backwards = sum(row["reverses_id"] is not None for row in rows)
    return Touched(len(rows) - backwards, backwards, frozenset(row["user_id"] for row in rows),
                   frozenset(row["credited_on"] for row in rows))


def chunks(whole: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """`whole` in parts that fit one statement, in order."""
    return (whole[start:start + CHUNK] for start in range(0, len(whole), CHUNK))


def _standing(deal_ids: Iterable[int]) -> sa.Select[Credit]:
    """Credits that are neither a reversal nor reversed."""
    later = aliased(Credit)
    return (sa.select(Credit).outerjoin(later, later.reverses_id == Credit.id)
            .where(Credit.deal_id.in_(deal_ids), Credit.reverses_id.is_(None), later.id.is_(None)))


def _won(deal_ids: Iterable[int]) -> sa.Select[int, int | None, int | None, str, date | None]:
    return sa.select(Deal.id, Deal.user_id, Deal.value_minor, Deal.currency, Deal.closed_on).where(
        Deal.id.in_(deal_ids), Deal.stage == DealStage.won, Deal.user_id.is_not(None))


def _wanted(deal_id: int, user_id: int | None, value_minor: int | None, currency: str,
            closed_on: date | None) -> dict[str, Any]:
    return {"deal_id": deal_id, "user_id": user_id, "share_bp": WHOLE_BP, "amount_minor": value_minor,
            "currency": currency, "credited_on": closed_on}


def _facts(credit: Credit) -> dict[str, Any]:
    return {"deal_id": credit.deal_id, "user_id": credit.user_id, "share_bp": credit.share_bp,
            "amount_minor": credit.amount_minor, "currency": credit.currency, "credited_on": credit.credited_on}


def _reversal(credit: Credit) -> dict[str, Any]:
    return {**_facts(credit), "amount_minor": -credit.amount_minor, "reverses_id": credit.id}
