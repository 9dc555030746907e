"""The chain of one rep: from the gap that asked the question to the gap as it is now, cause by cause.

Walks foreign keys only: hire → offer → debrief → line → gap; line → module; plan → attempt → certificate → reading;
hire → ramp → event → quota line → statement → line → credit → deal; event → coaching. Nothing is joined by person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows.db import db
from workflows.errors import NotFound
from workflows.insights import chain_facts as facts
from workflows.insights import chain_reads, chain_sales
from workflows.insights.chain_facts import Fact, Sight
from workflows.insights.chain_reads import Found
from workflows.interviewing.queries.readers import sees_all_of
from workflows.interviewing.records import Debrief, DebriefLine, Fit
from workflows.interviewing.rules import Standpoint
from workflows.offers.records import Hire, Offer
from workflows.people import queries_gaps
from workflows.people.records import User
from workflows.permits import Actor, Role, role
from workflows.reasons import Reason
from workflows.recruiting.records import Candidacy, Opening, OpeningGap, Requisition

follows = role(Role.leader, Role.coach, Role.operations)
ORGANISERS = (Role.hiring_manager, Role.recruiter)


class Link(StrEnum):
    """The places of the chain, in the order of their causes."""

    gap = auto()
    opening = auto()
    question = auto()
    debrief = auto()
    hire = auto()
    module = auto()
    certificate = auto()
    ramp = auto()
    quota = auto()
    sale = auto()
    coaching = auto()
    now = auto()


@dataclass(frozen=True)
class Step:
    """One place of the chain: what is known, or `missing`: what has not happened yet."""

    link: Link
    facts: Sequence[Fact]
    missing: Reason


@dataclass(frozen=True)
class Chain:
    """A rep's way; `gap` is the one it is told by, `gaps` all of the opening. Without a hire there are no steps."""

    user: User
    hire: Hire | None
    gap: OpeningGap | None
    gaps: Sequence[OpeningGap]
    steps: Sequence[Step]


def chain_for(actor: Actor, user_id: int, today: date, gap_id: int | None = None) -> Chain:
    """The chain of a rep, for the rep, who hired them, and who leads or coaches the team; else NotFound.

    What interviews measured is told only to those whom blindness lets see it.
    """
    user, hire = _hire(user_id)
    if not _may_follow(actor, user, hire):
        raise NotFound(Reason("record.gone"))
    if hire is None:
        return Chain(user, None, None, (), ())
    lines = _gaps(hire)
    gap = _chosen(lines, gap_id)
    if gap is None:
        return Chain(user, hire, None, (), ())
    found = chain_reads.found(hire, gap, [line for each, line in lines if line and each.id == gap.id])
    sight = _sight(actor, hire, found)
    now = next((each for each in queries_gaps.team_gaps(hire.opening.team_id, today)
                if each.competency.id == gap.competency_id), None)
    steps = [Step(link, told, Reason(f"chain.no-{link.value}")) for link, told in (
        (Link.gap, facts.gap_facts(hire, gap, sight)), (Link.opening, facts.opening_facts(hire, sight)),
        (Link.question, facts.question_facts(found, sight)), (Link.debrief, facts.debrief_facts(hire, found, sight)),
        (Link.hire, facts.hire_facts(hire, sight)), (Link.module, facts.module_facts(found, sight)),
        (Link.certificate, facts.certificate_facts(found, sight)), (Link.ramp, facts.ramp_facts(found, sight)),
        (Link.quota, chain_sales.quota_facts(found, sight)), (Link.sale, chain_sales.sale_facts(found, sight)),
        (Link.coaching, facts.coaching_facts(found, sight)), (Link.now, facts.now_facts(gap, now, today, sight)))]
    return Chain(user, hire, gap, list(dict.fromkeys(each for each, _ in lines)), steps)


def _hire(user_id: int) -> tuple[User, Hire | None]:
    """The person, and the hire that brought them with everything it came from."""
    opening = joinedload(Hire.opening)
    row = db.session.execute(
        sa.select(User, Hire).outerjoin(Hire, Hire.user_id == User.id).where(User.id == user_id).options(
            joinedload(Hire.offer).joinedload(Offer.debrief).joinedload(Debrief.decider),
            joinedload(Hire.candidacy).joinedload(Candidacy.candidate), joinedload(Hire.manager),
            opening.joinedload(Opening.team), opening.joinedload(Opening.requisition).options(
                joinedload(Requisition.requested_by), joinedload(Requisition.approver)))).first()
    if row is None:
        raise NotFound(Reason("record.gone"))
    return row[0], row[1]


def open_to(actor: Actor, user: User) -> bool:
    """Whether `chain_for` shows this person's chain, so that a link to it leads somewhere."""
    return _may_follow(actor, user, db.session.scalar(sa.select(Hire).where(Hire.user_id == user.id)))


def _may_follow(actor: Actor, user: User, hire: Hire | None) -> bool:
    if actor.user_id is None:
        return False
    return actor.user_id == user.id or follows(actor, user) or (hire is not None and (
        follows(actor, hire) or hire.manager_id == actor.user_id))


def _gaps(hire: Hire) -> list[tuple[OpeningGap, DebriefLine | None]]:
    """The gaps the opening was approved with, heaviest first, each with the lines of the debrief that decided."""
    rows = db.session.execute(
        sa.select(OpeningGap, DebriefLine)
        .options(joinedload(OpeningGap.competency), joinedload(DebriefLine.fit).load_only(Fit.versions))
        .outerjoin(DebriefLine, sa.and_(DebriefLine.opening_gap_id == OpeningGap.id,
                                        DebriefLine.debrief_id == hire.offer.debrief_id))
        .where(OpeningGap.opening_id == hire.opening_id)
        .order_by((OpeningGap.gap * OpeningGap.weight_bp).desc(), OpeningGap.weight_bp.desc(), OpeningGap.id,
                  DebriefLine.number))
    return [(gap, line) for gap, line in rows]


def _chosen(lines: Sequence[tuple[OpeningGap, DebriefLine | None]], gap_id: int | None) -> OpeningGap | None:
    """The gap that was asked for, else the heaviest."""
    return next((gap for gap, _ in lines if gap.id == gap_id), lines[0][0] if lines else None)


def _sight(actor: Actor, hire: Hire, found: Found) -> Sight:
    """What this person may be told and shown. The debrief has decided, so nobody has still to write first."""
    team = hire.opening.team_id
    organiser = any(actor.holds(each, team) for each in ORGANISERS)
    own = frozenset(card.state for card in found.cards if card.author_id == actor.user_id)
    place = Standpoint(actor.user_id, organiser, hire.opening.visibility, own)
    rests_on = found.lines[-1].fit if found.lines and place.sees_others else None
    return Sight(actor, hire, organiser=organiser, scores=place.sees_others,
                 figures=rests_on is not None and sees_all_of(actor, rests_on))


