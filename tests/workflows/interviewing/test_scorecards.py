"""Submitting, locking, re-opening and excusing."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from workflows.errors import NotPermitted, Refused
from workflows.interviewing.actions import scorecards
from workflows.interviewing.actions.scorecards import Given, Written
from workflows.interviewing.records import Overall, ScorecardVersion
from workflows.ledger import AuditEntry
from workflows.waits import Wait


def codes(refusal) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def test_an_empty_scorecard_is_submitted(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    with pytest.raises(Refused) as refusal:
        scorecards.submit_scorecard(build.actor(card.author), card)
    ratings = ["scorecard.rating-missing"] * len(card.ratings)
    assert codes(refusal) == [*ratings, "scorecard.overall-missing", "scorecard.overall-reason-missing"]


def test_a_level_without_evidence_is_submitted(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    with pytest.raises(Refused) as refusal:
        build.submit(card, evidence="  ")
    assert set(codes(refusal)) == {"scorecard.evidence-missing"}


def test_a_blank_needs_evidence(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    assert build.submit(card, level=None).submitted_at == clock.now


def test_a_second_click_submits_twice(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    build.submit(card)
    scorecards.submit_scorecard(build.actor(card.author), card)
    assert session.scalar(sa.select(sa.func.count()).select_from(ScorecardVersion)) == 1


def test_what_was_written_is_lost_when_the_submit_is_refused(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    with pytest.raises(Refused) as refusal:
        scorecards.hand_in(build.actor(card.author), card, Written(overall_reason="Asks before telling."))
    session.expire_all()
    assert "scorecard.overall-missing" in codes(refusal)
    assert card.overall_reason == "Asks before telling."


def test_a_second_click_with_other_words_drops_them_silently(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    author, written = build.actor(card.author), build.written(card)
    scorecards.hand_in(author, card, written)
    scorecards.hand_in(author, card, written)
    with pytest.raises(Refused) as refusal:
        scorecards.hand_in(author, card, replace(written, overall_reason="Strong, all the same."))
    assert codes(refusal) == ["scorecard.locked"]
    assert session.scalar(sa.select(sa.func.count()).select_from(ScorecardVersion)) == 1


def test_a_submitted_scorecard_is_written_on(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    build.submit(card)
    with pytest.raises(Refused) as refusal:
        scorecards.save_scorecard(build.actor(card.author), card, Written(overall=Overall.strong_no))
    assert codes(refusal) == ["scorecard.locked"]


def test_somebody_else_writes_on_a_scorecard(session, clock):
    panel = build.held()
    with pytest.raises(NotPermitted):
        scorecards.save_scorecard(build.actor(panel.manager), panel.cards[0], Written(overall=Overall.strong_no))


def test_a_reopened_scorecard_forgets_what_was_submitted(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    build.submit(card, level=4)
    author = build.actor(card.author)
    with pytest.raises(Refused) as refusal:
        scorecards.reopen_scorecard(author, card, reason=" ")
    assert codes(refusal) == ["flow.reason-missing"]
    scorecards.reopen_scorecard(author, card, reason="I mixed up two people.")
    build.submit(card, level=2)
    kept = session.scalars(sa.select(ScorecardVersion).order_by(ScorecardVersion.number)).all()
    assert [(v.number, {r["level"] for r in v.body["ratings"]}) for v in kept] == [(1, {4}), (2, {2})]


def test_a_scorecard_is_submitted_before_the_interview(session):
    card = build.scheduled().cards[0]
    with pytest.raises(Refused) as refusal:
        build.submit(card)
    assert codes(refusal) == ["scorecard.not-held-yet"]


def test_submitting_leaves_the_interview_to_be_held(session, clock):
    panel = build.scheduled()
    clock.travel(days=2)
    build.submit(panel.cards[0])
    assert panel.interviews[0].state == "held"
    waiting = session.scalars(sa.select(Wait.record_kind).where(
        Wait.owner_id == panel.interviewers[0].id, Wait.ended_at.is_(None))).all()
    assert waiting == []


def test_an_interviewer_who_organises_excuses_themselves_to_look(session, clock):
    panel = build.held(manager_interviews=True)
    with pytest.raises(Refused) as refusal:
        scorecards.excuse_scorecard(build.actor(panel.manager), panel.cards[0], reason="Ill.")
    assert codes(refusal) == ["scorecard.excuse-own"]


def test_the_audit_tells_a_level_or_the_evidence(session, clock):
    card = build.held().cards[0]
    clock.travel(days=2)
    author = build.actor(card.author)
    scorecards.save_scorecard(author, card, Written({r.id: Given(5, None, "TOKEN-4711") for r in card.ratings},
                                                    Overall.yes, "TOKEN-4711"))
    scorecards.submit_scorecard(author, card)
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "scorecard.submit")).one()
    assert "TOKEN" not in f"{entry.facts}{entry.text.body if entry.text else ''}"
    assert set(entry.facts) == {"move", "before", "after", "interview_id", "number", "rated", "blank", "off_limits",
                                "no_behaviour", "unread"}
