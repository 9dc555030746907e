"""What a computer worked out from scorecards: the register of automated assistance. Append-only; people decide."""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Moment, Record, one_of
from workflows.recruiting.records import Opening


class FitPurpose(StrEnum):
    """What the numbers are for: one opening's debriefs and match, or the calibration of all interviewing."""

    panel = auto()
    calibration = auto()


class Fit(Record):
    """One computation with all that is needed to repeat it, and its answer.

    `basis_sha256` says which scorecards (each as submitted) and targets went in, `data_sha256` the levels themselves;
    the same basis is computed once. The answer names people and competencies by id only, so erasing a name reaches
    everything. `effective_sample_size` and `seed` are empty where nothing was drawn. `versions` are the ids of the
    scorecard versions that went in: a reader gets a fit only when they may see what every one of them says. `left_out`
    counts the candidates with scorecards that were left out for such a reader.
    """

    __tablename__ = "fits"
    KIND = "fit"

    purpose: Mapped[FitPurpose] = mapped_column(one_of(FitPurpose))
    opening_id: Mapped[int | None] = mapped_column(sa.ForeignKey("openings.id"), index=True)
    basis_sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    data_sha256: Mapped[str] = mapped_column(sa.String(64))
    scorecards: Mapped[int]
    versions: Mapped[list[int]] = mapped_column(sa.JSON, deferred=True)
    left_out: Mapped[int] = mapped_column(default=0)
    latest_submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    priors: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    seed: Mapped[str] = mapped_column(sa.String(32))
    method: Mapped[str] = mapped_column(sa.String(40))
    effective_sample_size: Mapped[float | None]
    seconds: Mapped[float]
    computed_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[dict[str, Any]] = mapped_column(sa.JSON, deferred=True)
    opening: Mapped[Opening | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("opening_id", "basis_sha256"),
                      sa.Index("uq_fits_company", "basis_sha256", unique=True,
                               sqlite_where=sa.text("opening_id IS NULL"),
                               postgresql_where=sa.text("opening_id IS NULL")),
                      sa.CheckConstraint("(purpose = 'panel') = (opening_id IS NOT NULL)", name="of_an_opening"),
                      sa.CheckConstraint("left_out >= 0", name="left_out_counted"))

    @property
    def team_id(self) -> int | None:
        return self.opening.team_id if self.opening else None
