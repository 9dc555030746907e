"""Deals as imported, who is credited with them, and quotas set by hand or file."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import clock
from workflows.db import Minor, Moment, Record, one_of
from workflows.people.records import User
from workflows.sales.deals import DealStage


class Product(Record):
    __tablename__ = "products"

    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    series: Mapped[str] = mapped_column(sa.String(80), default="")
    list_price_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))


class ImportBatch(Record):
    """One run of one file: what it was and what came of it. Asked for, looked at, confirmed, taken, in this order.

    `given` holds how to read the kept files (currency, source, file ids by part, names), `report` what looking found;
    the command that looks and takes in one go leaves both empty.
    """

    __tablename__ = "import_batches"
    KIND = "import_batch"

    kind: Mapped[str] = mapped_column(sa.String(40))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    imported: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    quarantined: Mapped[int] = mapped_column(default=0)
    mended: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    given: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    looked_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_at: Mapped[datetime | None] = mapped_column(Moment)
    team_id: None = None

    __table_args__ = (sa.CheckConstraint("confirmed_at IS NULL OR looked_at IS NOT NULL", name="looked_at_first"),
                      sa.CheckConstraint("taken_at IS NULL OR confirmed_at IS NOT NULL", name="confirmed_first"))


class QuarantinedRow(Record):
    """A row that could not be taken, with its place and reasons."""

    __tablename__ = "quarantined_rows"

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("import_batches.id"), index=True)
    line: Mapped[int]
    raw: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)


class Deal(Record):
    """One opportunity as last imported; `digest` tells whether a re-import changes anything."""

    __tablename__ = "deals"
    KIND = "deal"

    source: Mapped[str] = mapped_column(sa.String(40))
    external_id: Mapped[str] = mapped_column(sa.String(80))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    agent: Mapped[str] = mapped_column(sa.String(160))
    account: Mapped[str] = mapped_column(sa.String(200), default="")
    product_id: Mapped[int | None] = mapped_column(sa.ForeignKey("products.id"))
    stage: Mapped[DealStage] = mapped_column(one_of(DealStage))
    engaged_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    value_minor: Mapped[Minor | None]
    currency: Mapped[str] = mapped_column(sa.String(3))
    digest: Mapped[str] = mapped_column(sa.String(64))
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("import_batches.id"))
    user: Mapped[User | None] = relationship()
    product: Mapped[Product | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("source", "external_id"), sa.Index("ix_deals_closed", "stage", "closed_on"),
                      sa.CheckConstraint("stage NOT IN ('won', 'lost') OR closed_on IS NOT NULL", name="closed"),
                      sa.CheckConstraint("stage <> 'won' OR value_minor IS NOT NULL", name="won_value"))


class Credit(Record):
    """A booking's share that counts for a rep. Append-only: a change reverses with a negative row and credits anew."""

    __tablename__ = "credits"
    KIND = "credit"

    deal_id: Mapped[int] = mapped_column(sa.ForeignKey("deals.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    share_bp: Mapped[int]
    amount_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    credited_on: Mapped[date]
    reverses_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credits.id"), unique=True)
    deal: Mapped[Deal] = relationship()
    user: Mapped[User] = relationship()

    __table_args__ = (sa.Index("ix_credits_period", "user_id", "credited_on"),)

    @property
    def team_id(self) -> int | None:
        return self.deal.team_id


class Quota(Record):
    """A month's quota set by hand or file for someone who is not on a ramp. A new row replaces the old."""

    __tablename__ = "quotas"
    KIND = "quota"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    month_on: Mapped[date]
    amount_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    set_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship()

    __table_args__ = (sa.CheckConstraint("amount_minor >= 0", name="amount"),
                      sa.Index("uq_quotas_in_force", "user_id", "month_on", unique=True,
                               sqlite_where=sa.text("replaced_at IS NULL"),
                               postgresql_where=sa.text("replaced_at IS NULL")))

    @property
    def team_id(self) -> int | None:
        return self.user.team_id
