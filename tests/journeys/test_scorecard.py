"""A scorecard in a real browser: by keyboard, on a phone, with the connection cut, without script."""

import pytest
from playwright.sync_api import expect

from tests.builders import interviewing as build
from tests.journeys.keyboard import Keyboard

COMPETENCIES = ("Negotiation", "Discovery", "Drive", "Coaching", "Forecasting")
DEED = "She asked three questions before she named a price."


@pytest.fixture
def panel(site):
    with site.app.app_context():
        made = build.about_everything(build.held(1, about=build.bank(COMPETENCIES, each=1), minutes=60))
        made.address = f"/scorecards/{made.cards[0].id}"
        made.ratings = [rating.id for rating in made.cards[0].ratings]
        made.author = made.interviewers[0]
        yield made


def saved(visitor):
    expect(visitor.page.locator("[data-autosave-state]").first).to_have_text("Saved")


def test_a_scorecard_for_five_competencies_takes_forty_key_presses(site, visit, panel):
    visitor = visit(panel.author).go(panel.address)
    keys = Keyboard(visitor.page)
    keys.press("Tab")
    keys.press("Enter")
    for rating in panel.ratings:
        keys.tab_to(f"[name=level_{rating}]")
        keys.press("4")
        keys.tab_to(f"[name=evidence_{rating}]")
        keys.type(DEED)
    keys.tab_to("[name=overall]")
    keys.press("2")
    keys.tab_to("[name=overall_reason]")
    keys.type("She leads a call and holds a price.")
    saved(visitor)
    site.work()
    keys.tab_to("button[type=submit]")
    keys.press("Enter")
    expect(visitor.page.locator("h1")).to_contain_text("Scorecard of")
    assert len(panel.ratings) == len(COMPETENCIES)
    assert visitor.text.count("Level 4") == len(COMPETENCIES)
    assert "Overall Yes" in visitor.text
    assert keys.count < 40


def test_what_is_typed_without_a_connection_is_lost(visit, panel):
    visitor = visit(panel.author).go(panel.address)
    page, rating = visitor.page, panel.ratings[0]
    page.locator(f"[name=evidence_{rating}]").fill("Before the tunnel.")
    saved(visitor)
    visitor.context.set_offline(True)
    page.locator(f"[name=level_{rating}][value='3']").check(force=True)
    page.locator(f"[name=evidence_{rating}]").fill("In the tunnel.")
    expect(page.locator("[data-autosave-state]").first).to_contain_text("Not saved yet: no connection.")
    with page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.status == 204):
        visitor.context.set_offline(False)
    saved(visitor)
    other = visit(panel.author).go(panel.address)
    assert other.page.locator(f"[name=evidence_{rating}]").input_value() == "In the tunnel."
    assert other.page.locator(f"[name=level_{rating}][value='3']").is_checked()
    visitor.faults[:] = [fault for fault in visitor.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def test_what_is_typed_without_a_connection_is_gone_after_a_reload(visit, panel):
    visitor = visit(panel.author).go(panel.address)
    page, rating = visitor.page, panel.ratings[1]
    page.route("**/draft", lambda route: route.abort())
    page.locator(f"[name=level_{rating}][value='no_evidence']").check(force=True)
    page.locator(f"[name=evidence_{rating}]").fill("Kept on the device.")
    expect(page.locator("[data-autosave-state]").first).to_contain_text("Not saved yet: no connection.")
    page.unroute("**/draft")
    with page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.status == 204):
        page.reload()
    expect(page.locator(f"[name=evidence_{rating}]")).to_have_value("Kept on the device.")
    expect(page.locator(f"[name=level_{rating}][value='no_evidence']")).to_be_checked()
    visitor.faults[:] = [fault for fault in visitor.faults if "ERR_FAILED" not in fault]


def test_a_hint_about_wording_never_comes(site, visit, panel):
    visitor = visit(panel.author).go(panel.address)
    visitor.page.locator(f"[name=evidence_{panel.ratings[0]}]").fill("She said she is pregnant.")
    saved(visitor)
    site.work()
    expect(visitor.page.locator("#wording")).to_contain_text("What you may ask", timeout=15_000)


