"""The pages of a ramp, as its leader and its rep see them."""

import csv
from datetime import date

import pytest

from tests.browser import Browser
from tests.builders import ramp as build
from tests.builders.people import person, team
from tests.watching import statements
from webapp.paper import render_html
from webapp.ramp.ramp_letter import letter_data
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.ramp.actions import leave, moves
from workflows.ramp.machine import RampState

START, DUE = date(2026, 3, 16), date(2026, 4, 16)
S = RampState


@pytest.fixture
def place(session):
    return team(currency="EUR")


@pytest.fixture
def leader(place):
    return person(Role.leader, Role.coach, team=place, name="Lena Brandt")


@pytest.fixture
def ramp(place, clock, leader):
    """Maya's ramp, held on the day of its second step; the clock stands on that day."""
    maya = person(Role.rep, team=place, name="Maya Chen")
    made = build.ramping(START, place=place, rep=maya)
    clock.travel(days=45)
    moves.review(build.BUILDER, made)
    return made


def test_a_leader_does_not_see_who_is_held_and_what_opens_the_step(app, ramp, leader):
    page = Browser(app).sign_in(leader).get("/ramps")
    assert page.rows("Ramps")[1:] == [[
        f"Maya Chen {ramp.team.name}", "Held", "1 of 3 0% of full quota", "Apr 16, 2026",
        "Due Apr 16, 2026 The certificate “Discovery certified” is still to be earned.",
        "Maya Chen shows it, an assessor rates it", "May 16, 2026 if a step opened today"]]
    assert "Capacity today 0.00 fully ramped reps" in page.main


def test_somebody_of_another_team_reads_a_ramp(app, ramp):
    stranger = Browser(app).sign_in(person(Role.leader, team=team()))
    assert "No ramp yet" in stranger.get("/ramps").main
    for path in ("", "/quota.svg", "/letter.pdf", "/begin-leave"):
        stranger.get(f"/ramps/{ramp.id}{path}", expect=404)
    assert "Maya" not in stranger.get("/ramps.csv").response.text


def test_a_rep_does_not_read_what_opens_the_next_step_and_what_the_month_asks(app, ramp, clock):
    page = Browser(app).sign_in(ramp.user).get("/ramps/mine")
    assert page.heading == "My ramp"
    assert "Your next step waits. The certificate “Discovery certified” is still to be earned." in page.main
    assert page.rows("What it asks for")[1:] == [[
        "Certificate “Discovery certified”, valid on the day, with 75% or more", "open Not earned yet",
        "The certificate “Discovery certified” is still to be earned.", "Maya Chen shows it, an assessor rates it"]]
    build.certificate(ramp.user)
    page = page.browser.get("/ramps/mine")
    assert page.rows("Quota of this and the next months")[1:3] == [
        ["April 2026", "€7,500", "€7,500", "€30,000", "15 days at 0%, 15 days at 50%"],
        ["May 2026", "€22,741.94", "€22,741.94", "€30,000", "15 days at 50%, 16 days at 100%"]]
    assert [row[0] for row in page.rows("Events of the ramp")[1:]] == ["Next step", "Hold", "Start"]
    assert page.rows("Events of the ramp")[1][3:] == [
        "The step was due and everything it asks for is there. Discovery certified", "Onramp, by itself"]
    assert page.buttons == Browser(app).sign_in(ramp.user).get("/ramps/mine").buttons
    assert "Leave begins" not in page.text


def test_a_step_that_a_certificate_opened_asked_for_nothing(app, ramp, leader):
    held = build.certificate(ramp.user)
    page = Browser(app).sign_in(leader).get(f"/ramps/{ramp.id}")
    asked = "Certificate “Discovery certified”, valid on the day, with 75% or more"
    assert [row[3] for row in page.rows("Steps of the ramp")[1:]] == [
        "Nothing more", f"{asked} (met)", f"{asked} (met) The manager’s sign-off: Ready for full quota (open)"]
    assert page.xpath("//table[contains(., 'Asks for')]//a/@href") == [f"/certificates/{held.id}"]


def test_a_step_opened_by_hand_met_its_gates(app, ramp, leader, clock):
    clock.travel(days=30)
    moves.review(build.BUILDER, ramp)
    page = Browser(app).sign_in(leader).get(f"/ramps/{ramp.id}").click("Open the next step")
    page = page.submit("Open the step", {"Why does the step open all the same?": "Two weeks of fair."})
    assert page.rows("Steps of the ramp")[2][3] == (
        "Certificate “Discovery certified”, valid on the day, with 75% or more (not met)")


def test_a_rep_without_a_ramp_meets_an_error(app, session):
    assert "You are not on a ramp" in Browser(app).sign_in(person(Role.rep)).get("/ramps/mine").main


def test_a_shut_step_can_be_opened_by_its_button(app, ramp, leader):
    page = Browser(app).sign_in(leader).get(f"/ramps/{ramp.id}")
    assert page.why_disabled("Open the next step") == "The certificate “Discovery certified” is still to be earned."
    page.browser.post(f"/ramps/{ramp.id}/advance", {}, expect=400)
    assert (ramp.state, ramp.step) == (S.held, 0)


