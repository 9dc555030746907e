"""What moving a candidacy to its interviews brings about by itself."""

import sqlalchemy as sa

from tests.builders import interviewing as build
from tests.builders.people import person
from workflows.interviewing.actions import plans
from workflows.interviewing.records import Interview
from workflows.permits import Role
from workflows.recruiting.actions import candidacies
from workflows.recruiting.machine import CandidacyState


def at_screen(raters=2, *, planned=True, pin=True):
    place = build.opening()
    manager = place.requisition.requested_by
    people = [person(Role.interviewer, team=place.team) for _ in range(raters)]
    if planned:
        plans.make_plan(build.actor(manager), place,
                        [(f"Interview {n}", 30, each.id if pin else None) for n, each in enumerate(people, 1)])
    made = build.candidacy(place, owner=manager, state=CandidacyState.screen)
    return build.actor(manager), made


def interviews(session):
    return session.scalars(sa.select(Interview).order_by(Interview.id)).all()


def test_interviews_are_prepared_by_hand(session):
    manager, made = at_screen()
    candidacies.advance(manager, made, "interview")
    assert [(each.title, bool(each.kit), each.scorecard.state) for each in interviews(session)] == [
        ("Interview 1", True, "draft"), ("Interview 2", True, "draft")]
    assert all(rating.kit_question.opening_gap_id for each in interviews(session) for rating in each.scorecard.ratings)


def test_coming_back_from_the_debrief_prepares_everything_again(session):
    manager, made = at_screen()
    for trigger in ("interview", "debrief", "interview"):
        candidacies.advance(manager, made, trigger)
    assert len(interviews(session)) == 2


def test_a_candidacy_without_a_plan_cannot_move(session):
    manager, made = at_screen(planned=False)
    candidacies.advance(manager, made, "interview")
    assert (made.state, interviews(session)) == ("interview", [])


def test_a_plan_that_lacks_an_interviewer_stops_the_move(session):
    manager, made = at_screen(raters=3, pin=False)
    plan = plans.make_plan(manager, made.opening, [(f"Interview {n}", 30, None) for n in range(1, 7)])
    assert None in [each.interviewer_id for each in plan.rounds]
    candidacies.advance(manager, made, "interview")
    assert made.state == "interview"
