"""Offers and hires."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import clock
from workflows.content.records import ContentVersion
from workflows.db import Minor, Moment, Record, Stateful, one_of
from workflows.files import StoredFile
from workflows.interviewing.records import Debrief
from workflows.offers.machine import OfferState
from workflows.people.records import Team, User
from workflows.recruiting.records import Candidacy, Opening


class Offer(Stateful, Record):
    """Terms put to a candidate because of a debrief. A revision is a new row that names the one it replaces.

    Expiry is a day, not a state: an offer sent and past `expires_on`, where the candidate lives, cannot be signed.
    A signature stays on an offer that is withdrawn after it.
    """

    __tablename__ = "offers"
    KIND = "offer"

    state: Mapped[OfferState] = mapped_column(one_of(OfferState), default=OfferState.draft)
    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacies.id"), index=True)
    debrief_id: Mapped[int] = mapped_column(sa.ForeignKey("debriefs.id"))
    revises_id: Mapped[int | None] = mapped_column(sa.ForeignKey("offers.id"), unique=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    approver_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    salary_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(sa.String(3))
    start_on: Mapped[date]
    expires_on: Mapped[date]
    curriculum_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    ramp_shape_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    pay_plan_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    full_quota_minor: Mapped[Minor]
    coach_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    terms: Mapped[str] = mapped_column(sa.Text, default="")
    letter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("files.id"))
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_name: Mapped[str | None] = mapped_column(sa.String(160))
    signed_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    candidacy: Mapped[Candidacy] = relationship()
    debrief: Mapped[Debrief] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    approver: Mapped[User] = relationship(foreign_keys=[approver_id])
    coach: Mapped[User] = relationship(foreign_keys=[coach_id])
    letter: Mapped[StoredFile | None] = relationship()
    curriculum_version: Mapped[ContentVersion] = relationship(foreign_keys=[curriculum_version_id])
    ramp_shape_version: Mapped[ContentVersion] = relationship(foreign_keys=[ramp_shape_version_id])
    pay_plan_version: Mapped[ContentVersion] = relationship(foreign_keys=[pay_plan_version_id])

    __table_args__ = (sa.CheckConstraint("state <> 'signed' OR signed_at IS NOT NULL", name="signed"),
                      sa.CheckConstraint("state IN ('signed', 'withdrawn') OR signed_at IS NULL", name="unsigned"),
                      sa.CheckConstraint("(signed_at IS NULL) = (signed_name IS NULL) "
                                         "AND (signed_at IS NULL) = (signed_sha256 IS NULL)", name="signature"),
                      sa.CheckConstraint("state NOT IN ('sent', 'signed') "
                                         "OR (sent_at IS NOT NULL AND letter_id IS NOT NULL)",
                                         name="sent"),
                      sa.CheckConstraint("author_id <> approver_id", name="four_eyes"),
                      sa.CheckConstraint("salary_minor >= 0 AND full_quota_minor > 0", name="amounts"),
                      sa.Index("uq_offers_one_live", "candidacy_id", unique=True,
                               sqlite_where=sa.text("state NOT IN ('declined', 'withdrawn')"),
                               postgresql_where=sa.text("state NOT IN ('declined', 'withdrawn')")))

    @property
    def team_id(self) -> int:
        return self.candidacy.team_id

    @property
    def expires_at(self) -> datetime:
        return datetime.combine(self.expires_on, time(23, 59), tzinfo=ZoneInfo(self.candidacy.candidate.time_zone))

    def wait_params(self) -> dict[str, Any]:
        return self.candidacy.wait_params()


class Hire(Record):
    """A signed offer that took a seat. One per candidacy, one per seat."""

    __tablename__ = "hires"
    KIND = "hire"

    offer_id: Mapped[int] = mapped_column(sa.ForeignKey("offers.id"), unique=True)
    candidacy_id: Mapped[int] = mapped_column(sa.ForeignKey("candidacies.id"), unique=True)
    opening_id: Mapped[int] = mapped_column(sa.ForeignKey("openings.id"))
    seat: Mapped[int]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), unique=True)
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("teams.id"))
    manager_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    start_on: Mapped[date]
    hired_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    offer: Mapped[Offer] = relationship()
    candidacy: Mapped[Candidacy] = relationship()
    opening: Mapped[Opening] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    manager: Mapped[User] = relationship(foreign_keys=[manager_id])
    team: Mapped[Team] = relationship()

    __table_args__ = (sa.UniqueConstraint("opening_id", "seat"),)
