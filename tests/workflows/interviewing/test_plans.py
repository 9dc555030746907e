"""What an interview plan asks, and what a person may change."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from tests.builders.people import acting, person
from workflows.content.records import QuestionVersion
from workflows.errors import NotPermitted, Refused
from workflows.interviewing.actions import plans
from workflows.interviewing.queries.plans import newest_plan
from workflows.permits import Role


def codes(refusal) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def made(minutes=30, raters=2):
    place = build.opening()
    manager = build.actor(place.requisition.requested_by)
    people = [person(Role.interviewer, team=place.team) for _ in range(raters)]
    plan = plans.make_plan(manager, place, [(f"Interview {n}", minutes, p.id) for n, p in enumerate(people)])
    return place, manager, plan


def test_a_plan_asks_longer_than_the_interview_lasts(session):
    _, _, plan = made(minutes=25)
    assert [sum(q.question.minutes for q in r.questions) for r in plan.rounds] == [20, 20]


def test_a_must_have_gets_one_opinion_although_two_fit(session):
    place, _, plan = made()
    asked = [{q.gap.competency_id for q in r.questions} for r in plan.rounds]
    assert all(place.gaps[0].competency_id in each for each in asked)
    assert [reason["code"] for reason in plan.reasons] == ["interview_plan.training-unknown"]


def test_a_question_is_bound_to_another_competency_than_its_gap(session):
    _, _, plan = made()
    assert all(q.question.competency_id == q.gap.competency_id for r in plan.rounds for q in r.questions)


def test_a_must_have_that_fits_once_says_nothing(session):
    _, _, plan = made(raters=1)
    assert [reason["code"] for reason in plan.broken] == ["plan.must-have-does-not-fit"]
    assert [reason["code"] for reason in plan.reasons] == ["interview_plan.training-unknown"]


def test_a_pinned_question_is_lost_when_the_plan_is_made_again(session):
    place, manager, plan = made(minutes=20)
    planned = plan.rounds[0].questions[0]
    taken = {q.question_version_id for r in plan.rounds for q in r.questions}
    other = session.scalars(sa.select(QuestionVersion).where(
        QuestionVersion.competency_id == planned.gap.competency_id, QuestionVersion.id.not_in(taken))).first()
    plans.swap_question(manager, planned, question_version_id=other.id)
    again = plans.resolve_plan(manager, newest_plan(place.id))
    assert again.number == 2
    assert [(q.question_version_id, q.pinned) for q in again.rounds[0].questions if q.pinned] == [(other.id, True)]


def test_a_question_about_something_else_is_put_in(session):
    _, manager, plan = made()
    planned = plan.rounds[0].questions[0]
    other = session.scalars(sa.select(QuestionVersion).where(
        QuestionVersion.competency_id != planned.gap.competency_id)).first()
    with pytest.raises(Refused) as refusal:
        plans.swap_question(manager, planned, question_version_id=other.id)
    assert codes(refusal) == ["interview_plan.other-competency"]


def test_a_plan_without_rounds_is_made(session):
    place = build.opening()
    with pytest.raises(Refused) as refusal:
        plans.make_plan(build.actor(place.requisition.requested_by), place, [])
    assert codes(refusal) == ["interview_plan.no-rounds"]


def test_a_rep_makes_the_plan(session):
    place = build.opening()
    with pytest.raises(NotPermitted):
        plans.make_plan(acting(Role.rep, team=place.team), place, [("Interview", 30, None)])
