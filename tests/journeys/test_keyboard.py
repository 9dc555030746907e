"""Important forms with the keyboard alone: Tab comes to everything in reading order, Enter or Space sends."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.builders import certification, interviewing, recruiting, teams
from tests.conftest import MONDAY
from tests.journeys.keyboard import Keyboard
from tests.journeys.visiting import Visitor
from workflows import clock
from workflows.certification.machine import AttemptState
from workflows.certification.records import Attempt
from workflows.db import db
from workflows.people.records import Reading

DEED = "She asked three questions before she named a price."
Way = tuple[Any, str]


def to_the_application() -> Way:
    return None, f"/careers/{recruiting.opening(title='Account executive').slug}/apply"


def to_the_scorecard() -> Way:
    panel = interviewing.held(1)
    return panel.interviewers[0], f"/scorecards/{panel.cards[0].id}"


def to_the_checkpoint() -> Way:
    with clock.at(MONDAY):
        attempt = certification.in_assessment()
    return attempt.assessor, f"/attempts/{attempt.id}"


@pytest.fixture
def come(site, visit) -> Callable[[Callable[[], Way]], Visitor]:
    """The form in the browser of who fills it in."""
    def arrive(way: Callable[[], Way]) -> Visitor:
        with site.app.app_context():
            who, path = way()
            return visit(who).go(path)
    return arrive


@pytest.mark.parametrize("way", [to_the_application, to_the_scorecard, to_the_checkpoint])
def test_tab_passes_a_control_over_comes_out_of_order_loses_the_focus_or_is_trapped(come, way):
    keys = Keyboard(come(way).page)
    expected = keys.stops()
    there = keys.walk()
    assert [stop.name for stop in there] == expected
    assert [stop.name for stop in there if not stop.in_sight] == []
    back = keys.walk("Shift+Tab")
    assert [stop.name for stop in reversed(back)] == expected
    assert len(expected) > 12


def test_an_application_needs_a_mouse(come):
    visitor = come(to_the_application)
    keys = Keyboard(visitor.page)
    keys.tab_to("#name")
    keys.type("Jo Park")
    keys.tab_to("#email")
    keys.type("jo.park@example.com")
    keys.tab_to("#time_zone")
    keys.press("ArrowDown")
    keys.tab_to("#consent")
    keys.press(" ")
    keys.tab_to("main form button")
    with visitor.page.expect_navigation():
        keys.press("Enter")
    assert visitor.heading == "Thank you"


def test_after_a_wrong_answer_the_focus_is_lost(come):
    visitor = come(to_the_application)
    keys = Keyboard(visitor.page)
    keys.tab_to("#name")
    keys.type("Jo Park")
    with visitor.page.expect_navigation():
        keys.press("Enter")
    assert keys.here().name.startswith("div Please mend what is marked.")
    keys.press("Tab")
    assert keys.here().name == "a Your e-mail #email"
    keys.press("Enter")
    keys.type("jo.park@example.com")
    keys.tab_to("#consent")
    keys.press(" ")
    with visitor.page.expect_navigation():
        keys.press("Enter")
    assert visitor.heading == "Thank you"


def past_the_menu(visitor: Visitor) -> Keyboard:
    """The first thing Tab comes to leads past the menu."""
    keys = Keyboard(visitor.page)
    keys.press("Tab")
    assert keys.here().name == "a Skip to content #main"
    keys.press("Enter")
    return keys


def rate(keys: Keyboard, *choice: str) -> None:
    """A level by these keys and a sentence for each thing to rate, in the order of the page."""
    names = keys.page.locator("textarea[name^=evidence_]").evaluate_all("all => all.map((each) => each.name)")
    assert len(names) >= 2
    for name in names:
        keys.tab_to(f"[name={name.replace('evidence', 'level')}]")
        for key in choice:
            keys.press(key)
        keys.tab_to(f"[name={name}]")
        keys.type(DEED)


def test_a_scorecard_cannot_be_handed_in_by_the_space_bar(come, site):
    visitor = come(to_the_scorecard)
    keys = past_the_menu(visitor)
    rate(keys, "4")
    keys.tab_to("[name=overall]")
    keys.press("ArrowDown")
    keys.tab_to("[name=overall_reason]")
    keys.type("She leads a call and holds a price.")
    expect(visitor.page.locator("[data-autosave-state]").first).to_have_text("Saved")
    site.work()
    keys.tab_to("button[type=submit]")
    with visitor.page.expect_navigation():
        keys.press(" ")
    assert visitor.heading.startswith("Scorecard of")
    assert visitor.text.count("Level 4") >= 2


def test_a_checkpoint_cannot_be_rated_by_keyboard(come, site):
    visitor = come(to_the_checkpoint)
    keys = past_the_menu(visitor)
    rate(keys, "ArrowRight", "ArrowRight", "ArrowRight")
    keys.tab_to("[name=approver]")
    keys.press("ArrowDown")
    keys.tab_to("main form button")
    with visitor.page.expect_navigation():
        keys.press("Enter")
    with site.app.app_context():
        assert [each.state for each in db.session.query(Attempt)] == [AttemptState.to_approve]


NAMES = ("Negotiation", "Drive", "Discovery", "Forecasting", "Coaching", "Closing", "Listening", "Planning", "Product",
         "Writing")


def to_the_grid() -> Way:
    here = teams.crew(*NAMES, reps=9)
    return here.leader, f"/teams/{here.team.id}/readings"


def test_a_grid_of_nine_people_takes_more_than_a_key_for_each_level(come, site):
    visitor = come(to_the_grid)
    keys = past_the_menu(visitor)
    keys.tab_to(".rating-jumps a")
    keys.press("Enter")
    keys.tab_to("[data-rating] input")
    keys.count = 0
    for _ in range(9 * len(NAMES)):
        keys.press("4")
    with visitor.page.expect_navigation():
        keys.press("Enter")
    assert keys.count == 9 * len(NAMES) + 1
    assert "90 readings added." in visitor.text
    with site.app.app_context():
        found = [(each.user_id, each.competency_id) for each in db.session.query(Reading).filter_by(level=4)]
    assert (len(found), len(set(found))) == (90, 90)


def test_a_page_that_keeps_or_misleads_the_focus_is_overlooked(chromium):
    page = chromium.new_page()
    keys = Keyboard(page)
    page.set_content('<a href="#a">One</a><button>Two</button><button tabindex="1">Three</button>')
    assert [stop.name for stop in keys.walk()] != keys.stops()
    page.set_content('<a href="#a">One</a><input id="kept"><script>document.querySelector("#kept").onkeydown = '
                     "(event) => event.preventDefault()</script>")
    with pytest.raises(AssertionError, match="the focus never leaves"):
        keys.walk()
    page.close()
