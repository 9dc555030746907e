"""Coaching plans, agenda, notes and kudos on pages."""

from datetime import date, timedelta

import pytest

from tests.browser import Browser
from tests.builders import coaching as build
from tests.builders import ramp as ramps
from tests.builders import sales
from tests.builders.offers import competency
from tests.builders.people import person, team
from tests.watching import statements as watching
from workflows.coaching.records import CoachingPlan
from workflows.permits import Role


@pytest.fixture
def place(session):
    return team("North")


@pytest.fixture
def carla(place, app):
    return Browser(app).sign_in(person(Role.coach, team=place, name="Carla Nunes"))


@pytest.fixture
def maya(place):
    return person(Role.rep, team=place, name="Maya Chen")


def test_a_plan_cannot_go_from_the_four_layers_to_its_end(carla, maya, app, session, clock):
    sales.quota((maya.name, "2026-02", "1000"))
    sales.sold(maya, 300, date(2026, 2, 10))
    page = carla.get("/coaching").click("Look at the four layers: Maya Chen")
    assert [row[:2] for row in page.rows("The four layers")] == [
        ["Layer", "Stands"], ["Results", "fails"], ["Effort", "fails"], ["Knowledge", "no data"],
        ["Skills", "no data"]]
    page = page.submit("Open the plan")
    assert "In the last closed months (1) credit was $300.00 of a quota of $1,000.00, 30%." in page.text
    page = page.click("Agree on one step")
    page = page.submit("Agree on one step", {"The one step": "Call five old customers a week.",
                                             "Measured again on": clock.now.date().isoformat()}, expect=422)
    page = page.submit("Agree on one step", {"Measured again on": (clock.now + timedelta(days=9)).date().isoformat()})
    assert "Call five old customers a week." in page.text
    mine = Browser(app).sign_in(maya).get(f"/coaching/{session.query(CoachingPlan).one().id}")
    assert (mine.heading, "Measure again and close" in mine.text) == ("What I work on", False)
    page = page.click("Measure again and close").submit("Measure again and close", {"What came of it?": "Ten calls."})
    assert ("Ten calls." in page.text, "Measured again" in page.text) == (True, True)


def test_a_coach_cannot_name_a_focus_or_leaves_out_why(carla, maya):
    page = carla.get(f"/people/{maya.id}/coaching")
    page = page.submit("Open the plan", {"layer": "Skills"}, expect=422)
    assert "Say what you saw that makes this the focus." in page.text
    page = page.submit("Open the plan", {"layer": "Skills", "because": "Talks over the buyer."})
    assert "Carla Nunes saw: Talks over the buyer." in page.text


def test_a_mate_or_another_teams_coach_opens_a_plan(maya, app, session):
    plan = build.opened(maya)
    for who in (person(Role.rep, team=maya.team), person(Role.coach, team=team())):
        Browser(app).sign_in(who).get(f"/coaching/{plan.id}", expect=404)
    Browser(app).sign_in(person(Role.coach, team=team())).get(f"/people/{maya.id}/coaching", expect=404)
    assert Browser(app).sign_in(maya).get("/coaching").rows("Coaching plans")[1][:2] == ["Skills", "To agree"]


def test_a_leader_reads_a_private_note(maya, app, session):
    plan = build.opened(maya)
    coach = Browser(app).sign_in(plan.coach)
    page = coach.get(f"/coaching/{plan.id}").submit("Keep the note", {"Note": "Afraid of the silence."})
    leader = Browser(app).sign_in(person(Role.leader, team=maya.team))
    path = f"/coaching/{plan.id}"
    assert ("Afraid" in page.text, "Afraid" in leader.get(path).text) == (True, False)
    page.submit("Share this note")
    assert "Afraid of the silence." in leader.get(path).text


def test_a_hold_is_not_on_the_agenda(app, session):
    plan = build.held()
    page = Browser(app).sign_in(plan.coach).get(f"/coaching/{plan.id}")
    assert "The next ramp step is held since April 16, 2026." in page.text
    assert "Opened by a hold of the ramp on April 16, 2026" in page.text


def test_thanks_do_not_reach_the_team(maya, carla, app, session):
    competency("discovery")
    empty = Browser(app).sign_in(maya).get("/kudos")
    assert "Nobody was thanked yet" in empty.text
    page = carla.get("/kudos").submit("Say thanks", {"Whom do you thank?": "Maya Chen",
                                                     "What did they show?": "Discovery",
                                                     "What did you see?": "Waited ten seconds."})
    assert "Carla Nunes to Maya Chen" in page.text
    ramps.certificate(maya, announced=False)
    stranger = Browser(app).sign_in(person(Role.rep, team=team()))
    assert "Waited ten seconds." not in stranger.get("/kudos").text


@pytest.mark.parametrize("path", ["/coaching", "/kudos"])
def test_more_rows_mean_more_queries(maya, carla, app, path):
    def count():
        carla.get(path)
        with watching(app, "SELECT") as seen:
            carla.get(path)
        return len(seen)

    build.opened(maya)
    build.thanked(maya)
    before = count()
    for number in range(2):
        rep = person(Role.rep, team=maya.team)
        build.opened(rep)
        build.thanked(rep, text=f"Thanks {number}.")
    assert (count(), before <= 12) == (before, True)


def test_a_plan_asks_too_often(app, session):
    plan = build.agreed(build.held())
    build.noted(plan)
    browser = Browser(app).sign_in(plan.coach)
    browser.get(f"/coaching/{plan.id}")
    with watching(app, "SELECT") as seen:
        browser.get(f"/coaching/{plan.id}")
    assert len(seen) <= 12, "\n".join(seen)
