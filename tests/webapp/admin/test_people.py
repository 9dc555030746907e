"""Pages of operations: people, invitations, roles, leaving, teams."""

import re

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import recruiting
from tests.builders.people import person, team
from tests.watching import statements
from webapp.mail import words
from workflows.outbox import OutboxMessage
from workflows.people.actions import accounts, invitations
from workflows.people.records import RoleGrant, SignIn, Team, User
from workflows.permits import Role, System

pytestmark = pytest.mark.usefixtures("session")
SECRET = "seven green lamps"


@pytest.fixture
def operations(app) -> Browser:
    return Browser(app).sign_in(person(Role.operations, name="Olu Ade"))


@pytest.fixture
def admin(app) -> Browser:
    return Browser(app).sign_in(person(Role.admin, name="Ada Boss"))


def by_name(session, name: str) -> User:
    session.expire_all()
    return session.scalars(sa.select(User).where(User.name == name)).one()


def held(session, user: User) -> set[tuple[Role, int | None]]:
    session.expire_all()
    return {(grant.role, grant.team_id) for grant in session.scalars(sa.select(RoleGrant).where(
        RoleGrant.user_id == user.id, RoleGrant.revoked_at.is_(None)))}


def test_somebody_invited_on_a_page_cannot_come_in(app, session, operations):
    place = team("North")
    page = operations.get("/people").click("Invite a person")
    page = page.submit("Send the invitation", {"Name": "Raj Patel", "E-mail": " Raj@Example.com ", "Team": "North",
                                               "Roles": ["coach", "leader"], "job_title": "Team lead"})
    assert page.heading == "Raj Patel"
    raj = by_name(session, "Raj Patel")
    assert (raj.email, raj.team_id, held(session, raj)) == (
        "raj@example.com", place.id, {(Role.coach, place.id), (Role.leader, place.id)})
    mail = session.scalars(sa.select(OutboxMessage)).one()
    subject, text = words(mail)
    assert (mail.to, subject) == ("raj@example.com", "Olu Ade invites you to Onramp")
    link = re.search(r"http://localhost:8000(/invitation/\S+)", text)[1]
    page = Browser(app).get(link).submit("Choose this password", {"New password": SECRET})
    assert page.path == "/"


def test_an_invitation_that_cannot_be_sent_loses_what_was_typed(session, operations):
    person(name="Ana Duarte", team=team("North"))
    known = by_name(session, "Ana Duarte").email
    typed = {"Name": "Raj Patel", "E-mail": known, "Team": "North"}
    page = operations.get("/people/invite").submit("Send the invitation", typed, expect=422)
    assert "Choose at least one role" in page.text
    page = page.submit("Send the invitation", {"Roles": ["coach"]}, expect=422)
    assert f"Somebody with the address {known} is here already." in page.text
    assert page.xpath("//input[@name='name']/@value") == ["Raj Patel"]
    page = page.submit("Send the invitation", {"E-mail": "no address"}, expect=422)
    assert page.errors == ["This is no e-mail address."]
    assert session.scalars(sa.select(OutboxMessage)).all() == []


def test_an_invitation_cannot_be_sent_again_or_is_sent_twice(session, operations, clock):
    raj = person(Role.coach, team=team(), name="Raj Patel")
    page = operations.get(f"/people/{raj.id}")
    assert "Not invited yet" in page.main
    page = page.submit("Send an invitation")
    assert "Invited" in page.main
    page.submit("Send it again", expect=409)
    clock.travel(minutes=3)
    operations.get(f"/people/{raj.id}").submit("Send it again")
    mails = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [mail.to for mail in mails] == [raj.email, raj.email]
    assert mails[0].params["token"] != mails[1].params["token"]


