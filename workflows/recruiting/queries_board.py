"""An opening's candidacies as a board by stage and as a list with filter and search.

All of this is about an opening that was loaded through its reader's scope, which is that of its candidacies too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workflows.db import db
from workflows.people.queries_directory import contains
from workflows.people.records import User
from workflows.recruiting.machine import ACTIVE, CandidacyState
from workflows.recruiting.queries import PAGE
from workflows.recruiting.records import Candidacy, Candidate, Opening, OpeningStage

BOARD_CARDS = 6


@dataclass(frozen=True)
class Card:
    """One candidacy as board and list show it."""

    id: int
    state: CandidacyState
    name: str
    since_at: datetime
    source: str
    owner: str


@dataclass(frozen=True)
class Column:
    """One stage of a board: how many are there, and those who have waited there longest."""

    stage: OpeningStage
    count: int
    longest: tuple[Card, ...]


CARDS = (sa.select(Candidacy.id, Candidacy.state, Candidate.name, Candidacy.stage_since_at, Candidacy.source, User.name)
         .join(Candidate, Candidate.id == Candidacy.candidate_id).join(User, User.id == Candidacy.owner_id))
OF_OPENING = Candidacy.opening_id == sa.bindparam("opening_id")
WAITING = [sa.select(Candidacy.id).where(OF_OPENING, Candidacy.state == state)
           .order_by(Candidacy.stage_since_at, Candidacy.id).limit(BOARD_CARDS).subquery() for state in ACTIVE]
LONGEST = (CARDS.where(Candidacy.id.in_(sa.union_all(*(sa.select(each) for each in WAITING))))
           .order_by(Candidacy.stage_since_at, Candidacy.id))
COUNTS = sa.select(Candidacy.state, sa.func.count()).where(OF_OPENING).group_by(Candidacy.state)
LATEST = (CARDS.where(OF_OPENING).order_by(Candidacy.stage_since_at.desc(), Candidacy.id.desc())
          .limit(PAGE).offset(sa.bindparam("before")))


def board(opening: Opening, counts: Mapping[CandidacyState, int]) -> list[Column]:
    """The stages of an opening in order, each with those who wait there longest: one query, however many there are."""
    cards = [Card(*row) for row in db.session.execute(LONGEST, {"opening_id": opening.id})]
    return [Column(stage, counts.get(stage.kind, 0), tuple(card for card in cards if card.state is stage.kind))
            for stage in opening.stages]


def state_counts(opening_id: int) -> dict[CandidacyState, int]:
    return dict(db.session.execute(COUNTS, {"opening_id": opening_id}).all())


def listed(opening_id: int, counts: Mapping[CandidacyState, int], *, state: CandidacyState | None = None,
           words: str = "", page: int = 1) -> tuple[list[Card], int]:
    """A page of an opening's candidacies, latest change first, and how many fit; `words` is part of name or e-mail.

    `counts` are the opening's `state_counts`: without `words` nothing has to be counted again.
    """
    fitting, given = LATEST, {"opening_id": opening_id, "before": (max(page, 1) - 1) * PAGE}
    total = counts.get(state, 0) if state is not None else sum(counts.values())
    if state is not None:
        fitting = fitting.where(Candidacy.state == state)
    if words.strip():
        fitting = fitting.where(sa.or_(contains(Candidate.name, words), contains(Candidate.email, words)))
        every = fitting.with_only_columns(Candidacy.id).order_by(None).limit(None).offset(None).subquery()
        total = db.session.scalar(sa.select(sa.func.count()).select_from(every), given) or 0
    return [Card(*row) for row in db.session.execute(fitting, given)], total
