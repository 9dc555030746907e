"""From an import to a new hire on ramp: address, invitation, ramp and onboarding plan by their pages."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import offers, onboarding, ramp, sales
from tests.builders.people import person
from workflows.errors import Refused
from workflows.onboarding.machine import PlanState
from workflows.onboarding.records import Plan
from workflows.outbox import OutboxMessage
from workflows.people.records import User
from workflows.permits import Role
from workflows.ramp.actions.bringing_in import bring_in
from workflows.ramp.machine import RampState
from workflows.ramp.records import Ramp

OPENED = {"Rep": "Ana Ruiz", "Ramp": "Three steps in two months", "Full quota per month": "10000",
          "First day of the ramp": "2026-03-02", "Why is there no hire for it?": "Came with the CRM"}


@pytest.fixture
def ana(session) -> User:
    """Brought by an import, without a deal."""
    sales.imported(sales.row(rep="Mei-Mei Johns"))
    ramp.shape()
    pack = onboarding.curriculum()
    offers.module(pack, "first-reading")
    return named(session, "Ana Ruiz")


@pytest.fixture
def operations(app, session) -> Browser:
    return Browser(app).sign_in(person(Role.operations, name="Olu Ade"))


def named(session, name: str) -> User:
    session.expire_all()
    return session.scalars(sa.select(User).where(User.name == name)).one()


def test_an_imported_agent_never_becomes_a_new_hire_on_ramp(session, app, operations, ana):
    person(Role.coach, name="Carla Moss")
    page = operations.get(f"/people/{ana.id}").click("Change the e-mail address")
    page.submit("Change the address", {"E-mail": "Ana.Ruiz@example.com"}).submit("Send an invitation")
    assert session.scalars(sa.select(OutboxMessage.to)).all() == ["ana.ruiz@example.com"]
    page = operations.get("/ramps/open").submit("Open the ramp", OPENED | {
        "Onboarding plan": "Eight weeks", "Coach": "Carla Moss"})
    assert "The ramp is open." in page.text
    plan, made = session.scalars(sa.select(Plan)).one(), session.scalars(sa.select(Ramp)).one()
    assert (plan.user_id, plan.hire_id, plan.exemption, plan.coach.name, plan.manager.name, plan.state) == (
        ana.id, None, "Came with the CRM", "Carla Moss", "Bo Lind", PlanState.active)
    assert (made.user_id, made.exemption, made.state, made.start_on) == (
        ana.id, "Came with the CRM", RampState.ramping, date(2026, 3, 2))
    assert "First reading" in Browser(app).sign_in(ana).get("/onboarding/mine").main
    sales.imported(sales.row("D2", rep="Ana Ruiz"), source="another")
    assert named(session, "Ana Ruiz").email == "ana.ruiz@example.com"


def test_a_plan_is_opened_for_somebody_who_knows_the_job(session, operations, ana):
    operations.get("/ramps/open").submit("Open the ramp", OPENED)
    assert (session.query(Ramp).count(), session.query(Plan).count()) == (1, 0)


def test_a_plan_without_a_coach_leaves_a_ramp_behind(session, operations, ana):
    page = operations.get("/ramps/open")
    page = page.submit("Open the ramp", OPENED | {"Onboarding plan": "Eight weeks"}, expect=422)
    assert "Choose a coach: an onboarding plan needs somebody who looks at the work." in page.text
    assert (session.query(Ramp).count(), session.query(Plan).count()) == (0, 0)


def test_a_ramp_that_is_refused_leaves_a_plan_behind(session, operations, ana):
    person(Role.coach, name="Carla Moss")
    page = operations.get("/ramps/open").submit("Open the ramp", OPENED | {
        "Onboarding plan": "Eight weeks", "Coach": "Carla Moss", "Stands at step": "9"}, expect=422)
    assert "Choose a coach" not in page.text
    assert (session.query(Ramp).count(), session.query(Plan).count()) == (0, 0)


def test_somebody_gets_a_second_plan_or_coaches_themselves(session):
    made = onboarding.plan()
    leader = offers.actor_for(person(Role.leader, name="Lena Brandt"))
    facts = {"user": made.user, "team": made.hire.team, "shape_version": ramp.shape(), "full_quota_minor": 1000,
             "currency": "USD", "start_on": date(2026, 3, 2), "exemption": "again",
             "curriculum": made.curriculum_version}
    told = []
    for coach in (made.coach, made.user, None):
        with pytest.raises(Refused) as refusal:
            bring_in(leader, **facts, coach=coach)
        told += [each.code for each in refusal.value.reasons]
    assert told == ["plan.live-already", "plan.coach-oneself", "plan.coach-missing"]
