"""Addresses of people, and what becomes of a rep's plan when the account is closed."""

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import onboarding, sales
from tests.builders.people import person, team
from webapp.mail import words
from workflows.errors import Refused
from workflows.onboarding.machine import PlanState
from workflows.outbox import OutboxMessage
from workflows.people.actions import accounts, addresses, invitations, members
from workflows.people.queries import actor_for
from workflows.people.records import LinkPurpose, User
from workflows.permits import Role, System

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def operations(app) -> Browser:
    return Browser(app).sign_in(person(Role.operations, name="Olu Ade"))


def by_name(session, name: str) -> User:
    session.expire_all()
    return session.scalars(sa.select(User).where(User.name == name)).one()


def test_an_address_is_not_changed_or_keeps_its_old_link(app, session, operations):
    raj = person(Role.coach, team=team("North"), name="Raj Patel")
    old, token = raj.email, accounts.issue_link(System("a test"), LinkPurpose.reset, user_id=raj.id)
    taken = person(name="Mia Novak").email
    page = operations.get(f"/people/{raj.id}").click("Change the e-mail address")
    assert page.submit("Change the address", {"E-mail": "nobody"}, expect=422).errors == ["This is no e-mail address."]
    refused = page.submit("Change the address", {"E-mail": taken}, expect=422)
    assert f"Somebody with the address {taken} is here already." in refused.text
    page = page.submit("Change the address", {"E-mail": " Raj@Example.COM "})
    assert "signs in with the new address" in page.text
    assert by_name(session, "Raj Patel").email == "raj@example.com"
    mail = session.scalars(sa.select(OutboxMessage)).one()
    assert (mail.to, words(mail)[0]) == (old, "Your address in Onramp has changed")
    Browser(app).get(f"/reset/{token}", expect=409)


def test_a_new_address_makes_an_account_beyond_ones_reach_ones_own(app, session):
    north = team("North")
    boss = person(Role.admin, name="Ada Boss")
    keeper = actor_for(person(Role.operations, name="Olu Ade"))
    with pytest.raises(Refused) as refusal:
        addresses.change_email(keeper, boss, email="olu@example.com")
    assert [reason.code for reason in refusal.value.reasons] == ["role.admin-only"]
    wide = person(Role.leader, team=north, name="Wide Reach")
    members.give_role(actor_for(boss), wide, given=Role.operations, team_id=None)
    local = actor_for(person(Role.operations, team=north, name="Local Keeper"))
    with pytest.raises(Refused) as refusal:
        addresses.change_email(local, wide, email="local@example.com")
    assert [reason.code for reason in refusal.value.reasons] == ["role.not-your-team"]


def test_an_invitation_goes_where_nobody_reads_it(app, session, operations):
    sales.imported(sales.row())
    ana = by_name(session, "Ana Ruiz")
    page = operations.get(f"/people/{ana.id}")
    assert page.why_disabled("Send an invitation") == (
        "No mail reaches ana.ruiz@crm.invalid; it stands in for an address nobody has given. Give the real one first.")
    with pytest.raises(Refused) as refusal:
        invitations.invite(actor_for(person(Role.admin)), email="new@crm.invalid", name="New", roles=[Role.rep],
                           everywhere=True)
    assert [reason.code for reason in refusal.value.reasons] == ["user.email-unreachable"]
    assert session.scalars(sa.select(OutboxMessage)).all() == []


def test_a_rep_who_leaves_leaves_modules_to_somebody(app, session, operations):
    plan = onboarding.plan()
    page = operations.get(f"/people/{plan.user_id}").click("Close the account")
    assert "Nothing waits for Jo Park." in page.main
    page = page.submit("Close the account")
    assert "The account was closed on" in page.main
    session.expire_all()
    assert plan.state is PlanState.cancelled