def test_a_role_cannot_be_given_or_taken_back(session, operations):
    place = team("North")
    raj = person(Role.coach, team=place, name="Raj Patel")
    page = operations.get(f"/people/{raj.id}").submit("Give the role", {"Role": "Leader", "Where": "North"})
    assert [row[:2] for row in page.rows("Roles")[1:]] == [["Coach", "North"], ["Leader", "North"]]
    page = page.submit("Give the role", {"Role": "Leader", "Where": "North"})
    assert held(session, raj) == {(Role.coach, place.id), (Role.leader, place.id)}
    page = page.submit("Take back")
    assert held(session, raj) == {(Role.leader, place.id)}


def test_operations_make_themselves_administrator(session, operations, app):
    ada = person(Role.admin, name="Ada Boss")
    raj = person(Role.coach, team=team(), name="Raj Patel")
    page = operations.get(f"/people/{raj.id}")
    assert "Administrator" not in page.xpath("//select[@name='role']/option/text()")
    token = page.xpath("//form//input[@name='csrf_token']/@value")[0]
    operations.post(f"/people/{raj.id}/roles", {"csrf_token": token, "role": "admin", "team_id": "0"}, expect=422)
    assert Role.admin not in {role for role, _ in held(session, raj)}
    page = operations.get(f"/people/{ada.id}")
    assert page.why_disabled("Take back") == "Only an administrator of the whole company may do this."
    page.click("Close the account").submit("Close the account", expect=422)
    assert by_name(session, "Ada Boss").deactivated_at is None


def test_somebody_hands_out_roles_beyond_their_team(app, session):
    north, south = team("North"), team("South")
    keeper = Browser(app).sign_in(person(Role.operations, team=north))
    raj, mia = person(Role.coach, team=north, name="Raj Patel"), person(Role.coach, team=south, name="Zora Hidden")
    assert [row[0] for row in keeper.get("/people").rows("People")[1:]] != []
    assert "Zora Hidden" not in keeper.get("/people").main
    keeper.get(f"/people/{mia.id}", expect=404)
    page = keeper.get(f"/people/{raj.id}")
    assert page.xpath("//select[@name='team_id']/option/text()") == ["North"]
    token = page.xpath("//form//input[@name='csrf_token']/@value")[0]
    for place in (0, south.id):
        keeper.post(f"/people/{raj.id}/roles", {"csrf_token": token, "role": "leader", "team_id": str(place)},
                    expect=422)
    assert held(session, raj) == {(Role.coach, north.id)}


def test_the_last_administrator_goes(session, admin):
    ada = by_name(session, "Ada Boss")
    admin.get(f"/people/{ada.id}").submit("Take back", expect=409)
    assert held(session, ada) == {(Role.admin, None)}
    other = person(Role.admin, name="Eve Next")
    admin.get(f"/people/{other.id}").submit("Take back")
    assert held(session, other) == set()


def test_what_waits_is_lost_when_somebody_leaves(app, session, operations):
    made = recruiting.submitted()
    leader, heir = made.approver, person(Role.leader, team=made.team, name="Ida Lund")
    accounts.set_password(heir, SECRET)
    accounts.start_session(user_id=leader.id)
    page = operations.get(f"/people/{leader.id}").click("Close the account")
    assert f"1 thing waits for {leader.name}." in page.main
    page = page.submit("Close the account", expect=422)
    assert "Choose who takes it over" in page.text
    page = page.submit("Close the account", {"Who takes over what waits?": "Ida Lund"})
    assert "1 thing was handed over" in page.text
    assert "The account was closed on 2 March 2026" in page.main.replace("March 2, 2026", "2 March 2026")
    session.expire_all()
    assert session.scalars(sa.select(SignIn.revoked_at).where(SignIn.user_id == leader.id)).all() != [None]
    assert "Account executive" in Browser(app).sign_in(heir).get("/").main
    assert leader.name not in operations.get("/people").main
    page = operations.get("/people?left=1").click(leader.name).submit("Open the account again")
    assert by_name(session, leader.name).deactivated_at is None