def test_a_hold_that_lasted_too_long_cannot_be_decided(app, ramp, leader, clock, session):
    clock.travel(days=30)
    moves.review(build.BUILDER, ramp)
    page = Browser(app).sign_in(leader).get(f"/ramps/{ramp.id}")
    assert "longer than the 30 days a hold may last" in page.main
    page = page.click("Open the next step")
    page = page.submit("Open the step", {"Why does the step open all the same?": "Two weeks of fair."})
    assert "Lena Brandt opened the step after the longest hold: “Two weeks of fair.”" in page.main
    assert (ramp.state, ramp.step) == (S.ramping, 1)


def test_leave_and_return_cannot_be_noted(app, ramp, leader, clock):
    browser = Browser(app).sign_in(leader)
    page = browser.get(f"/ramps/{ramp.id}").click("Leave begins")
    page = page.submit("Note the leave", {"First day of leave": "2026-04-10", "What is the leave for?": "Surgery."},
                       expect=422)
    assert "The ramp changed last on April 16, 2026" in page.main
    page = page.submit("Note the leave", {"First day of leave": "2026-04-16", "What is the leave for?": "Surgery."})
    assert (ramp.state, "Surgery" in page.text) == (S.paused, False)
    clock.travel(days=4)
    page = browser.get(f"/ramps/{ramp.id}").click("Leave ends").submit("End the leave")
    assert [row[0] for row in page.rows("Events of the ramp")[1:]] == [
        "Hold", "Leave ends", "Leave begins", "Hold", "Start"]
    assert (ramp.state, ramp.held_on) == (S.held, date(2026, 4, 20))


def test_somebody_on_leave_is_promised_a_day_of_full_quota_that_is_over(app, ramp, leader, clock):
    leave.pause(actor_for(leader), ramp, from_on=DUE, reason="Surgery.")
    clock.travel(days=200)
    browser = Browser(app).sign_in(leader)
    assert browser.get("/ramps").rows("Ramps")[1][6] == "open until the leave ends"
    page = browser.get(f"/ramps/{ramp.id}")
    assert "Full quota open The ramp rests; the day follows when the leave ends." in page.main
    [row] = csv.DictReader(browser.get("/ramps.csv").response.text.lstrip("\ufeff").splitlines())
    assert (row["state"], row["full_quota_on"]) == ("paused", "")
    with app.test_request_context():
        letter = render_html("ramp_letter.html", {"company": None, **letter_data(ramp, build.events(ramp)[::-1])})
    assert "open until the leave ends" in letter


def test_the_manager_cannot_sign_off(app, ramp, leader, clock, session):
    build.certificate(ramp.user)
    clock.travel(days=30)
    moves.review(build.BUILDER, ramp)
    browser = Browser(app).sign_in(leader)
    page = browser.get(f"/ramps/{ramp.id}").click("Sign off for step 3")
    page = page.submit("Sign off", {"note": "Three closings."})
    assert "From May 16, 2026 you carry full quota" in page.main
    assert (ramp.state, ramp.full_on) == (S.full, date(2026, 5, 16))
    assert "accelerators open" in page.main


def test_somebody_who_was_here_before_gets_no_ramp(app, place, leader, session):
    build.shape()
    rep = person(Role.rep, team=place, name="Jonas Weber")
    page = Browser(app).sign_in(leader).get("/ramps").click("Open a ramp")
    page = page.submit("Open the ramp", {"Rep": "Jonas Weber", "Full quota per month": "30000",
                                         "First day of the ramp": "2026-02-16", "Stands at step": "2",
                                         "Why is there no hire for it?": "Here since 2024."})
    assert page.heading == "Ramp of Jonas Weber"
    assert "Here before this ramp was kept: Here since 2024." in page.main
    assert rep.id


def test_letter_chart_or_file_of_a_ramp_is_missing(app, ramp, leader):
    browser = Browser(app).sign_in(leader)
    assert browser.get(f"/ramps/{ramp.id}/letter.pdf").response.data.startswith(b"%PDF")
    assert "<svg" in browser.get(f"/ramps/{ramp.id}/quota.svg").response.text
    assert browser.get("/ramps.csv").response.text.splitlines()[1].startswith(
        f"Maya Chen,{ramp.team.name},held,1,3,0.0,2026-04-16,2026-04-16,2026-05-16,30000.00,EUR,")


@pytest.mark.parametrize("path", ["/ramps", "/ramps/{id}"])
def test_a_page_of_ramps_asks_more_with_more_of_them(app, ramp, leader, place, path):
    browser, counts = Browser(app).sign_in(leader), []
    for _ in range(2):
        browser.get(path.format(id=ramp.id))
        with statements(app, "SELECT") as seen:
            browser.get(path.format(id=ramp.id))
        counts.append(len(seen))
        for _ in range(2):
            build.ramping(START, DUE, place=place)
    assert (counts[0] == counts[1], counts[0] <= 12) == (True, True), counts


def test_ones_own_ramp_asks_the_database_too_often_or_says_nothing_of_pay(app, ramp):
    browser = Browser(app).sign_in(ramp.user)
    browser.get("/ramps/mine")
    with statements(app, "SELECT") as seen:
        page = browser.get("/ramps/mine")
    assert len(seen) <= 12, seen
    assert page.links["What I can expect to be paid this month"] == "/pay/expected"
    assert "Expected pay for April 2026" in browser.part("/ramps/mine/expected-pay").text
    assert browser.get("/ramps/mine/expected-pay").path == "/pay/expected"
