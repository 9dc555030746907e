"""An opening's candidacies as a board by stage and as a list with filter and search."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows.db import db
from workflows.permits import Actor
from workflows.recruiting.machine import ACTIVE, CandidacyState
from workflows.recruiting.queries import PAGE, candidacies_for, count
from workflows.recruiting.records import Candidacy, Candidate, Opening, OpeningStage

BOARD_CARDS = 6


@dataclass(frozen=True)
class Column:
    """One stage of a board: how many are there, and those who have waited there longest."""

    stage: OpeningStage
    count: int
    longest: tuple[Candidacy, ...]


def board(opening: Opening, counts: Mapping[CandidacyState, int]) -> list[Column]:
    """The stages of an opening in order, each with those who wait there longest: one query, however many there are."""
    longest = [sa.select(Candidacy.id).where(Candidacy.opening_id == opening.id, Candidacy.state == state)
               .order_by(Candidacy.stage_since_at, Candidacy.id).limit(BOARD_CARDS).subquery() for state in ACTIVE]
    cards = db.session.scalars(
        sa.select(Candidacy).where(Candidacy.id.in_(sa.union_all(*(sa.select(each) for each in longest))))
        .options(joinedload(Candidacy.candidate)).order_by(Candidacy.stage_since_at, Candidacy.id)).all()
    return [Column(stage, counts.get(stage.kind, 0), tuple(card for card in cards if card.state is stage.kind))
            for stage in opening.stages]


def state_counts(opening_id: int) -> dict[CandidacyState, int]:
    rows = db.session.execute(sa.select(Candidacy.state, sa.func.count()).where(Candidacy.opening_id == opening_id)
                              .group_by(Candidacy.state))
    return dict(rows.all())


def listed(actor: Actor, opening_id: int, counts: Mapping[CandidacyState, int], *, state: CandidacyState | None = None,
           words: str = "", page: int = 1) -> tuple[list[Candidacy], int]:
    """A page of an opening's candidacies, latest change first, and how many fit; `words` is part of name or e-mail.

    `counts` are the opening's `state_counts`: without `words` nothing has to be counted again.
    """
    query = candidacies_for(actor).where(Candidacy.opening_id == opening_id)
    if state is not None:
        query = query.where(Candidacy.state == state)
    total = counts.get(state, 0) if state is not None else sum(counts.values())
    if words.strip():
        part = "%" + words.strip().lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        query = query.where(sa.or_(sa.func.lower(Candidate.name).like(part, escape="\\"),
                                   Candidate.email.like(part, escape="\\")))
        total = count(query.with_only_columns(Candidacy.id))
    rows = db.session.scalars(query.order_by(Candidacy.stage_since_at.desc(), Candidacy.id.desc())
                              .limit(PAGE).offset((max(page, 1) - 1) * PAGE))
    return list(rows.unique()), total
