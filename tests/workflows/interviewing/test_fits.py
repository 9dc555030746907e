"""The stored fit of an opening: when it is computed, what it keeps, and what follows from it."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from workflows import jobs
from workflows.interviewing.actions import debriefs, fits, scorecards
from workflows.interviewing.panel_answer import Answer
from workflows.interviewing.queries.fits import basis_of, fit_for, gaps_of
from workflows.interviewing.records import DebriefLine, Decision, Fit
from workflows.jobs import Job
from workflows.reactions import JOBS
from workflows.recruiting.actions import candidacies


def all_fits(session) -> list[Fit]:
    return list(session.scalars(sa.select(Fit).order_by(Fit.id)))


def asked(session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.work == fits.WORK,
                                                                            Job.done_at.is_(None)))


def work() -> None:
    while jobs.run_next(JOBS):
        pass


@pytest.fixture
def panel(session, clock):
    made = build.held(2)
    clock.travel(days=2)
    return made


def test_a_submitted_scorecard_is_never_computed(session, panel):
    build.submit(panel.cards[0])
    build.submit(panel.cards[1])
    assert asked(session) == 1
    work()
    assert [(fit.scorecards, fit.method, len(fit.seed)) for fit in all_fits(session)] == [(2, "ratings-2", 16)]
    assert session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.stuck_at.is_not(None))) == 0


def test_the_same_scorecards_are_computed_twice(session, panel):
    build.submit(panel.cards[0])
    fits.fit_opening(panel.opening.id)
    fits.fit_opening(panel.opening.id)
    assert len(all_fits(session)) == 1


def test_the_same_data_give_other_numbers(session, panel):
    for card in panel.cards:
        build.submit(card)
    fits.fit_opening(panel.opening.id)
    scorecards.reopen_scorecard(build.actor(panel.interviewers[0]), panel.cards[0], reason="A wrong line.")
    build.submit(panel.cards[0])
    fits.fit_opening(panel.opening.id)
    first, second = all_fits(session)
    assert first.basis_sha256 != second.basis_sha256
    assert (first.data_sha256, first.seed, first.answer) == (second.data_sha256, second.seed, second.answer)


def test_a_re_opened_scorecard_still_counts(session, panel):
    for card, level in zip(panel.cards, (5, 2), strict=True):
        build.submit(card, level=level)
    work()
    scorecards.reopen_scorecard(build.actor(panel.interviewers[0]), panel.cards[0], reason="A wrong line.")
    work()
    gaps = gaps_of(panel.opening.id)
    answer = Answer(fit_for(panel.opening.id, basis_of(panel.opening.id, gaps)).answer)
    assert {(answer.skill(panel.candidacy.id, gap.competency_id).raters,
             answer.skill(panel.candidacy.id, gap.competency_id).adjusted) for gap in gaps} == {(1, None)}


def test_going_back_to_fewer_scorecards_is_computed_again(session, panel):
    build.submit(panel.cards[0], level=5)
    work()
    build.submit(panel.cards[1], level=2)
    work()
    scorecards.reopen_scorecard(build.actor(panel.interviewers[1]), panel.cards[1], reason="A wrong line.")
    work()
    basis = basis_of(panel.opening.id, gaps_of(panel.opening.id))
    assert fit_for(panel.opening.id, basis).id == all_fits(session)[0].id
    assert len(all_fits(session)) == 2


def test_a_candidate_withdraws_and_their_ratings_are_forgotten(session, panel):
    for card in panel.cards:
        build.submit(card)
    work()
    candidacies.advance(build.actor(panel.recruiter), panel.candidacy, "withdraw", reason="Another offer.")
    assert asked(session) == 1
    work()
    assert [fit.scorecards for fit in all_fits(session)] == [2]


def test_names_reach_the_stored_answer(session, panel):
    for card in panel.cards:
        build.submit(card, evidence="TOKEN-4711")
    work()
    stored = str(all_fits(session)[0].answer)
    assert [word for word in ("TOKEN-4711", "Jo Park", "Negotiation", *(each.name for each in panel.interviewers))
            if word in stored] == []


def test_a_decision_names_no_fit(session, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 2))
    debriefs.decide(build.actor(panel.manager), panel.debrief, decision=Decision.offer, reason="Closes the gap.")
    fit = all_fits(session)[0]
    lines = list(session.scalars(sa.select(DebriefLine)))
    answer = Answer(fit.answer)
    assert lines
    for line in lines:
        skill = answer.skill(panel.candidacy.id, line.competency_id)
        assert (line.fit_id, line.raters, line.mean, line.adjusted, line.standard_error, line.p_at_level) == (
            fit.id, 2, skill.raw, skill.adjusted, skill.standard_error, skill.chance)
        assert skill.low < skill.adjusted < skill.high


def test_a_decision_waits_for_a_worker(session, clock):
    """The fit of everything that is in is made with the decision when the worker has not come to it."""
    clock.travel(days=2)
    panel = build.in_debrief((4, 4))
    assert all_fits(session) == []
    debriefs.decide(build.actor(panel.manager), panel.debrief, decision=Decision.offer, reason="Closes the gap.")
    assert [fit.scorecards for fit in all_fits(session)] == [2]


def test_another_openings_scorecards_count_here(session, clock):
    clock.travel(days=2)
    here, there = build.in_debrief((4, 4)), build.in_debrief((1, 1))
    work()
    assert sorted((fit.opening_id, fit.scorecards) for fit in all_fits(session)) == [(here.opening.id, 2),
                                                                                     (there.opening.id, 2)]
    answer = Answer(all_fits(session)[0].answer)
    assert answer.candidacy_ids == [here.candidacy.id]


def test_training_closes_a_gap_that_nobody_teaches(session, panel):
    for card in panel.cards:
        build.submit(card)
    work()
    assert Answer(all_fits(session)[0].answer).trained() == (0.0, {})
    assert Answer(all_fits(session)[0].answer).after_training(panel.candidacy.id) is None
