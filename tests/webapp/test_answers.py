"""What people see when something does not work: the database away, a fault, somebody who was quicker."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.browser import Browser
from tests.builders import people, recruiting, teams
from tests.watching import statements
from webapp import access
from workflows.db import db
from workflows.people.actions import members, profiles
from workflows.people.actions.profiles import Need
from workflows.people.queries import actor_for
from workflows.people.records import Target
from workflows.permits import Role
from workflows.recruiting.actions import requisitions

AWAY = "The database is busy or away. Nothing was changed; try again in a moment."


@contextmanager
def database_away(app, *, after: int = 0):
    """Every statement fails, but the first `after` of them."""
    asked = []

    def refuse(connection, cursor, statement, *_):
        asked.append(statement)
        if len(asked) > after:
            raise sa.exc.OperationalError(statement, {}, Exception("connection refused"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("path", ["/", "/requisitions", "/careers"])
@pytest.mark.parametrize("after", [0, 2])
def test_somebody_sees_a_bare_fault_while_the_database_is_away(app, path, after):
    browser = Browser(app).sign_in(people.person(Role.leader))
    with database_away(app, after=after) as asked:
        page = browser.get(path, expect=503)
    assert (page.heading, AWAY in page.main) == ("Busy for a moment", True)
    assert len(asked) == after + 1
    assert browser.get(path).status == 200


@pytest.mark.usefixtures("session")
def test_words_are_lost_when_somebody_is_signed_out_meanwhile(app):
    words = "The buyer named the budget and the date by which they decide."
    browser = Browser(app).sign_in(people.person(Role.leader))
    token = browser.get("/me/details").xpath("//input[@name='csrf_token']/@value")[0]
    browser.client.delete_cookie(access.COOKIE)

    def sent(data, referrer):
        return browser.open("/me/details", method="POST", data=data, headers={"Referer": referrer})
    own, other = "http://localhost/me/details", "https://evil.example/"
    assert words in browser.answer(sent({"csrf_token": token, "name": words}, own), 403).main
    assert words in browser.answer(sent({"name": words}, own), 400).main
    assert words not in browser.answer(sent({"name": words}, other), 400).main


@pytest.mark.usefixtures("session")
def test_a_form_sent_while_the_database_is_away_ends_in_a_bare_fault(app):
    browser = Browser(app)
    page = browser.get("/sign-in")
    with database_away(app):
        page = page.submit("Sign in", {"E-mail": "ana@example.com", "Password": "seven green lamps"}, expect=503)
    assert AWAY in page.main


@pytest.mark.usefixtures("session")
def test_a_fault_asks_the_database_for_the_menu(app, monkeypatch):
    def break_down():
        raise RuntimeError("nobody foresaw this")

    browser = Browser(app)
    browser.get("/careers")
    monkeypatch.setitem(app.view_functions, "account.sign_in", break_down)
    break_down.audience = app.view_functions["apply.careers"].audience
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with statements(app) as seen:
        page = browser.get("/sign-in", expect=500)
    assert page.heading == "Something broke on our side"
    assert "tell operations the reference" in page.main
    assert seen == []


def test_the_slower_of_two_people_loses_what_they_typed_or_is_not_told_what_is_new(app, session):
    made = recruiting.requisition(title="Account executive", why="Two people left.")
    leader = people.person(Role.leader, team=made.team, name="Lea Okafor")
    page = Browser(app).sign_in(made.requested_by).get(f"/requisitions/{made.id}/edit")
    requisitions.revise(actor_for(leader), made, title="Enterprise executive", seats=3)
    typed = {"Title": "Senior executive", "Why is the seat needed?": "A long explanation, written with care."}
    page = page.submit("Keep the draft", typed, expect=422)
    assert "Lea Okafor changed this in the meantime." in page.text
    assert news(page) == ["“Title” is now “Enterprise executive”; what you put there instead is kept below.",
                          "“Seats” is now “3”."]
    assert page.xpath("//input[@name='title']/@value") == ["Senior executive"]
    assert page.xpath("//input[@name='seats']/@value") == ["3"]
    assert page.xpath("//textarea[@name='why']")[0].text.strip() == "A long explanation, written with care."
    session.expire_all()
    assert (made.title, made.why) == ("Enterprise executive", "Two people left.")
    page = page.submit("Keep the draft")
    session.expire_all()
    assert (made.title, made.seats, made.why) == ("Senior executive", 3, "A long explanation, written with care.")


def news(page) -> list[str]:
    """What the page says is new, after who changed it."""
    return ["".join(each.itertext()).strip() for each in page.xpath("//ul[@class='reasons']/li")][1:]


def test_a_third_change_after_the_first_refusal_is_written_over(app, session):
    made = recruiting.requisition(title="Account executive")
    leader = people.person(Role.leader, team=made.team, name="Lea Okafor")
    page = Browser(app).sign_in(made.requested_by).get(f"/requisitions/{made.id}/edit")
    requisitions.revise(actor_for(leader), made, title="Enterprise executive")
    page = page.submit("Keep the draft", {"Seats": "2"}, expect=422)
    requisitions.revise(actor_for(leader), made, title="Field executive")
    page = page.submit("Keep the draft", expect=422)
    assert news(page) == ["“Title” is now “Field executive”."]
    page.submit("Keep the draft")
    session.expire_all()
    assert (made.title, made.seats) == ("Field executive", 2)


def test_the_slower_of_two_people_undoes_a_teams_change(app, session):
    lea, raj = people.person(Role.operations, name="Lea Okafor"), people.person(Role.operations, name="Raj Patel")
    north = people.team(name="North", region="US")
    slow = Browser(app).sign_in(raj).get(f"/people/teams/{north.id}/edit")
    members.change_team(actor_for(lea), north, name="Northern plants", region="CA", office="Toronto", manager_id=lea.id)
    page = slow.submit("Keep the changes", {"Name": "The north"}, expect=422)
    assert "Lea Okafor changed this in the meantime." in page.text
    assert news(page) == [
        "“Name” is now “Northern plants”; what you put there instead is kept below.", "“Region” is now “CA”.",
        "“Office” is now “Toronto”.", "“Manager” is now “Lea Okafor”."]
    session.expire_all()
    assert north.name == "Northern plants"
    page.submit("Keep the changes")
    session.expire_all()
    assert (north.name, north.region, north.office, north.manager_id) == ("The north", "CA", "Toronto", lea.id)


def test_the_slower_of_two_people_undoes_a_targets_change(app, session):
    here = teams.crew("Negotiation", "Discovery")
    other, (first, second) = people.person(Role.leader, team=here.team), here.competencies
    teams.wants(here, first, people=3, level=4)
    page = Browser(app).sign_in(other).get(f"/teams/{here.team.id}/targets")
    teams.wants(here, first, people=5, level=4)
    page = page.submit("Set targets", {f"people_{second.id}": "2"}, expect=422)
    assert f"{here.leader.name} changed this in the meantime." in page.text
    assert news(page) == ["“People, Negotiation” is now “5”."]
    page.submit("Set targets")
    session.expire_all()
    assert {each.competency_id: each.people for each in session.scalars(sa.select(Target).where(
        Target.replaced_at.is_(None)))} == {first.id: 5, second.id: 2}


def test_the_slower_of_two_people_undoes_a_profiles_change(app, session):
    here = teams.crew("Negotiation", "Discovery")
    other, need = people.person(Role.leader, team=here.team), here.competencies[0]
    page = Browser(app).sign_in(other).get(f"/profiles/{here.profile.id}/edit")
    profiles.shape(here.lead, here.profile, name=here.profile.name, summary="Sells to plants.",
                   needs={need.id: Need(5, 10_000, must_have=False)})
    page = page.submit("Save the profile", {"Name": "Plant seller"}, expect=422)
    assert f"{here.leader.name} changed this in the meantime." in page.text
    assert sorted(news(page)) == [
        "“A must, Negotiation” is now “no”.", "“Level, Negotiation” is now “5: Raises the team.”.",
        "“Weight, Discovery” is now “nothing”.", "“Weight, Negotiation” is now “100”.",
        "“What is the job?” is now “Sells to plants.”."]
    page.submit("Save the profile")
    session.expire_all()
    assert (here.profile.name, here.profile.summary) == ("Plant seller", "Sells to plants.")
    assert [(each.competency_id, each.level, each.must_have) for each in here.profile.needs] == [(need.id, 5, False)]
