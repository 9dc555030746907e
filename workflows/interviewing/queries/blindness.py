"""Who sees whose scorecards. Every page, part, paper and mail reads scorecards through here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.machine import DebriefState, ScorecardState
from workflows.interviewing.records import Debrief, Interview, KitQuestion, Rating, Scorecard
from workflows.interviewing.rules import Standpoint, may_see_scorecard
from workflows.permits import Actor, Role
from workflows.reasons import Reason
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy, Candidate, Opening, Requisition


@dataclass(frozen=True)
class Seen:
    """One candidacy of an opening as somebody may know of it, from where they look at its scorecards."""

    candidacy_id: int
    name: str
    state: CandidacyState
    debrief_id: int | None
    place: Standpoint

    @property
    def numbers(self) -> bool:
        """Whether they may see anything derived from its scorecards."""
        return self.place.sees_others


def standpoint(actor: Actor, candidacy: Candidacy) -> Standpoint:
    """From where `actor` looks at this candidacy's scorecards; as in `seen_by`, who is to decide writes first."""
    own = db.session.scalars(sa.select(Scorecard.state).join(Interview, Interview.id == Scorecard.interview_id)
                             .where(Interview.candidacy_id == candidacy.id, Scorecard.author_id == actor.user_id))
    decider_id, stage = db.session.execute(
        sa.select(sa.func.coalesce(Debrief.decider_id, Requisition.requested_by_id), Debrief.state)
        .select_from(Requisition).outerjoin(Debrief, Debrief.candidacy_id == candidacy.id)
        .where(Requisition.id == candidacy.opening.requisition_id)).one()
    organiser = any(actor.holds(role, candidacy.team_id) for role in (Role.recruiter, Role.hiring_manager))
    return Standpoint(actor.user_id, organiser, candidacy.opening.visibility, frozenset(own),
                      decider_id == actor.user_id and _to_write_first(stage))


def sees_numbers(actor: Actor, candidacy: Candidacy) -> bool:
    """Whether anything derived from scorecards of this candidacy may be shown to `actor`."""
    return standpoint(actor, candidacy).sees_others


def seen_by(actor: Actor, opening: Opening, candidacy_ids: Iterable[int],
            states: Iterable[CandidacyState] = ()) -> dict[int, Seen]:
    """These candidacies of the opening and those in `states`, each with whether `actor` may see what is derived from
    its scorecards. Who is to decide sees none of a candidate about whom they have not yet written their own words."""
    own = (sa.select(Interview.candidacy_id, Scorecard.state).join(Interview, Interview.id == Scorecard.interview_id)
           .where(Scorecard.author_id == actor.user_id).subquery())
    rows = db.session.execute(
        sa.select(Candidacy.id, Candidate.name, Candidacy.state, own.c.state, Debrief.id, Debrief.state,
                  sa.func.coalesce(Debrief.decider_id, Requisition.requested_by_id))
        .join(Candidate, Candidate.id == Candidacy.candidate_id)
        .join(Requisition, Requisition.id == opening.requisition_id)
        .outerjoin(own, own.c.candidacy_id == Candidacy.id).outerjoin(Debrief, Debrief.candidacy_id == Candidacy.id)
        .where(Candidacy.opening_id == opening.id,
               sa.or_(Candidacy.id.in_(list(candidacy_ids)), Candidacy.state.in_(list(states))))
        .order_by(Candidate.name, Candidacy.id)).all()
    cards: dict[int, set[ScorecardState]] = {}
    for row in rows:
        cards.setdefault(row[0], set()).update([row[3]] if row[3] else [])
    organiser = any(actor.holds(role, opening.team_id) for role in (Role.recruiter, Role.hiring_manager))
    found: dict[int, Seen] = {}
    for candidacy_id, name, state, _, debrief_id, stage, decider_id in rows:
        first = decider_id == actor.user_id and _to_write_first(stage)
        place = Standpoint(actor.user_id, organiser, opening.visibility, frozenset(cards[candidacy_id]), first)
        found[candidacy_id] = Seen(candidacy_id, name, state, debrief_id, place)
    return found


def scorecards_visible_to(actor: Actor, candidacy: Candidacy) -> list[Scorecard]:
    """The scorecards of this candidacy that `actor` may read, in the order of the interviews, with their ratings."""
    return scorecards_from(standpoint(actor, candidacy), candidacy)


def scorecards_from(place: Standpoint, candidacy: Candidacy) -> list[Scorecard]:
    """As `scorecards_visible_to`, for a page that has worked out the standpoint already."""
    cards = db.session.scalars(
        sa.select(Scorecard).join(Interview, Interview.id == Scorecard.interview_id)
        .where(Interview.candidacy_id == candidacy.id, _seen(place)).order_by(Interview.id)
        .options(joinedload(Scorecard.author), joinedload(Scorecard.interview), _with_ratings()))
    return [card for card in cards.unique() if may_see_scorecard(place, card.author_id, card.state)]


def scorecard_for(actor: Actor, scorecard_id: int) -> Scorecard:
    """One scorecard with all that its page shows; NotFound when `actor` may not see it."""
    card = db.session.scalar(
        sa.select(Scorecard).where(Scorecard.id == scorecard_id)
        .options(joinedload(Scorecard.author), _with_ratings(),
                 joinedload(Scorecard.interview).joinedload(Interview.candidacy).options(
                     joinedload(Candidacy.candidate), joinedload(Candidacy.opening))))
    if card is None or not may_see_scorecard(standpoint(actor, card.interview.candidacy), card.author_id, card.state):
        raise NotFound(Reason("record.gone"))
    return card


def _to_write_first(stage: DebriefState | None) -> bool:
    """Whether the decider's own words are still to come: in a debrief that is open, or not there yet."""
    return stage in (None, DebriefState.open)


def _seen(place: Standpoint) -> sa.ColumnElement[bool]:
    own = Scorecard.author_id == place.user_id
    return sa.or_(own, Scorecard.state == ScorecardState.submitted) if place.sees_others else own


def _with_ratings() -> ORMOption:
    asked = joinedload(Rating.kit_question)
    question = joinedload(KitQuestion.question).joinedload(QuestionVersion.competency)
    return selectinload(Scorecard.ratings).options(joinedload(Rating.competency),
                                                   asked.options(question, joinedload(KitQuestion.gap)))
