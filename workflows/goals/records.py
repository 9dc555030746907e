"""Goals that follow from the vision's priorities, and their reviews."""

from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Moment, Record, Stateful, fact, one_of
from workflows.goals.machine import GoalState
from workflows.people.records import Priority, Team, User


class Goal(Stateful, Record):
    """What is to be reached by when. `metric` names how it is measured; values are in its own unit."""

    __tablename__ = "goals"
    KIND = "goal"

    state: Mapped[GoalState] = mapped_column(one_of(GoalState), default=GoalState.active)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    priority_id: Mapped[int | None] = mapped_column(sa.ForeignKey("priorities.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("goals.id"))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    metric: Mapped[str] = mapped_column(sa.String(80))
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    start_value: Mapped[float]
    target_value: Mapped[float]
    due_on: Mapped[date]
    review_every_days: Mapped[int] = mapped_column(default=30)
    review_due_on: Mapped[date]
    attainability: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    team: Mapped[Team] = relationship()
    priority: Mapped[Priority | None] = relationship()
    owner: Mapped[User] = relationship()
    reviews: Mapped[list["GoalReview"]] = relationship(back_populates="goal", order_by="GoalReview.id")

    __table_args__ = (fact(("met", "missed", "dropped"), "ended_at", name="ended"),
                      sa.CheckConstraint("review_every_days BETWEEN 1 AND 366", name="cadence"))

    @property
    def review_due_at(self) -> datetime:
        return datetime.combine(self.review_due_on, time(17, 0), tzinfo=UTC)

    def wait_params(self) -> dict[str, Any]:
        return {"goal": self.title}


class GoalReview(Record):
    """A look at where a goal stands; ends in a follow-up with an owner and a date, or in none needed."""

    __tablename__ = "goal_reviews"
    KIND = "goal_review"

    goal_id: Mapped[int] = mapped_column(sa.ForeignKey("goals.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    value: Mapped[float]
    note: Mapped[str] = mapped_column(sa.Text)
    follow_up: Mapped[str | None] = mapped_column(sa.String(300))
    follow_up_owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    follow_up_on: Mapped[date | None]
    follow_up_done_at: Mapped[datetime | None] = mapped_column(Moment)
    goal: Mapped[Goal] = relationship(back_populates="reviews")
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    follow_up_owner: Mapped[User | None] = relationship(foreign_keys=[follow_up_owner_id])

    __table_args__ = (sa.CheckConstraint("(follow_up IS NULL) = (follow_up_on IS NULL) AND "
                                         "(follow_up IS NULL) = (follow_up_owner_id IS NULL)", name="follow_up"),
                      sa.CheckConstraint("follow_up_done_at IS NULL OR follow_up IS NOT NULL", name="follow_up_done"))

    @property
    def team_id(self) -> int:
        return self.goal.team_id
