"""Goals in the browser: set, look, review, end; who sees which."""

from datetime import date

import pytest

from tests.browser import Browser
from tests.builders import goals as build
from tests.builders import people, sales
from tests.watching import statements
from workflows.permits import Role


@pytest.fixture
def team(session):
    return people.team("Central")


@pytest.fixture
def lena(team):
    return build.leader_of(team)


@pytest.fixture
def leader(lena, app):
    return Browser(app).sign_in(lena)


@pytest.fixture
def ana(team):
    return people.person(Role.rep, team=team, name="Ana Ruiz")


SET = {"Goal": "Sell through the plants", "Owner": "Lena Brandt", "Measured by": "Bookings of the team in the quarter",
       "Target": "110", "Due on": "2026-03-31"}


@pytest.mark.both_databases
def test_a_goal_cannot_be_walked_to_its_end(leader, lena, ana, app):
    for month, amount in (("2025-08", 100), ("2025-11", 90)):
        sales.sold(ana, amount, date.fromisoformat(f"{month}-10"))
    page = leader.get("/goals")
    assert "No goal is active." in page.main
    page = page.click("Set a goal").submit("Set the goal", SET)
    said = ("110 USD was reached in none of the last 2 quarters; the best was 100 USD in Q3 2025. "
            "Say what will be different.")
    assert (page.heading, said in page.main) == ("Sell through the plants", True)
    assert "No figure yet for the quarter it is due in" in page.main
    assert page.why_disabled("Met") == (
        "There is no figure yet. Without one nobody can say that it is met.")
    sales.sold(ana, 120, date(2026, 2, 10))
    page = leader.get("/goals").click("Sell through the plants").click("Review")
    page = page.submit("Keep the review", {
        "Why does it stand there?": "The plant in Oslo signed.", "Follow-up (optional)": "Thank them",
        "Who (optional)": "Ana Ruiz", "By when (optional)": "2026-03-09"})
    assert "120 of 110 USD by March 2, 2026, as measured here." in page.main
    assert "The plant in Oslo signed." in page.main
    rep = Browser(app).sign_in(ana).get("/")
    assert rep.click("Do what you took on for the goal “Sell through the plants”: Thank them").submit(
        "Follow-up done").main.count("to do") == 0
    page = leader.get("/goals").click("Sell through the plants").submit("Met")
    assert ("Met" in page.main, "none, it has ended" in page.main) == (True, True)
    page = page.click("Re-open").submit("Re-open", {"Why?": "One deal was taken back."})
    assert "March 31, 2026" in page.main


def test_nonsense_loses_what_was_typed(leader, lena):
    page = leader.get("/goals").click("Set a goal").submit("Set the goal", {**SET, "Due on": "2026-03-01"}, expect=422)
    assert "March 1, 2026 is not in the future. Choose a later day." in page.main
    assert page.xpath("string(//input[@name='title']/@value)") == "Sell through the plants"
    page = page.submit("Set the goal", {"Due on": "2026-03-31", "Target": "0"}, expect=422)
    assert "Start and target are the same" in page.main
    page.submit("Set the goal", {"Target": "ten"}, expect=422)
    page = page.submit("Set the goal", {"Target": "5", "Measured by": "Something else, told at reviews"}, expect=422)
    assert "Say what is counted." in page.main


def test_a_goal_of_words_shows_no_way(leader, team, lena):
    goal = build.goal(team, owner=lena)
    page = leader.get(f"/goals/{goal.id}")
    assert "Not reviewed yet; it began at 0, the target is 6 people." in page.main
    page = page.click("Review").submit("Keep the review", {"Where does it stand?": "3",
                                                           "Why does it stand there?": "x"})
    assert ("3 of 6 people at the review of March 2, 2026." in page.main, "50% of the way" in page.main) == (True, True)
    page = page.click("Review").submit("Keep the review", expect=422, fields={
        "Why does it stand there?": "x", "Follow-up (optional)": "Call"})
    assert "A follow-up needs all three" in page.main


def test_a_figure_that_is_to_fall_reads_as_if_it_were_to_rise(leader, team, lena):
    goal = build.goal(team, owner=lena, start_value=40, target_value=15, unit="%")
    build.reviewed(goal, 28)
    assert "28% at the review of March 2, 2026; it began at 40 and is to fall to 15." in leader.get(
        f"/goals/{goal.id}").main


def test_a_cascade_cannot_be_followed(leader, team, lena, ana):
    above = build.goal(team, owner=lena, title="Ten certified", due_on=date(2026, 6, 30))
    page = leader.get(f"/goals/{above.id}").click("Set a goal under it")
    page = page.submit("Set the goal", {**SET, "Goal": "Ana certified", "Owner": "Ana Ruiz"})
    assert "It serves Ten certified" in page.main
    assert "Ana certified (Ana Ruiz)" in page.click("Ten certified").main


def test_a_stranger_reads_goals(session, app, team, lena):
    goal = build.goal(team, owner=lena)
    review = build.reviewed(goal)
    stranger = Browser(app).sign_in(people.person(Role.leader, team=people.team()))
    assert goal.title not in stranger.get("/goals").main
    for address in (f"/goals/{goal.id}", f"/goals/{goal.id}/review", f"/goals/{goal.id}/drop",
                    f"/goal-reviews/{review.id}", f"/teams/{team.id}/goals/set"):
        stranger.get(address, expect=404)


def test_a_rep_changes_the_leaders_goal(app, team, lena, ana):
    goal = build.goal(team, owner=lena)
    rep = Browser(app).sign_in(ana)
    page = rep.get(f"/goals/{goal.id}")
    assert page.heading == goal.title
    assert {"Met", "Drop", "Missed", "Review", "Set a goal under it"} & {*page.links, *page.buttons} == set()
    rep.get(f"/goals/{goal.id}/drop", expect=403)
    rep.get(f"/teams/{team.id}/goals/set", expect=403)
    assert "Ask your leader which one you could own." in Browser(app).sign_in(
        people.person(Role.rep, team=people.team())).get("/goals").main


def test_the_desk_is_silent_about_goals(app, team, lena, ana):
    build.goal(team, owner=lena, title="Certify everybody")
    page = Browser(app).sign_in(ana).get("/")
    assert "Certify everybody" in page.main
    assert "Not reviewed yet; it began at 0, the target is 6 people." in page.main


def test_pages_ask_more_with_more_goals(app, leader, team, lena):
    def asked(path):
        leader.get(path)
        with statements(app, "SELECT") as seen:
            leader.get(path)
        return len(seen)

    goal = build.goal(team, owner=lena, metric="team_bookings")
    build.reviewed(goal)
    paths = ("/goals", f"/goals/{goal.id}", "/")
    before = [asked(path) for path in paths]
    for number in range(3):
        build.reviewed(build.goal(team, owner=lena, metric="own_attainment", parent_id=goal.id, title=f"{number}"))
        build.goal(team, owner=lena)
        build.reviewed(goal)
    assert [asked(path) for path in paths] == before
    assert max(before) <= 12
