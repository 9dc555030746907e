"""Immutable versions of what experts wrote: questions, modules, quiz items, checkpoints, ramp shapes, pay plans.

What a person was asked or taught points at the exact version row; analytics key on `lineage`, which survives rewording.
"""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Moment, Record, one_of
from workflows.people.records import Competency


class PackKind(StrEnum):
    bank = auto()
    curriculum = auto()
    ramp_shape = auto()
    pay_plan = auto()
    conduct = auto()


class ContentVersion(Record):
    """One loaded state of one pack. Loading the same content again finds this row by its hash."""

    __tablename__ = "content_versions"
    KIND = "content_version"

    kind: Mapped[PackKind] = mapped_column(one_of(PackKind))
    key: Mapped[str] = mapped_column(sa.String(80))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    loaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    team_id: None = None

    __table_args__ = (sa.UniqueConstraint("kind", "key", "number"), sa.UniqueConstraint("kind", "key", "content_hash"))


class QuestionVersion(Record):
    __tablename__ = "question_versions"
    KIND = "question_version"

    content_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"), index=True)
    lineage: Mapped[str] = mapped_column(sa.String(120), index=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    competency_id: Mapped[int] = mapped_column(sa.ForeignKey("competencies.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    minutes: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    current: Mapped[bool] = mapped_column(default=True)
    team_id: None = None
    competency: Mapped[Competency] = relationship()

    __table_args__ = (sa.UniqueConstraint("lineage", "content_hash"),)


class ModuleVersion(Record):
    __tablename__ = "module_versions"
    KIND = "module_version"

    content_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"), index=True)
    lineage: Mapped[str] = mapped_column(sa.String(120), index=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[str] = mapped_column(sa.String(200))
    competency_id: Mapped[int | None] = mapped_column(sa.ForeignKey("competencies.id"))
    minutes: Mapped[int]
    due_offset_days: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    team_id: None = None
    competency: Mapped[Competency | None] = relationship()
    content_version: Mapped[ContentVersion] = relationship()

    __table_args__ = (sa.UniqueConstraint("content_version_id", "lineage"),)


class ItemVersion(Record):
    """One quiz item."""

    __tablename__ = "item_versions"
    KIND = "item_version"

    content_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"), index=True)
    lineage: Mapped[str] = mapped_column(sa.String(120), index=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    quiz: Mapped[str] = mapped_column(sa.String(120), index=True)
    competency_id: Mapped[int | None] = mapped_column(sa.ForeignKey("competencies.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    difficulty: Mapped[str] = mapped_column(sa.String(20), default="")
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    team_id: None = None

    __table_args__ = (sa.UniqueConstraint("content_version_id", "lineage"),)


class CheckpointVersion(Record):
    """A gate: rubric, competencies and the level it proves, pass mark, validity."""

    __tablename__ = "checkpoint_versions"
    KIND = "checkpoint_version"

    content_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"), index=True)
    lineage: Mapped[str] = mapped_column(sa.String(120), index=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    pass_mark_bp: Mapped[int]
    valid_days: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    team_id: None = None

    __table_args__ = (sa.UniqueConstraint("content_version_id", "lineage"),
                      sa.CheckConstraint("valid_days > 0", name="valid_days"),
                      sa.CheckConstraint("pass_mark_bp BETWEEN 0 AND 10000", name="pass_mark"))


class Acknowledgement(Record):
    """A person signed a text: typed name, time, hash of exactly what was shown."""

    __tablename__ = "acknowledgements"
    KIND = "acknowledgement"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    content_version_id: Mapped[int] = mapped_column(sa.ForeignKey("content_versions.id"))
    typed_name: Mapped[str] = mapped_column(sa.String(160))
    document_sha256: Mapped[str] = mapped_column(sa.String(64))
    signed_at: Mapped[datetime] = mapped_column(Moment)
    team_id: None = None
    content_version: Mapped[ContentVersion] = relationship()

    __table_args__ = (sa.UniqueConstraint("user_id", "content_version_id"),)


