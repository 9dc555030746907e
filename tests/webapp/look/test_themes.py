"""Light, dark, or as the device has it."""

import pytest


def token(browser):
    return browser.get("/styleguide").xpath("//input[@name='csrf_token']/@value")[0]


def choose(browser, theme, referrer="http://localhost/styleguide/public"):
    return browser.client.post("/theme", data={"theme": theme, "csrf_token": token(browser)},
                               headers={"Referer": referrer})


def test_chosen_theme_is_drawn_by_the_server_and_leads_back(browser):
    answer = choose(browser, "dark")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/styleguide/public")
    assert browser.get("/styleguide").tree.get("data-bs-theme") == "dark"


def test_without_a_choice_the_device_decides(browser):
    assert browser.get("/styleguide").tree.get("data-bs-theme") == "auto"


def test_theme_nobody_offers_changes_nothing(browser):
    assert "Set-Cookie" not in choose(browser, "neon").headers
    browser.client.set_cookie("onramp_theme", '"><script>')
    assert browser.get("/styleguide").tree.get("data-bs-theme") == "auto"


@pytest.mark.parametrize("referrer", [
    "https://evil.example/styleguide", "http://localhost.evil.example/x", "http://localhost//evil.example",
    "http://localhost/\\evil.example", "nonsense", ""])
def test_theme_switch_never_leads_to_another_site(browser, referrer):
    assert choose(browser, "dark", referrer).headers["Location"] == "/"


def test_theme_is_not_chosen_by_another_site(browser):
    assert browser.client.post("/theme", data={"theme": "dark"}).status_code == 400
