"""Reads about what is loaded: the versions of each pack, their parts, and what one changed against the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from workflows.content.records import (
    CheckpointVersion,
    ContentVersion,
    ItemVersion,
    ModuleVersion,
    PackKind,
    QuestionVersion,
)
from workflows.db import db
from workflows.errors import NotFound
from workflows.people.records import User
from workflows.reasons import Reason


@dataclass(frozen=True)
class Loaded:
    """One version with who loaded it (empty: the installation itself) and whether a newer one is there."""

    version: ContentVersion
    by: str
    newest: bool


@dataclass(frozen=True)
class Piece:
    """A question, module, quiz item or checkpoint as this version has it."""

    kind: str
    lineage: str
    title: str


@dataclass(frozen=True)
class Changes:
    """What a version holds, and which of it is new, other than before, or gone (titles of the version before)."""

    pieces: tuple[Piece, ...]
    new: frozenset[str]
    changed: frozenset[str]
    gone: tuple[Piece, ...]
    before: int | None


def loaded() -> list[Loaded]:
    """All versions, newest of each pack first, packs by kind and title."""
    rows = db.session.execute(
        sa.select(ContentVersion, User.name).outerjoin(User, User.id == ContentVersion.loaded_by_id)
        .options(sa.orm.defer(ContentVersion.body))
        .order_by(ContentVersion.kind, ContentVersion.key, ContentVersion.number.desc()))
    found: list[Loaded] = []
    for version, by in rows:
        last = found[-1].version if found else None
        newest = last is None or (last.kind, last.key) != (version.kind, version.key)
        found.append(Loaded(version, by or "", newest))
    return found


def version(version_id: int) -> ContentVersion:
    found = db.session.get(ContentVersion, version_id)
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def changes(of: ContentVersion) -> Changes:
    """The pieces of a bank or curriculum and how they differ from the version before; other packs have no pieces."""
    before = db.session.scalar(sa.select(ContentVersion).where(
        ContentVersion.kind == of.kind, ContentVersion.key == of.key, ContentVersion.number < of.number)
        .order_by(ContentVersion.number.desc()).limit(1))
    here, there = _pieces(of), _pieces(before) if before is not None else {}
    new = frozenset(here.keys() - there.keys()) if before is not None else frozenset()
    changed = frozenset(key for key in here.keys() & there.keys() if here[key][1] != there[key][1])
    return Changes(tuple(piece for piece, _ in here.values()), new, changed,
                   tuple(piece for key, (piece, _) in there.items() if key not in here),
                   before.number if before is not None else None)


def _pieces(of: ContentVersion) -> dict[str, tuple[Piece, str]]:
    """Piece and content hash by kind and lineage, in the pack's order."""
    if of.kind is PackKind.bank:
        rows = _questions(of)
    elif of.kind is PackKind.curriculum:
        rows = [row for kind, record, title, order in (
            ("module", ModuleVersion, ModuleVersion.title, ModuleVersion.position),
            ("checkpoint", CheckpointVersion, CheckpointVersion.title, CheckpointVersion.position),
            ("quiz item", ItemVersion, ItemVersion.quiz, ItemVersion.id))
            for row in _of(of, kind, record, title, order)]
    else:
        rows = []
    return {f"{kind} {lineage}": (Piece(kind, lineage, title), digest) for kind, lineage, title, digest in rows}


def _of(of: ContentVersion, kind: str, record: Any, title: Any, order: Any) -> list[tuple[str, str, str, str]]:
    rows = db.session.execute(sa.select(record.lineage, title, record.content_hash)
                              .where(record.content_version_id == of.id).order_by(order))
    return [(kind, lineage, str(words), digest) for lineage, words, digest in rows]


def _questions(of: ContentVersion) -> list[tuple[str, str, str, str]]:
    """A bank keeps a question's row while its words stay, so the version itself lists what it asks."""
    asked: dict[str, str] = of.body.get("questions", {})
    mine = sa.select(ContentVersion.id).where(ContentVersion.kind == of.kind, ContentVersion.key == of.key)
    rows: Sequence[Any] = db.session.execute(
        sa.select(QuestionVersion.lineage, QuestionVersion.text, QuestionVersion.content_hash)
        .where(QuestionVersion.content_version_id.in_(mine))
        .order_by(QuestionVersion.competency_id, QuestionVersion.lineage, QuestionVersion.id)).all()
    return [("question", lineage, text, digest) for lineage, text, digest in rows if asked.get(lineage) == digest]
