"""What must hold in the database whatever people do, said apart from the rules that are meant to bring it about."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from workflows.db import db
from workflows.flow import FLOWS
from workflows.interviewing.machine import DebriefState, InterviewState, ScorecardState
from workflows.interviewing.queries.blindness import scorecards_visible_to
from workflows.interviewing.records import (
    Debrief,
    DebriefLine,
    Decision,
    Interview,
    InterviewPlan,
    Rating,
    Scorecard,
)
from workflows.ledger import AuditEntry
from workflows.offers.machine import OfferState
from workflows.offers.records import Hire, Offer
from workflows.onboarding.records import Plan
from workflows.permits import Actor
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy, CandidacyMove, ScoreVisibility


def rows(kind: type) -> list[Any]:
    return list(db.session.scalars(sa.select(kind).order_by(kind.id).execution_options(populate_existing=True)))


def entries(**facts: Any) -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).filter_by(**facts).order_by(AuditEntry.id)))


def no_offer_without_decision() -> None:
    """Before an offer was drafted or sent, its debrief decided for an offer and nobody had opened it again."""
    for offer in rows(Offer):
        for verb in ("offer.draft", "offer.submit", "offer.send"):
            for entry in entries(verb=verb, record_kind="offer", record_id=offer.id):
                told = [each for each in entries(record_kind="debrief", record_id=offer.debrief_id)
                        if each.verb in ("debrief.decide", "debrief.reopen") and each.id < entry.id]
                assert told, f"{verb} without a debrief that was ever decided"
                assert told[-1].facts.get("decision") == Decision.offer, f"{verb} after {told[-1].verb}"
    for candidacy in rows(Candidacy):
        if candidacy.state in (CandidacyState.offer, CandidacyState.hired):
            assert [e for e in entries(verb="debrief.decide") if e.facts["decision"] == Decision.offer]


def no_hire_without_signature() -> None:
    """A hire has a signed letter, a seat of its own, a plan; and nobody is hired otherwise."""
    hires = rows(Hire)
    for made in hires:
        assert made.offer.state is OfferState.signed
        assert made.offer.signed_sha256 == made.offer.letter.sha256
        assert db.session.scalar(sa.select(Plan.id).where(Plan.hire_id == made.id)) is not None
    hired = [each.id for each in rows(Candidacy) if each.state is CandidacyState.hired]
    assert hired == [made.candidacy_id for made in hires]


def no_foreign_scorecard(people: Mapping[str, Actor], candidacy: Candidacy) -> None:
    """Nobody sees a scorecard that the opening's policy, or what they still have to write, keeps from them."""
    if not (cards := rows(Scorecard)):
        return
    debrief = db.session.scalar(sa.select(Debrief).where(Debrief.candidacy_id == candidacy.id))
    for name, actor in people.items():
        own = [card for card in cards if card.author_id == actor.user_id]
        shown = {card.id for card in scorecards_visible_to(actor, candidacy)} - {card.id for card in own}
        drafts = {card.id for card in cards if card.state is not ScorecardState.submitted}
        assert not shown & drafts, f"{name} sees what is not submitted"
        policy = candidacy.opening.visibility
        organises = name in ("manager", "recruiter")
        blind = not organises and not own
        blind |= policy is ScoreVisibility.never and not organises
        blind |= policy is not ScoreVisibility.always and any(card.state is ScorecardState.draft for card in own)
        blind |= debrief is not None and debrief.decider_id == actor.user_id and debrief.state is DebriefState.open
        assert not (blind and shown), f"{name} sees {shown} under {policy}"


def history_is_complete() -> None:
    """Every state was reached by audited moves, one from where the last ended, and a candidacy's are in its history."""
    for kind in (Candidacy, Interview, Scorecard, Debrief, Offer):
        for record in rows(kind):
            moves = [entry.facts for entry in entries(record_kind=kind.KIND, record_id=record.id)
                     if "move" in entry.facts]
            _follow(kind.KIND, moves, record.state.value)
    for candidacy in rows(Candidacy):
        told = db.session.scalars(sa.select(CandidacyMove).where(CandidacyMove.candidacy_id == candidacy.id)
                                  .order_by(CandidacyMove.id))
        audited = [entry.facts for entry in entries(record_kind="candidacy", record_id=candidacy.id)
                   if "move" in entry.facts]
        assert [(each.before.value, each.after.value) for each in told if each.before] == [
            (each["before"], each["after"]) for each in audited]


def _follow(kind: str, moves: Iterable[Mapping[str, Any]], state: str) -> None:
    at = FLOWS[kind].initial.value
    for move in moves:
        assert move["before"] == at, f"{kind}: {move} does not begin at {at}"
        declared = FLOWS[kind].moves[move["move"]]
        assert declared.dest.value == move["after"]
        assert at in declared.sources
        at = move["after"]
    assert at == state, f"{kind} is {state}, its history ends at {at}"


def every_cause_is_there() -> None:
    """Each rating is about the gap its question was asked for; each conclusion names the ratings it rests on."""
    for rating in rows(Rating):
        asked = rating.kit_question
        assert asked.gap.competency_id == asked.question.competency_id == rating.competency_id
        assert asked.interview_id == rating.scorecard.interview_id
    for interview in rows(Interview):
        assert interview.plan_round_id is not None
        assert {asked.gap.opening_id for asked in interview.kit} <= {interview.candidacy.opening_id}
    for line in rows(DebriefLine):
        assert bool(line.sources) == (line.raters > 0)
    assert all(plan.author_id for plan in rows(InterviewPlan))


def nothing_waits_to_be_held_after_the_end(candidacy: Candidacy) -> None:
    """Whoever left the way is expected nowhere."""
    gone = (CandidacyState.declined, CandidacyState.withdrawn, CandidacyState.pooled)
    if candidacy.state in gone:
        assert [each for each in rows(Interview)
                if each.state in (InterviewState.planned, InterviewState.scheduled)] == []
