"""A curriculum shaped by a debrief."""

from datetime import UTC, datetime, timedelta

from curricula.items import Counts, Feedback
from workflows.onboarding.authored_modules import ModuleFacts, ModuleKind, QuizRules
from workflows.onboarding.rules import LineFacts, attempt_blockers, counted, prerequisites, shaped, views

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUIZ = QuizRules("q", 7500, 2, 24, 20, Counts.BEST, Feedback.NEVER, ())


def module(key, competency=1, *, waivable=False, extra=False):
    return ModuleFacts(1, key, ModuleKind.reading, key, competency, "rep", 1, (), waivable, extra, 1)


def plan(*lines):
    modules = (module("rules", None, waivable=True), module("lesson", waivable=True), module("duty"),
               module("more", extra=True))
    return [(each.module.key, each.why, each.waived) for each in shaped(modules, lines)]


def line(standing, *, at_level, below, mean=3.0, about=1):
    return LineFacts(7, about, standing, at_level, below, mean, 3)


CORE = [("rules", "core", False), ("lesson", "core", False), ("duty", "core", False)]
WAIVED = [("rules", "core", False), ("lesson", "core", True), ("duty", "core", False)]
MORE = [*CORE, ("more", "short", False)]


def test_what_two_saw_proven_is_taught_again():
    assert plan(line("meets", at_level=2, below=0)) == WAIVED


def test_the_model_outvotes_two_who_saw_it():
    assert plan(line("short", at_level=2, below=0)) == WAIVED
    assert plan(line("short", at_level=2, below=1)) == WAIVED
    assert plan(line("not_known", at_level=2, below=2)) == WAIVED


def test_a_majority_that_saw_less_is_outvoted():
    assert plan(line("meets", at_level=2, below=3)) == MORE
    assert plan(line("meets", at_level=0, below=2)) == MORE


def test_two_who_disagree_decide_against_the_debrief():
    assert plan(line("meets", at_level=1, below=1)) == CORE
    assert plan(line("short", at_level=1, below=1)) == MORE


def test_one_opinion_waives_or_adds():
    not_known = [("rules", "core", False), ("lesson", "not_known", False), ("duty", "not_known", False)]
    assert plan(line("not_known", at_level=1, below=0, mean=5.0)) == not_known
    assert plan(line("not_known", at_level=0, below=1, mean=1.0)) == not_known


def test_what_nobody_could_tell_is_not_named():
    assert plan(line("not_known", at_level=0, below=0, mean=None)) == [
        ("rules", "core", False), ("lesson", "not_known", False), ("duty", "not_known", False)]


def test_another_competency_decides():
    assert plan(line("short", at_level=0, below=2, about=2)) == CORE


def test_two_answers_to_one_interviewer_count_as_two_opinions():
    assert views([(1, 3), (1, 3), (2, 3)], 3) == (2, 0)
    assert views([(1, 2), (1, 4), (2, 2), (2, 3)], 3) == (1, 1)
    assert views([], 3) == (0, 0)


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
