"""Pages of requests for seats: asking, approving, sending back, and who sees the salary."""

import pytest

from tests.browser import Browser
from tests.builders import recruiting as build
from tests.builders.people import person, team
from workflows.permits import Role

pytestmark = pytest.mark.usefixtures("session")
SEAT = {"Title": "Account executive", "Salary from, a year": "60000", "Salary to, a year": "80000.50",
        "Start": "2026-05-04", "Why is the seat needed?": "Two of us cannot hold a price."}


def test_a_seat_cannot_be_asked_for_and_approved_on_pages(app):
    place = team("EMEA")
    manager, leader = person(Role.hiring_manager, team=place), person(Role.leader, team=place, name="Lea Okafor")
    build.profile()
    page = Browser(app).sign_in(manager).get("/requisitions").click("Request a seat")
    page = page.submit("Keep the draft", {**SEAT, "Profile": "Account executive", "Approver": "Lea Okafor"})
    assert page.heading == "Account executive"
    assert "$60,000 to $80,000.50" in page.main
    page = page.submit("Ask for approval")
    assert "It waits for Lea Okafor" in page.main
    assert "Approve" not in page.buttons
    page = Browser(app).sign_in(leader).get(page.path).submit("Approve")
    assert "Open" in page.main
    page = page.click("Opening")
    assert page.rows("Gaps, kept as they were")[1][0] == "Negotiation must-have"
    assert page.click("See the careers page").heading == "Account executive"


def test_what_was_typed_is_lost_when_the_band_is_upside_down(app):
    place = team()
    manager = person(Role.hiring_manager, team=place)
    person(Role.leader, team=place, name="Lea Okafor")
    build.profile()
    page = Browser(app).sign_in(manager).get(f"/teams/{place.id}/requisitions/new")
    page = page.submit("Keep the draft", {**SEAT, "Salary to, a year": "5", "Approver": "Lea Okafor"}, expect=422)
    assert "The salary band goes from low to high" in page.text
    assert page.xpath("//input[@name='title']/@value") == ["Account executive"]


@pytest.mark.parametrize("typed", ["", "-1", "x", "1e30", "NaN", "9" * 400])
def test_a_strange_salary_breaks_the_page(app, typed):
    place = team()
    manager = person(Role.hiring_manager, team=place)
    person(Role.leader, team=place, name="Lea Okafor")
    build.profile()
    page = Browser(app).sign_in(manager).get(f"/teams/{place.id}/requisitions/new")
    page = page.submit("Keep the draft", {**SEAT, "Salary from, a year": typed, "Approver": "Lea Okafor"}, expect=422)
    assert page.errors != []


def test_a_request_is_sent_back_without_its_reason_reaching_the_manager(app):
    made = build.submitted()
    page = Browser(app).sign_in(made.approver).get(f"/requisitions/{made.id}").click("Send back")
    page = page.submit("Send back", {"Reason": ""}, expect=422)
    page = page.submit("Send back", {"Reason": "Lower the band."})
    assert "Draft" in page.main
    page = Browser(app).sign_in(made.requested_by).get(f"/requisitions/{made.id}").click("Change")
    page = page.submit("Keep the draft", {"Salary to, a year": "70000"})
    assert "$60,000 to $70,000" in page.main


def test_a_manager_of_another_team_reads_a_request(app):
    made = build.submitted()
    stranger = person(Role.hiring_manager, team=team())
    mine = build.requisition(manager=stranger, place=stranger.team, title="Sales engineer")
    browser = Browser(app).sign_in(stranger)
    assert [row[0] for row in browser.get("/requisitions").rows("Requests")[1:]] == [mine.title]
    browser.get(f"/requisitions/{made.id}", expect=404)


def test_somebody_else_than_the_approver_approves(app):
    made = build.submitted()
    browser = Browser(app).sign_in(made.requested_by)
    token = browser.get(f"/requisitions/{made.id}").xpath("//input[@name='csrf_token']/@value")[0]
    browser.post(f"/requisitions/{made.id}/approve", {"csrf_token": token}, expect=403)
    assert "It waits for" in browser.get(f"/requisitions/{made.id}").main


def test_a_leader_who_does_not_decide_sees_the_salary(app):
    made = build.submitted()
    other = person(Role.leader, team=made.team)
    assert "$60,000" in Browser(app).sign_in(made.approver).get(f"/requisitions/{made.id}").main
    assert "$60,000" not in Browser(app).sign_in(other).get(f"/requisitions/{made.id}").main


def test_filling_says_nothing_about_free_seats(app):
    made = build.opening().requisition
    page = Browser(app).sign_in(made.requested_by).get(f"/requisitions/{made.id}")
    assert page.why_disabled("Fill") == "Seats still free: 1. Hire first, or cancel the request."


def test_a_seat_is_typed_that_nobody_could_approve(app):
    alone = person(Role.hiring_manager, team=team())
    page = Browser(app).sign_in(alone).get("/requisitions/new")
    assert "Nobody else may approve seats of this team." in page.text
    assert "Keep the draft" not in page.buttons


def test_what_cannot_be_done_stands_before_what_can(app):
    made = build.opening().requisition
    page = Browser(app).sign_in(made.requested_by).get(f"/requisitions/{made.id}")
    shown = page.xpath("//div[@class='move-row']//*[contains(@class, 'btn ')]/span/text()")
    assert shown == ["Pause", "Cancel the request", "Fill"]
