"""Who is on which pay plan, commission statements, line by line with their trace, and disputes."""

from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.content.records import ContentVersion
from workflows.db import Minor, Moment, Record, Stateful, fact, one_of
from workflows.pay.machine import DisputeState, StatementState
from workflows.people.records import Team, User
from workflows.ramp.records import QuotaLine
from workflows.sales.records import Credit, Quota


class PayAssignment(Record):
    """Which pay plan a person is on from a day (half-open; a new row ends the old)."""

    __tablename__ = "pay_assignments"
    KIND = "pay_assignment"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    pay_plan_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    user: Mapped[User] = relationship()
    pay_plan_version: Mapped[ContentVersion] = relationship()
    __table_args__ = (sa.UniqueConstraint("user_id", "from_on"),
                      sa.CheckConstraint("until_on IS NULL OR from_on < until_on", name="period"))

    @property
    def team_id(self) -> int | None:
        return self.user.team_id


class Statement(Stateful, Record):
    """One person's pay for one period [from_on, until_on). A re-run is the next `number`; released ones stay.

    `corrects_id` names the released statement whose difference this one is; only that difference is paid, with the
    open period. `quota_minor` and `credit_minor` are of the plan's whole period so far, None where there is no quota.
    `digest` is over everything it was computed from and came to. `summary` is a list of Reasons as JSON.
    """

    __tablename__ = "statements"
    KIND = "statement"

    state: Mapped[StatementState] = mapped_column(one_of(StatementState), default=StatementState.computed)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    number: Mapped[int] = mapped_column(default=1)
    pay_plan_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("statements.id"))
    quota_minor: Mapped[Minor | None]
    credit_minor: Mapped[Minor]
    total_minor: Mapped[Minor]
    buckets: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    summary: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    carried: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    digest: Mapped[str] = mapped_column(sa.String(64))
    currency: Mapped[str] = mapped_column(sa.String(3))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    paid_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship()
    team: Mapped[Team] = relationship()
    pay_plan_version: Mapped[ContentVersion] = relationship()
    quotas: Mapped[list["StatementQuota"]] = relationship(back_populates="statement",
                                                          order_by="StatementQuota.month_on")
    lines: Mapped[list["StatementLine"]] = relationship(back_populates="statement", order_by="StatementLine.position",
                                                        foreign_keys="StatementLine.statement_id")

    __table_args__ = (sa.UniqueConstraint("user_id", "from_on", "number"),
                      sa.CheckConstraint("from_on < until_on", name="period"),
                      fact(("released", "paid"), "released_at", name="released"),
                      fact("paid", "paid_at", name="paid"))

    def wait_params(self) -> dict[str, Any]:
        return {"rep": self.user.name, "from_on": self.from_on.isoformat()}


class StatementQuota(Record):
    """One month of the quota a statement was measured by, with its one cause: a ramp's line, or a quota set."""

    __tablename__ = "statement_quotas"

    statement_id: Mapped[int] = mapped_column(sa.ForeignKey("statements.id"), index=True)
    month_on: Mapped[date]
    amount_minor: Mapped[Minor]
    quota_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quota_lines.id"))
    quota_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quotas.id"))
    statement: Mapped[Statement] = relationship(back_populates="quotas")
    quota_line: Mapped[QuotaLine | None] = relationship()
    quota: Mapped[Quota | None] = relationship()
    __table_args__ = (sa.UniqueConstraint("statement_id", "month_on"),
                      sa.CheckConstraint("(quota_line_id IS NULL) <> (quota_id IS NULL)", name="cause"))


class StatementLine(Record):
    """One amount with everything needed to check it by hand.

    `credit_id` is the credit it pays; `correction_id` the statement of an earlier period whose difference lands here.
    """

    __tablename__ = "statement_lines"
    KIND = "statement_line"

    statement_id: Mapped[int] = mapped_column(sa.ForeignKey("statements.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(40))
    credit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credits.id"))
    correction_id: Mapped[int | None] = mapped_column(sa.ForeignKey("statements.id"))
    amount_minor: Mapped[Minor]
    trace: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    statement: Mapped[Statement] = relationship(back_populates="lines", foreign_keys=[statement_id])
    credit: Mapped[Credit | None] = relationship()
    __table_args__ = (sa.UniqueConstraint("statement_id", "position"),)


class DisputeAbout(StrEnum):
    """What a rep says is wrong."""

    deal_missing = auto()
    deal_value = auto()
    deal_share = auto()
    quota = auto()
    rate = auto()
    other = auto()


class Dispute(Stateful, Record):
    """A rep's objection to a line, or (without a line) to the statement; once each. The answer stays on the page."""

    __tablename__ = "disputes"
    KIND = "dispute"

    state: Mapped[DisputeState] = mapped_column(one_of(DisputeState), default=DisputeState.open)
    statement_id: Mapped[int] = mapped_column(sa.ForeignKey("statements.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("statement_lines.id"))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    about: Mapped[DisputeAbout] = mapped_column(one_of(DisputeAbout), default=DisputeAbout.other)
    text: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str | None] = mapped_column(sa.Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    statement: Mapped[Statement] = relationship()
    line: Mapped[StatementLine | None] = relationship()
    by: Mapped[User] = relationship()
    __table_args__ = (fact(("accepted", "partly_accepted", "rejected"), "answered_at", "answer", name="answered"),
                      sa.Index("uq_disputes_once", "statement_id", sa.text("coalesce(line_id, 0)"), unique=True))

    @property
    def team_id(self) -> int:
        return self.statement.team_id

    def wait_params(self) -> dict[str, Any]:
        return self.statement.wait_params()
