"""Requisitions, openings with their gap snapshot, candidates and their way through one opening."""

from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import clock
from workflows.db import Minor, Moment, Record, Stateful, fact, one_of
from workflows.files import StoredFile
from workflows.people.records import Competency, Profile, Team, User
from workflows.recruiting.machine import CandidacyState, RequisitionState


class Requisition(Stateful, Record):
    """The request for seats in a team."""

    __tablename__ = "requisitions"
    KIND = "requisition"

    state: Mapped[RequisitionState] = mapped_column(one_of(RequisitionState), default=RequisitionState.draft)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("profiles.id"))
    title: Mapped[str] = mapped_column(sa.String(160))
    seats: Mapped[int] = mapped_column(default=1)
    salary_min_minor: Mapped[Minor]
    salary_max_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    start_on: Mapped[date]
    why: Mapped[str] = mapped_column(sa.Text)
    requested_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    approver_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    team: Mapped[Team] = relationship()
    profile: Mapped[Profile] = relationship()
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    approver: Mapped[User] = relationship(foreign_keys=[approver_id])

    __table_args__ = (
        sa.CheckConstraint("seats > 0", name="seats"),
        sa.CheckConstraint("salary_min_minor >= 0 AND salary_min_minor <= salary_max_minor", name="salary"),
        sa.CheckConstraint("requested_by_id <> approver_id", name="four_eyes"),
        sa.CheckConstraint("state <> 'in_approval' OR submitted_at IS NOT NULL", name="submitted"),
        sa.CheckConstraint("state NOT IN ('open', 'paused', 'filled') OR approved_at IS NOT NULL", name="approved"),
        fact(("filled", "cancelled"), "ended_at", name="ended"))

    def wait_params(self) -> dict[str, Any]:
        return {"title": self.title, "team": self.team.name}


class ScoreVisibility(StrEnum):
    """Whether an interviewer sees colleagues' scorecards."""

    never = auto()
    after_own = auto()
    always = auto()


