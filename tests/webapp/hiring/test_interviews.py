"""Scheduling and the lists, as people see them."""

from tests.browser import Browser
from tests.builders import interviewing as build
from workflows.outbox import OutboxMessage
from workflows.people.records import User


def test_a_recruiter_cannot_schedule_in_their_own_zone(session, app):
    panel = build.planned(1)
    recruiter = session.get(User, panel.recruiter.id)
    page = Browser(app).sign_in(recruiter).get(f"/candidacies/{panel.candidacy.id}/interviews")
    assert page.rows("Interviews")[1][2:] == ["to be scheduled", "To be scheduled", "Still to come Excuse"]
    page = page.click("Interview 1").click("Schedule")
    page = page.submit("Send the invitations", {"Begins at": "2026-03-03T14:00", "Place or link to the call": "Room 4"})
    assert "March 3, 2026, 14:00" in page.main
    assert session.query(OutboxMessage).count() == 2


def test_yesterday_is_taken_and_what_was_typed_is_gone(session, app):
    panel = build.planned(1)
    page = Browser(app).sign_in(panel.recruiter).get(f"/interviews/{panel.interviews[0].id}/schedule")
    page = page.submit("Send the invitations", {"Begins at": "2026-03-01T14:00", "Place or link to the call": "Room 4"},
                       expect=422)
    assert any("This time is over" in notice for notice in page.notices)
    assert page.xpath("//input[@name='place']/@value") == ["Room 4"]


def test_an_interviewer_misses_their_own_interviews(session, app, clock):
    panel = build.scheduled(1)
    page = Browser(app).sign_in(panel.interviewers[0]).get("/interviews")
    assert [row[0] for row in page.rows("My interviews")] == ["Candidate", "Jo Park"]
    page = page.click("Jo Park")
    assert "has not begun yet" in page.why_disabled("Mark as held") == page.why_disabled("Candidate did not come")
    assert page.main.count("has not begun yet") == 1
    clock.travel(days=2)
    assert page.browser.get(page.path).submit("Mark as held").heading == "Scorecard for Jo Park"


def test_a_cancelled_interview_gives_no_reason(session, app):
    panel = build.scheduled(1)
    page = Browser(app).sign_in(panel.recruiter).get(f"/interviews/{panel.interviews[0].id}").click("Cancel")
    page = page.submit("Cancel the interview", {"Reason": ""}, expect=422)
    assert page.submit("Cancel the interview", {"Reason": "The seat is gone."}).heading == "Interview 1 with Jo Park"


def test_training_cannot_begin(session, app):
    panel = build.planned(1)
    page = Browser(app).sign_in(panel.manager).get("/interviewers")
    page = page.submit("Begin as a shadow").submit("Ready to be watched").submit("Qualify")
    assert page.rows("Trainings")[1][2] == "Qualified"


def test_the_weekly_limit_cannot_be_set(session, app):
    panel = build.planned(1)
    page = Browser(app).sign_in(panel.manager).get("/interviewers").submit("Begin as a shadow")
    assert page.rows("Trainings")[1][3].startswith("5 a week")
    page = page.click("5 a week").submit("Keep the limit", {"Interviews a week at most": "30"}, expect=422)
    page = page.submit("Keep the limit", {"Interviews a week at most": "3"})
    assert page.rows("Trainings")[1][3].startswith("3 a week")


def test_nobody_says_who_may_ask_about_everything(session, app):
    panel = build.planned(2)
    page = Browser(app).sign_in(panel.manager).get("/interviewers")
    first, second = sorted(each.name for each in panel.interviewers)
    assert "Until it is, plans take it that every interviewer may ask about everything" in page.main
    trained = page.xpath("//select[@name='user_id']/option[1]/text()")[0]
    page = page.submit("Begin as a shadow")
    rest = second if trained == first else first
    assert f"{rest}: plans take it that they may ask about everything, in at most 5 interviews a week" in page.main
