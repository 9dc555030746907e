"""Commission statements, line by line with their trace, and disputes."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.content.records import ContentVersion
from workflows.db import Moment, Record, Stateful, fact, one_of
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
    __table_args__ = (sa.UniqueConstraint("user_id", "from_on"),)

    @property
    def team_id(self) -> int | None:
        return self.user.team_id


class Statement(Stateful, Record):
    """One person's pay for one period [from_on, until_on). A re-run is the next `number`; released ones stay."""

    __tablename__ = "statements"
    KIND = "statement"

    state: Mapped[StatementState] = mapped_column(one_of(StatementState), default=StatementState.computed)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    number: Mapped[int] = mapped_column(default=1)
    pay_plan_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    quota_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quota_lines.id"))
    quota_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quotas.id"))
    quota_minor: Mapped[int]
    credit_minor: Mapped[int]
    total_minor: Mapped[int]
    carried: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    currency: Mapped[str] = mapped_column(sa.String(3))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    paid_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship()
    team: Mapped[Team] = relationship()
    quota_line: Mapped[QuotaLine | None] = relationship()
    quota: Mapped[Quota | None] = relationship()
    pay_plan_version: Mapped[ContentVersion] = relationship()
    lines: Mapped[list["StatementLine"]] = relationship(back_populates="statement", order_by="StatementLine.position")

    __table_args__ = (sa.UniqueConstraint("user_id", "from_on", "number"),
                      sa.CheckConstraint("from_on < until_on", name="period"),
                      sa.CheckConstraint("quota_line_id IS NULL OR quota_id IS NULL", name="one_quota"),
                      fact(("released", "paid"), "released_at", name="released"),
                      fact("paid", "paid_at", name="paid"))

    def wait_params(self) -> dict[str, Any]:
        return {"rep": self.user.name, "from_on": self.from_on.isoformat()}


class StatementLine(Record):
    """One amount with everything needed to check it by hand."""

    __tablename__ = "statement_lines"
    KIND = "statement_line"

    statement_id: Mapped[int] = mapped_column(sa.ForeignKey("statements.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(40))
    credit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("credits.id"))
    amount_minor: Mapped[int]
    trace: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    statement: Mapped[Statement] = relationship(back_populates="lines")
    credit: Mapped[Credit | None] = relationship()
    __table_args__ = (sa.UniqueConstraint("statement_id", "position"),)


class Dispute(Stateful, Record):
    __tablename__ = "disputes"
    KIND = "dispute"

    state: Mapped[DisputeState] = mapped_column(one_of(DisputeState), default=DisputeState.open)
    statement_id: Mapped[int] = mapped_column(sa.ForeignKey("statements.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("statement_lines.id"))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str | None] = mapped_column(sa.Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    statement: Mapped[Statement] = relationship()
    by: Mapped[User] = relationship()
    __table_args__ = (fact(("accepted", "partly_accepted", "rejected"), "answered_at", "answer", name="answered"),)

    @property
    def team_id(self) -> int:
        return self.statement.team_id

    def wait_params(self) -> dict[str, Any]:
        return self.statement.wait_params()
