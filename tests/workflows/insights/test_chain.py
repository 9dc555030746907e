"""One rep's chain: every step by its cause, told to those who may know it."""

from datetime import date, datetime

import pytest

from tests.browser import Browser
from tests.builders import interviewing, offers, onboarding, ramp, sales
from tests.builders.chain import JUNE, led_by, whole_way
from tests.builders.people import BUILDER, acting, person
from tests.builders.recruiting import target
from tests.watching import statements
from workflows import clock
from workflows.errors import NotFound
from workflows.insights.chain import Chain, Link, chain_for
from workflows.interviewing.actions import debriefs
from workflows.interviewing.records import Decision, Standing
from workflows.offers.records import Hire
from workflows.pay.actions import statements as pay
from workflows.people.queries import actor_for
from workflows.people.records import Team, User
from workflows.permits import Actor, Role
from workflows.sales.records import Deal


def codes(chain: Chain, link: Link) -> list[str]:
    [step] = [each for each in chain.steps if each.link is link]
    return [fact.said.code for fact in step.facts]


def facts(chain: Chain, link: Link) -> list:
    return [fact for each in chain.steps if each.link is link for fact in each.facts]


def interviewed(levels: tuple[int, int] = (4, 2)) -> tuple[Hire, interviewing.Panel]:
    panel = interviewing.in_debrief(levels)
    debriefs.decide(actor_for(panel.manager), panel.debrief, decision=Decision.offer, reason="Closes our largest gap.")
    return offers.hired(panel.debrief, salary_minor=panel.opening.requisition.salary_min_minor), panel


def told_to(actor: Actor, user: User, at: datetime = JUNE) -> Chain:
    with clock.at(at):
        return chain_for(actor, user.id, clock.today())


@pytest.mark.both_databases
def test_a_step_of_the_way_is_lost(session, app):
    plan = whole_way()
    chain = told_to(actor_for(plan.hire.manager), plan.user)
    assert {step.link: [fact.said.code for fact in step.facts][:3] for step in chain.steps} == {
        Link.gap: ["chain.gap"], Link.opening: ["chain.seat-requested", "chain.seat-approved"], Link.question: [],
        Link.debrief: ["chain.line-short", "chain.decided-because"],
        Link.hire: ["chain.offer-sent", "chain.offer-signed", "chain.hired"], Link.module: [],
        Link.certificate: ["chain.attempt", "chain.certificate-level"], Link.ramp: ["chain.ramp"],
        Link.quota: ["chain.quota"] * 3, Link.sale: ["chain.credit", "chain.attained"], Link.coaching: [],
        Link.now: []}
    assert all(step.facts or step.missing.code == f"chain.no-{step.link}" for step in chain.steps)


def test_what_was_sold_is_not_counted_against_the_quota_it_belongs_to(session, app):
    plan = whole_way()
    [credit, attained] = facts(told_to(led_by(plan, Role.leader), plan.user), Link.sale)
    assert (credit.said.params["amount_minor"], credit.at) == (90_000, date(2026, 5, 20))
    assert attained.said.params["attainment_bp"] == round(10_000 * 90_000 / attained.said.params["quota_minor"])


def test_a_quarter_so_far_passes_for_the_month(session, app, monkeypatch):
    monkeypatch.setitem(offers.PAY, "period", "quarter")
    plan = whole_way()
    chain = told_to(led_by(plan, Role.leader), plan.user)
    [may] = [each.said.params["amount_minor"] for each in facts(chain, Link.quota) if each.at == date(2026, 5, 1)]
    [credit, attained] = facts(chain, Link.sale)
    assert (attained.said.code, attained.said.params["quota_minor"]) == ("chain.attained-so-far", may)
    assert attained.said.params["credit_minor"] == credit.said.params["amount_minor"] == 90_000
    assert attained.said.params["all_quota_minor"] > may


def test_what_was_sold_leads_a_leader_nowhere(session, app):
    plan = whole_way()
    for actor in (led_by(plan, Role.leader), actor_for(plan.user)):
        credit = facts(told_to(actor, plan.user), Link.sale)[0]
        assert (credit.kind, credit.said.params["account"]) == ("deal", session.get(Deal, credit.record_id).account)


def test_a_raw_mean_stands_alone_beside_an_adjusted_conclusion(session, app):
    hire, panel = interviewed()
    said = facts(told_to(actor_for(panel.manager), hire.user, clock.now()), Link.debrief)[0].said
    line = hire.offer.debrief.lines[0]
    assert line.adjusted is not None
    assert said.code == f"chain.line-{line.standing.value.replace('_', '-')}-adjusted"
    assert said.params["low"] <= said.params["adjusted"] == round(line.adjusted, 1) <= said.params["high"]
    assert said.params["low"] == round(max(line.adjusted - 1.645 * line.standard_error, 1), 1)


def test_a_certificate_of_another_plan_is_taken_for_the_way(session, app):
    """The person is the same; nothing in this hire's plan led to it."""
    plan = whole_way()
    ramp.certificate(plan.user, ramp.VALUE)
    assert codes(told_to(led_by(plan, Role.leader), plan.user), Link.certificate) == [
        "chain.attempt", "chain.certificate-level"]


def test_a_deal_no_statement_counted_is_taken_for_the_way(session, app):
    plan = whole_way()
    with clock.at(JUNE):
        sales.sold(plan.user, 500, date(2026, 6, 5), "A2")
    assert codes(told_to(led_by(plan, Role.leader), plan.user), Link.sale) == ["chain.credit", "chain.attained"]


