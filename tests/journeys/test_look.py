"""The look in a real browser: light, dark, phone, keyboard, with and without script, and what the script adds."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, expect

from tests.builders.people import person
from workflows.permits import Role

DARK, LIGHT = "rgb(18, 22, 21)", "rgb(246, 246, 243)"
WIDTHS = {"desktop": 1280, "phone": 390, "small phone": 320}


@pytest.fixture
def visit(session, visit):
    """Everybody who comes is signed in; what is shown here is for people of the company."""
    user = person(Role.operations)
    return lambda **how: visit(user, **how)


class CutOff:
    """Takes away the server that drafts go to; what the console says about that is no fault of the page."""

    def __call__(self, page) -> None:
        page.route("**/styleguide/draft", lambda route: route.abort())

    def forgive(self, visitor) -> None:
        visitor.faults[:] = [fault for fault in visitor.faults if "net::ERR_" not in fault]


@pytest.fixture
def cut_off() -> CutOff:
    return CutOff()


def ground(visitor) -> str:
    """The colour that lies behind the page."""
    return visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("path", ["/styleguide", "/styleguide/public"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_component_shuts_nobody_out(visit, path, dark, width):
    visitor = visit(dark=dark, width=width).go(path)
    assert visitor.accessibility_faults() == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_page_with_a_cold_cache_is_light(visit):
    visitor = visit()
    fetched: list[Request] = []
    visitor.page.on("requestfinished", lambda request: fetched.append(request))
    visitor.go("/styleguide").page.wait_for_load_state("networkidle")
    sizes = {urlsplit(request.url).path: request.sizes()["responseBodySize"] for request in fetched}
    assert "/static/vendor/tabler/tabler.min.css" in sizes
    assert len(sizes) <= 15
    assert sum(sizes.values()) <= 300 * 1024


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_device_in_the_dark_gets_a_dark_page_at_once(visit, javascript):
    assert ground(visit(dark=True, javascript=javascript).go("/styleguide/public")) == DARK
    assert ground(visit(javascript=javascript).go("/styleguide/public")) == LIGHT


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_chosen_colours_stay_on_the_next_page(visit, javascript):
    visitor = visit(javascript=javascript).go("/styleguide/public")
    visitor.page.get_by_role("button", name="Dark", exact=True).click()
    expect(visitor.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert ground(visitor) == DARK
    assert visitor.go("/styleguide").page.url.endswith("/styleguide")
    assert ground(visitor) == DARK


def test_charts_change_colours_with_the_page(visit):
    visitor = visit().go("/styleguide")
    visitor.page.locator(".person-menu summary").click()
    visitor.page.locator(".person-menu").get_by_role("button", name="Dark", exact=True).click()
    shown = visitor.page.locator("picture[data-chart] img").evaluate_all("all => all.map(each => each.currentSrc)")
    chosen = [urlsplit(address).query for address in shown if address]
    sources = visitor.page.locator("picture[data-chart] img").evaluate_all("all => all.map(each => each.src)")
    assert [urlsplit(address).query for address in sources] == ["theme=dark"] * 4
    assert set(chosen) <= {"theme=dark"}


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_whole_menu_is_within_reach_on_a_phone(visit, javascript):
    page = visit(width=390, javascript=javascript).go("/styleguide").page
    expect(page.get_by_role("link", name="Openings")).to_have_count(0)
    page.locator("summary", has_text="More").click()
    expect(page.get_by_role("link", name="Openings")).to_be_visible()


def test_menu_closes_on_escape_and_gives_the_focus_back(visit):
    page = visit().go("/styleguide").page
    page.locator(".person-menu summary").click()
    expect(page.locator(".person-menu .menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".person-menu .menu")).to_be_hidden()
    expect(page.locator(".person-menu summary")).to_be_focused()


def test_first_tab_offers_the_way_past_the_menu(visit):
    page = visit().go("/styleguide").page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_second_press_sends_nothing(visit):
    page = visit().go("/styleguide").page
    sent = page.evaluate("""() => {
        const form = document.querySelector("form.action");
        let sent = 0;
        form.addEventListener("submit", (event) => { sent += 1; event.preventDefault(); });
        const button = form.querySelector("button");
        button.click();
        button.click();
        return [sent, button.getAttribute("aria-busy")];
    }""")
    assert sent == [1, "true"]


def test_typed_text_is_saved_and_said_to_be_saved(visit):
    page = visit().go("/styleguide").page
    form = page.locator("#kept-form")
    with page.expect_request("**/styleguide/draft") as request:
        form.get_by_label("Why this job").fill("A region of its own.")
    assert "A region of its own." in request.value.post_data
    expect(form.locator("output")).to_have_text("Saved")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_text_typed_without_network_is_saved_when_it_is_back(visit, cut_off):
    visitor = visit().go("/styleguide")
    form = visitor.page.locator("#kept-form")
    visitor.context.set_offline(True)
    form.get_by_label("Why this job").fill("Typed in a tunnel.")
    expect(form.locator("output")).to_contain_text("Not saved yet: no connection.")
    with visitor.page.expect_request("**/styleguide/draft") as request:
        visitor.context.set_offline(False)
    assert "Typed in a tunnel." in request.value.post_data
    expect(form.locator("output")).to_have_text("Saved")
    cut_off.forgive(visitor)


def test_text_typed_while_the_server_was_away_is_there_after_a_reload(visit, cut_off):
    visitor = visit().go("/styleguide")
    page, form = visitor.page, visitor.page.locator("#kept-form")
    cut_off(page)
    form.get_by_label("Why this job").fill("Typed in a tunnel.")
    form.get_by_label("From home").check()
    expect(form.locator("output")).to_contain_text("Not saved yet: no connection.")
    page.unroute("**/styleguide/draft")
    with page.expect_request("**/styleguide/draft") as request:
        page.reload()
    assert "Typed in a tunnel." in request.value.post_data
    expect(form.get_by_label("Why this job")).to_have_value("Typed in a tunnel.")
    expect(form.get_by_label("From home")).to_be_checked()
    expect(form.locator("output")).to_have_text("Saved")
    cut_off.forgive(visitor)


def test_form_that_was_sent_is_not_filled_with_old_text_next_time(visit, cut_off):
    visitor = visit().go("/styleguide")
    page, form = visitor.page, visitor.page.locator("#kept-form")
    cut_off(page)
    page.route("**/taken", lambda route: route.fulfill(status=303, headers={"Location": "/styleguide/public"}))
    form.get_by_label("Why this job").fill("Sent and done.")
    assert page.evaluate("Object.keys(localStorage)") == ["onramp:/styleguide/draft"]
    form.evaluate("form => { form.action = '/taken' }")
    form.get_by_role("button", name="Submit").click()
    expect(page.locator("h1")).to_have_text("Your application")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage)") == []
    page.goto("/styleguide")
    expect(form.get_by_label("Why this job")).to_have_value("")
    cut_off.forgive(visitor)


def test_refused_form_keeps_what_was_typed(visit, cut_off):
    visitor = visit().go("/styleguide")
    page, form = visitor.page, visitor.page.locator("#kept-form")
    cut_off(page)
    form.get_by_label("Why this job").fill("Worth keeping.")
    form.evaluate("form => { form.action = '/nowhere' }")
    form.get_by_role("button", name="Submit").click()
    expect(page.locator("[data-refusal]")).to_be_visible()
    page.goto("/styleguide")
    expect(form.get_by_label("Why this job")).to_have_value("Worth keeping.")
    cut_off.forgive(visitor)


def test_leaving_with_unsaved_text_is_asked_about(visit):
    page = visit().go("/styleguide").page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#filled-form").get_by_label("Name of the opening").press_sequentially("x")
    page.goto("/styleguide/public")
    assert asked == ["beforeunload"]


def test_message_can_be_put_away(visit):
    visitor = visit().go("/styleguide").press("Submit scorecard")
    note = visitor.page.locator("#flashes .flash")
    expect(note).to_contain_text("This is what a message looks like")
    note.get_by_role("button", name="Close this message").click()
    expect(note).to_have_count(0)
