"""What a debrief says, read aloud."""

import pytest

from webapp.hiring import debrief_words as words
from webapp.sentences import sentence
from workflows.interviewing.panel_answer import NextInterview, Severity
from workflows.reasons import Reason


def adjusted(*causes):
    return words.adjusted_said([Reason(f"ratings.{code}", {"points": points}) for code, points in causes])


@pytest.mark.usefixtures("session")
def test_one_adjustment_is_read_aloud_three_times(app):
    with app.test_request_context():
        said = adjusted(("raised-for-halo", 0.11), ("raised-for-chance", 0.2), ("raised-for-halo", 0.12),
                        ("lowered-for-question", 0.08))
    assert said == ("The overall impressions of 2 interviewers were lower than the others': raised by 0.2.",
                    "Few ratings may be low by chance; with all the others in view: raised by 0.2.",
                    "A question was easier than most: lowered by 0.1.")


@pytest.mark.usefixtures("session")
def test_an_adjustment_of_nothing_is_read_aloud(app):
    with app.test_request_context():
        assert adjusted(("raised-for-small-causes", 0.05), ("lowered-for-chance", 0.02)) == ()


@pytest.mark.usefixtures("session")
def test_all_interviewers_are_said_to_score_low_beside_one_who_scores_high(app):
    with app.test_request_context():
        assert adjusted(("raised-for-panel", 0.3)) == ("The interviewers together seem to score low: raised by 0.3.",)
        assert adjusted(("raised-for-panel", 0.3), ("lowered-for-severity", 0.2)) == (
            "The other interviewers together seem to score low: raised by 0.3.",
            "One of the interviewers tends to score high: lowered by 0.2.")


@pytest.mark.usefixtures("session")
def test_an_interview_narrows_the_range_from_a_half_to_a_half(app):
    with app.test_request_context():
        said = words.next_said(NextInterview(7, None, None, 0.31, 0.29, None, (1, 2)), {7: "Jo"}, {1: "Ana", 2: "Raj"})
    assert said == ("One more interview of Jo by somebody who has not met them yet (Ana or Raj) would hardly narrow "
                    "the fair range of ± 0.5 levels.")


@pytest.mark.usefixtures("session")
def test_somebody_rates_as_peers_do_and_higher(app):
    with app.test_request_context():
        said = words.severity_said(Severity(9, -0.4, -0.9, 0.1, "neither", ()))
    assert said == ("It is too close to tell whether you score lower or higher than your peers: about 0.4 levels "
                    "higher; a fair range is 0.9 levels higher to 0.1 levels lower. It rests on 9 candidates.")


@pytest.mark.usefixtures("session")
def test_a_must_have_is_met_with_a_chance_of_zero(app):
    with app.test_request_context():
        said = words.limits_said([
            Reason("match.must-have-short", {"competency": "Drive", "level": 4, "chance_bp": 12}),
            *(Reason("match.not-rated", {"competency": name}) for name in ("Discovery", "Coaching"))])
    assert said == ["Drive at level 4 is a must-have and the chance is under 1%. Strength elsewhere does not make up "
                    "for it.", "Nobody has rated these yet, so nothing is known: Discovery, Coaching."]


@pytest.mark.usefixtures("session")
def test_a_refusal_to_order_takes_a_statistician_to_read(app):
    with app.test_request_context():
        unreliable = sentence(Reason("ratings.reliability-low", {"reliability_bp": 3200, "least_bp": 5000}))
        unsteady = sentence(Reason("ratings.effective-draws-few", {"draws": 62, "least": 100}))
    assert unreliable == (
        "Of the differences between candidates in these ratings only 32% are real, the rest is chance and strictness; "
        "below 50% we give no order, only the evidence. (In statistics: the reliability.)")
    assert unsteady == (
        "The figures were tried out in too few ways to be steady: 62 count, and it takes 100, so we give no order. "
        "(In statistics: effective draws.)")
