"""The audit ledger: who did what to which record, when, because of what. Append-only, sealed in batches.

The chain covers digests. Personal text sits in a side row with its salt; erasing that row leaves the chain whole.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from workflows import clock
from workflows.db import Base, table_of
from workflows.legible import MOST_MEMBERS, LegibleFacts, LegibleMembers, LegibleMoment, any_letters
from workflows.permits import Actor

ORIGIN = "0" * 64
ONE_SEALER = 20260302


class AuditEntry(Base):
    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(LegibleMoment)
    actor_kind: Mapped[str] = mapped_column(sa.String(20))
    actor_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(sa.String(80), index=True)
    record_kind: Mapped[str] = mapped_column(sa.String(60))
    record_id: Mapped[int | None]
    team_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(LegibleFacts)
    cause_id: Mapped[int | None] = mapped_column(sa.ForeignKey("audit_entries.id"))
    text_digest: Mapped[str | None] = mapped_column(sa.String(64))
    digest: Mapped[str] = mapped_column(sa.String(64))
    seal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("audit_seals.id"), index=True)
    text: Mapped["AuditText | None"] = relationship(back_populates="entry")

    __table_args__ = (sa.Index("ix_audit_entries_record", "record_kind", "record_id"),)


class AuditText(Base):
    """What a person wrote or is called, apart, so that erasure can delete it."""

    __tablename__ = "audit_texts"

    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("audit_entries.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(sa.String(32))
    body: Mapped[dict[str, Any]] = mapped_column(LegibleFacts)
    entry: Mapped[AuditEntry] = relationship(back_populates="text")


class AuditSeal(Base):
    """One link of the hash chain: the digests of a batch of entries on top of the link before."""

    __tablename__ = "audit_seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed_at: Mapped[datetime] = mapped_column(LegibleMoment)
    previous: Mapped[str] = mapped_column(sa.String(64), unique=True)
    members: Mapped[list[list[Any]]] = mapped_column(LegibleMembers)
    hash: Mapped[str] = mapped_column(sa.String(64))


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


INSERT_ENTRY, INSERT_TEXT = sa.insert(table_of(AuditEntry)), sa.insert(table_of(AuditText))
"""Every action writes these two rows, so without the records that nobody reads in the same breath."""


def write(session: Session, actor: Actor, verb: str, record_kind: str, record_id: int | None, *,
          team_id: int | None = None, facts: Mapping[str, Any], personal: Mapping[str, Any],
          cause_id: int | None) -> int:
    """Append one entry (inside the caller's transaction) and return its id."""
    body = canonical({**personal, "actor": actor.name})
    salt = secrets.token_hex(16)
    says = {"at": clock.now(), "actor_kind": actor.kind.value, "actor_id": actor.id, "verb": verb,
            "record_kind": record_kind, "record_id": record_id, "team_id": team_id,
            "facts": json.loads(canonical(dict(facts))), "cause_id": cause_id, "text_digest": sha256(salt + body)}
    written = session.execute(INSERT_ENTRY, {**says, "digest": digest_of(AuditEntry(**says))})
    entry_id = int(written.inserted_primary_key[0])  # type: ignore[attr-defined]  # a Core INSERT's result
    session.execute(INSERT_TEXT, {"entry_id": entry_id, "salt": salt, "body": json.loads(body)})
    return entry_id


def digest_of(entry: AuditEntry) -> str:
    """The digest of everything an entry says but its own id (which the seal covers)."""
    return sha256(canonical([entry.at.astimezone(UTC).isoformat(), entry.actor_kind, entry.actor_id, entry.verb,
                             entry.record_kind, entry.record_id, entry.team_id, entry.facts, entry.cause_id,
                             entry.text_digest]))


def seal(session: Session, limit: int = MOST_MEMBERS) -> AuditSeal | None:
    """Seal the entries that are not sealed yet into the next link; None when there is nothing to seal.

    Call under `maintenance`. Of several sealers one works and the others wait, so that the chain never forks.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_SEALER})
    with any_letters(session):
        entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.seal_id.is_(None))
                                  .order_by(AuditEntry.id).limit(limit)).all()
    if not entries:
        return None
    link = AuditSeal(sealed_at=clock.now(), previous=newest(session) or ORIGIN,
                     members=[[entry.id, str(entry.digest)] for entry in entries])
    link.hash = hash_of(link)
    session.add(link)
    session.flush()
    session.execute(sa.update(AuditEntry).where(AuditEntry.id.in_([entry.id for entry in entries]))
                    .values(seal_id=link.id))
    return link


def hash_of(link: AuditSeal) -> str:
    """What a link says of itself, on top of the link before."""
    return sha256(link.previous + canonical([link.sealed_at.astimezone(UTC).isoformat(), link.members]))


def newest(session: Session) -> str:
    """The hash of the newest link; empty before the first."""
    with any_letters(session):
        return str(session.scalar(sa.select(AuditSeal.hash).order_by(AuditSeal.id.desc()).limit(1)) or "")


def holds(session: Session, noted: str) -> bool:
    """Whether the chain has a link with this hash."""
    return session.scalar(sa.select(AuditSeal.id).where(AuditSeal.hash == noted)) is not None
