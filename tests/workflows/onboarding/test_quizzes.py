"""Sitting a quiz on the server's clock."""

import pytest

from tests.builders import onboarding as build
from workflows import jobs
from workflows.errors import NotPermitted, Refused
from workflows.onboarding.actions import quizzes
from workflows.onboarding.machine import AssignmentState
from workflows.onboarding.records import QuizAttempt
from workflows.reactions import JOBS


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


@pytest.fixture
def plan(session):
    made = build.plan(("it", {"kind": "quiz", "quiz": build.QUIZ}), ("later", {}))
    build.quiz_items(made.curriculum_version)
    return made


def sit(plan, *, right: int):
    attempt = quizzes.begin_attempt(build.rep_of(plan), build.module_of(plan, "it"))
    for number, item_id in enumerate(attempt.items):
        quizzes.save_answer(build.rep_of(plan), attempt, item_version_id=item_id, response=number < right)
    return quizzes.hand_in_attempt(build.rep_of(plan), attempt)


def test_a_perfect_quiz_is_not_passed(plan):
    attempt, module = sit(plan, right=2), build.module_of(plan, "it")
    assert (attempt.score_bp, attempt.passed, module.state, module.score_bp) == (
        10_000, True, AssignmentState.done, 10_000)
    assert [answer.score_bp for answer in attempt.answers] == [10_000, 10_000]


def test_a_failed_quiz_is_done(plan):
    attempt, module = sit(plan, right=1), build.module_of(plan, "it")
    assert (attempt.score_bp, attempt.passed, module.state, module.score_bp) == (
        5000, False, AssignmentState.started, 5000)


def test_a_retake_repeats_items_too_soon_or_too_often(plan, clock):
    first = sit(plan, right=0)
    with pytest.raises(Refused) as refusal:
        sit(plan, right=2)
    assert codes(refusal) == ["quiz.cool-down"]
    clock.travel(hours=24)
    second = sit(plan, right=0)
    assert set(first.items) & set(second.items) == set()
    clock.travel(hours=24)
    with pytest.raises(Refused) as refusal:
        sit(plan, right=2)
    assert codes(refusal) == ["quiz.attempts-used"]


def test_a_double_click_starts_two_attempts(plan, session):
    rep, module = build.rep_of(plan), build.module_of(plan, "it")
    first, second = quizzes.begin_attempt(rep, module), quizzes.begin_attempt(rep, module)
    assert (first.id, session.query(QuizAttempt).count()) == (second.id, 1)


def test_answers_after_the_deadline_count(plan, clock):
    rep = build.rep_of(plan)
    attempt = quizzes.begin_attempt(rep, build.module_of(plan, "it"))
    quizzes.save_answer(rep, attempt, item_version_id=attempt.items[0], response=True)
    assert quizzes.end_if_over(attempt) is False
    clock.travel(minutes=21)
    with pytest.raises(Refused) as refusal:
        quizzes.save_answer(rep, attempt, item_version_id=attempt.items[1], response=True)
    assert codes(refusal) == ["quiz.time-is-up"]
    assert quizzes.end_if_over(attempt) is True
    assert (attempt.score_bp, attempt.handed_in_at) == (5000, attempt.deadline_at + quizzes.GRACE)


def test_a_quiz_left_open_is_never_graded(plan, session, clock):
    attempt = quizzes.begin_attempt(build.rep_of(plan), build.module_of(plan, "it"))
    clock.to(attempt.deadline_at + quizzes.GRACE)
    while jobs.run_next(JOBS):
        pass
    assert attempt.handed_in_at is None
    clock.travel(seconds=1)
    while jobs.run_next(JOBS):
        pass
    session.expire_all()
    assert (attempt.score_bp, attempt.handed_in_at) == (0, attempt.deadline_at + quizzes.GRACE)


def test_who_comes_back_too_soon_undoes_the_end_of_the_last_attempt(plan, session, clock):
    rep, module = build.rep_of(plan), build.module_of(plan, "it")
    attempt = quizzes.begin_attempt(rep, module)
    clock.travel(hours=2)
    with pytest.raises(Refused) as refusal:
        quizzes.begin_attempt(rep, module)
    session.rollback()
    assert (codes(refusal), attempt.handed_in_at) == (["quiz.cool-down"], attempt.deadline_at + quizzes.GRACE)


def test_an_answer_cannot_be_changed_while_the_quiz_runs(plan):
    rep = build.rep_of(plan)
    attempt = quizzes.begin_attempt(rep, build.module_of(plan, "it"))
    for response in (False, True):
        for item_id in attempt.items:
            quizzes.save_answer(rep, attempt, item_version_id=item_id, response=response)
    assert quizzes.hand_in_attempt(rep, attempt).score_bp == 10_000


def test_the_coach_answers_for_the_rep(plan):
    attempt = quizzes.begin_attempt(build.rep_of(plan), build.module_of(plan, "it"))
    with pytest.raises(NotPermitted):
        quizzes.save_answer(build.coach_of(plan), attempt, item_version_id=attempt.items[0], response=True)
