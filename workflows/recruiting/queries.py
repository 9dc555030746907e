"""Reads about requests, openings and candidacies, each through the scope of who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from workflows.db import db
from workflows.errors import NotFound
from workflows.outbox import OutboxMessage
from workflows.people.records import RoleGrant, User
from workflows.permits import Actor, Role
from workflows.reasons import Reason
from workflows.recruiting.machine import ACTIVE, CandidacyState, RequisitionState
from workflows.recruiting.records import (
    Candidacy,
    Candidate,
    Comment,
    Opening,
    OpeningGap,
    OpeningStage,
    Requisition,
    Resume,
)

HIRING = (Role.hiring_manager, Role.recruiter, Role.leader)
APPROVERS = (Role.leader, Role.operations)
PAGE = 50
BOARD_CARDS = 6


def approvers(team_id: int) -> list[User]:
    """Active people who may approve a seat in this team: its leaders and operations, by name."""
    held = sa.select(RoleGrant.user_id).where(
        RoleGrant.role.in_(APPROVERS), RoleGrant.revoked_at.is_(None),
        sa.or_(RoleGrant.team_id.is_(None), RoleGrant.team_id == team_id))
    return list(db.session.scalars(sa.select(User).where(User.id.in_(held), User.deactivated_at.is_(None))
                                   .order_by(User.name)))


def approver_ids(team_id: int) -> set[int]:
    return {user.id for user in approvers(team_id)}


def opening_of(requisition: Requisition) -> Opening | None:
    """The opening that this requisition's approval published, if it was approved."""
    return db.session.scalar(sa.select(Opening).where(Opening.requisition_id == requisition.id))


def requisitions_for(actor: Actor) -> sa.Select[Any]:
    """Requests of the teams one hires for or runs, and those one has to approve or made oneself."""
    query = (sa.select(Requisition).options(joinedload(Requisition.team), joinedload(Requisition.profile),
                                            joinedload(Requisition.requested_by), joinedload(Requisition.approver)))
    teams = actor.teams(*HIRING, Role.operations)
    if teams is None:
        return query
    return query.where(sa.or_(Requisition.team_id.in_(teams), Requisition.approver_id == actor.user_id,
                              Requisition.requested_by_id == actor.user_id))


def requisition(actor: Actor, requisition_id: int) -> Requisition:
    """One's own view of a request, or NotFound."""
    found: Requisition = _one(requisitions_for(actor).where(Requisition.id == requisition_id))
    return found


def openings_for(actor: Actor) -> sa.Select[Any]:
    """Openings of the teams one hires for."""
    query = sa.select(Opening).options(joinedload(Opening.team), joinedload(Opening.requisition))
    teams = actor.teams(*HIRING)
    return query if teams is None else query.where(Opening.team_id.in_(teams))


def opening(actor: Actor, opening_id: int) -> Opening:
    """An opening with stages and the gaps it was approved for, or NotFound."""
    found: Opening = _one(openings_for(actor).where(Opening.id == opening_id).options(
        selectinload(Opening.stages), selectinload(Opening.gaps).joinedload(OpeningGap.competency)))
    return found


def candidacies_for(actor: Actor) -> sa.Select[Any]:
    """Candidacies in the openings of the teams one hires for."""
    query = (sa.select(Candidacy).join(Candidacy.candidate).join(Candidacy.opening)
             .options(contains_eager(Candidacy.candidate), contains_eager(Candidacy.opening),
                      joinedload(Candidacy.owner), joinedload(Candidacy.stage)))
    teams = actor.teams(*HIRING)
    return query if teams is None else query.where(Opening.team_id.in_(teams))


def candidacy(actor: Actor, candidacy_id: int) -> Candidacy:
    """A candidacy with its opening's stages and gaps, or NotFound."""
    opening = contains_eager(Candidacy.opening)
    found: Candidacy = _one(candidacies_for(actor).where(Candidacy.id == candidacy_id).options(
        selectinload(Candidacy.moves), opening.selectinload(Opening.stages),
        opening.selectinload(Opening.gaps).joinedload(OpeningGap.competency)))
    return found


def own_candidacies(candidate_id: int) -> list[Candidacy]:
    """Everything a candidate applied for, newest first."""
    return list(db.session.scalars(
        sa.select(Candidacy).where(Candidacy.candidate_id == candidate_id).order_by(Candidacy.id.desc())
        .options(joinedload(Candidacy.opening).joinedload(Opening.team), joinedload(Candidacy.candidate))))


def published_openings() -> list[Opening]:
    """What the careers page lists: not closed, requisition open; newest first."""
    return list(db.session.scalars(
        _published().order_by(Opening.published_at.desc(), Opening.id.desc()).options(joinedload(Opening.team))))


def published_opening(slug: str) -> Opening:
    """One published opening by its address, or NotFound once it was closed."""
    found: Opening = _one(_published().where(Opening.slug == slug).options(joinedload(Opening.team)))
    return found


def is_published(opening: Opening) -> bool:
    return opening.closed_at is None and opening.requisition.state is RequisitionState.open


def resume_of(candidacy_id: int) -> Resume | None:
    """The newest résumé of a candidacy."""
    return db.session.scalar(sa.select(Resume).where(Resume.candidacy_id == candidacy_id)
                             .options(joinedload(Resume.file)).order_by(Resume.id.desc()).limit(1))


def comments_of(candidacy_id: int) -> list[Comment]:
    return list(db.session.scalars(sa.select(Comment).where(Comment.candidacy_id == candidacy_id)
                                   .options(joinedload(Comment.author)).order_by(Comment.id.desc())))


def mail_to(candidate_id: int, limit: int = 20) -> list[OutboxMessage]:
    """What was mailed to a candidate, newest first."""
    return list(db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.candidate_id == candidate_id)
                                   .order_by(OutboxMessage.id.desc()).limit(limit)))


def counts_by_opening(opening_ids: Sequence[int]) -> dict[int, int]:
    """How many candidacies are under way in each of these openings."""
    rows = db.session.execute(sa.select(Candidacy.opening_id, sa.func.count()).where(
        Candidacy.opening_id.in_(opening_ids), Candidacy.state.in_(ACTIVE)).group_by(Candidacy.opening_id))
    return dict(rows.tuples().all())


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
    return dict(rows.tuples().all())


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
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.with_only_columns(Candidacy.id).subquery()))
    rows = db.session.scalars(query.order_by(Candidacy.stage_since_at.desc(), Candidacy.id.desc())
                              .limit(PAGE).offset((max(page, 1) - 1) * PAGE))
    return list(rows.unique()), total or 0


def _published() -> sa.Select[Any]:
    return sa.select(Opening).join(Opening.requisition).where(
        Opening.closed_at.is_(None), Requisition.state == RequisitionState.open).options(
        contains_eager(Opening.requisition))


def _one(query: sa.Select[Any]) -> Any:
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found
