"""What people read when something is not theirs, and where they go on from there."""

import pytest

from tests.browser import Browser
from tests.builders import people, recruiting
from webapp.sentences.permits import named
from workflows import permits
from workflows.permits import Role
from workflows.recruiting.machine import RequisitionState


def token(browser: Browser) -> dict[str, str]:
    """What a form of this site sends along."""
    return {"csrf_token": browser.get("/me/details").xpath("//input[@name='csrf_token']/@value")[0]}


@pytest.mark.usefixtures("session")
def test_a_refused_page_names_roles_as_the_code_does(app):
    page = Browser(app).sign_in(people.person(Role.rep)).get("/requisitions", expect=403)
    assert "This page is for: Hiring manager, Recruiter, Leader, Operations." in page.main


def test_a_refused_button_names_columns_of_the_database(app, session):
    asked = recruiting.submitted()
    browser = Browser(app).sign_in(asked.requested_by)
    page = browser.post(f"/requisitions/{asked.id}/approve", token(browser), expect=403)
    assert "This is for: the person who approves it. Ask one of them; operations gives out the roles." in page.main
    session.refresh(asked)
    assert asked.state is RequisitionState.in_approval


def test_a_role_of_one_team_passes_for_one_of_the_company(app):
    with app.test_request_context():
        assert [named(who) for who in permits.declared()["holiday.add"].who] == [
            "Operations of the whole company", "Administrator of the whole company"]


@pytest.mark.parametrize("verb", sorted(permits.declared()))
def test_a_permit_admits_somebody_without_a_word_for_them(app, verb):
    with app.test_request_context():
        assert all(named(who) for who in permits.declared()[verb].who)


def test_the_logo_leads_a_candidate_to_a_refusal(app, session):
    jo = recruiting.application().candidate
    browser = Browser(app).sign_in_candidate(jo)
    home = browser.get("/my").xpath("//a[@class='brand']/@href")
    assert (home, browser.get(home[0]).status) == (["/my"], 200)
    refused = browser.get("/", expect=403)
    assert "This page is for people who work here. Your own page tells how your application stands." in refused.main
    assert refused.click("Go back").path == "/my"


@pytest.mark.usefixtures("session")
def test_the_logo_of_the_careers_page_asks_a_visitor_to_sign_in(browser):
    assert browser.get("/careers").xpath("//a[@class='brand']/@href") == ["/careers"]


@pytest.mark.usefixtures("session")
def test_a_page_for_candidates_is_for_nobody(app):
    refused = Browser(app).sign_in(people.person(Role.leader)).get("/my", expect=403)
    assert "This page is for candidates, who come to it by the link in their mail." in refused.main
    assert refused.click("Go back").path == "/"