def test_a_module_forgets_the_line_that_chose_it(session, app):
    weak, fine = offers.competency("discovery"), offers.competency("drive")
    plan = onboarding.plan(("more", {"about": weak, "extra_for_short": True}), ("talk", {"about": fine}),
                           lines=((weak, Standing.short, 2, 2.0), (fine, Standing.not_known, 1, 3.0)))
    chain = told_to(led_by(plan, Role.leader), plan.user)
    told = {chain.gap.competency.name: [fact.said.params["module"] for fact in facts(chain, Link.module)]}
    other = next(each for each in chain.gaps if each.id != chain.gap.id)
    more = chain_for(led_by(plan, Role.leader), plan.user_id, clock.today(), other.id)
    told[other.competency.name] = [fact.said.params["module"] for fact in facts(more, Link.module)]
    assert told == {"Discovery": ["More"], "Drive": ["Talk"]}


def test_the_gap_now_is_told_without_the_gap_of_then(session, app):
    plan = whole_way()
    gap = plan.hire.opening.gaps[0]
    target(session.get(Team, plan.team_id), gap.competency, plan.manager, people=1, level=3)
    [now] = facts(told_to(led_by(plan, Role.leader), plan.user), Link.now)
    assert (now.kind, now.record_id) == ("team", plan.team_id)
    assert now.said.code == "chain.now-smaller"
    assert now.said.params["before"] == gap.gap == 1.0
    assert 0 < now.said.params["expected"] <= 1


@pytest.mark.both_databases
def test_questions_ratings_and_evidence_are_lost(session, app):
    hire, panel = interviewed()
    chain = told_to(actor_for(panel.manager), hire.user, clock.now())
    asked = facts(chain, Link.question)
    assert {fact.said.code for fact in asked} == {"chain.question", "chain.rating"}
    assert {fact.kind for fact in asked} == {"interview", "scorecard"}
    assert {fact.said.params["level"] for fact in asked if fact.said.code == "chain.rating"} <= {2, 4}


@pytest.mark.parametrize("role", [Role.leader, Role.coach, Role.operations])
def test_scores_leak_to_those_who_do_not_hire(session, app, role):
    hire, panel = interviewed()
    actor = actor_for(person(role, team=panel.opening.team))
    chain = told_to(actor, hire.user, clock.now())
    assert codes(chain, Link.question) == ["chain.questions-closed"]
    assert codes(chain, Link.debrief) == ["chain.decided"]
    page = Browser(app).sign_in(actor).get(f"/reps/{hire.user_id}/chain")
    for secret in ("Named the budget owner", "Closes our largest gap", "on average"):
        assert secret not in page.main


def test_the_rep_reads_what_interviewers_wrote(session, app):
    hire, _ = interviewed()
    page = Browser(app).sign_in(hire.user).get(f"/reps/{hire.user_id}/chain")
    assert "decided to make an offer" in page.main
    assert "Named the budget owner" not in page.main


def test_somebody_elses_way_is_open(session, app):
    plan = whole_way()
    for actor in (acting(Role.leader, team=offers.opening().team), led_by(plan, Role.rep),
                  led_by(plan, Role.interviewer)):
        with pytest.raises(NotFound):
            told_to(actor, plan.user)
    with pytest.raises(NotFound):
        chain_for(led_by(plan, Role.leader), 10_000, clock.today())


def test_a_link_leads_to_a_page_that_is_not_for_me(session, app):
    """Everything that is offered as evidence opens; statements not even to the rep before they are released."""
    plan = whole_way()
    with clock.at(JUNE):
        for user in (plan.user, plan.hire.manager, plan.coach, person(Role.operations, team=plan.hire.team),
                     person(Role.leader, team=plan.hire.team)):
            browser = Browser(app).sign_in(user)
            page = browser.get(f"/reps/{plan.user_id}/chain")
            evidence = {href for words, href in page.links.items() if words.startswith("Evidence")}
            assert ("/statements/" in str(sorted(evidence))) == (actor_for(user).holds_anywhere(Role.operations))
            for href in evidence:
                browser.get(href)


def test_somebody_who_was_here_before_breaks_the_page(session, app):
    place = person(Role.leader, team=offers.opening().team)
    rep = person(Role.rep, team=place.team)
    page = Browser(app).sign_in(place).get(f"/reps/{rep.id}/chain")
    assert "was not hired through an opening here" in page.main


def test_the_chain_of_another_gap_cannot_be_asked_for(session, app):
    hire, panel = interviewed()
    first, second = panel.opening.gaps[:2]
    page = Browser(app).sign_in(panel.manager).get(f"/reps/{hire.user_id}/chain")
    assert f"in {first.competency.name}: 2" in page.main
    page = page.click(second.competency.name)
    assert f"in {second.competency.name}: 2" in page.main


def test_a_long_way_asks_the_database_more(session, app):
    plan = whole_way()
    way = f"/reps/{plan.user_id}/chain"
    with clock.at(JUNE):
        browser = Browser(app).sign_in(plan.hire.manager)
        browser.get(way)
        with statements(app, "SELECT") as short:
            browser.get(way)
        for number in range(3):
            sales.sold(plan.user, 500, date(2026, 5, 21), f"B{number}")
        pay.compute_statement(BUILDER, plan.user, date(2026, 5, 1))
        with statements(app, "SELECT") as long:
            page = browser.get(way)
    assert page.main.count("credited: GTX Pro") >= 3
    assert len(short) == len(long) <= 12


def test_a_module_is_waived_without_saying_how_many_saw_it(session):
    plan = onboarding.plan_of_rated((4, 4, 2), ("talk", {"waivable": True}))
    [seen] = facts(told_to(acting(Role.operations), plan.user), Link.module)
    assert (seen.said.code, seen.said.params["at_level"], seen.said.params["raters"], seen.said.params["level"]) == (
        "chain.module-seen", 2, 3, 3)
