"""What was sold: credits by person and period, deals and imports as pages show them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows.acting import get
from workflows.db import db
from workflows.errors import NotFound
from workflows.jobs import Job
from workflows.people.queries import USER_ID, held_in, part_of
from workflows.people.records import User
from workflows.permits import Actor, Role
from workflows.reasons import Reason
from workflows.sales.records import Credit, Deal, ImportBatch, Product, QuarantinedRow, Quota

PAGE = 50
SEEING = (Role.leader, Role.coach, Role.operations)
WORTH = sa.func.coalesce(Deal.value_minor, Product.list_price_minor, 0)
"""What a deal is worth in minor units: its value, or its product's list price as long as it has none."""


YEAR, MONTH = sa.extract("year", Credit.credited_on), sa.extract("month", Credit.credited_on)
CREDIT_BY_MONTH = (
    sa.select(Credit.user_id, YEAR, MONTH, Credit.currency, sa.func.sum(Credit.amount_minor))
    .where(Credit.user_id.in_(sa.bindparam("users", expanding=True)), Credit.credited_on >= sa.bindparam("from_on"),
           Credit.credited_on < sa.bindparam("until_on"))
    .group_by(Credit.user_id, YEAR, MONTH, Credit.currency))
QUOTA_LABELS = (
    sa.select(Quota.label).distinct().order_by(Quota.label)
    .where(Quota.user_id.in_(sa.bindparam("users", expanding=True)), Quota.replaced_at.is_(None), Quota.label != "",
           Quota.month_on >= sa.bindparam("from_on"), Quota.month_on < sa.bindparam("until_on")))


def credit_by_month(user_ids: Collection[int], from_on: date, until_on: date) -> dict[tuple[int, date, str], int]:
    """Credit in minor units by (user id, first of month, currency) within [from_on, until_on)."""
    asked = {"users": user_ids, "from_on": from_on, "until_on": until_on}
    found: dict[tuple[int, date, str], int] = defaultdict(int)
    for user_id, in_year, in_month, currency, total in db.session.execute(CREDIT_BY_MONTH, asked):
        found[user_id, date(int(in_year), int(in_month), 1), currency] += int(total)
    return dict(found)


def quota_labels(user_ids: Collection[int], from_on: date, until_on: date) -> tuple[str, ...]:
    """What the quotas in force for these months were labelled with, such as "sample"."""
    return tuple(db.session.scalars(QUOTA_LABELS, {"users": user_ids, "from_on": from_on, "until_on": until_on}))


SELLERS = sa.or_(held_in(User.team_id), User.id == USER_ID)
"""Whose figures somebody may see: their own and their part's; such a statement asks for `part_of(actor, *SEEING)`."""


@dataclass(frozen=True)
class CreditsPage:
    """One page of credits with what all of them come to, by currency; `total` is how many there are."""

    rows: list[Credit]
    total: int
    sums: dict[str, int]


def credits_for(actor: Actor, *, user_ids: Collection[int] | None, from_on: date | None, until_on: date | None,
                page: int = 1) -> CreditsPage:
    """Credits and reversals with their deals, newest first, within scope; None means no limit."""
    limits, asked = [SELLERS], part_of(actor, *SEEING)
    if user_ids is not None:
        limits.append(Credit.user_id.in_(user_ids))
    if from_on is not None:
        limits.append(Credit.credited_on >= from_on)
    if until_on is not None:
        limits.append(Credit.credited_on < until_on)
    within = sa.and_(*limits)
    sums = db.session.execute(
        sa.select(Credit.currency, sa.func.count(), sa.func.sum(Credit.amount_minor))
        .join(User, User.id == Credit.user_id).where(within).group_by(Credit.currency), asked).all()
    rows = db.session.scalars(
        sa.select(Credit).join(User, User.id == Credit.user_id).where(within)
        .options(joinedload(Credit.user), joinedload(Credit.deal).joinedload(Deal.product))
        .order_by(Credit.credited_on.desc(), Credit.id.desc()).limit(PAGE).offset((max(page, 1) - 1) * PAGE), asked)
    return CreditsPage(list(rows), sum(count for _, count, _ in sums), {each: int(total) for each, _, total in sums})


def deal_for(actor: Actor, deal_id: int) -> tuple[Deal, list[Credit], ImportBatch]:
    """A deal of somebody within scope, its credits and reversals in order, and the import it last came with."""
    deal = db.session.scalar(sa.select(Deal).join(User, User.id == Deal.user_id).where(
        Deal.id == deal_id, SELLERS).options(joinedload(Deal.user), joinedload(Deal.product)), part_of(actor, *SEEING))
    if deal is None:
        raise NotFound(Reason("record.gone"))
    given = db.session.scalars(sa.select(Credit).where(Credit.deal_id == deal.id).options(joinedload(Credit.user))
                               .order_by(Credit.id))
    return deal, list(given), get(ImportBatch, deal.batch_id)


def seller_names() -> set[str]:
    """Everybody's name, for a file that names people."""
    return set(db.session.scalars(sa.select(User.name)))


def batches_for(actor: Actor, page: int = 1) -> tuple[list[ImportBatch], int]:
    """Imports, newest first, and how many there are. A file holds every team's deals: a role in one team sees none."""
    within = sa.true() if actor.holds(Role.operations) else sa.false()
    rows = db.session.scalars(sa.select(ImportBatch).where(within).order_by(ImportBatch.id.desc()).limit(PAGE)
                              .offset((max(page, 1) - 1) * PAGE))
    return list(rows), db.session.scalar(sa.select(sa.func.count()).select_from(ImportBatch).where(within)) or 0


def batch_for(actor: Actor, batch_id: int) -> ImportBatch:
    if not actor.holds(Role.operations):
        raise NotFound(Reason("record.gone"))
    batch: ImportBatch = get(ImportBatch, batch_id)
    return batch


def job_key(batch_id: int) -> str:
    """What the jobs of an import are asked for by; one at a time."""
    return f"sales.import:{batch_id}"


def job_of(batch: ImportBatch) -> Job | None:
    """The job that last was to look at this import or take it."""
    return db.session.scalar(sa.select(Job).where(Job.once_key == job_key(batch.id)))


def quarantined_of(batch: ImportBatch, page: int | None = 1) -> Iterable[QuarantinedRow]:
    """The batch's rows that could not be taken, by file and line; all of them when `page` is None."""
    query = sa.select(QuarantinedRow).where(QuarantinedRow.batch_id == batch.id).order_by(QuarantinedRow.id)
    return db.session.scalars(query if page is None else query.limit(PAGE).offset((max(page, 1) - 1) * PAGE))
