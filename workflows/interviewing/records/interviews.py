"""Interviews with their kits, scorecards with their ratings, and interviewers' training."""

from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.content.records import QuestionVersion
from workflows.db import Drafted, Moment, Record, Stateful, fact, one_of
from workflows.interviewing.machine import InterviewState, ScorecardState, TrainingState
from workflows.people.records import Competency, User
from workflows.recruiting.records import Candidacy, OpeningGap


class Interview(Stateful, Record):
    """One interviewer's meeting with one candidate, with its kit. The calendar keeps `ics_uid` for ever."""

    __tablename__ = "interviews"
    KIND = "interview"

    state: Mapped[InterviewState] = mapped_column(one_of(InterviewState), default=InterviewState.planned)
    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacies.id"), index=True)
    plan_round_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_rounds.id"))
    interviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    minutes: Mapped[int]
    starts_at: Mapped[datetime | None] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(sa.String(300), default="")
    ics_uid: Mapped[str] = mapped_column(sa.String(80), unique=True)
    ics_sequence: Mapped[int] = mapped_column(default=0)
    held_at: Mapped[datetime | None] = mapped_column(Moment)
    candidacy: Mapped[Candidacy] = relationship()
    interviewer: Mapped[User] = relationship()
    kit: Mapped[list["KitQuestion"]] = relationship(back_populates="interview", order_by="KitQuestion.position")
    scorecard: Mapped["Scorecard | None"] = relationship(back_populates="interview")

    __table_args__ = (fact("held", "held_at", name="held"),
                      sa.CheckConstraint("state NOT IN ('scheduled', 'held', 'no_show') OR starts_at IS NOT NULL",
                                         name="scheduled"),
                      sa.CheckConstraint("minutes BETWEEN 5 AND 480", name="minutes"))

    @property
    def team_id(self) -> int:
        return self.candidacy.team_id

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    def wait_params(self) -> dict[str, Any]:
        return {"candidate": self.candidacy.candidate.name, "title": self.title}


class KitQuestion(Record):
    """What is asked in this interview, in exactly this wording, because of this gap."""

    __tablename__ = "kit_questions"
    KIND = "kit_question"

    interview_id: Mapped[int] = mapped_column(sa.ForeignKey("interviews.id"), index=True)
    question_version_id: Mapped[int] = mapped_column(sa.ForeignKey("question_versions.id"), index=True)
    opening_gap_id: Mapped[int] = mapped_column(sa.ForeignKey("opening_gaps.id"))
    position: Mapped[int]
    interview: Mapped[Interview] = relationship(back_populates="kit")
    question: Mapped[QuestionVersion] = relationship()
    gap: Mapped[OpeningGap] = relationship()

    __table_args__ = (sa.UniqueConstraint("interview_id", "question_version_id"),)


class Overall(StrEnum):
    strong_yes = auto()
    yes = auto()
    no = auto()
    strong_no = auto()


class Blank(StrEnum):
    """Three different ways of having no level."""

    not_asked = auto()
    no_evidence = auto()
    no_decision = auto()


class Scorecard(Drafted, Stateful, Record):
    """One interviewer's ratings of one interview. `due_at` is an hour after the interview's planned end.

    `kept_reason` says why wording that is off limits was kept.
    """

    __tablename__ = "scorecards"
    KIND = "scorecard"

    state: Mapped[ScorecardState] = mapped_column(one_of(ScorecardState), default=ScorecardState.draft)
    interview_id: Mapped[int] = mapped_column(sa.ForeignKey("interviews.id"), unique=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    overall: Mapped[Overall | None] = mapped_column(one_of(Overall))
    overall_reason: Mapped[str] = mapped_column(sa.Text, default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    kept_reason: Mapped[str] = mapped_column(sa.Text, default="")
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    excused_at: Mapped[datetime | None] = mapped_column(Moment)
    excuse: Mapped[str | None] = mapped_column(sa.String(500))
    interview: Mapped[Interview] = relationship(back_populates="scorecard")
    author: Mapped[User] = relationship()
    ratings: Mapped[list["Rating"]] = relationship(back_populates="scorecard", order_by="Rating.id")

    __table_args__ = (fact("submitted", "submitted_at", name="submitted"),
                      fact("excused", "excused_at", "excuse", name="excused"),
                      sa.CheckConstraint("state <> 'submitted' OR overall IS NOT NULL", name="overall_given"))

    @property
    def team_id(self) -> int:
        return self.interview.team_id

    def wait_params(self) -> dict[str, Any]:
        return self.interview.wait_params()


class Rating(Record):
    """A level with its evidence, or a blank, on one question of the kit."""

    __tablename__ = "ratings"
    KIND = "rating"

    scorecard_id: Mapped[int] = mapped_column(sa.ForeignKey("scorecards.id"), index=True)
    kit_question_id: Mapped[int] = mapped_column(sa.ForeignKey("kit_questions.id"), unique=True)
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"), index=True)
    level: Mapped[int | None]
    blank: Mapped[Blank | None] = mapped_column(one_of(Blank))
    evidence: Mapped[str] = mapped_column(sa.Text, default="")
    scorecard: Mapped[Scorecard] = relationship(back_populates="ratings")
    kit_question: Mapped[KitQuestion] = relationship()
    competency: Mapped[Competency] = relationship()

    __table_args__ = (sa.CheckConstraint("level IS NULL OR level BETWEEN 1 AND 5", name="level"),
                      sa.CheckConstraint("level IS NULL OR blank IS NULL", name="level_or_blank"))


class ScorecardReading(Record):
    """What the worker made of a scorecard's wording, for its author alone.

    `fields` maps a field's name to the digest of the text that was read and its flags; a flag holds while the text
    has that digest.
    """

    __tablename__ = "scorecard_readings"

    scorecard_id: Mapped[int] = mapped_column(sa.ForeignKey("scorecards.id"), unique=True)
    fields: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    read_at: Mapped[datetime] = mapped_column(Moment)


class ScorecardVersion(Record):
    """A scorecard as it stood each time it was submitted."""

    __tablename__ = "scorecard_versions"

    scorecard_id: Mapped[int] = mapped_column(sa.ForeignKey("scorecards.id"), index=True)
    number: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("scorecard_id", "number"),)


class InterviewerTraining(Stateful, Record):
    __tablename__ = "interviewer_trainings"
    KIND = "interviewer_training"

    state: Mapped[TrainingState] = mapped_column(one_of(TrainingState), default=TrainingState.shadow)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"))
    qualified_at: Mapped[datetime | None] = mapped_column(Moment)
    weekly_limit: Mapped[int] = mapped_column(default=5)
    user: Mapped[User] = relationship()
    competency: Mapped[Competency] = relationship()

    __table_args__ = (sa.UniqueConstraint("user_id", "competency_id"),
                      fact("qualified", "qualified_at", name="qualified"))

    @property
    def team_id(self) -> int | None:
        return self.user.team_id
