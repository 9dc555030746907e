"""The menu: where one is, and no way to what is not one's own."""

import pytest

from tests.browser import Browser
from tests.builders import onboarding
from tests.builders.people import person
from workflows.permits import Role


def here(page) -> list[str]:
    """The menu's entry that says: you are here."""
    return [link.xpath("string(span)") for link in page.xpath("//nav[@class='side-nav']//a[@aria-current]")]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(("role", "path", "entry"), [
    (Role.recruiter, "/interviewers", "Openings"), (Role.interviewer, "/my-ratings", "My interviews"),
    (Role.operations, "/assistance", "Calibration"), (Role.leader, "/deals", "Attainment"),
    (Role.rep, "/pay/expected", "Pay"), (Role.operations, "/pay/plans", "Pay"),
    (Role.operations, "/profiles", "Teams")])
def test_a_page_is_nowhere_in_the_menu(app, role, path, entry):
    assert here(Browser(app).sign_in(person(role)).get(path)) == [entry]


def test_a_plan_is_nowhere_in_the_menu_of_rep_or_coach(app, session):
    plan = onboarding.plan(("read", {"text": "Read."}))
    module = f"/modules/{onboarding.module_of(plan, 'read').id}"
    for user, entry in ((plan.user, "My onboarding"), (plan.coach, "Onboarding")):
        browser = Browser(app).sign_in(user)
        assert [here(browser.get(path)) for path in (f"/plans/{plan.id}", module)] == [[entry], [entry]]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(("role", "readers"), [(Role.hiring_manager, True), (Role.recruiter, True), (Role.leader, True),
                                               (Role.operations, True), (Role.admin, False), (Role.rep, False)])
def test_offers_are_in_the_menu_of_whom_they_refuse_or_missing_where_they_open(app, role, readers):
    browser = Browser(app).sign_in(person(role))
    assert ("Offers" in browser.get("/").links) is readers
    page = browser.get("/offers", expect=200 if readers else 403)
    for words, address in page.links.items():
        assert words != "Openings" or browser.get(address).status == 200
