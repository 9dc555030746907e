"""Links that sign somebody in: the invitation, a new password, the first set-up."""

import re

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from config import Config
from tests.browser import Browser
from tests.builders.people import person, team
from webapp import create_app
from webapp.commands import setup as command
from webapp.commands.upgrade import upgrade_database
from webapp.mail import words
from workflows.db import db
from workflows.outbox import OutboxMessage
from workflows.people.actions import accounts, members
from workflows.people.actions import setup as actions
from workflows.people.queries import actor_for
from workflows.people.queries_directory import company_name
from workflows.people.records import LinkPurpose, Team, User
from workflows.permits import Role, System

SITE, SECRET = System("a test"), "seven green lamps"
FIRST = {"Your company": " Kestrel  Tools ", "Your first team": "Mid-market", "Your name": "Ana Duarte",
         "Your e-mail": " Ana@Example.com ", "Password": SECRET}
ON_ITS_WAY = "can sign in here, a mail with a link is on its way."


@pytest.fixture
def ana(session) -> User:
    return person(Role.leader, name="Ana Duarte")


def invited(user: User) -> str:
    return f"/invitation/{accounts.issue_link(SITE, LinkPurpose.invitation, user_id=user.id)}"


def mails(session) -> list[OutboxMessage]:
    return list(session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def forgot(app, email: str):
    return Browser(app).get("/sign-in").click("Forgotten password?").submit("Send the link", {"E-mail": email})


def test_somebody_who_is_invited_cannot_choose_a_password_and_come_in(app, browser, ana):
    page = browser.get(invited(ana)).submit("Choose this password", {"New password": SECRET})
    assert page.path == "/"
    assert "Your password is set." in page.text
    page = Browser(app).get("/sign-in").submit("Sign in", {"E-mail": ana.email, "Password": SECRET})
    assert page.path == "/"


def test_an_invitation_signs_in_by_being_looked_at(browser, ana):
    browser.get(invited(ana))
    assert browser.get("/").path == "/sign-in"


def test_a_weak_password_uses_the_invitation_up(browser, ana):
    page = browser.get(invited(ana)).submit("Choose this password", {"New password": "short"}, expect=422)
    assert "The password needs at least 10 characters" in page.main
    assert page.submit("Choose this password", {"New password": SECRET}).path == "/"


def test_an_invitation_works_twice(app, browser, ana):
    link = invited(ana)
    late = Browser(app).get(link)
    browser.get(link).submit("Choose this password", {"New password": SECRET})
    assert "This link was used already" in Browser(app).get(link, expect=409).main
    late.submit("Choose this password", {"New password": "another long one"}, expect=409)
    assert accounts.authenticate(ana.email, SECRET, address="").id == ana.id


def test_an_invitation_works_after_two_weeks(browser, ana, clock):
    link = invited(ana)
    clock.travel(days=14, minutes=1)
    assert "too old" in browser.get(link, expect=409).main


def test_an_invitation_resets_like_a_forgotten_password(browser, ana):
    browser.get(invited(ana).replace("/invitation/", "/reset/"), expect=404)


def test_somebody_who_left_comes_in_by_an_old_invitation(browser, ana):
    page = browser.get(invited(ana))
    members.deactivate(SITE, ana, successor_id=None)
    page = page.submit("Choose this password", {"New password": SECRET}, expect=422)
    assert "Ask for a new one." in page.main
    assert browser.get("/").path == "/sign-in"


def test_a_forgotten_password_cannot_be_replaced(app, session, browser, ana):
    elsewhere = Browser(app).sign_in(ana)
    assert ON_ITS_WAY in forgot(app, ana.email.upper()).main
    subject, text = words(mails(session)[0])
    assert (mails(session)[0].to, subject) == (ana.email, "A new password for Onramp")
    page = browser.get(re.search(r"/reset/\S+", text)[0]).submit("Set this password", {"New password": SECRET})
    assert page.path == "/"
    assert elsewhere.get("/").path == "/sign-in"


def test_an_old_link_leads_nowhere(app, session, browser, ana, clock):
    forgot(app, ana.email)
    clock.travel(days=2)
    page = browser.get(re.search(r"/reset/\S+", words(mails(session)[0])[1])[0], expect=409)
    assert page.click("Ask for a new link").heading == "Forgotten password"


def test_an_unknown_address_is_answered_differently(app, session, ana):
    gone = person(Role.rep)
    members.deactivate(SITE, gone, successor_id=None)
    answers = {forgot(app, email).main.replace(email, "…") for email in (ana.email, gone.email, "nobody@example.com")}
    assert len(answers) == 1
    assert [mail.to for mail in mails(session)] == [ana.email]


def test_a_mailbox_is_flooded_or_the_first_mail_made_worthless(app, session, clock, ana):
    for _ in range(3):
        forgot(app, ana.email)
    assert len(mails(session)) == 1
    Browser(app).get(re.search(r"/reset/\S+", words(mails(session)[0])[1])[0])
    clock.travel(minutes=3)
    forgot(app, ana.email)
    assert len(mails(session)) == 2


def test_an_empty_installation_cannot_be_set_up(session, browser):
    page = browser.get(f"/setup/{actions.begin(SITE)}").submit("Set up", FIRST)
    assert page.path == "/"
    user, first = session.scalars(sa.select(User)).one(), session.scalars(sa.select(Team)).one()
    assert (user.email, first.name, first.manager_id) == ("ana@example.com", "Mid-market", user.id)
    assert company_name() == "Kestrel Tools"
    assert actor_for(user).grants == {(Role.admin, None), (Role.operations, None), (Role.leader, first.id),
                                      (Role.hiring_manager, first.id)}


def test_a_weak_password_leaves_half_an_installation(session, browser):
    page = browser.get(f"/setup/{actions.begin(SITE)}").submit("Set up", {**FIRST, "Password": "short"}, expect=422)
    assert session.scalar(sa.select(User.id)) is session.scalar(sa.select(Team.id)) is None
    assert page.submit("Set up", {"Password": SECRET}).path == "/"


def test_a_stranger_takes_over_an_installation_that_has_an_administrator(session, browser):
    page = browser.get(f"/setup/{actions.begin(SITE)}")
    accounts.set_password(person(Role.admin), SECRET)
    session.commit()
    assert "Onramp is set up already." in page.submit("Set up", FIRST, expect=422).main


def test_people_an_import_brought_lock_everybody_out(session, browser):
    person(Role.rep)
    person(Role.admin, team=team())
    gone, invited_only = person(Role.admin), person(Role.admin)
    accounts.set_password(gone, SECRET)
    session.commit()
    members.deactivate(SITE, gone, successor_id=invited_only.id)
    page = browser.get(f"/setup/{actions.begin(SITE)}").submit("Set up", FIRST)
    assert page.path == "/"
    assert browser.get("/people/invite").heading == "Invite a person"


def test_the_console_does_not_show_the_way_in(tmp_path, monkeypatch):
    monkeypatch.setenv("ONRAMP_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("ONRAMP_PUBLIC_URL", "https://onramp.example.com")
    upgrade_database(f"sqlite:///{tmp_path}/onramp.db")
    told = CliRunner().invoke(command.setup)
    path = re.search(r"https://onramp\.example\.com(/setup/\S+)", told.output)[1]
    app = create_app(Config(testing=True))
    Browser(app).get(path).submit("Set up", FIRST)
    told = CliRunner().invoke(command.setup)
    assert (told.exit_code, "Onramp is set up already." in told.output) == (1, True)
    with app.app_context():
        db.engine.dispose()
