"""Which days count: the company's holidays and people's leave."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Record
from workflows.people.records.accounts import User


class Holiday(Record):
    """A day the company does not work in a region, besides the region's public holidays."""

    __tablename__ = "holidays"
    KIND = "holiday"

    region: Mapped[str] = mapped_column(sa.String(8))
    on: Mapped[date]
    name: Mapped[str] = mapped_column(sa.String(120))
    team_id: None = None

    __table_args__ = (sa.UniqueConstraint("region", "on"),)


class Absence(Record):
    """Leave: the clock of plan and ramp stands still. Half-open [from_on, until_on)."""

    __tablename__ = "absences"
    KIND = "absence"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    noted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    user: Mapped[User] = relationship(foreign_keys=[user_id])

    __table_args__ = (sa.CheckConstraint("until_on IS NULL OR from_on < until_on", name="period"),)

    @property
    def team_id(self) -> int | None:
        return self.user.team_id
