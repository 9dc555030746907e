"""The debrief: who has said what, and the stored figures, for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.interviewing.panel_answer import Answer, Match, Names, NextInterview, Skill
from workflows.interviewing.queries.asking import with_free_people
from workflows.interviewing.queries.blindness import Seen, scorecards_among, seen_by
from workflows.interviewing.queries.fits import (
    Basis,
    basis_from,
    counted_in,
    fit_for,
    fit_is_asked_for,
    gaps_of,
)
from workflows.interviewing.queries.interviews import ORGANISERS, WITHIN
from workflows.interviewing.records import Debrief, Fit, Interview, Rating, Scorecard
from workflows.interviewing.rules import Standpoint, decision_blockers
from workflows.people.queries import names, part_of
from workflows.people.records import User
from workflows.permits import Actor
from workflows.reasons import Reason, Reasons
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy, Opening, OpeningGap

COMPARED = (CandidacyState.interview, CandidacyState.debrief, CandidacyState.offer, CandidacyState.hired)


@dataclass(frozen=True)
class Panel:
    """The stored figures of an opening as one person may see them.

    `basis` are the scorecards that this person may see, and `fit` knows of no others. `current`: it is of exactly
    those; else it is of fewer and says of how many. `coming`: it is being computed anew. `seen` are the candidates,
    each with whether this person may see their numbers.
    """

    fit: Fit | None
    answer: Answer | None
    basis: Basis
    seen: dict[int, Seen]
    names: Names
    coming: bool

    @property
    def current(self) -> bool:
        return self.fit is not None and self.fit.basis_sha256 == self.basis.digest

    @property
    def awaited(self) -> bool:
        """Whether the numbers of what is in now are still being computed."""
        return self.basis.scorecards > 0 and not self.current and self.coming

    @property
    def among(self) -> set[int]:
        """The candidates that may be compared before this person's eyes."""
        return {each.candidacy_id for each in self.seen.values() if each.numbers and each.state in COMPARED}


@dataclass(frozen=True)
class DebriefView:
    """What a debrief's page shows to one person; `panel` and `cards` only when they may see what is derived.

    `asked_next`: which further interviews would tell most, and who is free for them; `people` has their names.
    """

    debrief: Debrief
    interviews: list[Interview]
    cards: list[Scorecard]
    gaps: list[OpeningGap]
    panel: Panel | None
    asked_next: list[NextInterview]
    people: dict[int, str]

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

    @property
    def answer(self) -> Answer | None:
        return self.panel.answer if self.panel else None

    def skill(self, gap: OpeningGap) -> Skill | None:
        """The stored figures about one competency, names put in."""
        if self.panel is None or self.answer is None:
            return None
        return self.answer.skill(self.debrief.candidacy_id, gap.competency_id)

    @property
    def match(self) -> Match | None:
        return self.answer.match(self.debrief.candidacy_id) if self.answer else None


DEBRIEF = (
    sa.select(Debrief).join(Candidacy, Candidacy.id == Debrief.candidacy_id)
    .join(Opening, Opening.id == Candidacy.opening_id).where(Debrief.id == sa.bindparam("debrief_id"), WITHIN)
    .options(joinedload(Debrief.decider).load_only(User.name), joinedload(Debrief.candidacy).options(
        joinedload(Candidacy.candidate), joinedload(Candidacy.opening))))


def debrief_for(actor: Actor, debrief_id: int) -> Debrief:
    """One debrief, for organisers and those who interviewed; else NotFound."""
    found = db.session.scalar(DEBRIEF, part_of(actor, *ORGANISERS) | {"debrief_id": debrief_id})
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


INTERVIEWS = (
    sa.select(Interview).where(Interview.candidacy_id == sa.bindparam("candidacy_id")).order_by(Interview.id)
    .options(joinedload(Interview.interviewer).load_only(User.name), joinedload(Interview.scorecard)))


def debrief_view(actor: Actor, debrief: Debrief) -> DebriefView:
    """All that `actor` may see of it."""
    candidacy = debrief.candidacy
    interviews = list(db.session.scalars(INTERVIEWS, {"candidacy_id": debrief.candidacy_id}))
    gaps = gaps_of(candidacy.opening_id)
    panel = panel_for(actor, candidacy.opening, gaps, besides=candidacy.id)
    place = panel.seen[candidacy.id].place
    if not place.sees_others:
        return DebriefView(debrief, interviews, [], gaps, None, [], {})
    counted = _counted(place, interviews)
    people = {each.interviewer_id: each.interviewer.name for each in interviews}
    stored = panel.answer.next_for(candidacy.id, panel.among) if panel.answer else []
    asked_next, free = with_free_people(stored, candidacy.opening, gaps)
    known = people | free
    wanted = {each.interviewer_id for each in asked_next if each.interviewer_id} - set(known)
    return DebriefView(debrief, interviews, counted, gaps, panel, asked_next, known | names(wanted))


def panel_for(actor: Actor, opening: Opening, gaps: list[OpeningGap], *, besides: int | None = None,
              states: tuple[CandidacyState, ...] = ()) -> Panel:
    """The opening's stored figures for this person: the one way from a person to a fit. Four queries, five where some
    scorecards are left out and the figures without them are not there yet.

    Figures rest on all candidates at once, so a scorecard that one may not see is left out of them altogether, with all
    others about that candidate.
    """
    counted = counted_in(opening.id)
    seen = seen_by(actor, opening, {*(each.candidacy_id for each in counted), *([besides] if besides else ())}, states)
    basis = basis_from(counted, gaps, {key for key, each in seen.items() if not each.numbers})
    fit = fit_for(opening.id, basis)
    known = Names({each.candidacy_id: each.name for each in seen.values()},
                  {gap.competency_id: gap.competency.name for gap in gaps})
    exact = fit is not None and fit.basis_sha256 == basis.digest
    return Panel(fit, Answer(fit.answer) if fit else None, basis, seen, known,
                 not exact and (not basis.left_out or fit_is_asked_for(opening.id)))


def _counted(place: Standpoint, interviews: Sequence[Interview]) -> list[Scorecard]:
    standing = [each for each in interviews if each.state is not InterviewState.cancelled]
    return [card for card in scorecards_among(place, standing) if card.state is ScorecardState.submitted]


def submitted_cards(candidacy_id: int) -> list[Scorecard]:
    """Every submitted scorecard of a candidacy: for the action that writes down what was concluded, not for pages."""
    return list(db.session.scalars(
        sa.select(Scorecard).join(Interview, Interview.id == Scorecard.interview_id)
        .where(Interview.candidacy_id == candidacy_id, Interview.state != InterviewState.cancelled,
               Scorecard.state == ScorecardState.submitted)
        .options(selectinload(Scorecard.ratings)).order_by(Scorecard.id)))


def debrief_of(candidacy_id: int) -> Debrief | None:
    return db.session.scalar(sa.select(Debrief).where(Debrief.candidacy_id == candidacy_id))
