"""The opening's interview plan: its rounds and what each asks."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.content.records import QuestionVersion
from workflows.db import Record
from workflows.people.records import User
from workflows.recruiting.records import Opening, OpeningGap


class InterviewPlan(Record):
    """Which interviews an opening has and what each asks; the same core for every candidate. Newest counts.

    `broken` are the rules that no plan could keep, `reasons` what else is worth saying. `proven_gap` is how far the
    plan may be from the best there is, as a share of it; empty when the solver does not know.
    """

    __tablename__ = "interview_plans"
    KIND = "interview_plan"

    opening_id: Mapped[int] = mapped_column(sa.ForeignKey("openings.id"), index=True)
    number: Mapped[int]
    solver: Mapped[str] = mapped_column(sa.String(20))
    proven_gap: Mapped[float | None]
    broken: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    opening: Mapped[Opening] = relationship()
    rounds: Mapped[list["PlanRound"]] = relationship(back_populates="plan", order_by="PlanRound.position")

    __table_args__ = (sa.UniqueConstraint("opening_id", "number"),)

    @property
    def team_id(self) -> int:
        return self.opening.team_id


class PlanRound(Record):
    """One interview of the plan: title, minutes, and who usually holds it (`interviewer_pinned`: a person chose)."""

    __tablename__ = "plan_rounds"

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("interview_plans.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))
    minutes: Mapped[int]
    interviewer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    interviewer_pinned: Mapped[bool] = mapped_column(default=False)
    plan: Mapped[InterviewPlan] = relationship(back_populates="rounds")
    interviewer: Mapped[User | None] = relationship()
    questions: Mapped[list["PlanQuestion"]] = relationship(back_populates="round", order_by="PlanQuestion.position")

    __table_args__ = (sa.UniqueConstraint("plan_id", "position"), sa.CheckConstraint("minutes > 0", name="minutes"))


class PlanQuestion(Record):
    __tablename__ = "plan_questions"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_rounds.id"), index=True)
    question_version_id: Mapped[int] = mapped_column(sa.ForeignKey("question_versions.id"))
    opening_gap_id: Mapped[int] = mapped_column(sa.ForeignKey("opening_gaps.id"))
    position: Mapped[int]
    pinned: Mapped[bool] = mapped_column(default=False)
    round: Mapped[PlanRound] = relationship(back_populates="questions")
    question: Mapped[QuestionVersion] = relationship()
    gap: Mapped[OpeningGap] = relationship()

    __table_args__ = (sa.UniqueConstraint("round_id", "question_version_id"),)
