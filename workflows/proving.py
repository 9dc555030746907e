"""Proving the ledger: every digest and every link computed again, and what does not fit named by its entry."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workflows.ledger import ORIGIN, AuditEntry, AuditSeal, AuditText, canonical, digest_of, hash_of, sha256
from workflows.legible import any_letters

AT_ONCE = 500


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


def verify(session: Session) -> Proof:
    """Recompute every digest and every link; a fault names the entry and what no longer fits.

    Seals and entries are each read once, side by side and a few at a time, however many there are; only a seal that
    misses entries asks for them by itself. Links cut off at the end cannot be missed from within: compare `Proof.head`
    with one noted elsewhere.
    """
    with Session(session.get_bind()) as apart, any_letters(apart):
        faults: list[Fault] = []
        previous, sealed = ORIGIN, 0
        for link, mine in _links(apart):
            if link.previous != previous or not _fits(link.hash, partial(hash_of, link)):
                faults.append(Fault("ledger.chain-broken", link.id))
            found, members = _faults_below(apart, link, mine)
            faults += found
            previous, sealed = str(link.hash), sealed + members
        linked = sa.exists().where(AuditSeal.id == AuditEntry.seal_id)
        stray = apart.scalars(_few(sa.select(AuditEntry).where(AuditEntry.seal_id.is_not(None), ~linked)))
        faults += [_fault("ledger.entry-uncovered", entry) for entry in stray]
        unsealed = 0
        for entry in apart.scalars(_few(_whole().where(AuditEntry.seal_id.is_(None)).order_by(AuditEntry.id))):
            unsealed += 1
            faults += _faults_of(entry, entry.id, entry.digest)
        return Proof(sealed, unsealed, tuple(faults), "" if previous == ORIGIN else previous, _erased(apart))


def _links(session: Session) -> Iterator[tuple[AuditSeal, Iterable[AuditEntry]]]:
    """Every link with the entries that name it, to be read before the next link is asked for."""
    entries = session.scalars(_few(_whole().join(AuditSeal, AuditSeal.id == AuditEntry.seal_id)
                                   .order_by(AuditEntry.seal_id, AuditEntry.id)))
    groups = groupby(entries, key=attrgetter("seal_id"))
    ahead = next(groups, None)
    for link in session.scalars(_few(sa.select(AuditSeal).order_by(AuditSeal.id), 1)):
        while ahead is not None and ahead[0] < link.id:
            ahead = next(groups, None)
        yield link, ahead[1] if ahead is not None and ahead[0] == link.id else ()


def _few(query: sa.Select[Any], number: int | None = None) -> sa.Select[Any]:
    """Read so many rows at a time and forget them, instead of all at once."""
    return query.execution_options(yield_per=number or AT_ONCE)


def sound(entry: AuditEntry) -> bool:
    """Whether an entry and its text, if it still has one, fit their own digests: only then can a page show it."""
    return not _faults_of(entry, entry.id, entry.digest)


def _whole() -> sa.Select[AuditEntry]:
    return sa.select(AuditEntry).options(joinedload(AuditEntry.text))


def _erased(session: Session) -> int:
    """How many entries no longer have the text that was written with them."""
    return session.scalar(sa.select(sa.func.count(AuditEntry.id)).outerjoin(AuditEntry.text).where(
        AuditText.entry_id.is_(None), AuditEntry.text_digest.is_not(None))) or 0


def _faults_below(session: Session, link: AuditSeal, mine: Iterable[AuditEntry]) -> tuple[list[Fault], int]:
    """What does not fit among the entries of one link (changed, removed, or slipped in), and how many it covers.

    Where the link lists nothing legible, it covers the entries that name it, with the digests that they name.
    """
    listed = dict(link.members)
    found, unseen, count = [], dict(listed), 0
    for entry in mine:
        count += 1
        if not listed or entry.id in listed:
            found += _faults_of(entry, entry.id, unseen.pop(entry.id, entry.digest))
        else:
            found.append(_fault("ledger.entry-uncovered", entry))
    elsewhere = session.scalars(_whole().where(AuditEntry.id.in_(unseen))) if unseen else ()
    known = {entry.id: entry for entry in elsewhere}
    for entry_id, digest in unseen.items():
        there = known.get(entry_id)
        if there is not None and there.seal_id != link.id:
            found.append(_fault("ledger.entry-changed", there))
        else:
            found += _faults_of(there, entry_id, digest)
    return found, len(listed) or count


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
