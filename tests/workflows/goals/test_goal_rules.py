"""What makes a goal nonsense, how far it is, and what history says about it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.goals.rules import (
    NewGoal,
    attainability,
    far_off,
    goal_problems,
    next_review,
    not_reached,
    progress,
    review_problems,
)
from workflows.reasons import Reason

TODAY = date(2026, 3, 2)
QUARTERS = [("2025-Q1", 80.0), ("2025-Q2", 100.0), ("2025-Q3", 120.0), ("2025-Q4", 90.0)]


def new(**facts):
    return NewGoal(**{"title": "More", "metric": "team_bookings", "start_value": 0, "target_value": 100,
                      "due_on": date(2026, 6, 30), "owner_id": 1, **facts})


@pytest.mark.parametrize(("facts", "codes"), [
    ({}, []), ({"title": " "}, ["goal.title-missing"]), ({"metric": ""}, ["goal.metric-missing"]),
    ({"target_value": float("nan")}, ["goal.number-unusable"]),
    ({"target_value": float("inf")}, ["goal.number-unusable"]), ({"start_value": 1e13}, ["goal.number-unusable"]),
    ({"start_value": 100}, ["goal.no-way"]), ({"target_value": -5}, ["goal.target-not-positive"]),
    ({"metric": "complaints", "start_value": 9, "target_value": 0}, []),
    ({"due_on": TODAY}, ["goal.due-past"]), ({"due_on": date(2040, 1, 1)}, ["goal.due-too-far"]),
    ({"review_every_days": 0}, ["goal.cadence"]), ({"review_every_days": 367}, ["goal.cadence"]),
    ({"title": "", "review_every_days": 0}, ["goal.title-missing", "goal.cadence"])])
def test_a_goal_that_makes_no_sense_is_taken(facts, codes):
    assert [reason.code for reason in goal_problems(new(**facts), TODAY)] == codes


@pytest.mark.parametrize(("target", "kind", "reached"), [
    (95, "usual", 2), (96, "stretch", 2), (120, "stretch", 1), (121, "beyond", 0)])
def test_history_says_that_anything_can_be_reached(target, kind, reached):
    found = attainability(target, "USD", QUARTERS)
    assert found.reason == Reason(f"goal.attainability-{kind}", {
        "target": target, "unit": "USD", "quarters": 4, "median": 95, "best": 120, "best_in": "2025-Q3",
        "reached": reached})
    assert found.as_json()["history"][0] == ["2025-Q1", 80.0]


def test_one_quarter_is_called_a_history():
    assert attainability(100, "USD", QUARTERS[:1]).reason == Reason("goal.attainability-unknown", {"quarters": 1})
    assert far_off(10_000, attainability(10_000, "USD", QUARTERS[:1])) is None


def test_cents_pass_for_dollars():
    assert far_off(1_200, attainability(1_200, "USD", QUARTERS)) is None
    assert far_off(1_201, attainability(1_201, "USD", QUARTERS)) == Reason("goal.target-far-off", {
        "target": 1_201, "best": 120})


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_way_is_not_whole_at_the_target(start, target):
    if abs(start - target) > 1e-3:
        assert (progress(start, target, start), progress(start, target, target)) == (0, 1)


def test_a_goal_that_goes_down_runs_backwards():
    assert progress(20, 10, 15) == 0.5
    assert not_reached(20, 10, 9, "days") is None
    assert not_reached(20, 10, 11, "days") == Reason("goal.not-reached", {
        "current": 11, "target": 10, "unit": "days"})
    assert not_reached(0, 10, None, "days") == Reason("goal.not-measured")


@pytest.mark.parametrize(("facts", "codes"), [
    ((1, "Fine", None, None, None), []), ((1, " ", None, None, None), ["goal.note-missing"]),
    ((float("nan"), "x", None, None, None), ["goal.number-unusable"]),
    ((1, "x", "Call", None, TODAY), ["goal.follow-up-incomplete"]),
    ((1, "x", "", 3, TODAY), ["goal.follow-up-incomplete"]),
    ((1, "x", "Call", 3, date(2026, 3, 1)), ["goal.follow-up-past"]), ((1, "x", "Call", 3, TODAY), [])])
def test_a_review_says_nothing(facts, codes):
    assert [reason.code for reason in review_problems(*facts, TODAY)] == codes


def test_a_review_is_due_after_the_goal():
    assert next_review(TODAY, 30, date(2026, 3, 20)) == date(2026, 3, 20)
    assert next_review(TODAY, 30, date(2026, 9, 1)) == date(2026, 4, 1)
    assert next_review(TODAY, 30, TODAY) == date(2026, 4, 1)
