"""Who may ask what, how much, and how often: what the planner is told of people and questions."""

import pytest

from tests.builders import interviewing as build
from tests.builders.people import person
from workflows.errors import Refused
from workflows.interviewing.actions import interviews, plans, training
from workflows.interviewing.planning import RESTS_AFTER, Round, pins_kept, problem_of
from workflows.interviewing.queries.interviews import people_for
from workflows.interviewing.queries.plans import askable, asked_lately, newest_plan, with_load
from workflows.measurement.interview_plan import Solver, plan_interviews
from workflows.permits import Role


def codes(refusal) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.fixture
def place(session):
    return build.opening()


@pytest.fixture
def manager(place):
    return build.actor(place.requisition.requested_by)


def interviewer(place, *qualified, manager, at="qualified"):
    made = person(Role.interviewer, team=place.team)
    for competency in qualified:
        found = training.begin_training(manager, made, competency)
        for trigger in ("reverse", "qualify")[:("shadow", "reverse_shadow", "qualified").index(at)]:
            training.move_training(manager, found, trigger)
    return made


def competencies(place):
    return [gap.competency for gap in place.gaps]


def asked_about(plan):
    return [{q.gap.competency.name for q in each.questions} for each in plan.rounds]


def two_rounds(actor, place, *people, **more):
    rounds = [(f"Interview {n}", 40, people[n - 1] if len(people) >= n else None) for n in (1, 2)]
    return plans.make_plan(actor, place, rounds, **more)


def test_somebody_asks_about_what_they_are_not_qualified_for(place, manager):
    negotiation, discovery = competencies(place)
    ana = interviewer(place, negotiation, manager=manager)
    raj = interviewer(place, discovery, manager=manager)
    assert asked_about(two_rounds(manager, place, ana.id, raj.id)) == [{"Negotiation"}, {"Discovery"}]


@pytest.mark.parametrize("at", ["shadow", "reverse_shadow"])
def test_somebody_who_still_learns_interviews_alone(place, manager, at):
    negotiation, _ = competencies(place)
    ana = interviewer(place, negotiation, manager=manager, at=at)
    plan = two_rounds(manager, place, ana.id, place.requisition.requested_by_id)
    assert asked_about(plan)[0] == set()


def test_somebody_whose_week_is_full_gets_another_interview(session):
    panel = build.scheduled(1)
    manager, ana = build.actor(panel.manager), panel.interviewers[0]
    for gap in panel.opening.gaps:
        training.move_training(manager, training.begin_training(manager, ana, gap.competency), "reverse")
    training.limit_load(manager, ana, weekly=1)
    assert [each.load_left for each in with_load(people_for(panel.opening.team_id)) if each.id == ana.id] == [0]
    plan = two_rounds(manager, panel.opening, ana.id)
    assert "plan.pin-no-load-left" in [each["code"] for each in plan.broken]


def test_a_weekly_limit_of_nobody_or_of_none_is_kept(place, manager):
    ana = person(Role.interviewer, team=place.team)
    with pytest.raises(Refused) as refusal:
        training.limit_load(manager, ana, weekly=0)
    assert codes(refusal) == ["interviewer_training.none", "interviewer_training.limit"]


def test_a_question_that_everybody_was_asked_is_asked_again(place, manager):
    questions = askable({gap.competency_id for gap in place.gaps})
    worn = questions[0]
    problem = problem_of(place.gaps, questions, [Round("First", 40, None), Round("Second", 40, None)],
                         people_for(place.team_id), asked={worn.lineage: RESTS_AFTER + 1})
    answer = plan_interviews(problem, Solver.MILP)
    assert str(worn.id) not in {ask.question for ask in answer.asks}
    assert [list(each.params["questions"]) for each in answer.notes if each.code == "plan.questions-rest"] == [
        [str(worn.id)]]


def test_what_was_asked_here_counts_against_the_same_opening(session):
    panel = build.planned(1)
    lineages = {each.question.lineage for each in panel.interviews[0].kit}
    assert asked_lately(lineages, besides=panel.opening.id) == {}
    assert asked_lately(lineages, besides=0) == dict.fromkeys(lineages, 1)


def test_the_second_candidate_is_asked_something_else(session):
    panel = build.planned(2, minutes=30)
    manager = build.actor(panel.manager)
    before = {q.question_version_id for r in newest_plan(panel.opening.id).rounds for q in r.questions}
    again = plans.make_plan(manager, panel.opening, [("Long", 60, None), ("Longer", 60, None)])
    assert before <= {q.question_version_id for r in again.rounds for q in r.questions}
    assert again.broken == []


def test_a_let_go_interviewer_stays_pinned(place, manager):
    people = [person(Role.interviewer, team=place.team) for _ in range(2)]
    plan = two_rounds(manager, place, people[0].id, people[1].id)
    plans.pin_interviewer(manager, plan.rounds[0], pinned=False)
    again = plans.resolve_plan(manager, newest_plan(place.id))
    assert [each.interviewer_pinned for each in again.rounds] == [False, True]
    assert again.rounds[1].interviewer_id == people[1].id


def test_nobody_is_pinned_to_an_interview(place, manager):
    plan = plans.make_plan(manager, place, [(f"Interview {n}", 20, None) for n in range(1, 7)])
    empty = next(each for each in plan.rounds if each.interviewer_id is None)
    with pytest.raises(Refused) as refusal:
        plans.pin_interviewer(manager, empty, pinned=True)
    assert codes(refusal) == ["interview.no-interviewer"]


def test_a_pin_follows_its_place_and_not_its_interview():
    assert pins_kept([("First", 7), ("Gone", 8), ("Second", 9)], ["Second", " First "]) == [(1, 7), (0, 9)]


def test_an_unqualified_colleague_takes_an_interview_over(session):
    panel = build.planned(1)
    manager = build.actor(panel.manager)
    learner = person(Role.interviewer, team=panel.opening.team)
    training.begin_training(manager, learner, panel.opening.gaps[0].competency)
    with pytest.raises(Refused) as refusal:
        interviews.swap_interviewer(build.actor(panel.recruiter), panel.interviews[0], interviewer_id=learner.id)
    assert codes(refusal) == ["interview.not-qualified"]
    assert refusal.value.reasons[0].params["competencies"] == ["Discovery", "Negotiation"]


@pytest.mark.parametrize("solver", list(Solver))
def test_a_solver_is_no_longer_exchangeable(place, manager, solver):
    people = [person(Role.interviewer, team=place.team) for _ in range(2)]
    plan = two_rounds(manager, place, *(each.id for each in people), solver=solver)
    assert plan.solver == solver
    assert plan.broken == []
    assert all(sum(q.question.minutes for q in each.questions) <= each.minutes for each in plan.rounds)
