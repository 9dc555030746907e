"""Looking for people, candidates, openings, requests and certificates, each within what one may see.

Only names, titles, addresses and serials are looked through; never what somebody wrote about somebody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from workflows.certification.queries.attempts import visible
from workflows.certification.records import Attempt, Certificate
from workflows.content.records import CheckpointVersion
from workflows.db import db
from workflows.people.queries_directory import contains
from workflows.people.records import Team, User
from workflows.permits import Actor, Role
from workflows.recruiting.queries import candidacies_for, openings_for, requisitions_for
from workflows.recruiting.records import Candidacy, Candidate, Opening, Requisition

LEAST, SHOWN = 2, 8


class Kind(StrEnum):
    """The parts of an answer, in their order."""

    people = auto()
    candidacies = auto()
    openings = auto()
    requisitions = auto()
    certificates = auto()


@dataclass(frozen=True)
class Part:
    """What was found of one kind, at most eight, and whether there is more."""

    kind: Kind
    found: tuple[Any, ...]
    more: bool


def search(actor: Actor, text: str) -> list[Part]:
    """The parts that hold something for every word of `text`; nothing for less than two letters."""
    words = text.split()
    if len(text.strip()) < LEAST or not words:
        return []
    parts = []
    for kind, look in LOOKS.items():
        found = tuple(db.session.scalars(look(actor, words).limit(SHOWN + 1)).unique())
        if found:
            parts.append(Part(kind, found[:SHOWN], len(found) > SHOWN))
    return parts


def colleagues_for(actor: Actor) -> sa.Select[User]:
    """Who is here in the teams one has any part in; everybody for who has a part everywhere."""
    query = sa.select(User).where(User.deactivated_at.is_(None)).options(joinedload(User.team))
    teams = actor.teams(*Role)
    if teams is None:
        return query
    own = sa.select(User.team_id).where(User.id == actor.user_id)
    return query.where(sa.or_(User.team_id.in_(teams), User.team_id.in_(own), User.id == actor.user_id))


def _people(actor: Actor, words: list[str]) -> sa.Select[Any]:
    return colleagues_for(actor).where(_every(words, User.name, User.email)).order_by(
        sa.func.lower(User.name), User.id)


def _candidacies(actor: Actor, words: list[str]) -> sa.Select[Any]:
    return candidacies_for(actor).where(_every(words, Candidate.name, Candidate.email)).order_by(
        sa.func.lower(Candidate.name), Candidacy.id.desc())


def _openings(actor: Actor, words: list[str]) -> sa.Select[Any]:
    return openings_for(actor).join(Team, Team.id == Opening.team_id).where(
        _every(words, Opening.title, Team.name)).order_by(Opening.id.desc())


def _requisitions(actor: Actor, words: list[str]) -> sa.Select[Any]:
    return requisitions_for(actor).join(Team, Team.id == Requisition.team_id).where(
        _every(words, Requisition.title, Team.name)).order_by(Requisition.id.desc())


def _certificates(actor: Actor, words: list[str]) -> sa.Select[Any]:
    return (sa.select(Certificate).join(Certificate.attempt).join(Attempt.plan).join(Certificate.user)
            .join(Certificate.checkpoint).options(contains_eager(Certificate.user),
                                                  contains_eager(Certificate.checkpoint))
            .where(visible(actor), _every(words, User.name, Certificate.serial, CheckpointVersion.title))
            .order_by(Certificate.id.desc()))


LOOKS: dict[Kind, Callable[[Actor, list[str]], sa.Select[Any]]] = {
    Kind.people: _people, Kind.candidacies: _candidacies, Kind.openings: _openings,
    Kind.requisitions: _requisitions, Kind.certificates: _certificates}


def _every(words: Iterable[str], *columns: Any) -> sa.ColumnElement[bool]:
    """Each word is in one of the columns."""
    return sa.and_(*(sa.or_(*(contains(column, word) for column in columns)) for word in words))
