"""The debrief and what it concluded per competency."""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Moment, Record, Stateful, fact, one_of
from workflows.interviewing.machine import DebriefState
from workflows.interviewing.records.fits import Fit
from workflows.interviewing.records.interviews import Rating
from workflows.people.records import Competency, User
from workflows.recruiting.records import Candidacy, OpeningGap


class Decision(StrEnum):
    advance = auto()
    offer = auto()
    decline = auto()
    pool = auto()


class Debrief(Stateful, Record):
    """The meeting that reads all scorecards. Who decides writes first and sees the numbers second."""

    __tablename__ = "debriefs"
    KIND = "debrief"

    state: Mapped[DebriefState] = mapped_column(one_of(DebriefState), default=DebriefState.open)
    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacies.id"), unique=True)
    decider_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    first_words: Mapped[str | None] = mapped_column(sa.Text)
    decision: Mapped[Decision | None] = mapped_column(one_of(Decision))
    reason: Mapped[str | None] = mapped_column(sa.Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    candidacy: Mapped[Candidacy] = relationship()
    decider: Mapped[User] = relationship()
    lines: Mapped[list["DebriefLine"]] = relationship(back_populates="debrief", order_by="DebriefLine.id")

    __table_args__ = (fact("decided", "decided_at", "decision", "reason", name="decided"),
                      sa.CheckConstraint("(state = 'open') = (first_words IS NULL)", name="first_words"))

    @property
    def team_id(self) -> int:
        return self.candidacy.team_id

    def wait_params(self) -> dict[str, Any]:
        return self.candidacy.wait_params()


class Standing(StrEnum):
    """What the panel could tell about one competency of a candidate."""

    meets = auto()
    short = auto()
    not_known = auto()


class DebriefLine(Record):
    """What was concluded per competency, as of the decision: the cause of what the plan waives and adds.

    `raters` counts independent interviewers with a level; `mean` is their raw mean (None without one). `adjusted`,
    its `standard_error` and `p_at_level` = P(true level >= the gap's level) come from `fit`, and are None for fewer
    than two raters. Append-only per `number`.
    """

    __tablename__ = "debrief_lines"
    KIND = "debrief_line"

    debrief_id: Mapped[int] = mapped_column(sa.ForeignKey("debriefs.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    opening_gap_id: Mapped[int] = mapped_column(sa.ForeignKey("opening_gaps.id"))
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"))
    standing: Mapped[Standing] = mapped_column(one_of(Standing))
    raters: Mapped[int]
    mean: Mapped[float | None]
    adjusted: Mapped[float | None]
    standard_error: Mapped[float | None]
    p_at_level: Mapped[float | None]
    fit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fits.id"), index=True)
    fit: Mapped[Fit | None] = relationship()
    debrief: Mapped[Debrief] = relationship(back_populates="lines")
    gap: Mapped[OpeningGap] = relationship()
    competency: Mapped[Competency] = relationship()
    sources: Mapped[list["DebriefLineRating"]] = relationship(back_populates="line")

    __table_args__ = (sa.UniqueConstraint("debrief_id", "number", "competency_id"),
                      sa.CheckConstraint("raters >= 2 OR standing = 'not_known'", name="two_raters"))


class DebriefLineRating(Record):
    """Which ratings a debrief line rests on."""

    __tablename__ = "debrief_line_ratings"

    line_id: Mapped[int] = mapped_column(sa.ForeignKey("debrief_lines.id"), index=True)
    rating_id: Mapped[int] = mapped_column(sa.ForeignKey("ratings.id"))
    line: Mapped[DebriefLine] = relationship(back_populates="sources")
    rating: Mapped[Rating] = relationship()
    __table_args__ = (sa.UniqueConstraint("line_id", "rating_id"),)
