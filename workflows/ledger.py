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
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from workflows import clock
from workflows.db import Base, Moment, table_of
from workflows.permits import Actor

ORIGIN = "0" * 64
ONE_SEALER = 20260302


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
class Fault:
    """One thing that does not fit: `code` names its sentence, `number` the entry (or the seal)."""

    code: str
    number: int
    verb: str = ""


@dataclass(frozen=True)
class Proof:
    """What `verify` found: how much is proven, how much is not sealed yet, what does not fit, and the last link."""

    sealed: int
    unsealed: int
    faults: tuple[Fault, ...]
    head: str


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


def seal(session: Session, limit: int = 5000) -> AuditSeal | None:
    """Seal the entries that are not sealed yet into the next link; None when there is nothing to seal.

    Call under `maintenance`. Of several sealers one works and the others wait, so that the chain never forks.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_SEALER})
    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.seal_id.is_(None))
                              .order_by(AuditEntry.id).limit(limit)).all()
    if not entries:
        return None
    last = session.scalar(sa.select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))
    link = AuditSeal(sealed_at=clock.now(), previous=last.hash if last else ORIGIN,
                     members=[[entry.id, entry.digest] for entry in entries])
    link.hash = hash_of(link)
    session.add(link)
    session.flush()
    session.execute(sa.update(AuditEntry).where(AuditEntry.id.in_([entry.id for entry in entries]))
                    .values(seal_id=link.id))
    return link


def hash_of(link: AuditSeal) -> str:
    """What a link says of itself, on top of the link before."""
    return sha256(link.previous + canonical([link.sealed_at.astimezone(UTC).isoformat(), link.members]))


def verify(session: Session) -> Proof:
    """Recompute every digest and every link, one link at a time; a fault names the entry and what no longer fits.

    Links cut off at the end cannot be missed from within: compare `Proof.head` with one noted elsewhere.
    """
    with Session(session.get_bind()) as apart:
        faults: list[Fault] = []
        previous, sealed = ORIGIN, 0
        for link_id in apart.scalars(sa.select(AuditSeal.id).order_by(AuditSeal.id)).all():
            link = apart.get_one(AuditSeal, link_id)
            if link.previous != previous or link.hash != hash_of(link):
                faults.append(Fault("ledger.chain-broken", link.id))
            faults += _faults_below(apart, link)
            previous, sealed = link.hash, sealed + len(link.members)
            apart.expunge_all()
        linked = sa.exists().where(AuditSeal.id == AuditEntry.seal_id)
        stray = apart.scalars(sa.select(AuditEntry).where(AuditEntry.seal_id.is_not(None), ~linked)).all()
        faults += [Fault("ledger.entry-uncovered", entry.id, entry.verb) for entry in stray]
        tail = apart.scalars(_whole().where(AuditEntry.seal_id.is_(None)).order_by(AuditEntry.id)).all()
        faults += [fault for entry in tail for fault in _faults_of(entry, entry.id, entry.digest)]
        return Proof(sealed, len(tail), tuple(faults), "" if previous == ORIGIN else previous)


def newest(session: Session) -> str:
    """The hash of the newest link; empty before the first."""
    return session.scalar(sa.select(AuditSeal.hash).order_by(AuditSeal.id.desc()).limit(1)) or ""


def holds(session: Session, noted: str) -> bool:
    """Whether the chain has a link with this hash."""
    return session.scalar(sa.select(AuditSeal.id).where(AuditSeal.hash == noted)) is not None


def _whole() -> sa.Select[AuditEntry]:
    return sa.select(AuditEntry).options(joinedload(AuditEntry.text))


def _faults_below(session: Session, link: AuditSeal) -> list[Fault]:
    """What does not fit among the entries of one link: changed, removed, or slipped in."""
    digests: dict[int, str] = dict(link.members)
    mine = session.scalars(_whole().where(sa.or_(AuditEntry.id.in_(digests), AuditEntry.seal_id == link.id)))
    known = {entry.id: entry for entry in mine}
    found = [fault for entry_id, digest in digests.items()
             for fault in _faults_of(known.get(entry_id), entry_id, digest)]
    for entry in known.values():
        if entry.id not in digests:
            found.append(Fault("ledger.entry-uncovered", entry.id, entry.verb))
        elif entry.seal_id != link.id:
            found.append(Fault("ledger.entry-changed", entry.id, entry.verb))
    return found


def _faults_of(entry: AuditEntry | None, entry_id: int, digest: str) -> list[Fault]:
    if entry is None:
        return [Fault("ledger.entry-removed", entry_id)]
    if digest_of(entry) != digest or entry.digest != digest:
        return [Fault("ledger.entry-changed", entry_id, entry.verb)]
    if entry.text is not None and sha256(entry.text.salt + canonical(entry.text.body)) != entry.text_digest:
        return [Fault("ledger.text-changed", entry_id, entry.verb)]
    return []
