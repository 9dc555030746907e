"""Who sees whose scorecards. Every page, part, paper and mail reads scorecards through here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.machine import DebriefState, ScorecardState
from workflows.interviewing.records import Debrief, Interview, KitQuestion, Rating, Scorecard
from workflows.interviewing.rules import Standpoint, may_see_scorecard
from workflows.people.records import Competency
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


def _with_decider(query: sa.Select[Any]) -> sa.Select[Any]:
    """From candidacies with their openings, seats and, where there is one, the debrief."""
    return (query.select_from(Candidacy).join(Opening, Opening.id == Candidacy.opening_id)
            .join(Requisition, Requisition.id == Opening.requisition_id)
            .outerjoin(Debrief, Debrief.candidacy_id == Candidacy.id))


def _decider_id() -> sa.ColumnElement[int]:
    """Who decides: whoever the debrief names, before there is one whoever asked for the seat."""
    return sa.func.coalesce(Debrief.decider_id, Requisition.requested_by_id)


RATINGS = (sa.select(Rating).where(Rating.scorecard_id.in_(sa.bindparam("scorecards", expanding=True)))
           .order_by(Rating.id))
OWN = (sa.select(Interview.candidacy_id, Scorecard.state).join(Interview, Interview.id == Scorecard.interview_id)
       .where(Scorecard.author_id == sa.bindparam("author_id")).subquery())
PLACES = _with_decider(sa.select(
    Candidacy.id.label("candidacy_id"), Candidacy.state, OWN.c.state.label("card"), Debrief.id.label("debrief_id"),
    Debrief.state.label("stage"), _decider_id().label("decider_id"), Opening.visibility, Opening.team_id,
)).outerjoin(OWN, OWN.c.candidacy_id == Candidacy.id)
NAMED = (PLACES.add_columns(Candidate.name).join(Candidate, Candidate.id == Candidacy.candidate_id)
         .order_by(Candidate.name))


def standpoint(actor: Actor, candidacy: Candidacy) -> Standpoint:
    """From where `actor` looks at this candidacy's scorecards; as in `seen_by`, who is to decide writes first."""
    own = db.session.scalars(sa.select(Scorecard.state).join(Interview, Interview.id == Scorecard.interview_id)
                             .where(Interview.candidacy_id == candidacy.id, Scorecard.author_id == actor.user_id))
    decider_id, stage = db.session.execute(
        sa.select(_decider_id(), Debrief.state)
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
    """These candidacies of the opening and those in `states`, by name, each with whether `actor` may see what is
    derived from its scorecards. Who is to decide sees none of a candidate about whom they have not yet written their
    own words."""
    rows = _rows(actor, Candidacy.opening_id == opening.id,
                 sa.or_(Candidacy.id.in_(list(candidacy_ids)), Candidacy.state.in_(list(states))), named=True)
    found = _standpoints(actor, rows)
    return {row.candidacy_id: Seen(row.candidacy_id, row.name, row.state, row.debrief_id, found[row.candidacy_id])
            for row in rows}


def hidden_among(actor: Actor, candidacy_ids: Iterable[int] | sa.Select[int]) -> frozenset[int]:
    """Those of these candidacies, of whichever openings, of which `actor` may see nothing derived from scorecards."""
    which = candidacy_ids if isinstance(candidacy_ids, sa.Select) else list(candidacy_ids)
    places = _standpoints(actor, _rows(actor, Candidacy.id.in_(which)))
    return frozenset(key for key, place in places.items() if not place.sees_others)


def takes_part(actor: Actor) -> sa.ColumnElement[bool]:
    """Of candidacies: those about which `actor` writes or wrote a scorecard, or which are theirs to decide."""
    written = (sa.select(Interview.candidacy_id).join(Scorecard, Scorecard.interview_id == Interview.id)
               .where(Scorecard.author_id == actor.user_id))
    decided = _with_decider(sa.select(Candidacy.id)).where(_decider_id() == actor.user_id)
    return sa.or_(Candidacy.id.in_(written.correlate(None)), Candidacy.id.in_(decided.correlate(None)))


def written_by_all() -> sa.ColumnElement[bool]:
    """Of candidacies: every scorecard is in or excused, and the decider's first words are written."""
    drafts = (sa.select(Interview.candidacy_id).join(Scorecard, Scorecard.interview_id == Interview.id)
              .where(Scorecard.state == ScorecardState.draft))
    words = sa.select(Debrief.candidacy_id).where(Debrief.state != DebriefState.open)
    return sa.and_(Candidacy.id.in_(words.correlate(None)), Candidacy.id.not_in(drafts.correlate(None)))


def scorecards_visible_to(actor: Actor, candidacy: Candidacy) -> list[Scorecard]:
    """The scorecards of this candidacy that `actor` may read, in the order of the interviews, with their ratings."""
    interviews = db.session.scalars(sa.select(Interview).where(Interview.candidacy_id == candidacy.id)
                                    .options(joinedload(Interview.scorecard)).order_by(Interview.id))
    return scorecards_among(standpoint(actor, candidacy), interviews)


def scorecards_among(place: Standpoint, interviews: Iterable[Interview]) -> list[Scorecard]:
    """As `scorecards_visible_to`, for a page that has read a candidacy's interviews and worked out the standpoint."""
    cards = [card for card in (each.scorecard for each in interviews)
             if card is not None and may_see_scorecard(place, card.author_id, card.state)]
    given: dict[int, list[Rating]] = {card.id: [] for card in cards}
    for rating in db.session.scalars(RATINGS, {"scorecards": list(given)}):
        given[rating.scorecard_id].append(rating)
    for card in cards:
        set_committed_value(card, "ratings", given[card.id])
    return cards


def scorecard_for(actor: Actor, scorecard_id: int) -> Scorecard:
    """One scorecard with all that its page shows; NotFound when `actor` may not see it."""
    card = db.session.scalar(
        sa.select(Scorecard).where(Scorecard.id == scorecard_id)
        .options(joinedload(Scorecard.author), _with_ratings(),
                 joinedload(Scorecard.interview).joinedload(Interview.candidacy).options(
                     joinedload(Candidacy.candidate), joinedload(Candidacy.opening))))
    if card is None or not _may_read(actor, card):
        raise NotFound(Reason("record.gone"))
    return card


OWN_CARD = (
    sa.select(Scorecard).where(Scorecard.id == sa.bindparam("scorecard_id"),
                               Scorecard.author_id == sa.bindparam("author_id"))
    .options(selectinload(Scorecard.ratings).joinedload(Rating.competency).load_only(Competency.name)))
CARD_TO_SUBMIT = OWN_CARD.options(
    joinedload(Scorecard.interview).joinedload(Interview.candidacy).joinedload(Candidacy.opening).load_only(
        Opening.team_id))


def own_scorecard(actor: Actor, scorecard_id: int) -> Scorecard:
    """A scorecard of one's own with what is needed to keep what is written; NotFound for everybody else."""
    return _own(OWN_CARD, actor, scorecard_id)


def card_to_submit(actor: Actor, scorecard_id: int) -> Scorecard:
    """As `own_scorecard`, with whose interview it was."""
    return _own(CARD_TO_SUBMIT, actor, scorecard_id)


def _own(query: sa.Select[Any], actor: Actor, scorecard_id: int) -> Scorecard:
    card: Scorecard | None = db.session.scalar(query, {"scorecard_id": scorecard_id, "author_id": actor.user_id})
    if card is None:
        raise NotFound(Reason("record.gone"))
    return card


def _may_read(actor: Actor, card: Scorecard) -> bool:
    """Whoever wrote it may, wherever they stand: that is asked most often, and needs no look at the others."""
    return card.author_id == actor.user_id or may_see_scorecard(
        standpoint(actor, card.interview.candidacy), card.author_id, card.state)


def _rows(actor: Actor, *which: sa.ColumnElement[bool], named: bool = False) -> Sequence[Any]:
    """A row per candidacy and own scorecard of it; with candidates' names, and in their order, only if asked for."""
    query = (NAMED if named else PLACES).where(*which).order_by(Candidacy.id)
    return db.session.execute(query, {"author_id": actor.user_id}).all()


def _standpoints(actor: Actor, rows: Sequence[Any]) -> dict[int, Standpoint]:
    cards: dict[int, set[ScorecardState]] = {}
    for row in rows:
        cards.setdefault(row.candidacy_id, set()).update([row.card] if row.card else [])
    return {row.candidacy_id: Standpoint(
        actor.user_id, any(actor.holds(role, row.team_id) for role in (Role.recruiter, Role.hiring_manager)),
        row.visibility, frozenset(cards[row.candidacy_id]),
        row.decider_id == actor.user_id and _to_write_first(row.stage)) for row in rows}


def _to_write_first(stage: DebriefState | None) -> bool:
    """Whether the decider's own words are still to come: in a debrief that is open, or not there yet."""
    return stage in (None, DebriefState.open)


def _with_ratings() -> ORMOption:
    asked = joinedload(Rating.kit_question)
    question = joinedload(KitQuestion.question).joinedload(QuestionVersion.competency)
    return selectinload(Scorecard.ratings).options(joinedload(Rating.competency),
                                                   asked.options(question, joinedload(KitQuestion.gap)))
