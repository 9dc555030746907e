"""Results, effort, knowledge, skills: the first layer that fails is the focus."""

from dataclasses import replace
from datetime import date

from workflows.coaching.records import Layer
from workflows.coaching.rules import (
    Answer,
    CheckpointFact,
    CoachingFacts,
    LevelFact,
    QuizFact,
    SalesMonth,
    Standing,
    diagnose,
    layer_of_hold,
)
from workflows.ramp.shapes import GateKind

GOOD = CoachingFacts(
    months=(SalesMonth(date(2026, 1, 1), 90_000, 50_000, 100_000),), deals=9, open_deals=6, open_minor=400_000,
    engaged=4, next_quota_minor=100_000, modules=5, quizzes=(QuizFact("Value", 9_000),),
    checkpoints=(CheckpointFact("Discovery", 8_000, 7_500),), levels=(LevelFact(1, "Negotiation", 3.7, 0.4, 4),))


def codes(found):
    return [reason.code for reason in found.evidence]


def test_somebody_without_a_fault_gets_a_focus():
    found = diagnose(GOOD)
    assert (found.focus, found.answer, codes(found)) == (None, Answer.nothing_fails, ["coaching.nothing-fails"])


def test_no_data_is_read_as_a_fault_or_as_good():
    found = diagnose(CoachingFacts())
    assert (found.answer, {each.standing for each in found.findings}) == (Answer.unknown, {Standing.unknown})


def test_a_later_layer_is_the_focus_though_an_earlier_one_fails():
    broken = replace(GOOD, engaged=0, overdue=("Value in numbers",), quizzes=(QuizFact("Value", 4_000, 3),),
                     checkpoints=(CheckpointFact("Discovery", 6_000, 7_500),))
    found = diagnose(broken)
    assert [each.standing.value for each in found.findings] == ["holds", "fails", "fails", "fails"]
    assert (found.focus.layer, codes(found)) == (Layer.effort, ["coaching.effort-engaged", "coaching.effort-coverage"])


def test_results_are_held_against_full_quota_in_ramp():
    month = SalesMonth(date(2026, 1, 1), 40_000, 50_000, 100_000)
    found = diagnose(replace(GOOD, months=(month,))).findings[0]
    assert (found.standing, [each.code for each in found.evidence]) == (
        Standing.holds, ["coaching.results-hold", "coaching.results-scheduled"])
    low = diagnose(replace(GOOD, months=(replace(month, credit_minor=39_999),)))
    assert (low.focus.layer, low.focus.evidence[0].params["share_bp"]) == (Layer.results, 7_999)


def test_an_overdue_module_or_a_low_quiz_is_no_lack_of_knowledge():
    found = diagnose(replace(GOOD, overdue=("Value in numbers",), quizzes=(QuizFact("Value", 7_499, 3),)))
    assert (found.focus.layer, found.focus.competency_id, codes(found)) == (
        Layer.knowledge, 3, ["coaching.quiz-low", "coaching.modules-overdue"])


def test_a_level_that_may_be_at_its_target_is_called_low():
    near, far = LevelFact(1, "Negotiation", 3.4, 0.6, 4), LevelFact(2, "Discovery", 3.4, 0.5, 4)
    found = diagnose(replace(GOOD, levels=(near, far)))
    assert (found.focus.layer, found.focus.competency_id, codes(found)) == (Layer.skills, 2, ["coaching.level-low"])


def test_a_hold_belongs_to_a_later_layer_than_its_first_gate():
    assert layer_of_hold([GateKind.certificate, GateKind.pipeline_coverage]) is Layer.effort
    assert layer_of_hold([GateKind.certificate, GateKind.modules]) is Layer.knowledge
    assert layer_of_hold([]) is Layer.knowledge
