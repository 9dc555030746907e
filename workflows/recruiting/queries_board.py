"""An opening's candidacies as a board by stage and as a list with filter and search."""

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


def board(opening: Opening) -> list[Column]:
    """The stages of an opening in order, in two queries however many candidates there are."""
    counts = state_counts(opening.id)
    place = sa.func.row_number().over(partition_by=Candidacy.state,
                                      order_by=(Candidacy.stage_since_at, Candidacy.id)).label("place")
    ranked = sa.select(Candidacy.id, place).where(Candidacy.opening_id == opening.id,
                                                  Candidacy.state.in_(ACTIVE)).subquery()
    cards = db.session.scalars(
        sa.select(Candidacy).join(ranked, ranked.c.id == Candidacy.id).where(ranked.c.place <= BOARD_CARDS)
        .options(joinedload(Candidacy.candidate)).order_by(ranked.c.place)).all()
    return [Column(stage, counts.get(stage.kind, 0), tuple(card for card in cards if card.state is stage.kind))
            for stage in opening.stages]


def state_counts(opening_id: int) -> dict[CandidacyState, int]:
    rows = db.session.execute(sa.select(Candidacy.state, sa.func.count()).where(Candidacy.opening_id == opening_id)
                              .group_by(Candidacy.state))
    return dict(rows.all())


def listed(actor: Actor, opening_id: int, *, state: CandidacyState | None = None, words: str = "",
           page: int = 1) -> tuple[list[Candidacy], int]:
    """A page of an opening's candidacies, latest change first, and how many fit; `words` is part of name or e-mail."""
    query = candidacies_for(actor).where(Candidacy.opening_id == opening_id)
    if state is not None:
        query = query.where(Candidacy.state == state)
    if words.strip():
        part = "%" + words.strip().lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        query = query.where(sa.or_(sa.func.lower(Candidate.name).like(part, escape="\\"),
                                   Candidate.email.like(part, escape="\\")))
    total = count(query.with_only_columns(Candidacy.id))
    rows = db.session.scalars(query.order_by(Candidacy.stage_since_at.desc(), Candidacy.id.desc())
                              .limit(PAGE).offset((max(page, 1) - 1) * PAGE))
    return list(rows.unique()), total
