"""A hire's plan: its modules with why and when, quiz attempts, sign-offs, and calls for help."""

from datetime import UTC, date, datetime, time
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.content.records import ContentVersion, ItemVersion, ModuleVersion
from workflows.db import Moment, Record, Stateful, db, fact, one_of
from workflows.files import StoredFile
from workflows.interviewing.records import DebriefLine
from workflows.offers.records import Hire
from workflows.onboarding.authored_modules import key_of, placings
from workflows.onboarding.machine import AssignmentState, HelpState, PlanState
from workflows.people.records import User


class Plan(Stateful, Record):
    """One person's curriculum. `hire_id` is its cause; `exemption` says why there is none (someone hired before us)."""

    __tablename__ = "plans"
    KIND = "plan"

    state: Mapped[PlanState] = mapped_column(one_of(PlanState), default=PlanState.preboarding)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    hire_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hires.id"), unique=True)
    exemption: Mapped[str | None] = mapped_column(sa.String(120))
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    curriculum_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    start_on: Mapped[date]
    manager_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    coach_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    buddy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    completed_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    manager: Mapped[User] = relationship(foreign_keys=[manager_id])
    coach: Mapped[User] = relationship(foreign_keys=[coach_id])
    hire: Mapped[Hire | None] = relationship()
    curriculum_version: Mapped[ContentVersion] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="plan", order_by="Assignment.position")

    __table_args__ = (sa.CheckConstraint("(hire_id IS NULL) = (exemption IS NOT NULL)", name="cause"),
                      fact("completed", "completed_at", name="completed"))


class Why(StrEnum):
    """Why a module is in a plan."""

    core = auto()
    short = auto()
    not_known = auto()
    added = auto()


class WaiverReason(StrEnum):
    tested_out = auto()
    equivalent_module = auto()
    equivalent_experience = auto()
    administrative = auto()


class Assignment(Stateful, Record):
    """One module of one plan. Its cause is a debrief line; `why = core` or `added` is the named exemption."""

    __tablename__ = "assignments"
    KIND = "assignment"

    state: Mapped[AssignmentState] = mapped_column(one_of(AssignmentState), default=AssignmentState.assigned)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plans.id"), index=True)
    module_version_id: Mapped[int] = mapped_column(sa.ForeignKey("module_versions.id"))
    position: Mapped[int]
    why: Mapped[Why] = mapped_column(one_of(Why))
    debrief_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("debrief_lines.id"))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    due_on: Mapped[date]
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    progress_bp: Mapped[int] = mapped_column(default=0)
    score_bp: Mapped[int | None]
    waiver: Mapped[WaiverReason | None] = mapped_column(one_of(WaiverReason))
    waiver_evidence: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    handed_in: Mapped[str | None] = mapped_column(sa.Text)
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("files.id"))
    feedback: Mapped[str | None] = mapped_column(sa.Text)
    plan: Mapped[Plan] = relationship(back_populates="assignments")
    module: Mapped[ModuleVersion] = relationship()
    debrief_line: Mapped[DebriefLine | None] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    file: Mapped[StoredFile | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("plan_id", "module_version_id"),
        sa.CheckConstraint("why IN ('core', 'added') OR debrief_line_id IS NOT NULL", name="cause"),
        sa.CheckConstraint("state NOT IN ('started', 'to_review') OR started_at IS NOT NULL", name="started"),
        sa.CheckConstraint("state <> 'to_review' OR handed_in IS NOT NULL", name="handed_in"),
        fact("done", "done_at", name="done"),
        fact("waived", "waiver", name="waived"),
        sa.CheckConstraint("progress_bp BETWEEN 0 AND 10000", name="progress"))

    @property
    def team_id(self) -> int:
        return self.plan.team_id

    @property
    def due_at(self) -> datetime:
        return datetime.combine(self.due_on, time(17, 0), tzinfo=UTC)

    @property
    def beginner_id(self) -> int | None:
        """Whom it waits for before it is begun: nobody while another module comes first, and not yet for the rep
        before the first day, unless it is due by then.
        """
        early = self.plan.state is PlanState.preboarding and self.due_on >= self.plan.start_on
        return None if (early and self.owner_id == self.plan.user_id) or self._comes_later() else self.owner_id

    def _comes_later(self) -> bool:
        requires = placings({self.module_version_id: self.module.content_hash})[self.module_version_id].requires
        still_open = sa.select(ModuleVersion.lineage).join(
            Assignment, Assignment.module_version_id == ModuleVersion.id).where(
            Assignment.plan_id == self.plan_id,
            Assignment.state.not_in((AssignmentState.done, AssignmentState.waived))) if requires else None
        return still_open is not None and any(key_of(each) in requires for each in db.session.scalars(still_open))

    def wait_params(self) -> dict[str, Any]:
        return {"module": self.module.title, "rep": self.plan.user.name, "rep_id": self.plan.user_id}


