"""Scheduling, invitations, swapping, no-shows."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.builders import interviewing as build
from tests.builders.people import person
from workflows.errors import Refused
from workflows.interviewing.actions import interviews
from workflows.interviewing.records import Interview
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.recruiting.actions.candidacies import advance


def codes(refusal) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def mails(session, to):
    found = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.to == to).order_by(OutboxMessage.id))
    return [(Calendar.from_ical(m.attachments[0]["text"]), m) for m in found]


def told(calendar):
    event = calendar.walk("VEVENT")[0]
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])


def test_a_second_click_gives_every_interview_twice(session):
    panel = build.planned(2)
    assert interviews.prepare_interviews(actor_for(panel.recruiter), panel.candidacy) == panel.interviews
    assert session.scalar(sa.select(sa.func.count()).select_from(Interview)) == 2


def test_a_change_of_time_is_a_second_event_in_the_calendar(session, clock):
    panel = build.scheduled(1)
    interview, recruiter = panel.interviews[0], actor_for(panel.recruiter)
    interviews.schedule(recruiter, interview, starts_at=clock.now + timedelta(days=3), place="Room 5",
                        reason="Ana is ill.")
    interviews.cancel(recruiter, interview, reason="The seat is gone.")
    uid = interview.ics_uid
    wanted = [("REQUEST", uid, 0), ("REQUEST", uid, 1), ("CANCEL", uid, 2)]
    for address in (panel.candidacy.candidate.email, panel.interviewers[0].email):
        assert [told(calendar) for calendar, _ in mails(session, address)] == wanted
    assert interview.scorecard.state == "excused"


def test_the_candidate_gets_the_way_to_the_kit(session):
    panel = build.scheduled(1)
    (calendar, mail), = mails(session, panel.candidacy.candidate.email)
    assert "interview_id" not in mail.params
    assert "/interviews" not in calendar.to_ical().decode()
    assert panel.interviewers[0].email not in calendar.to_ical().decode()
    (_, other), = mails(session, panel.interviewers[0].email)
    assert other.params["interview_id"] == panel.interviews[0].id


def test_two_interviews_at_once(session, clock):
    panel = build.scheduled(2)
    first, second = panel.interviews
    with pytest.raises(Refused) as refusal:
        interviews.schedule(actor_for(panel.recruiter), second, starts_at=first.starts_at, place="", reason="Earlier.")
    assert [(r.code, r.params) for r in refusal.value.reasons] == [("interview.person-busy", {"name": "Jo Park"})]


def test_an_interview_is_scheduled_yesterday(session, clock):
    panel = build.planned(1)
    with pytest.raises(Refused) as refusal:
        interviews.schedule(actor_for(panel.recruiter), panel.interviews[0], place="",
                            starts_at=clock.now - timedelta(days=1))
    assert codes(refusal) == ["interview.in-the-past"]


def test_the_kit_stays_behind_when_the_interviewer_falls_ill(session, clock):
    panel = build.scheduled(1)
    interview, ill = panel.interviews[0], panel.interviewers[0]
    kit = [each.question_version_id for each in interview.kit]
    other = person(Role.interviewer, team=panel.opening.team)
    interviews.swap_interviewer(actor_for(panel.recruiter), interview, interviewer_id=other.id)
    assert (interview.interviewer, interview.scorecard.author_id) == (other, other.id)
    assert [each.question_version_id for each in interview.kit] == kit
    assert [told(calendar)[0] for calendar, _ in mails(session, ill.email)] == ["REQUEST", "CANCEL"]
    assert [told(calendar)[0] for calendar, _ in mails(session, other.email)] == ["REQUEST"]


def test_a_stranger_takes_the_interview_over(session):
    panel = build.scheduled(1)
    with pytest.raises(Refused) as refusal:
        interviews.swap_interviewer(actor_for(panel.recruiter), panel.interviews[0], interviewer_id=person().id)
    assert codes(refusal) == ["interview.not-an-interviewer"]


def test_a_candidate_who_did_not_come_is_never_seen_again(session, clock):
    panel = build.scheduled(1)
    clock.travel(days=2)
    interview, recruiter = panel.interviews[0], actor_for(panel.recruiter)
    interviews.miss(actor_for(panel.interviewers[0]), interview)
    interviews.schedule(recruiter, interview, starts_at=clock.now + timedelta(days=1), place="Room 4")
    assert (interview.state, interview.ics_sequence) == ("scheduled", 1)


def test_a_withdrawn_candidate_is_still_expected(session, app):
    panel = build.scheduled(2)
    advance(actor_for(panel.recruiter), panel.candidacy, "withdraw", reason="Found another job.")
    assert [each.state for each in panel.interviews] == ["cancelled", "cancelled"]
    assert [told(calendar)[0] for calendar, _ in mails(session, panel.interviewers[1].email)] == ["REQUEST", "CANCEL"]
