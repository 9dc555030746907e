"""Files people gave us and papers we made: content-addressed on disk, described by a row."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from workflows.db import Moment, Record, db
from workflows.errors import NotFound, Refused
from workflows.reasons import Reason


class StoredFile(Record):
    """A file's name, kind and content hash. `erased_at` set means the content is gone on purpose."""

    __tablename__ = "files"
    KIND = "file"

    name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(40))
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    team_id: None = None


def store(data: bytes, *, name: str, media_type: str, purpose: str) -> StoredFile:
    """As `keep`, with its row added to the running action."""
    record = keep(data, name=name, media_type=media_type, purpose=purpose)
    db.session.add(record)
    db.session.flush()
    return record


def keep(data: bytes, *, name: str, media_type: str, purpose: str) -> StoredFile:
    """Keep `data`; the row that describes it is added with what refers to it. A full or read-only disk is Refused."""
    digest = hashlib.sha256(data).hexdigest()
    target = _path(digest)
    if not target.exists():
        try:
            _write(target, data)
        except OSError as failure:
            raise Refused(Reason("file.not-kept", {"name": name, "why": failure.strerror or ""})) from None
    return StoredFile(name=name[:200], media_type=media_type, size=len(data), sha256=digest, purpose=purpose)


def read(record: StoredFile) -> bytes:
    """The content; NotFound when it was erased or the disk lost it."""
    if record.erased_at is not None:
        raise NotFound(Reason("file.erased", {"name": record.name}))
    try:
        return _path(record.sha256).read_bytes()
    except FileNotFoundError:
        raise NotFound(Reason("file.lost", {"name": record.name})) from None


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{uuid4().hex}")
    try:
        with partial.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _path(digest: str) -> Path:
    root: Any = current_app.config["ONRAMP"].instance
    return Path(root) / "files" / digest[:2] / digest
