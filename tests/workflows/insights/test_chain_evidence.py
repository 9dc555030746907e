"""Where each step of a rep's chain leads, for each who may follow it."""

import pytest

from tests.browser import Browser
from tests.builders.chain import JUNE, led_by, whole_way
from tests.builders.people import person
from workflows import clock
from workflows.insights.chain import Chain, Link, chain_for
from workflows.insights.chain_facts import Fact
from workflows.people.queries import actor_for
from workflows.people.records import User
from workflows.permits import Actor, Role


def last(actor: Actor, user: User, link: Link) -> Fact:
    with clock.at(JUNE):
        chain: Chain = chain_for(actor, user.id, clock.today())
    return [fact for each in chain.steps if each.link is link for fact in each.facts][-1]


def test_a_filled_seat_shows_nobody_the_offer_that_filled_it(session, app):
    plan = whole_way()
    offer = plan.hire.offer
    for actor, opens in ((actor_for(plan.hire.manager), True), (led_by(plan, Role.leader, Role.recruiter), True),
                         (led_by(plan, Role.operations), True), (led_by(plan, Role.leader), False),
                         (actor_for(plan.user), False)):
        hired = last(actor, plan.user, Link.hire)
        assert (hired.said.code, hired.kind, hired.record_id) == (
            ("chain.hired", "offer", offer.id) if opens else ("chain.hired", None, None))


@pytest.mark.parametrize("who", ["leader", "coach", "rep"])
def test_an_attainment_leads_nowhere(session, app, who):
    """Who reads the rep's figures but no statement of theirs is led to that month's figures, and to no other's."""
    plan = whole_way()
    with clock.at(JUNE):
        leader = person(Role.leader, team=plan.hire.team)
        page = Browser(app).sign_in({"leader": leader, "coach": plan.coach, "rep": plan.user}[who]).get(
            f"/reps/{plan.user_id}/chain")
        [way] = {href for href in page.links.values() if href.startswith("/attainment?")}
        assert way == f"/attainment?period=2026-05&rep={plan.user_id}"
        figures = page.browser.get(way)
    assert f"Credit over quota of {plan.user.name}, May 2026." in figures.main
    assert "900" in figures.main


def test_who_hired_is_led_to_figures_that_are_not_theirs(session, app):
    plan = whole_way()
    attained = last(actor_for(plan.hire.manager), plan.user, Link.sale)
    assert (attained.said.code, attained.kind) == ("chain.attained", None)
