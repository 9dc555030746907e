"""What an interviewer's week holds, and who is given interviews that they cannot hold."""

from datetime import timedelta

import pytest

from tests.builders import interviewing as build
from tests.builders.people import BUILDER, person
from workflows.acting import maintenance
from workflows.errors import Refused
from workflows.interviewing.actions import interviews, plans, scorecards, training
from workflows.interviewing.queries.plans import newest_plan
from workflows.people.actions.members import deactivate
from workflows.permits import Role
from workflows.recruiting.actions import candidacies
from workflows.recruiting.machine import CandidacyState


def said(refusal) -> list[tuple[str, dict]]:
    return [(reason.code, reason.params) for reason in refusal.value.reasons]


def limited(panel, who, weekly):
    manager = build.actor(panel.manager)
    for gap in panel.opening.gaps:
        found = training.begin_training(manager, who, gap.competency)
        for trigger in ("reverse", "qualify"):
            training.move_training(manager, found, trigger)
    training.limit_load(manager, who, weekly=weekly)


def second_candidate(panel):
    kim = build.candidacy(panel.opening, name="Kim Lee", owner=panel.recruiter)
    return interviews.prepare_interviews(build.actor(panel.recruiter), kim)[0]


def schedule(panel, interview, at, **more):
    interviews.schedule(build.actor(panel.recruiter), interview, starts_at=at, place="Room 4", **more)


def full(panel, who):
    return [("interview.week-full", {"name": who.name, "taken": 1, "limit": 1})]


def test_an_interviewer_with_one_interview_a_week_gets_a_second(session, clock):
    panel = build.scheduled(1)
    ana, other = panel.interviewers[0], second_candidate(panel)
    limited(panel, ana, 1)
    with pytest.raises(Refused) as refusal:
        schedule(panel, other, clock.now + timedelta(days=6, hours=10))
    assert said(refusal) == full(panel, ana)
    schedule(panel, other, clock.now + timedelta(days=7))
    assert other.state == "scheduled"


def test_an_interview_cannot_move_within_its_own_full_week(session, clock):
    panel = build.scheduled(1)
    limited(panel, panel.interviewers[0], 1)
    schedule(panel, panel.interviews[0], clock.now + timedelta(days=3), reason="Ana is ill.")
    assert panel.interviews[0].starts_at == clock.now + timedelta(days=3)


def test_a_called_off_interview_still_fills_the_week(session, clock):
    panel = build.scheduled(1)
    other = second_candidate(panel)
    limited(panel, panel.interviewers[0], 1)
    interviews.cancel(build.actor(panel.recruiter), panel.interviews[0], reason="The candidate is ill.")
    schedule(panel, other, clock.now + timedelta(days=2))
    assert other.state == "scheduled"


def test_a_full_week_is_filled_by_swapping(session, clock):
    panel = build.scheduled(2)
    _, raj = panel.interviewers
    limited(panel, raj, 1)
    with pytest.raises(Refused) as refusal:
        interviews.swap_interviewer(build.actor(panel.recruiter), panel.interviews[0], interviewer_id=raj.id)
    assert said(refusal) == full(panel, raj)


def test_sunday_night_counts_as_the_next_week_where_the_interviewer_lives(session, clock):
    panel = build.planned(1)
    ana, other = panel.interviewers[0], second_candidate(panel)
    with maintenance("Ana moved"):
        ana.time_zone = "America/Los_Angeles"
    limited(panel, ana, 1)
    schedule(panel, panel.interviews[0], clock.now + timedelta(days=2))
    with pytest.raises(Refused) as refusal:
        schedule(panel, other, clock.now + timedelta(days=7, hours=-6))
    assert said(refusal) == full(panel, ana)


def test_a_colleague_who_left_is_given_new_interviews(session):
    panel = build.planned(2)
    gone = panel.interviewers[0]
    deactivate(BUILDER, gone, successor_id=None)
    kim = build.candidacy(panel.opening, name="Kim Lee", owner=panel.recruiter)
    with pytest.raises(Refused) as refusal:
        interviews.prepare_interviews(build.actor(panel.recruiter), kim)
    assert said(refusal) == [("interview.interviews-no-more", {"title": "Interview 1", "name": gone.name})]


def test_a_colleague_who_left_stops_the_move_to_interviews(session, app):
    panel = build.planned(2)
    deactivate(BUILDER, panel.interviewers[0], successor_id=None)
    kim = build.candidacy(panel.opening, name="Kim Lee", owner=panel.manager, state=CandidacyState.screen)
    candidacies.advance(build.actor(panel.manager), kim, "interview")
    assert kim.state == "interview"


def test_a_colleague_who_left_stays_in_the_plan_made_again(session):
    panel = build.planned(2)
    gone = panel.interviewers[0]
    person(Role.interviewer, team=panel.opening.team)
    deactivate(BUILDER, gone, successor_id=None)
    again = plans.resolve_plan(build.actor(panel.manager), newest_plan(panel.opening.id))
    assert gone.id not in {each.interviewer_id for each in again.rounds}
    assert None not in {each.interviewer_id for each in again.rounds}


def test_an_excused_card_shuts_the_new_interviewer_out(session, clock):
    panel = build.scheduled(1)
    interview, card = panel.interviews[0], panel.cards[0]
    scorecards.excuse_scorecard(build.actor(panel.recruiter), card, reason="Ana is ill.")
    raj = person(Role.interviewer, team=panel.opening.team)
    interviews.swap_interviewer(build.actor(panel.recruiter), interview, interviewer_id=raj.id)
    assert (card.state, card.excuse, card.excused_at, card.author_id) == ("draft", None, None, raj.id)
    clock.travel(days=2)
    assert build.submit(card).state == "submitted"