def test_work_is_handed_to_somebody_who_never_comes(session, operations):
    leaver, here, imported = (person(Role.coach, name=name) for name in ("Lea Leaver", "Ida Lund", "Ivo Imported"))
    accounts.set_password(here, SECRET)
    invitations.invite_again(System("a test"), person(Role.coach, name="Nora New"))
    page = operations.get(f"/people/{leaver.id}/deactivate")
    offered = page.xpath("//select[@name='successor_id']/option/text()")
    assert [name for name in offered if name in ("Nobody", here.name, imported.name, "Nora New")] == [
        "Nobody", "Ida Lund", "Nora New"]


def test_one_person_of_a_team_is_called_people(operations):
    alpha, beta = team("Alpha"), team("Beta")
    person(Role.rep, team=alpha)
    person(Role.rep, team=beta), person(Role.rep, team=beta)
    rows = operations.get("/people/teams").rows("Teams")
    assert [" ".join(cell.split()) for row in rows for cell in row if " in " in cell] == [
        "1 person in Alpha", "2 people in Beta"]


def test_a_paused_sign_in_is_not_seen_or_cannot_be_opened(app, session, operations):
    ana = person(Role.rep, name="Ana Duarte")
    accounts.set_password(ana, SECRET)
    for _ in range(8):
        Browser(app).get("/sign-in").submit("Sign in", {"E-mail": ana.email, "Password": "wrong"}, expect=422)
    page = operations.get(f"/people/{ana.id}")
    assert "typed a wrong password 8 times within 15 minutes" in page.main
    assert "Signing in works from everywhere else." in page.main
    page = page.submit("Let them in again now")
    assert "Signing in is paused" not in page.main


def test_the_directory_does_not_find_who_is_looked_for(session, operations):
    north = team("North")
    raj = person(Role.coach, team=north, name="Raj Patel")
    person(Role.rep, team=north, name="Mia 100% Novak")
    person(Role.rep, team=team("South"), name="Tom Weber")

    def found(query: str) -> list[str]:
        return [row[0] for row in operations.get(f"/people?{query}").rows("People")[1:]]

    assert len(found("q=NOVAK")) == 1
    assert len(found("q=100%25")) == 1
    assert len(found(f"q={raj.email.upper()}")) == 1
    assert len(found(f"team={north.id}")) == 2
    assert len(found("role=rep")) == 2
    assert len(found("")) == 4
    assert "Nobody fits" in operations.get("/people?q=zzz").main
    for odd in ("role=nonsense", "team=x", "page=x", "page=-4", "page=999999999", "q=%00"):
        operations.get(f"/people?{odd}")


def test_the_directory_asks_more_with_more_people(app, session, operations):
    counts = []
    for number in (1, 9):
        for _ in range(number):
            person(Role.coach, Role.rep, team=team())
        operations.get("/people")
        with statements(app, "SELECT") as seen:
            operations.get("/people")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_a_team_cannot_be_made_or_renamed(session, operations):
    page = operations.get("/people").click("Set up teams").click("New team")
    page = page.submit("Make the team", {"Name": "North", "Region": "usa"}, expect=422)
    assert page.errors == ["Two capital letters, such as US, GB or US-CA."]
    page = page.submit("Make the team", {"Region": "GB", "Currency": "GBP", "Manager": "Olu Ade"})
    assert page.rows("Teams")[1][:5] == ["North", "GB", "not given", "GBP", "Olu Ade"]
    page = page.click("Change North").submit("Keep the changes", {"Name": "Nordics", "office": "Oslo"})
    assert page.rows("Teams")[1][:3] == ["Nordics", "GB", "Oslo"]
    page = page.click("New team").submit("Make the team", {"Name": "Nordics"}, expect=422)
    assert "There is a team called “Nordics” already." in page.text
    assert session.scalars(sa.select(Team.name)).all() == ["Nordics"]
