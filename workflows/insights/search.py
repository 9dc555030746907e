"""Looking for people, candidates, openings, requests, plans, ramps and certificates, each within what one may see.

Only names, titles, addresses and serials are looked through; never what somebody wrote about somebody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from workflows.certification.queries.attempts import visible
from workflows.certification.records import Attempt, Certificate
from workflows.content.records import CheckpointVersion, ContentVersion
from workflows.db import db
from workflows.onboarding import queries as onboarding
from workflows.onboarding.records import Plan
from workflows.people.queries import part_of
from workflows.people.queries_directory import fits, pattern
from workflows.people.records import Team, User
from workflows.permits import Actor, Role
from workflows.ramp import queries as ramps
from workflows.ramp.records import Ramp
from workflows.recruiting.queries import candidacies_for, openings_for, requisitions_for
from workflows.recruiting.records import Candidacy, Candidate, Opening, Requisition

LEAST, SHOWN = 2, 8


class Kind(StrEnum):
    """The parts of an answer, in their order."""

    people = auto()
    candidacies = auto()
    openings = auto()
    requisitions = auto()
    plans = auto()
    ramps = auto()
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
    wanted = {f"word_{number}": pattern(word) for number, word in enumerate(words)} | part_of(actor, *ramps.READERS)
    parts = []
    for kind in Kind:
        found = tuple(db.session.execute(_looks(kind, actor, len(words)), wanted))
        if found:
            parts.append(Part(kind, found[:SHOWN], len(found) > SHOWN))
    return parts


@lru_cache(maxsize=100)
def _looks(kind: Kind, actor: Actor, words: int) -> Any:
    """What looks for so many words among what this person, with these grants, may see."""
    return LOOKS[kind](actor, words).limit(SHOWN + 1)


def _people(actor: Actor, words: int) -> Any:
    """Who is here in the teams one has any part in; everybody for who has a part everywhere."""
    query = (sa.select(User.id, User.name, User.email, User.team_id, Team.name.label("team"))
             .outerjoin(Team, Team.id == User.team_id)
             .where(User.deactivated_at.is_(None), _every(words, User.name, User.email))
             .order_by(sa.func.lower(User.name), User.id))
    teams = actor.teams(*Role)
    if teams is None:
        return query
    own = sa.select(User.team_id).where(User.id == actor.user_id)
    return query.where(sa.or_(User.team_id.in_(teams), User.team_id.in_(own), User.id == actor.user_id))


def _candidacies(actor: Actor, words: int) -> Any:
    return candidacies_for(actor).where(_every(words, Candidate.name, Candidate.email)).with_only_columns(
        Candidacy.id, Candidacy.state, Candidate.name, Opening.title).order_by(
        sa.func.lower(Candidate.name), Candidacy.id.desc())


def _openings(actor: Actor, words: int) -> Any:
    return (openings_for(actor).join(Team, Team.id == Opening.team_id)
            .join(Requisition, Requisition.id == Opening.requisition_id).where(_every(words, Opening.title, Team.name))
            .with_only_columns(Opening.id, Opening.title, Opening.closed_at, Team.name.label("team"), Requisition.state)
            .order_by(Opening.id.desc()))


def _requisitions(actor: Actor, words: int) -> Any:
    return (requisitions_for(actor).join(Team, Team.id == Requisition.team_id)
            .where(_every(words, Requisition.title, Team.name))
            .with_only_columns(Requisition.id, Requisition.title, Requisition.state, Team.name.label("team"))
            .order_by(Requisition.id.desc()))


def _plans(actor: Actor, words: int) -> Any:
    return (sa.select(Plan.id, Plan.state, Plan.start_on, User.name, ContentVersion.title)
            .join(Plan.user).join(Plan.curriculum_version).where(onboarding.visible(actor), _every(words, User.name))
            .order_by(sa.func.lower(User.name), Plan.id.desc()))


def _ramps(actor: Actor, words: int) -> Any:
    return (sa.select(Ramp.id, Ramp.state, Ramp.start_on, User.name, Team.name.label("team"))
            .join(Ramp.user).join(Ramp.team).where(ramps.SEEN, _every(words, User.name))
            .order_by(sa.func.lower(User.name), Ramp.id.desc()))


def _certificates(actor: Actor, words: int) -> Any:
    return (sa.select(Certificate.id, Certificate.valid_until, User.name, CheckpointVersion.title)
            .join(Certificate.attempt).join(Attempt.plan).join(Certificate.user).join(Certificate.checkpoint)
            .where(visible(actor), _every(words, User.name, Certificate.serial, CheckpointVersion.title))
            .order_by(Certificate.id.desc()))


LOOKS: dict[Kind, Callable[[Actor, int], Any]] = {
    Kind.people: _people, Kind.candidacies: _candidacies, Kind.openings: _openings,
    Kind.requisitions: _requisitions, Kind.plans: _plans, Kind.ramps: _ramps, Kind.certificates: _certificates}


def _every(words: int, *columns: Any) -> sa.ColumnElement[bool]:
    """Each word is in one of the columns."""
    return sa.and_(*(sa.or_(*(fits(column, sa.bindparam(f"word_{number}")) for column in columns))
                     for number in range(words)))
