"""Desk: what stands on top, what waits, and what to do when nothing does."""

import pytest
import sqlalchemy as sa

from tests.browser import Browser, Page
from tests.builders import onboarding, ramp, recruiting
from tests.builders.goals import goal
from tests.builders.people import person, team
from tests.builders.teams import Crew, crew, vision
from tests.watching import statements
from workflows import clock
from workflows.acting import maintenance
from workflows.coaching.actions.kudos import give_kudos
from workflows.db import db
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.waits import Wait


def desk(app, user):
    return Browser(app).sign_in(user).get("/")


def queued(place, role: Role, number: int = 1) -> None:
    """Something that waits for everybody who holds `role` in the team."""
    with maintenance("a builder's queue"):
        db.session.add(Wait(record_kind="attempt", record_id=number, role=role.value, team_id=place.id,
                            code="attempt.to-schedule", params={"rep": "Ana", "checkpoint": f"Discovery {number}"},
                            since_at=clock.now()))


def test_what_the_team_wants_is_far_from_what_one_does(session, app):
    here = crew(name="Central")
    vision(here, "Every plant knows us.", [("Hold the price", here.competencies[0].id)])
    page = desk(app, here.reps[0])
    assert page.main.index("Where Central is going") < page.main.index("Nothing waits for you")
    assert "Every plant knows us." in page.main
    assert "Hold the price" in page.main


def test_the_leader_is_not_told_that_the_vision_is_missing(session, app):
    here = crew()
    assert desk(app, here.leader).click("Write it").heading == f"Vision of {here.team.name}"
    assert "Write it" not in desk(app, here.reps[0]).links


@pytest.mark.parametrize(("late", "fresh", "said"), [
    (1, 0, "1 thing waits for you, and it is overdue."),
    (2, 0, "2 things wait for you, and all of them are overdue."),
    (1, 1, "2 things wait for you. 1 is overdue."),
    (2, 1, "3 things wait for you. 2 are overdue."),
    (0, 2, "2 things wait for you."),
])
def test_the_desk_counts_in_broken_english(session, app, clock, late, fresh, said):
    place = team()
    approver = person(Role.leader, team=place)
    for _ in range(late):
        recruiting.submitted(place, approver=approver)
    clock.travel(days=5)
    for _ in range(fresh):
        recruiting.submitted(place, approver=approver)
    [lead] = desk(app, approver).xpath("//p[@class='lead-line']")
    assert " ".join("".join(lead.itertext()).split()) == said


def test_what_waits_is_two_clicks_away(session, app, clock):
    asked = recruiting.submitted(title="Account executive, Lyon")
    page = desk(app, asked.approver)
    assert "1 thing waits for you." in page.main
    assert "since March 2" in page.main
    link = next(words for words in page.links if "Account executive, Lyon" in words)
    assert page.click(link).heading == "Account executive, Lyon"


@pytest.mark.both_databases
def test_overdue_is_said_by_a_colour_only(session, app, clock):
    asked = recruiting.submitted()
    assert "Later" in desk(app, asked.approver).main
    clock.travel(days=3, hours=-2)
    assert "Due today" in desk(app, asked.approver).main
    clock.travel(days=2)
    page = desk(app, asked.approver)
    assert "1 thing waits for you, and it is overdue." in page.main
    assert "was due 2 days ago" in page.main


def test_today_ends_when_london_says_so(session, app, clock):
    """Due at 09:00 UTC on Thursday: on Wednesday evening in New York that is tomorrow, at 22:30 UTC today in Tokyo."""
    asked = recruiting.submitted()
    clock.travel(days=2, hours=13.5)
    with maintenance("another zone"):
        asked.approver.time_zone = "Asia/Tokyo"
    assert "Due today" in desk(app, asked.approver).main
    with maintenance("another zone"):
        asked.approver.time_zone = "America/New_York"
    assert "Due today" not in desk(app, asked.approver).main


def test_a_queue_of_a_role_stands_there_once_per_holder(session, app):
    place = team("Central")
    first, second = (person(Role.assessor, team=place) for _ in range(2))
    queued(place, Role.assessor)
    for user in (first, second):
        page = desk(app, user)
        assert page.main.count("Discovery 1") == 1
        assert "for all assessors of Central" in page.main


