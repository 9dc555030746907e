"""The audit ledger: who did what to which record, when, because of what. Append-only, sealed in batches.

The chain covers digests. Personal text sits in a side row with its salt; erasing that row leaves the chain whole.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

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


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit: `code` names its sentence, `number` the entry (or the seal)."""

    code: str
    number: int
    verb: str = ""


@dataclass(frozen=True)
class Proof:
    """What `verify` found: how much is proven, how much is not sealed yet, what does not fit, and the last link.

    `erased`: how many entries have lost their personal text, which is lawful or not, but never by accident.
    """

    sealed: int
    unsealed: int
    faults: tuple[Fault, ...]
    head: str
    erased: int


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


def verify(session: Session) -> Proof:
    """Recompute every digest and every link, one link at a time; a fault names the entry and what no longer fits.

    Links cut off at the end cannot be missed from within: compare `Proof.head` with one noted elsewhere.
    """
    with Session(session.get_bind()) as apart, any_letters(apart):
        faults: list[Fault] = []
        previous, sealed = ORIGIN, 0
        for link_id in apart.scalars(sa.select(AuditSeal.id).order_by(AuditSeal.id)).all():
            link = apart.get_one(AuditSeal, link_id)
            if link.previous != previous or not _fits(link.hash, partial(hash_of, link)):
                faults.append(Fault("ledger.chain-broken", link.id))
            members = _members_of(apart, link)
            faults += _faults_below(apart, link, members)
            previous, sealed = str(link.hash), sealed + len(members)
            apart.expunge_all()
        linked = sa.exists().where(AuditSeal.id == AuditEntry.seal_id)
        stray = apart.scalars(sa.select(AuditEntry).where(AuditEntry.seal_id.is_not(None), ~linked)).all()
        faults += [_fault("ledger.entry-uncovered", entry) for entry in stray]
        tail = apart.scalars(_whole().where(AuditEntry.seal_id.is_(None)).order_by(AuditEntry.id)).all()
        faults += [fault for entry in tail for fault in _faults_of(entry, entry.id, entry.digest)]
        return Proof(sealed, len(tail), tuple(faults), "" if previous == ORIGIN else previous, _erased(apart))


def sound(entry: AuditEntry) -> bool:
    """Whether an entry and its text, if it still has one, fit their own digests: only then can a page show it."""
    return not _faults_of(entry, entry.id, entry.digest)


def newest(session: Session) -> str:
    """The hash of the newest link; empty before the first."""
    with any_letters(session):
        return str(session.scalar(sa.select(AuditSeal.hash).order_by(AuditSeal.id.desc()).limit(1)) or "")


def holds(session: Session, noted: str) -> bool:
    """Whether the chain has a link with this hash."""
    return session.scalar(sa.select(AuditSeal.id).where(AuditSeal.hash == noted)) is not None


def _whole() -> sa.Select[AuditEntry]:
    return sa.select(AuditEntry).options(joinedload(AuditEntry.text))


def _erased(session: Session) -> int:
    """How many entries no longer have the text that was written with them."""
    return session.scalar(sa.select(sa.func.count(AuditEntry.id)).outerjoin(AuditEntry.text).where(
        AuditText.entry_id.is_(None), AuditEntry.text_digest.is_not(None))) or 0


def _members_of(session: Session, link: AuditSeal) -> dict[int, str]:
    """The digests by entry that a link lists; where it lists nothing legible, those of the entries that name it."""
    naming = sa.select(AuditEntry.id, AuditEntry.digest).where(AuditEntry.seal_id == link.id)
    return dict(link.members) or dict(session.execute(naming).all())


def _faults_below(session: Session, link: AuditSeal, digests: Mapping[int, str]) -> list[Fault]:
    """What does not fit among the entries of one link: changed, removed, or slipped in."""
    mine = session.scalars(_whole().where(sa.or_(AuditEntry.id.in_(digests), AuditEntry.seal_id == link.id)))
    known = {entry.id: entry for entry in mine}
    found = [fault for entry_id, digest in digests.items()
             for fault in _faults_of(known.get(entry_id), entry_id, digest)]
    for entry in known.values():
        if entry.id not in digests:
            found.append(_fault("ledger.entry-uncovered", entry))
        elif entry.seal_id != link.id:
            found.append(_fault("ledger.entry-changed", entry))
    return found


def _faults_of(entry: AuditEntry | None, entry_id: int, digest: str) -> list[Fault]:
    if entry is None:
        return [Fault("ledger.entry-removed", entry_id)]
    if entry.digest != digest or not _fits(digest, lambda: digest_of(entry)):
        return [_fault("ledger.entry-changed", entry)]
    text = entry.text
    if text is not None and not _fits(entry.text_digest, lambda: sha256(text.salt + canonical(text.body))):
        return [_fault("ledger.text-changed", entry)]
    return []


def _fits(kept: str | None, computed: Callable[[], str]) -> bool:
    """Whether the digest kept is the one computed; what nothing can be computed of was not written by Onramp."""
    try:
        return kept == computed()
    except (TypeError, ValueError, RecursionError):
        return False


def _fault(code: str, entry: AuditEntry) -> Fault:
    return Fault(code, entry.id, str(entry.verb))
