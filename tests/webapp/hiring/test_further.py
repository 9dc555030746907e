"""One more interview, from the sentence that says what it would tell to the invitation."""

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders.people import person, team
from tests.watching import statements
from workflows.permits import Role
from workflows.recruiting.machine import CandidacyState


def compared(clock):
    clock.travel(days=14)
    panel = build.in_debrief((4, 2), about=build.bank(each=8))
    person(Role.interviewer, team=panel.opening.team, name="Raj Patel")
    build.compute(panel.opening)
    return panel


def test_what_one_more_interview_would_settle_leads_nowhere(session, app, clock):
    panel = compared(clock)
    browser = Browser(app).sign_in(panel.manager)
    page = browser.get(f"/debriefs/{panel.debrief.id}")
    assert "One more interview of Jo Park by somebody who has not met them yet (Hana Berg or Raj Patel)" in page.main
    page = page.click("Have Hana Berg interview Jo Park")
    assert page.heading == "One more interview of Jo Park"
    assert page.xpath("//option[@selected]/text()") == ["Hana Berg"]
    page = page.submit("Prepare the interview", {"Who interviews?": "Raj Patel", "Minutes for questions": "30"})
    assert page.heading == "One more interview with Jo Park"
    asked = {each.question.text for interview in panel.interviews for each in interview.kit}
    assert not any(text in page.main for text in asked)
    assert "Question 1" in page.main
    page = page.click("Schedule").submit("Send the invitations", {
        "Begins at": f"{clock.now.year}-12-01T10:00", "Place or link to the call": "Room 4"})
    assert "Scheduled" in page.main
    rows = browser.get(f"/candidacies/{panel.candidacy.id}/interviews").rows("Interviews")
    assert [row[:2] for row in rows[3:]] == [["One more interview", "Raj Patel"]]
    page = browser.get(f"/debriefs/{panel.debrief.id}")
    assert page.rows("Whose scorecards are in")[-1] == ["One more interview", "Raj Patel", "Still to come"]
    assert "Scorecards are still to come from: Raj Patel" in page.main


def test_an_interviewer_is_offered_to_add_interviews(session, app, clock):
    panel = compared(clock)
    page = Browser(app).sign_in(panel.interviewers[0]).get(f"/debriefs/{panel.debrief.id}")
    assert "One more interview of Jo Park" in page.main
    assert "interview Jo Park" not in page.main
    address = f"/candidacies/{panel.candidacy.id}/interviews/one-more"
    Browser(app).sign_in(panel.interviewers[0]).get(address, expect=403)
    Browser(app).sign_in(person(Role.hiring_manager, team=team())).get(address, expect=404)


def test_the_interviews_of_a_candidate_cannot_grow(session, app):
    panel = build.planned(1, about=build.bank(each=8))
    person(Role.interviewer, team=panel.opening.team, name="Raj Patel")
    page = Browser(app).sign_in(panel.recruiter).get(f"/candidacies/{panel.candidacy.id}/interviews")
    page = page.click("One more interview")
    choices = page.xpath("//select[@name='interviewer_id']/option/text()")
    assert panel.interviewers[0].name not in choices
    page = page.submit("Prepare the interview", {"Who interviews?": "Raj Patel", "Minutes for questions": "6"},
                       expect=422)
    assert any("nothing left that Raj Patel may ask in 6 minutes" in notice for notice in page.notices)
    page = page.submit("Prepare the interview", {"Minutes for questions": "30"})
    assert page.heading == "One more interview with Jo Park"


def test_somebody_with_an_offer_is_given_one_more_interview(session, app):
    panel = build.planned(1)
    who = build.candidacy(panel.opening, name="Kim Lee", owner=panel.recruiter, state=CandidacyState.offer)
    browser = Browser(app).sign_in(panel.recruiter)
    page = browser.get(f"/candidacies/{who.id}/interviews/one-more", expect=409)
    assert "while the candidacy is at interviews or in its debrief" in page.text
    assert "One more interview" not in browser.get(f"/candidacies/{who.id}/interviews").main


def test_more_people_ask_the_database_more(session, app):
    counts = []
    for people in (1, 4):
        panel = build.planned(1)
        for _ in range(people):
            person(Role.interviewer, team=panel.opening.team)
        browser = Browser(app).sign_in(panel.recruiter)
        with statements(app, "SELECT") as seen:
            browser.get(f"/candidacies/{panel.candidacy.id}/interviews/one-more")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
