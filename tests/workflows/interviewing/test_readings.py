"""What the worker says of a scorecard's wording, and what follows for submitting it."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from workflows import jobs
from workflows.errors import Refused
from workflows.interviewing.actions import interviews, readings, scorecards
from workflows.interviewing.actions.scorecards import Given, Written
from workflows.interviewing.queries.readings import wording
from workflows.interviewing.records import Overall, ScorecardReading
from workflows.reactions import JOBS

DEED = "Asked three questions before naming a price."
OPINION = "Great guy, good fit."
OFF_LIMITS = "She said she is pregnant, and asked who signs the order."


@pytest.fixture
def card(session, clock):
    made = build.held(1).cards[0]
    clock.travel(days=2)
    return made


def save(card, *evidence, reason="Sells calmly.", kept_reason=""):
    texts = [*evidence, *[DEED] * (len(card.ratings) - len(evidence))]
    given = {rating.id: Given(4, None, text) for rating, text in zip(card.ratings, texts, strict=True)}
    scorecards.save_scorecard(build.actor(card.author), card,
                              Written(given, Overall.yes, reason, "", kept_reason))


def submit(card, **how):
    scorecards.submit_scorecard(build.actor(card.author), card, **{"unread_ok": False, **how})


def codes(refusal) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def work():
    while jobs.run_next(JOBS):
        pass


def test_nobody_reads_what_is_typed(session, card):
    save(card, OPINION, OFF_LIMITS)
    assert len(wording(card).unread) == len(card.ratings) + 1
    work()
    assert [(flag.number, flag.kind) for flag in wording(card).flags] == [(1, "no-behaviour"), (2, "off-limits")]
    assert wording(card).unread == ()


def test_every_pause_in_typing_asks_for_another_reading(session, card):
    for _ in range(3):
        save(card, OPINION)
    asked = sa.select(sa.func.count()).select_from(jobs.Job).where(jobs.Job.work == "interviewing.read_scorecard")
    assert session.scalar(asked) == 1


def test_a_flag_stays_after_the_wording_was_mended(session, card):
    save(card, OFF_LIMITS)
    work()
    save(card, DEED)
    assert wording(card).flags == ()
    work()
    assert (wording(card).flags, wording(card).unread) == ((), ())


def test_wording_goes_in_before_it_is_read(session, card):
    save(card)
    with pytest.raises(Refused) as refusal:
        submit(card)
    assert codes(refusal) == ["scorecard.not-read-yet"]
    submit(card, unread_ok=True)
    assert card.state == "submitted"


def test_wording_off_limits_goes_in_without_a_reason(session, card):
    save(card, OFF_LIMITS)
    work()
    with pytest.raises(Refused) as refusal:
        submit(card, confirmed=True)
    assert codes(refusal) == ["scorecard.off-limits"]
    save(card, OFF_LIMITS, kept_reason="She brought it up to explain a gap of two months.")
    submit(card)
    assert card.state == "submitted"


def test_an_opinion_goes_in_unnoticed_or_cannot_go_in_at_all(session, card):
    save(card, OPINION)
    work()
    with pytest.raises(Refused) as refusal:
        submit(card)
    assert codes(refusal) == ["scorecard.no-behaviour"]
    submit(card, confirmed=True)
    assert card.state == "submitted"


def test_reading_again_after_submitting_changes_what_was_said(session, card):
    save(card, OPINION)
    submit(card, unread_ok=True)
    readings.read_scorecard(card.id)
    assert session.scalar(sa.select(sa.func.count()).select_from(ScorecardReading)) == 0


def test_the_next_interviewer_finds_words_of_the_last(session):
    panel = build.planned(2)
    card, other = panel.cards[0], panel.manager
    save(card, OFF_LIMITS, kept_reason="It was said.")
    work()
    interviews.swap_interviewer(build.actor(panel.recruiter), panel.interviews[0], interviewer_id=other.id)
    assert (card.kept_reason, wording(card).flags) == ("", ())
    assert session.scalars(sa.select(ScorecardReading.fields)).all() == [{}]
