"""Coming in, in a real browser, with and without script."""

import pytest

from webapp import access


@pytest.mark.both_databases
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_visitor_without_an_account_cannot_see_where_to_sign_in(visit, javascript):
    visitor = visit(javascript=javascript).go("/")
    assert visitor.page.url.split("?")[0].endswith("/sign-in")
    assert visitor.heading != ""
    visitor.fill({"E-mail": "nobody@example.com", "Password": "not the password"}).press("Sign in")
    assert visitor.page.get_by_role("alert").first.inner_text() != ""
    assert [cookie["name"] for cookie in visitor.context.cookies() if cookie["name"] == access.COOKIE] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
def test_the_sign_in_page_shuts_somebody_out(visit, dark, width):
    visitor = visit(dark=dark, width=width).go("/sign-in")
    assert visitor.accessibility_faults() == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
