"""Offers as their readers may see them: those who hire and approve, and the candidate their own."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows import clock
from workflows.acting import get
from workflows.content.records import ContentVersion, PackKind
from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.queries.blindness import sees_numbers
from workflows.interviewing.queries.debriefs import debrief_for
from workflows.interviewing.records import Debrief
from workflows.offers.machine import OfferState
from workflows.offers.records import Hire, Offer
from workflows.offers.rules import expired
from workflows.permits import Actor, ActorKind, Role
from workflows.reasons import Reason
from workflows.recruiting.records import Candidacy, Opening, Requisition

PER_PAGE = 50
OF_THE_TEAM = (Role.hiring_manager, Role.recruiter, Role.operations)
READERS = (*OF_THE_TEAM, Role.leader)
"""Who has a list of offers: all of their teams, or, as a leader, those they approve."""
CLOSED = (OfferState.declined, OfferState.withdrawn)
SHOWN_TO_CANDIDATE = (OfferState.sent, OfferState.signed, OfferState.declined)
_gone = Reason("record.gone")


def offers_for(actor: Actor, page: int = 1) -> tuple[list[Offer], int]:
    """A page of offers the actor may see, newest first, and how many there are."""
    query = sa.select(Offer).join(Offer.candidacy).join(Candidacy.opening).where(_visible(actor))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    found = db.session.scalars(query.options(*_whole()).order_by(Offer.id.desc())
                               .limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return list(found), total


def offer_for(actor: Actor, offer_id: int) -> Offer:
    """An offer with everything its page shows; NotFound for those who may not know the terms."""
    found = db.session.scalar(sa.select(Offer).join(Offer.candidacy).join(Candidacy.opening)
                              .where(Offer.id == offer_id, _visible(actor)).options(*_whole()))
    if found is None:
        raise NotFound(_gone)
    return found


def offer_for_candidate(actor: Actor, offer_id: int) -> Offer:
    """The candidate's own offer, from the moment it was sent."""
    found = db.session.scalar(
        sa.select(Offer).join(Offer.candidacy)
        .where(Offer.id == offer_id, Candidacy.candidate_id == (actor.candidate_id or 0),
               Offer.sent_at.is_not(None), Offer.state.in_(SHOWN_TO_CANDIDATE)).options(*_whole()))
    if found is None or actor.kind is not ActorKind.candidate:
        raise NotFound(_gone)
    return found


def offers_to(candidate_id: int) -> dict[int, Offer]:
    """By candidacy the newest offer that this candidate was sent and that was not withdrawn."""
    found = db.session.scalars(
        sa.select(Offer).join(Offer.candidacy).order_by(Offer.id)
        .where(Candidacy.candidate_id == candidate_id, Offer.sent_at.is_not(None),
               Offer.state.in_(SHOWN_TO_CANDIDATE)))
    return {each.candidacy_id: each for each in found}


def debrief_for_offer(actor: Actor, debrief_id: int) -> Debrief:
    """The debrief an offer is drafted from, for the hiring managers of its team."""
    found = db.session.scalar(
        sa.select(Debrief).where(Debrief.id == debrief_id)
        .options(joinedload(Debrief.candidacy).joinedload(Candidacy.opening).joinedload(Opening.requisition)
                 .joinedload(Requisition.profile), joinedload(Debrief.candidacy).joinedload(Candidacy.candidate)))
    if found is None or not actor.holds(Role.hiring_manager, found.team_id):
        raise NotFound(_gone)
    return found


def debrief_behind(actor: Actor, offer: Offer) -> Debrief | None:
    """The debrief that decided for an offer, if this person may read all of it."""
    try:
        found = debrief_for(actor, offer.debrief_id)
    except NotFound:
        return None
    return found if sees_numbers(actor, found.candidacy) else None


def live_offer(candidacy_id: int) -> Offer | None:
    """The one offer of a candidacy that is neither declined nor withdrawn."""
    return db.session.scalar(sa.select(Offer).where(Offer.candidacy_id == candidacy_id, Offer.state.not_in(CLOSED)))


def last_offer(candidacy_id: int) -> Offer | None:
    return db.session.scalar(sa.select(Offer).where(Offer.candidacy_id == candidacy_id)
                             .order_by(Offer.id.desc()).limit(1))


def late(offer: Offer) -> Reason | None:
    """Why the offer can no longer be sent or signed: its last day has passed where the candidate lives."""
    return expired(offer.expires_on, clock.today(offer.candidacy.candidate.time_zone))


def hire_of(offer_id: int) -> Hire | None:
    return db.session.scalar(sa.select(Hire).where(Hire.offer_id == offer_id))


def versions(kind: PackKind) -> list[ContentVersion]:
    """The newest version of every pack of a kind that was not withdrawn, by title."""
    newest = sa.select(sa.func.max(ContentVersion.id)).where(
        ContentVersion.kind == kind, ContentVersion.withdrawn_at.is_(None)).group_by(ContentVersion.key)
    return list(db.session.scalars(sa.select(ContentVersion).where(ContentVersion.id.in_(newest))
                                   .order_by(ContentVersion.title)))


def version_of(kind: PackKind, version_id: int) -> ContentVersion:
    """A version that is what it is taken for."""
    found: ContentVersion = get(ContentVersion, version_id)
    if found.kind is not kind or found.withdrawn_at is not None:
        raise NotFound(_gone)
    return found


def _visible(actor: Actor) -> Any:
    if actor.user_id is None:
        return sa.false()
    teams = actor.teams(*OF_THE_TEAM)
    mine = sa.or_(Offer.author_id == actor.user_id, Offer.approver_id == actor.user_id)
    return sa.true() if teams is None else sa.or_(mine, Opening.team_id.in_(teams))


def _whole() -> tuple[Any, ...]:
    candidacy = joinedload(Offer.candidacy)
    opening = candidacy.joinedload(Candidacy.opening)
    return (candidacy.joinedload(Candidacy.candidate), opening.joinedload(Opening.requisition),
            opening.joinedload(Opening.team), joinedload(Offer.coach), joinedload(Offer.author),
            joinedload(Offer.approver), joinedload(Offer.letter), joinedload(Offer.curriculum_version),
            joinedload(Offer.ramp_shape_version), joinedload(Offer.pay_plan_version))
