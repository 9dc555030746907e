"""The audit ledger: who did what to which record, when, because of what. Append-only, sealed in batches.

The chain covers digests. Personal text sits in a side row with its salt; erasing that row leaves the chain whole.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from workflows import clock
from workflows.db import Base, Moment
from workflows.permits import Actor


class AuditEntry(Base):
    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_kind: Mapped[str] = mapped_column(sa.String(20))
    actor_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(sa.String(80), index=True)
    record_kind: Mapped[str] = mapped_column(sa.String(60))
    record_id: Mapped[int | None]
    team_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
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
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    entry: Mapped[AuditEntry] = relationship(back_populates="text")


class AuditSeal(Base):
    """One link of the hash chain: the digests of a batch of entries on top of the link before."""

    __tablename__ = "audit_seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    sealed_at: Mapped[datetime] = mapped_column(Moment)
    previous: Mapped[str] = mapped_column(sa.String(64), unique=True)
    members: Mapped[list[list[Any]]] = mapped_column(sa.JSON)
    hash: Mapped[str] = mapped_column(sa.String(64))


@dataclass(frozen=True)
class Proof:
    """What `verify` found: how much is proven, how much is not sealed yet, and what does not fit."""

    sealed: int
    unsealed: int
    faults: tuple[str, ...]


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write(session: Session, actor: Actor, verb: str, record_kind: str, record_id: int | None, *,
          team_id: int | None = None, facts: Mapping[str, Any], personal: Mapping[str, Any],
          cause_id: int | None) -> AuditEntry:
    """Append one entry (inside the caller's transaction) and return it with its id."""
    body = {**personal, "actor": actor.name}
    salt = secrets.token_hex(16)
    plain = json.loads(canonical(dict(facts)))
    entry = AuditEntry(at=clock.now(), actor_kind=actor.kind.value, actor_id=actor.id, verb=verb,
                       record_kind=record_kind, record_id=record_id, team_id=team_id, facts=plain, cause_id=cause_id,
                       text_digest=sha256(salt + canonical(body)), digest="")
    entry.digest = digest_of(entry)
    session.add(entry)
    session.flush()
    session.add(AuditText(entry_id=entry.id, salt=salt, body=json.loads(canonical(body))))
    return entry


def digest_of(entry: AuditEntry) -> str:
    """The digest of everything an entry says but its own id (which the seal covers)."""
    return sha256(canonical([entry.at.astimezone(UTC).isoformat(), entry.actor_kind, entry.actor_id, entry.verb,
                             entry.record_kind, entry.record_id, entry.team_id, entry.facts, entry.cause_id,
                             entry.text_digest]))


def seal(session: Session, limit: int = 5000) -> AuditSeal | None:
    """Seal the entries that are not sealed yet into the next link; None when there is nothing to seal.

    `previous` is unique, so two sealers at once cannot fork the chain. Call under `maintenance`.
    """
    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.seal_id.is_(None))
                              .order_by(AuditEntry.id).limit(limit)).all()
    if not entries:
        return None
    last = session.scalar(sa.select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))
    previous = last.hash if last else "0" * 64
    members = [[entry.id, entry.digest] for entry in entries]
    link = AuditSeal(sealed_at=clock.now(), previous=previous, members=members,
                     hash=sha256(previous + canonical(members)))
    session.add(link)
    session.flush()
    for entry in entries:
        entry.seal_id = link.id
    return link


def verify(session: Session) -> Proof:
    """Recompute every digest and every link; a fault names the entry and what no longer fits."""
    faults: list[str] = []
    previous, sealed = "0" * 64, 0
    entries = session.scalars(sa.select(AuditEntry).options(sa.orm.joinedload(AuditEntry.text)))
    known = {entry.id: entry for entry in entries}
    for link in session.scalars(sa.select(AuditSeal).order_by(AuditSeal.id)):
        if link.previous != previous or link.hash != sha256(link.previous + canonical(link.members)):
            faults.append(f"seal {link.id}: the chain is broken here")
        for entry_id, digest in link.members:
            faults += _faults_of(known.get(entry_id), entry_id, digest)
        previous, sealed = link.hash, sealed + len(link.members)
    tail = [entry for entry in known.values() if entry.seal_id is None]
    for entry in tail:
        faults += _faults_of(entry, entry.id, entry.digest)
    return Proof(sealed, len(tail), tuple(faults))


def _faults_of(entry: AuditEntry | None, entry_id: int, digest: str) -> list[str]:
    if entry is None:
        return [f"entry {entry_id}: removed"]
    if digest_of(entry) != digest or entry.digest != digest:
        return [f"entry {entry_id} ({entry.verb}): changed after it was written"]
    if entry.text is not None and sha256(entry.text.salt + canonical(entry.text.body)) != entry.text_digest:
        return [f"entry {entry_id} ({entry.verb}): its text was changed after it was written"]
    return []
