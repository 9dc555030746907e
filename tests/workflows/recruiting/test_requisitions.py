"""Asking for a seat, approving it, and what the opening keeps of that day."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.builders import recruiting as build
from tests.builders.people import person, team
from workflows import clock
from workflows.errors import NotPermitted, Refused
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.recruiting import queries
from workflows.recruiting.actions import requisitions
from workflows.recruiting.machine import RequisitionState
from workflows.recruiting.records import Opening
from workflows.waits import Wait

pytestmark = pytest.mark.usefixtures("session")


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def test_a_seat_with_an_impossible_request_is_asked_for():
    with pytest.raises(Refused) as refusal:
        build.requisition(title=" ", seats=0, salary_min_minor=9, salary_max_minor=8,
                          start_on=clock.today() - timedelta(days=1))
    assert codes(refusal) == ["requisition.title-missing", "requisition.no-seat", "requisition.salary-band",
                              "requisition.start-past"]


def test_somebody_approves_their_own_seat():
    place = team()
    leader = person(Role.leader, team=place)
    with pytest.raises(Refused) as refusal:
        build.requisition(place, manager=leader, approver=leader)
    assert codes(refusal) == ["requisition.approver-is-requester"]


def test_somebody_without_a_say_is_made_approver():
    place = team()
    with pytest.raises(Refused) as refusal:
        build.requisition(place, approver=person(Role.interviewer, team=place))
    assert codes(refusal) == ["requisition.approver-may-not"]


def test_a_manager_asks_for_a_seat_in_another_team():
    with pytest.raises(NotPermitted):
        build.requisition(team(), manager=person(Role.hiring_manager, team=team()))


def test_a_request_waits_for_nobody_after_it_was_submitted(session):
    made = build.submitted()
    wait = session.scalars(sa.select(Wait).where(Wait.record_kind == "requisition", Wait.ended_at.is_(None))).one()
    assert (wait.owner_id, wait.code) == (made.approver_id, "requisition.to-approve")
    assert [(mail.to, mail.template) for mail in session.scalars(sa.select(OutboxMessage))] == [
        (made.approver.email, "requisition_to_approve")]


def test_another_leader_approves():
    made = build.submitted()
    with pytest.raises(NotPermitted):
        requisitions.approve(actor_for(person(Role.leader, team=made.team)), made)


def test_an_approval_loses_what_the_team_lacks_that_day():
    place = team()
    leader = person(Role.leader, team=place)
    wanted = build.profile("Negotiation", "Drive")
    negotiation = wanted.needs[0].competency
    build.target(place, negotiation, leader, people=3, level=4)
    for level in (5, 4.5, 2):
        build.reading(person(Role.rep, team=place), negotiation, level)
    made = build.opening(place, wanted=wanted, approver=leader)
    rows = [(gap.competency.name, gap.level, gap.target_people, round(gap.expected_people, 1), round(gap.gap, 1),
             gap.weight_bp, gap.must_have, gap.target_id is not None) for gap in made.gaps]
    assert rows == [("Negotiation", 4, 3, 2.0, 1.0, 6000, True, True), ("Drive", 3, 0, 0.0, 0.0, 5000, False, False)]
    assert [stage.kind.value for stage in made.stages] == ["applied", "screen", "interview", "debrief", "offer"]


def test_a_later_reading_changes_the_snapshot(session):
    place = team()
    leader = person(Role.leader, team=place)
    wanted = build.profile("Negotiation")
    build.target(place, wanted.needs[0].competency, leader, people=1, level=4)
    made = build.opening(place, wanted=wanted, approver=leader)
    build.reading(person(Role.rep, team=place), wanted.needs[0].competency, 5)
    session.expire_all()
    assert [gap.gap for gap in made.gaps] == [1.0]


def test_an_approval_pressed_twice_publishes_two_openings(session):
    made = build.submitted()
    requisitions.approve(actor_for(made.approver), made)
    with pytest.raises(Refused) as refusal:
        requisitions.approve(actor_for(made.approver), made)
    assert codes(refusal) == ["flow.not-now"]
    assert session.scalar(sa.select(sa.func.count()).select_from(Opening)) == 1


def test_a_request_is_sent_back_without_a_word():
    made = build.submitted()
    with pytest.raises(Refused) as refusal:
        requisitions.send_back(actor_for(made.approver), made, reason=" ")
    assert codes(refusal) == ["flow.reason-missing"]


def test_a_request_that_was_sent_back_cannot_be_changed_and_asked_again(session):
    made = build.submitted()
    manager = actor_for(made.requested_by)
    requisitions.send_back(actor_for(made.approver), made, reason="Lower the band.")
    requisitions.revise(manager, made, salary_max_minor=7_000_000)
    requisitions.submit(manager, made)
    assert (made.state, made.salary_max_minor) == (RequisitionState.in_approval, 7_000_000)
    sent = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template == "requisition_sent_back")).one()
    assert sent.params["reason"] == "Lower the band."


def test_a_request_is_changed_behind_the_approvers_back():
    made = build.submitted()
    with pytest.raises(Refused) as refusal:
        requisitions.revise(actor_for(made.requested_by), made, salary_max_minor=9_000_000)
    assert codes(refusal) == ["requisition.not-a-draft"]


def test_an_empty_profile_is_hired_for(session):
    wanted = build.profile()
    made = build.requisition(wanted=wanted)
    with build.maintenance("a builder empties the profile"):
        wanted.needs.clear()
    with pytest.raises(Refused) as refusal:
        requisitions.submit(actor_for(made.requested_by), made)
    assert codes(refusal) == ["requisition.profile-empty"]


def test_a_paused_or_cancelled_opening_stays_on_the_careers_page():
    made = build.opening()
    manager, asked = actor_for(made.requisition.requested_by), made.requisition
    seen = [len(queries.published_openings())]
    requisitions.pause(manager, asked, reason="Budget is looked at.")
    seen.append(len(queries.published_openings()))
    requisitions.resume(manager, asked)
    seen.append(len(queries.published_openings()))
    requisitions.cancel(manager, asked, reason="No budget.")
    seen.append(len(queries.published_openings()))
    requisitions.reopen(manager, asked, reason="Budget is there.")
    seen.append(len(queries.published_openings()))
    assert seen == [1, 0, 1, 0, 1]


def test_a_cancelled_draft_is_opened_without_approval():
    made = build.requisition()
    manager = actor_for(made.requested_by)
    requisitions.cancel(manager, made, reason="Not now.")
    with pytest.raises(Refused) as refusal:
        requisitions.reopen(manager, made, reason="Now.")
    assert codes(refusal) == ["requisition.never-approved"]


def test_seats_are_filled_before_somebody_is_hired():
    made = build.opening().requisition
    with pytest.raises(Refused) as refusal:
        requisitions.fill(actor_for(made.requested_by), made)
    assert codes(refusal) == ["requisition.seats-free"]
