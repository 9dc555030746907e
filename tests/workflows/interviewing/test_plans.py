"""What an interview plan asks, and what a person may change."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from tests.builders.people import acting, person
from tests.watching import together
from workflows.acting import get
from workflows.content.records import QuestionVersion
from workflows.errors import NotPermitted, Refused
from workflows.interviewing.actions import plans
from workflows.interviewing.queries.plans import newest_plan
from workflows.interviewing.records import InterviewPlan
from workflows.ledger import AuditEntry
from workflows.permits import Role
from workflows.recruiting.records import Opening


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


def test_candidates_after_the_first_are_asked_something_else_without_a_word(session):
    panel = build.planned(2, minutes=20)
    manager, plan = build.actor(panel.manager), newest_plan(panel.opening.id)
    planned = plan.rounds[0].questions[0]
    taken = {q.question_version_id for r in plan.rounds for q in r.questions}
    other = session.scalars(sa.select(QuestionVersion).where(
        QuestionVersion.competency_id == planned.gap.competency_id, QuestionVersion.id.not_in(taken))).first()
    with pytest.raises(Refused) as refusal:
        plans.swap_question(manager, planned, question_version_id=other.id, reason="  ")
    assert [(r.code, r.params) for r in refusal.value.reasons] == [
        ("interview_plan.swap-without-reason", {"count": 1})]
    plans.swap_question(manager, planned, question_version_id=other.id, reason="It leaked.")
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "interview_plan.edit")
                            .order_by(AuditEntry.id.desc())).first()
    assert (planned.question_version_id, entry.facts["given"], entry.text.body["reason"]) == (other.id, 1, "It leaked.")


@pytest.mark.both_databases
def test_two_who_make_the_plan_at_once_make_it_twice_or_fall_over(session, app):
    place = build.opening()
    manager, place_id = build.actor(place.requisition.requested_by), place.id
    session.commit()

    def make():
        return plans.make_plan(manager, get(Opening, place_id), [("First", 20, None), ("Second", 20, None)]).number

    found = together(app, make, make, make)
    numbers = session.scalars(sa.select(InterviewPlan.number).where(InterviewPlan.opening_id == place_id)).all()
    assert sorted(each for each in found if isinstance(each, int)) == sorted(numbers) == [*range(1, len(numbers) + 1)]
    assert {tuple(r.code for r in each.reasons) for each in found if not isinstance(each, int)} <= {
        ("interview_plan.changed-meanwhile",)}


def test_somebody_who_does_not_interview_is_planned(session):
    place = build.opening()
    with pytest.raises(Refused) as refusal:
        plans.make_plan(build.actor(place.requisition.requested_by), place, [("First", 20, person().id)])
    assert codes(refusal) == ["interview.not-an-interviewer"]
