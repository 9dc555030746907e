import random
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.errors import Refused
from workflows.measurement.interview_plan import (
    Information,
    Interview,
    Interviewer,
    Pin,
    PlanProblem,
    Question,
    Solver,
    plan_interviews,
)
from workflows.reasons import Reason

INTERVIEWS = (Interview("phone", 30), Interview("panel", 45))
PEOPLE = (Interviewer("Ana", frozenset({"negotiation", "discovery"})),
          Interviewer("Raj", frozenset({"negotiation", "drive"})))
QUESTIONS = (*(Question(f"n{i}", "negotiation", 10) for i in range(3)), Question("d1", "discovery", 10),
             Question("d2", "discovery", 15), Question("e1", "drive", 10), Question("e2", "drive", 20))
SMALL = PlanProblem(QUESTIONS, INTERVIEWS, PEOPLE, {"negotiation": 2.0, "discovery": 1.0, "drive": 1.0},
                    must_haves=frozenset({"negotiation"}))
BOTH = pytest.mark.parametrize("solver", list(Solver))


def best(problem):
    """The most information of any plan that keeps every rule, by trying them all; None when there is none."""
    values = []
    keys = [q.key for q in problem.questions if q in problem.askable]
    staffings = product([None, *problem.interviewers], repeat=len(problem.interviews))
    staffings = [s for s in staffings if all(s.count(person) <= 1 for person in problem.interviewers)
                 and all(person is None or person.load_left > 0 for person in s)]
    for places in product([None, *range(len(problem.interviews))], repeat=len(keys)):
        asks = {key: place for key, place in zip(keys, places, strict=True) if place is not None}
        if any(allowed(problem, asks, staffing) for staffing in staffings):
            values.append(worth(problem, asks))
    return max(values, default=None)


def allowed(problem, asks, staffing):
    about = {q.key: q for q in problem.questions}
    for place, interview in enumerate(problem.interviews):
        asked = [about[key] for key, at in asks.items() if at == place]
        named = {q.competency for q in asked}
        if asked and (staffing[place] is None or not named <= staffing[place].qualified):
            return False
        if sum(q.minutes for q in asked) > interview.minutes or len(named) > problem.most_competencies:
            return False
    places = {(about[key].competency, at) for key, at in asks.items()}
    opinions = Counter(k for k, _ in places)
    numbers = {v.key: n for n, v in enumerate(problem.interviews)}
    return (all(opinions[k] >= problem.opinions_needed for k in problem.must_haves) and problem.core <= asks.keys()
            and all(asks.get(pin.question) == numbers[pin.interview] for pin in problem.pins if pin.question)
            and all(staffing[numbers[pin.interview]] and staffing[numbers[pin.interview]].key == pin.interviewer
                    for pin in problem.pins if pin.interviewer))


def worth(problem, asks):
    total = 0.0
    for k in problem.competencies:
        mine = [q for q in problem.questions if q.competency == k and q.key in asks]
        opinions = len({asks[q.key] for q in mine})
        total += problem.weights.get(k, 0) * problem.information.gained(opinions, sum(q.worth for q in mine))
    return total


def check_limits(problem, plan):
    people = {i.key: i for i in problem.interviewers}
    questions = {q.key: q for q in problem.questions}
    assert len({ask.question for ask in plan.asks}) == len(plan.asks)
    assert len(set(plan.staff.values())) == len(plan.staff)
    for interview in problem.interviews:
        asked = [ask for ask in plan.asks if ask.interview == interview.key]
        assert sum(questions[ask.question].minutes for ask in asked) <= interview.minutes
        assert len({ask.competency for ask in asked}) <= problem.most_competencies
        assert {ask.interviewer for ask in asked} <= {plan.staff.get(interview.key)}
    for ask in plan.asks:
        assert ask.competency in people[ask.interviewer].qualified
        assert people[ask.interviewer].load_left > 0
        assert ask.question in problem.core or not problem.rests(questions[ask.question])


def random_problem(seed):
    dice = random.Random(seed)
    names = ["negotiation", "discovery", "drive"]
    questions = tuple(Question(f"q{i}", dice.choice(names), dice.choice([5, 10, 15, 20]), dice.choice([0.5, 1.0, 2.0]),
                               dice.randrange(6)) for i in range(dice.randint(3, 6)))
    interviews = tuple(Interview(f"v{i}", dice.choice([20, 30, 45])) for i in range(dice.randint(1, 3)))
    people = tuple(Interviewer(f"i{i}", frozenset(dice.sample(names, dice.randint(1, 3))), dice.choice([0, 1, 2]))
                   for i in range(3))
    pins = (Pin(interviews[0].key, question=questions[0].key),) if dice.random() < 0.3 else ()
    core = frozenset({questions[-1].key} if dice.random() < 0.4 else ())
    return PlanProblem(questions, interviews, people, {name: dice.uniform(0, 3) for name in names},
                       frozenset(names[:dice.randint(0, 1)]), core, pins, exposure_limit=4,
                       most_competencies=dice.choice([1, 2, 4]))


@pytest.mark.parametrize("seed", range(40))
def test_optimiser_equals_trying_every_plan(seed):
    problem = random_problem(seed)
    plan, value = plan_interviews(problem, Solver.MILP, gap=0.0), best(problem)
    check_limits(problem, plan)
    assert (value is None) == bool(plan.broken)
    if value is not None:
        assert plan.information == pytest.approx(value, abs=1e-6)