class Opening(Record):
    """The approved, published seats, with what was true on that day."""

    __tablename__ = "openings"
    KIND = "opening"

    requisition_id: Mapped[int] = mapped_column(sa.ForeignKey("requisitions.id"), unique=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    visibility: Mapped[ScoreVisibility] = mapped_column(one_of(ScoreVisibility), default=ScoreVisibility.after_own)
    published_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    requisition: Mapped[Requisition] = relationship()
    team: Mapped[Team] = relationship()
    gaps: Mapped[list["OpeningGap"]] = relationship(back_populates="opening", order_by="OpeningGap.weight_bp.desc()")
    stages: Mapped[list["OpeningStage"]] = relationship(back_populates="opening", order_by="OpeningStage.position")


class OpeningGap(Record):
    """What the team lacked in one competency on the day of approval: the first cause of the chain.

    `gap` = max(0, target_people - expected_people), in people; `level` is the level the target asks for.
    A competency the profile needs but no target names has target_people 0 and gap 0.
    """

    __tablename__ = "opening_gaps"
    KIND = "opening_gap"

    opening_id: Mapped[int] = mapped_column(sa.ForeignKey("openings.id"), index=True)
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"))
    target_id: Mapped[int | None] = mapped_column(sa.ForeignKey("targets.id"))
    level: Mapped[int]
    target_people: Mapped[int]
    expected_people: Mapped[float]
    gap: Mapped[float]
    weight_bp: Mapped[int]
    must_have: Mapped[bool] = mapped_column(default=False)
    opening: Mapped[Opening] = relationship(back_populates="gaps")
    competency: Mapped[Competency] = relationship()

    __table_args__ = (sa.UniqueConstraint("opening_id", "competency_id"), sa.CheckConstraint("gap >= 0", name="gap"))


class OpeningStage(Record):
    """The opening's own row of a stage kind: what it is called here and how long it may take."""

    __tablename__ = "opening_stages"
    KIND = "opening_stage"

    opening_id: Mapped[int] = mapped_column(sa.ForeignKey("openings.id"), index=True)
    position: Mapped[int]
    kind: Mapped[CandidacyState] = mapped_column(one_of(CandidacyState))
    name: Mapped[str] = mapped_column(sa.String(80))
    days: Mapped[int]
    opening: Mapped[Opening] = relationship(back_populates="stages")

    __table_args__ = (sa.UniqueConstraint("opening_id", "position"),)


class Candidate(Record):
    """A person who applies. The normalised e-mail address is the key; `user_id` once hired."""

    __tablename__ = "candidates"
    KIND = "candidate"

    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    name: Mapped[str] = mapped_column(sa.String(160))
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    locale: Mapped[str] = mapped_column(sa.String(12), default="en")
    time_zone: Mapped[str] = mapped_column(sa.String(60), default="UTC")
    consented_at: Mapped[datetime | None] = mapped_column(Moment)
    consent_by_hand: Mapped[str | None] = mapped_column(sa.String(200))
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    team_id: None = None


class Candidacy(Stateful, Record):
    __tablename__ = "candidacies"
    KIND = "candidacy"

    state: Mapped[CandidacyState] = mapped_column(one_of(CandidacyState), default=CandidacyState.applied)
    opening_id: Mapped[int] = mapped_column(sa.ForeignKey("openings.id"))
    candidate_id: Mapped[int] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    stage_id: Mapped[int | None] = mapped_column(sa.ForeignKey("opening_stages.id"))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    source: Mapped[str] = mapped_column(sa.String(80), default="careers page")
    stage_since_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    end_reason: Mapped[str | None] = mapped_column(sa.String(500))
    opening: Mapped[Opening] = relationship()
    candidate: Mapped[Candidate] = relationship()
    owner: Mapped[User] = relationship()
    stage: Mapped[OpeningStage | None] = relationship()
    moves: Mapped[list["CandidacyMove"]] = relationship(back_populates="candidacy", order_by="CandidacyMove.id")

    __table_args__ = (sa.UniqueConstraint("opening_id", "candidate_id"),
                      sa.Index("ix_candidacies_board", "opening_id", "state", "stage_since_at", "id"),
                      sa.Index("ix_candidacies_latest", "opening_id", "stage_since_at", "id"),
                      sa.Index("ix_candidacies_new", "opening_id", "created_at"),
                      fact(("hired", "declined", "withdrawn", "pooled"), "ended_at", name="ended"),
                      sa.CheckConstraint("state NOT IN ('declined', 'withdrawn', 'pooled') OR end_reason IS NOT NULL",
                                         name="end_reason"))

    @property
    def team_id(self) -> int:
        return self.opening.team_id

    def wait_params(self) -> dict[str, Any]:
        return {"candidate": self.candidate.name, "opening": self.opening.title}


class CandidacyMove(Record):
    """The history of every move; time in stage follows from it."""

    __tablename__ = "candidacy_moves"

    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacies.id"), index=True)
    before: Mapped[CandidacyState | None] = mapped_column(one_of(CandidacyState, "before"))
    after: Mapped[CandidacyState] = mapped_column(one_of(CandidacyState, "after"))
    at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    actor_name: Mapped[str] = mapped_column(sa.String(160))
    reason: Mapped[str | None] = mapped_column(sa.String(1000))
    candidacy: Mapped[Candidacy] = relationship(back_populates="moves")


class ReadingOutcome(StrEnum):
    waiting = auto()
    read = auto()
    unreadable = auto()


class Resume(Record):
    """A résumé as given, and what was found in it. A new upload is a new row; the newest counts."""

    __tablename__ = "resumes"
    KIND = "resume"

    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacies.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("files.id"))
    outcome: Mapped[ReadingOutcome] = mapped_column(one_of(ReadingOutcome), default=ReadingOutcome.waiting)
    reason: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    found: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    candidacy: Mapped[Candidacy] = relationship()
    file: Mapped[StoredFile] = relationship()

    __table_args__ = (sa.CheckConstraint("(outcome = 'waiting') = (read_at IS NULL)", name="read"),
                      sa.CheckConstraint("(outcome = 'read') = (found IS NOT NULL)", name="found"),
                      sa.CheckConstraint("(outcome = 'unreadable') = (reason IS NOT NULL)", name="reason"))

    @property
    def team_id(self) -> int:
        return self.candidacy.team_id


class Comment(Record):
    """A word among colleagues about a candidacy; the candidate does not see it."""

    __tablename__ = "comments"
    KIND = "comment"

    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacies.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    candidacy: Mapped[Candidacy] = relationship()
    author: Mapped[User] = relationship()

    @property
    def team_id(self) -> int:
        return self.candidacy.team_id