def test_the_queue_of_another_team_waits_for_me(session, app):
    mine = person(Role.assessor, team=team())
    queued(team(), Role.assessor)
    assert "Nothing waits for you" in desk(app, mine).main


@pytest.mark.parametrize(("role", "says"), [
    (Role.leader, "See what your teams lack most"), (Role.hiring_manager, "Ask for a seat your team lacks"),
    (Role.rep, "See what your team wants to reach"), (Role.recruiter, "Look through your openings")])
def test_an_empty_desk_leads_nowhere(session, app, role, says):
    recruiting.profile()
    page = desk(app, person(role, team=team()))
    assert "Nothing waits for you." in page.main
    page.click(says)


def test_a_desk_sends_to_seats_and_gaps_while_no_question_bank_is_loaded(session, app):
    first = person(Role.operations, Role.leader, Role.hiring_manager, name="Ada Holm")
    steps = ["Load what is asked and taught", "Read the team's week", "Look after people and their roles"]
    page = desk(app, first)
    assert [words for words in page.links if words in {*steps, "Ask for a seat your team lacks"}] == steps
    page = page.click(steps[0]).submit("Load what is packaged").browser.get("/")
    assert [steps[0] in page.links, "Ask for a seat your team lacks" in page.links] == [False, True]


def test_a_manager_is_not_told_why_no_seat_can_be_asked_for(session, app):
    manager = person(Role.hiring_manager, team=team())
    page = desk(app, manager)
    assert "No question bank is loaded yet, so no seat can be asked for" in page.main
    assert ("Ask for a seat your team lacks" in page.links, "You hold no role yet" in page.main) == (False, False)
    recruiting.profile()
    assert "No question bank is loaded" not in desk(app, manager).main


def test_a_rep_is_sent_to_onboarding_and_a_ramp_that_are_not_there(session, app, clock):
    offered = "Go on with your onboarding", "See where your ramp stands"
    page = desk(app, person(Role.rep, team=team()))
    assert [words for words in page.links if words in offered] == []
    page = desk(app, ramp.ramping().user)
    assert [words for words in page.links if words in offered] == ["See where your ramp stands"]
    newcomer = onboarding.plan().user
    with maintenance("a builder clears the desk"):
        session.execute(sa.delete(Wait).where(Wait.owner_id == newcomer.id))
    page = desk(app, newcomer)
    assert page.click("Go on with your onboarding").heading == "My onboarding"


def test_a_rep_reads_of_the_plan_of_somebody_with_their_name(session, app):
    newcomer = onboarding.plan(("papers", {"due": -1}))
    page = desk(app, newcomer.user)
    waits = page.xpath("string(//main//ul)")
    assert ("Papers, in your plan" in page.links, newcomer.user.name in waits) == (True, False)


def test_thanks_are_not_read_on_the_desk(session, app):
    here = crew()
    give_kudos(actor_for(here.reps[0]), here.reps[1], competency=here.competencies[0], text="Held the price.")
    assert "“Held the price.”" in desk(app, here.leader).main
    assert "Held the price" not in desk(app, crew().leader).main


def asked(app, browser) -> tuple[int, Page]:
    """How many questions the desk asks of the database, and the page."""
    browser.get("/")
    with statements(app, "SELECT") as seen:
        page = browser.get("/")
    return len(seen), page


@pytest.mark.both_databases
def test_a_long_queue_makes_a_slow_desk(session, app):
    place = team()
    browser = Browser(app).sign_in(person(Role.assessor, team=place))
    queued(place, Role.assessor)
    one, _ = asked(app, browser)
    for number in range(2, 60):
        queued(place, Role.assessor, number)
    many, page = asked(app, browser)
    assert one == many <= 12
    assert page.main.count("Discovery") == 50
    assert page.click("Next").main.count("Discovery") == 9


def test_goals_make_a_slow_desk(session, app):
    place = team()
    user = person(Role.leader, team=place)
    vision(Crew(place, user, [], recruiting.profile(), []))
    for number in range(3):
        goal(place, owner=user, title=f"Bookings {number}", metric="team_bookings", unit="", target_value=1000)
    queued(place, Role.leader)
    count, page = asked(app, Browser(app).sign_in(user))
    assert "Bookings 2" in page.main
    assert count <= 12
