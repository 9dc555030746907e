"""The debrief: who has said what, and the figures, for those who may see them."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.interviewing.numbers import Given, Numbers, debrief_numbers
from workflows.interviewing.queries.blindness import scorecards_from, standpoint
from workflows.interviewing.queries.interviews import candidacy_for
from workflows.interviewing.records import Debrief, Interview, Rating, Scorecard
from workflows.interviewing.rules import decision_blockers
from workflows.measurement.gap_closure import Gap
from workflows.permits import Actor
from workflows.reasons import Reason, Reasons
from workflows.recruiting.records import Candidacy, OpeningGap


@dataclass(frozen=True)
class DebriefView:
    """What a debrief's page shows to one person; `numbers` and `cards` only when they may see what is derived."""

    debrief: Debrief
    interviews: list[Interview]
    cards: list[Scorecard]
    gaps: list[OpeningGap]
    numbers: Numbers | None

    @property
    def columns(self) -> list[Interview]:
        """The interviews of the coverage matrix, cancelled ones left out."""
        return [each for each in self.interviews if each.state is not InterviewState.cancelled]

    def blockers(self) -> Reasons:
        """What stands in the way of a decision, its reason apart; the action refuses with the same."""
        states = [(each.interviewer.name, each.scorecard.state) for each in self.columns if each.scorecard]
        missing = sorted(name for name, state in states if state is ScorecardState.draft)
        return decision_blockers(missing, sum(state is ScorecardState.submitted for _, state in states), "to come")

    def ratings(self, interview: Interview, gap: OpeningGap) -> list[Rating]:
        """What this interview's visible scorecard says about the gap's competency."""
        return [rating for card in self.cards if card.interview_id == interview.id for rating in card.ratings
                if rating.competency_id == gap.competency_id]


def debrief_for(actor: Actor, debrief_id: int) -> Debrief:
    """One debrief, for organisers and those who interviewed; else NotFound."""
    found = db.session.scalar(
        sa.select(Debrief).where(Debrief.id == debrief_id).options(
            joinedload(Debrief.decider), joinedload(Debrief.candidacy).options(
                joinedload(Candidacy.candidate), joinedload(Candidacy.opening))))
    if found is None:
        raise NotFound(Reason("record.gone"))
    candidacy_for(actor, found.candidacy_id)
    return found


def debrief_view(actor: Actor, debrief: Debrief) -> DebriefView:
    """All that `actor` may see of it."""
    interviews = list(db.session.scalars(
        sa.select(Interview).where(Interview.candidacy_id == debrief.candidacy_id).order_by(Interview.id)
        .options(joinedload(Interview.interviewer), joinedload(Interview.scorecard))))
    gaps = gaps_of(debrief.candidacy.opening_id)
    place = standpoint(actor, debrief.candidacy)
    if not place.sees_others:
        return DebriefView(debrief, interviews, [], gaps, None)
    cards = scorecards_from(place, debrief.candidacy)
    counted = [card for card in cards if card.state is ScorecardState.submitted]
    return DebriefView(debrief, interviews, counted, gaps, numbers_of(gaps, counted))


def gaps_of(opening_id: int) -> list[OpeningGap]:
    """The opening's gaps, heaviest first, with their competencies."""
    return list(db.session.scalars(
        sa.select(OpeningGap).where(OpeningGap.opening_id == opening_id).options(joinedload(OpeningGap.competency))
        .order_by(OpeningGap.weight_bp.desc(), OpeningGap.id)))


def numbers_of(gaps: list[OpeningGap], cards: list[Scorecard]) -> Numbers:
    """The figures that these scorecards give; blanks give none."""
    names = {gap.competency_id: gap.competency.name for gap in gaps}
    given = [Given(rating.id, names[rating.competency_id], card.author_id, rating.level) for card in cards
             for rating in card.ratings if rating.level is not None and rating.competency_id in names]
    return debrief_numbers([Gap(gap.competency.name, gap.level, gap.target_people, gap.expected_people,
                                gap.weight_bp / 10_000, gap.must_have) for gap in gaps], given)


def submitted_cards(candidacy_id: int) -> list[Scorecard]:
    """Every submitted scorecard of a candidacy: for the action that writes down what was concluded, not for pages."""
    return list(db.session.scalars(
        sa.select(Scorecard).join(Interview, Interview.id == Scorecard.interview_id)
        .where(Interview.candidacy_id == candidacy_id, Interview.state != InterviewState.cancelled,
               Scorecard.state == ScorecardState.submitted)
        .options(selectinload(Scorecard.ratings)).order_by(Scorecard.id)))


def debrief_of(candidacy_id: int) -> Debrief | None:
    return db.session.scalar(sa.select(Debrief).where(Debrief.candidacy_id == candidacy_id))