def test_the_stopwatch_forgets_when_the_page_is_loaded_again(visit, panel):
    visitor = visit(panel.author).go(panel.address).press("Start the timer")
    page = visitor.page
    page.evaluate("""() => { const key = Object.keys(localStorage).find((each) => each.startsWith('onramp:watch:'));
        const state = JSON.parse(localStorage.getItem(key)); state.since -= 61 * 60 * 1000;
        localStorage.setItem(key, JSON.stringify(state)); }""")
    page.reload()
    expect(page.locator("[data-watch-time]")).to_contain_text("61:")
    visitor.press("Pause the timer")
    expect(page.get_by_role("button", name="Start the timer")).to_be_visible()


def test_the_form_needs_script(site, visit, panel):
    visitor = visit(panel.author, javascript=False).go(panel.address)
    page = visitor.page
    for rating in panel.ratings:
        page.locator(f"[name=level_{rating}][value='2']").check(force=True)
        page.locator(f"[name=evidence_{rating}]").fill(DEED)
    page.locator("[name=overall][value='no']").check(force=True)
    visitor.fill({"Why this overall?": "Gives the price away."}).press("Submit scorecard")
    assert "The wording is still being read" in visitor.text
    site.work()
    visitor.press("Submit scorecard")
    assert visitor.heading.startswith("Scorecard of")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_scorecard_shuts_somebody_out_or_runs_off_a_phone(visit, panel, dark):
    visitor = visit(panel.author, width=390, dark=dark).go(panel.address)
    assert visitor.accessibility_faults() == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_second_window_erases_what_the_first_wrote(visit, panel):
    one, two = visit(panel.author).go(panel.address), visit(panel.author).go(panel.address)
    first, second = (f"[name=evidence_{rating}]" for rating in panel.ratings[:2])
    two.page.locator(first).fill("Said in the second window.")
    saved(two)
    one.page.locator(second).fill("Said in the first window.")
    expect(one.page.locator("[data-autosave-state]").first).to_contain_text("in another window in the meantime")
    one.page.reload()
    expect(one.page.locator("[data-autosave-state]").first).to_contain_text("in another window in the meantime")
    expect(one.page.locator(second)).to_have_value("Said in the first window.")
    one.press("Submit scorecard")
    assert "“Evidence for question 1” is now “Said in the second window.”." in one.text
    expect(one.page.locator(first)).to_have_value("Said in the second window.")
    expect(one.page.locator(second)).to_have_value("Said in the first window.")
    one.page.locator("[name=overall_reason]").fill("Calm.")
    saved(one)
    three = visit(panel.author).go(panel.address)
    assert [three.page.locator(each).input_value() for each in (first, second)] == [
        "Said in the second window.", "Said in the first window."]
    one.faults[:] = [fault for fault in one.faults if "409" not in fault and "422" not in fault]


def test_a_window_alone_is_told_of_another(visit, panel):
    visitor = visit(panel.author).go(panel.address)
    page, field = visitor.page, visitor.page.locator(f"[name=evidence_{panel.ratings[0]}]")
    lost = []

    def deaf(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/draft", deaf)
    field.fill("It arrives, but nobody")
    expect(page.locator("[data-autosave-state]").first).to_contain_text("Not saved yet: no connection.")
    page.unroute("**/draft")
    field.fill("It arrives, but nobody hears of it.")
    saved(visitor)
    page.route("**/draft", deaf)
    field.fill("Once more, and")
    expect(page.locator("[data-autosave-state]").first).to_contain_text("Not saved yet: no connection.")
    page.route("**/draft", lambda route: route.abort())
    field.fill("Once more, and then the page is loaded anew.")
    expect(page.locator("[data-autosave-state]").first).to_contain_text("Not saved yet: no connection.")
    page.unroute("**/draft")
    page.reload()
    saved(visitor)
    expect(field).to_have_value("Once more, and then the page is loaded anew.")
    assert lost == [204, 204]
    visitor.faults[:] = [fault for fault in visitor.faults if "ERR_FAILED" not in fault]