def test_eight_questions_equal_trying_every_plan():
    problem = replace(SMALL, questions=(*QUESTIONS, Question("d3", "discovery", 5, worth=0.5)))
    assert plan_interviews(problem, Solver.MILP, gap=0.0).information == pytest.approx(best(problem), abs=1e-6)


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_greedy_keeps_every_limit_and_never_claims_more_than_the_best(seed):
    problem = random_problem(seed)
    quick, exact = plan_interviews(problem), plan_interviews(problem, Solver.MILP, gap=0.0)
    check_limits(problem, quick)
    if not quick.broken:
        assert not exact.broken
        assert quick.information <= exact.information + 1e-6


@BOTH
def test_must_have_is_asked_by_two_people(solver):
    plan = plan_interviews(SMALL, solver)
    assert {ask.interviewer for ask in plan.asks if ask.competency == "negotiation"} == {"Ana", "Raj"}
    assert plan.broken == ()


@BOTH
def test_coverage_matrix_adds_up_to_the_questions(solver):
    plan = plan_interviews(SMALL, solver)
    asked = Counter((ask.competency, ask.interview, ask.interviewer) for ask in plan.asks)
    minutes = Counter()
    for ask in plan.asks:
        minutes[ask.competency, ask.interview, ask.interviewer] += ask.minutes
    assert {(c.competency, c.interview, c.interviewer): (c.questions, c.minutes) for c in plan.coverage} == {
        place: (asked[place], minutes[place]) for place in asked}


@BOTH
def test_must_have_only_one_person_may_ask_about_says_so(solver):
    problem = replace(SMALL, must_haves=frozenset({"drive"}))
    plan = plan_interviews(problem, solver)
    assert plan.broken == (Reason("plan.must-have-too-few-qualified", {
        "competency": "drive", "opinions": 1, "needed": 2, "qualified": 1, "questions": 2}),)


@BOTH
def test_must_have_with_one_question_says_so(solver):
    problem = replace(SMALL, questions=tuple(q for q in QUESTIONS if q.key not in {"n1", "n2"}))
    assert [r.code for r in plan_interviews(problem, solver).broken] == ["plan.must-have-too-few-questions"]


@BOTH
def test_core_question_longer_than_any_interview_says_so(solver):
    long = Question("case", "discovery", 60)
    problem = replace(SMALL, questions=(*QUESTIONS, long), core=frozenset({"case"}))
    assert plan_interviews(problem, solver).broken == (
        Reason("plan.core-too-long", {"question": "case", "competency": "discovery"}),)


@BOTH
def test_pinned_question_stays_where_it_was_put(solver):
    plan = plan_interviews(replace(SMALL, pins=(Pin("phone", question="d2"), Pin("phone", interviewer="Ana"))), solver)
    assert [ask.interview for ask in plan.asks if ask.question == "d2"] == ["phone"]
    assert plan.staff["phone"] == "Ana"
    assert plan.broken == ()


@BOTH
def test_pin_on_someone_not_qualified_is_left_out_and_named(solver):
    plan = plan_interviews(replace(SMALL, pins=(Pin("phone", interviewer="Raj", question="d2"),)), solver)
    assert plan.broken == (Reason("plan.pin-not-qualified", {"interview": "phone", "question": "d2"}),)
    assert plan.staff["phone"] == "Raj"


@BOTH
def test_worn_question_rests_unless_it_is_core(solver):
    worn = replace(SMALL, questions=tuple(replace(q, exposure=9) if q.key in {"d1", "e1"} else q for q in QUESTIONS),
                   core=frozenset({"e1"}), exposure_limit=5)
    plan = plan_interviews(worn, solver)
    assert "e1" in {ask.question for ask in plan.asks}
    assert "d1" not in {ask.question for ask in plan.asks}
    assert Reason("plan.questions-rest", {"questions": ["d1"]}) in plan.notes


@BOTH
def test_interviewer_without_load_left_is_not_booked(solver):
    problem = replace(SMALL, interviewers=(PEOPLE[0], replace(PEOPLE[1], load_left=0)))
    plan = plan_interviews(problem, solver)
    assert set(plan.staff.values()) == {"Ana"}
    assert "plan.interview-unstaffed" in {note.code for note in plan.notes}


@BOTH
def test_competency_without_gap_takes_no_minutes(solver):
    plan = plan_interviews(replace(SMALL, weights={"negotiation": 1.0, "discovery": 0.0}), solver)
    assert {ask.competency for ask in plan.asks} == {"negotiation"}


@BOTH
def test_opening_without_questions_or_interviews_has_an_empty_plan(solver):
    for problem in (replace(SMALL, questions=()), replace(SMALL, interviews=())):
        plan = plan_interviews(problem, solver)
        assert plan.asks == ()
        assert [reason.params["competency"] for reason in plan.broken] == ["negotiation"]


def test_conflicting_pins_keep_one_and_name_the_other():
    plan = plan_interviews(replace(SMALL, pins=(Pin("phone", interviewer="Ana"), Pin("panel", interviewer="Ana"))),
                           Solver.MILP)
    assert [(r.code, r.params["interviewer"]) for r in plan.broken] == [("plan.pin-interviewer-does-not-fit", "Ana")]


def test_pin_of_an_unknown_question_is_refused():
    with pytest.raises(Refused) as refusal:
        replace(SMALL, pins=(Pin("phone", question="gone"),))
    assert refusal.value.reasons == (Reason("plan.unknown-question", {"question": "gone"}),)


def test_second_opinion_is_worth_less_than_the_first():
    steps = Information.of(person=0.41, interviewer=0.38, question=0.58)
    assert sum(steps.opinions[:2]) == pytest.approx(0.41 / (0.41 + 0.38 / 2 + 0.58 / 2))
    with pytest.raises(Refused):
        Information((0.1, 0.2), ())


def test_plan_of_no_differences_between_candidates_is_worth_nothing():
    assert set(Information.of(person=0.0, interviewer=0.0, question=0.0).opinions) == {0.0}