class DueDateMove(Record):
    """A due date never moves without a trace."""

    __tablename__ = "due_date_moves"

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    before_on: Mapped[date]
    after_on: Mapped[date]
    actor_name: Mapped[str] = mapped_column(sa.String(160))
    reason: Mapped[str] = mapped_column(sa.String(500))


class QuizAttempt(Record):
    """One sitting of a quiz. `items` are the drawn item version ids in order; the server's clock counts."""

    __tablename__ = "quiz_attempts"
    KIND = "quiz_attempt"

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    number: Mapped[int]
    items: Mapped[list[int]] = mapped_column(sa.JSON)
    deadline_at: Mapped[datetime | None] = mapped_column(Moment)
    handed_in_at: Mapped[datetime | None] = mapped_column(Moment)
    score_bp: Mapped[int | None]
    passed: Mapped[bool | None]
    assignment: Mapped[Assignment] = relationship()
    answers: Mapped[list["QuizAnswer"]] = relationship(back_populates="attempt")

    __table_args__ = (sa.UniqueConstraint("assignment_id", "number"),
                      sa.CheckConstraint("(handed_in_at IS NULL) = (score_bp IS NULL)", name="scored"))

    @property
    def team_id(self) -> int:
        return self.assignment.team_id


class QuizAnswer(Record):
    __tablename__ = "quiz_answers"

    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz_attempts.id"), index=True)
    item_version_id: Mapped[int] = mapped_column(sa.ForeignKey("item_versions.id"))
    response: Mapped[Any] = mapped_column(sa.JSON)
    score_bp: Mapped[int | None]
    attempt: Mapped[QuizAttempt] = relationship(back_populates="answers")
    item: Mapped[ItemVersion] = relationship()
    __table_args__ = (sa.UniqueConstraint("attempt_id", "item_version_id"),)


class ChecklistTick(Record):
    """One line of a checklist done, by whom."""

    __tablename__ = "checklist_ticks"

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(80))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    by: Mapped[User] = relationship()
    __table_args__ = (sa.UniqueConstraint("assignment_id", "key"),)


class RolePlay(Record):
    """An observed role-play: a level with evidence per criterion of the rubric. Append-only."""

    __tablename__ = "role_plays"
    KIND = "role_play"

    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    observer_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    scores: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    score_bp: Mapped[int]
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    assignment: Mapped[Assignment] = relationship()
    observer: Mapped[User] = relationship()

    @property
    def team_id(self) -> int:
        return self.assignment.team_id


class HelpCall(Stateful, Record):
    """"I'm stuck": reaches the coach."""

    __tablename__ = "help_calls"
    KIND = "help_call"

    state: Mapped[HelpState] = mapped_column(one_of(HelpState), default=HelpState.open)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignments.id"), index=True)
    coach_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str | None] = mapped_column(sa.Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    assignment: Mapped[Assignment] = relationship()
    coach: Mapped[User] = relationship()

    __table_args__ = (fact("answered", "answered_at", "answer", name="answered"),)

    @property
    def team_id(self) -> int:
        return self.assignment.team_id

    def wait_params(self) -> dict[str, Any]:
        return {"rep": self.assignment.plan.user.name, "module": self.assignment.module.title}
