"""A curriculum shaped by a debrief."""

from datetime import UTC, datetime, timedelta

from curricula.items import Counts, Feedback
from workflows.onboarding.authored_modules import ModuleFacts, ModuleKind, QuizRules
from workflows.onboarding.rules import LineFacts, attempt_blockers, counted, prerequisites, shaped

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUIZ = QuizRules("q", 7500, 2, 24, 20, Counts.BEST, Feedback.NEVER, ())


def module(key, competency=1, *, waivable=False, extra=False):
    return ModuleFacts(1, key, ModuleKind.reading, key, competency, "rep", 1, (), waivable, extra, 1)


def plan(*lines):
    modules = (module("rules", None, waivable=True), module("lesson", waivable=True), module("duty"),
               module("more", extra=True))
    return [(each.module.key, each.why, each.waived) for each in shaped(modules, lines)]


def test_what_two_saw_proven_is_taught_again():
    assert plan(LineFacts(7, 1, "meets", 2, 3.5, 3)) == [
        ("rules", "core", False), ("lesson", "core", True), ("duty", "core", False)]


def test_one_opinion_waives():
    assert plan(LineFacts(7, 1, "meets", 1, 5.0, 3)) == [
        ("rules", "core", False), ("lesson", "core", False), ("duty", "core", False)]


def test_a_shortfall_gets_nothing_more():
    assert plan(LineFacts(7, 1, "short", 2, 2.0, 3)) == [
        ("rules", "core", False), ("lesson", "core", False), ("duty", "core", False), ("more", "short", False)]


def test_what_nobody_could_tell_is_not_named():
    assert plan(LineFacts(7, 1, "not_known", 0, None, 3)) == [
        ("rules", "core", False), ("lesson", "not_known", False), ("duty", "not_known", False)]


def test_another_competency_decides():
    assert plan(LineFacts(7, 2, "short", 2, 2.0, 3)) == [
        ("rules", "core", False), ("lesson", "core", False), ("duty", "core", False)]


def test_a_module_opens_before_its_prerequisites():
    closed = {"a": ("Module A", True), "b": ("Module B", False)}
    assert [reason.params for reason in prerequisites(("a", "b", "not-in-plan"), closed)] == [{"modules": ["Module B"]}]


def test_a_retake_comes_too_soon_or_too_often():
    later = NOW + timedelta(hours=23, minutes=30)
    assert attempt_blockers(QUIZ, [], NOW) == ()
    assert [(each.code, dict(each.params)) for each in attempt_blockers(QUIZ, [NOW], later)] == [
        ("quiz.cool-down", {"hours": 1})]
    assert attempt_blockers(QUIZ, [NOW], NOW + timedelta(hours=24)) == ()
    assert [each.code for each in attempt_blockers(QUIZ, [NOW, NOW], NOW + timedelta(days=9))] == ["quiz.attempts-used"]


def test_the_wrong_attempt_counts():
    from_policy = {policy: counted(QuizRules("q", 1, 2, 0, 0, policy, Feedback.NEVER, ()), [5000, 9000, 7000])
                   for policy in Counts}
    assert from_policy == {Counts.BEST: 9000, Counts.FIRST: 5000, Counts.LAST: 7000}
    assert counted(QUIZ, []) is None
