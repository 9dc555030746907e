"""Reads about requests, openings and candidacies, each through the scope of who asks."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from workflows.db import db
from workflows.errors import NotFound
from workflows.outbox import OutboxMessage
from workflows.people.records import Competency, Profile, RoleGrant, Team, User
from workflows.permits import Actor, Role
from workflows.reasons import Reason
from workflows.recruiting.machine import ACTIVE, RequisitionState
from workflows.recruiting.records import (
    Candidacy,
    Comment,
    Opening,
    OpeningGap,
    Requisition,
    Resume,
)
from workflows.waits import Wait

HIRING = (Role.hiring_manager, Role.recruiter, Role.leader)
APPROVERS = (Role.leader, Role.operations)
PAGE = 25
NAMED = joinedload(OpeningGap.competency).load_only(Competency.name, Competency.key)
"""Of a gap's competency only what names it."""


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


def requisition_list(actor: Actor, state: str, page: int) -> tuple[list[Requisition], int, int]:
    """A page of what one may see: what waits for approval first, then the newest; the total; the page's number."""
    query = requisitions_for(actor)
    if state in set(RequisitionState):
        query = query.where(Requisition.state == state)
    total = count(query.with_only_columns(Requisition.id))
    waiting = sa.case((Requisition.state == RequisitionState.in_approval, 0), else_=1)
    number = min(max(page, 1), max(-(-total // PAGE), 1))
    rows = db.session.scalars(query.order_by(waiting, Requisition.id.desc()).limit(PAGE).offset((number - 1) * PAGE))
    return list(rows.unique()), total, number


def sees_opening(actor: Actor, requisition: Requisition) -> bool:
    """Whether the opening's page is for this person; the salary band of the request may be for more."""
    return any(actor.holds(each, requisition.team_id) for each in HIRING)


def profiles() -> list[Profile]:
    return list(db.session.scalars(sa.select(Profile).order_by(Profile.name)))


def teams_hiring(actor: Actor) -> list[Team]:
    """Teams for which this person may ask for a seat, by name."""
    held = actor.teams(Role.hiring_manager, Role.leader)
    query = sa.select(Team).order_by(Team.name)
    return list(db.session.scalars(query if held is None else query.where(Team.id.in_(held))))


def team_hiring(actor: Actor, team_id: int) -> Team:
    """One of `teams_hiring`, or NotFound."""
    held = actor.teams(Role.hiring_manager, Role.leader)
    found = db.session.get(Team, team_id) if held is None or team_id in held else None
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def requisition(actor: Actor, requisition_id: int) -> Requisition:
    """One's own view of a request, or NotFound."""
    found: Requisition = _one(requisitions_for(actor).where(Requisition.id == requisition_id))
    return found


def openings_for(actor: Actor) -> sa.Select[Any]:
    """Openings of the teams one hires for."""
    query = sa.select(Opening).options(joinedload(Opening.team), joinedload(Opening.requisition))
    teams = actor.teams(*HIRING)
    return query if teams is None else query.where(Opening.team_id.in_(teams))


def opening_list(actor: Actor, page: int) -> tuple[list[Opening], int, int]:
    """A page of one's openings, those that take applications first; the total; the page's number."""
    query = openings_for(actor)
    total = count(query.with_only_columns(Opening.id))
    number = min(max(page, 1), max(-(-total // PAGE), 1))
    closed = sa.case((Opening.closed_at.is_(None), 0), else_=1)
    rows = db.session.scalars(query.order_by(closed, Opening.id.desc()).limit(PAGE).offset((number - 1) * PAGE))
    return list(rows.unique()), total, number


def opening(actor: Actor, opening_id: int) -> Opening:
    """An opening with stages and the gaps it was approved for, or NotFound."""
    found: Opening = _one(openings_for(actor).where(Opening.id == opening_id).options(
        selectinload(Opening.stages), selectinload(Opening.gaps).options(NAMED)))
    return found


def candidacies_for(actor: Actor) -> sa.Select[Any]:
    """Candidacies in the openings of the teams one hires for."""
    query = (sa.select(Candidacy).join(Candidacy.candidate).join(Candidacy.opening)
             .options(contains_eager(Candidacy.candidate), contains_eager(Candidacy.opening),
                      joinedload(Candidacy.owner).load_only(User.name), joinedload(Candidacy.stage)))
    teams = actor.teams(*HIRING)
    return query if teams is None else query.where(Opening.team_id.in_(teams))


def candidacy(actor: Actor, candidacy_id: int) -> Candidacy:
    """A candidacy with its opening's stages and gaps, or NotFound."""
    opening = contains_eager(Candidacy.opening)
    found: Candidacy = _one(candidacies_for(actor).where(Candidacy.id == candidacy_id).options(
        selectinload(Candidacy.moves), opening.selectinload(Opening.stages),
        opening.selectinload(Opening.gaps).options(NAMED)))
    return found


def own_candidacies(candidate_id: int) -> list[Candidacy]:
    """Everything a candidate applied for, newest first."""
    return list(db.session.scalars(
        sa.select(Candidacy).where(Candidacy.candidate_id == candidate_id).order_by(Candidacy.id.desc())
        .options(joinedload(Candidacy.opening).joinedload(Opening.team), joinedload(Candidacy.candidate),
                 joinedload(Candidacy.stage))))


def waits_for_candidate(candidate_id: int) -> list[Wait]:
    """What waits for a candidate to do, oldest first."""
    return list(db.session.scalars(sa.select(Wait).where(Wait.candidate_id == candidate_id, Wait.ended_at.is_(None))
                                   .order_by(Wait.since_at, Wait.id)))


ASKED_FOR = joinedload(Opening.requisition, innerjoin=True)
PUBLISHED = (sa.select(Opening).join(Opening.requisition)
             .where(Opening.closed_at.is_(None), Requisition.state == RequisitionState.open)
             .options(joinedload(Opening.team, innerjoin=True), ASKED_FOR))
PUBLISHED_AT = PUBLISHED.where(Opening.slug == sa.bindparam("slug")).options(
    ASKED_FOR.joinedload(Requisition.requested_by, innerjoin=True))


def published_openings() -> list[Opening]:
    """What the careers page lists: not closed, requisition open; newest first."""
    return list(db.session.scalars(PUBLISHED.order_by(Opening.published_at.desc(), Opening.id.desc())))


def published_opening(slug: str) -> Opening:
    """One published opening by its address; once it was closed NotFound, which says so."""
    found = db.session.scalar(PUBLISHED_AT, {"slug": slug})
    if found is None:
        was = db.session.scalar(sa.select(Opening).where(Opening.slug == slug).options(ASKED_FOR))
        if was is None:
            raise NotFound(Reason("record.gone"))
        filled = was.requisition.state is RequisitionState.filled
        raise NotFound(Reason("opening.filled" if filled else "opening.closed", {"title": was.title}))
    return found


def is_published(opening: Opening) -> bool:
    return opening.closed_at is None and opening.requisition.state is RequisitionState.open


RESUME_OF = (sa.select(Resume).where(Resume.candidacy_id == sa.bindparam("candidacy_id"))
             .options(joinedload(Resume.file)).order_by(Resume.id.desc()).limit(1))
COMMENTS_OF = (sa.select(Comment).where(Comment.candidacy_id == sa.bindparam("candidacy_id"))
               .options(joinedload(Comment.author).load_only(User.name)).order_by(Comment.id.desc()))
MAIL_TO = (sa.select(OutboxMessage).where(OutboxMessage.candidate_id == sa.bindparam("candidate_id"))
           .options(load_only(OutboxMessage.template, OutboxMessage.state, OutboxMessage.sent_at,
                              OutboxMessage.created_at)).order_by(OutboxMessage.id.desc()).limit(20))


def resume_of(candidacy_id: int) -> Resume | None:
    """The newest résumé of a candidacy."""
    return db.session.scalar(RESUME_OF, {"candidacy_id": candidacy_id})


def comments_of(candidacy_id: int) -> list[Comment]:
    return list(db.session.scalars(COMMENTS_OF, {"candidacy_id": candidacy_id}))


def mail_to(candidate_id: int) -> list[OutboxMessage]:
    """What was mailed to a candidate lately, newest first."""
    return list(db.session.scalars(MAIL_TO, {"candidate_id": candidate_id}))


def counts_by_opening(opening_ids: Sequence[int]) -> dict[int, int]:
    """How many candidacies are under way in each of these openings."""
    rows = db.session.execute(sa.select(Candidacy.opening_id, sa.func.count()).where(
        Candidacy.opening_id.in_(opening_ids), Candidacy.state.in_(ACTIVE)).group_by(Candidacy.opening_id))
    return dict(rows.all())


def count(query: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0


def _one(query: sa.Select[Any]) -> Any:
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found
