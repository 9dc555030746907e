"""Statements as stored: the rules' amounts, with their causes, once."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from tests.builders import offers, sales
from tests.builders import statements as build
from tests.builders.people import BUILDER, acting, person, team
from tests.watching import together
from webapp.commands import onramp
from workflows.content.records import PackKind
from workflows.db import db
from workflows.errors import NotFound, NotPermitted, Refused
from workflows.jobs import Job, run_next
from workflows.outbox import OutboxMessage
from workflows.pay import queries
from workflows.pay.actions import assignments, statements
from workflows.pay.machine import StatementState
from workflows.pay.records import PayAssignment, Statement
from workflows.people.queries import actor_for
from workflows.people.records import User
from workflows.permits import Role
from workflows.reactions import JOBS

LOCKED = "pay.rule-accelerators-unmet"


def amounts(statement):
    return [(line.kind, line.trace["deal"], line.amount_minor) for line in statement.lines]


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_hire_has_no_pay_plan_or_two(session):
    hired = offers.hired()
    found = session.query(PayAssignment).filter_by(user_id=hired.user_id).all()
    assert [(each.pay_plan_version_id, each.from_on) for each in found] == [
        (hired.offer.pay_plan_version_id, hired.start_on)]


def test_a_statement_pays_other_than_the_plan_or_names_no_causes(session):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12), "D-1")
    sales.sold(user, 600, date(2026, 2, 3), "D-2")
    january, february = build.computed(user, 1), build.computed(user, 2)
    assert amounts(january) == [("deal", "D-1", 8_000)]
    assert amounts(february) == [("deal", "D-2", 6_000)]
    assert (february.quota_minor, february.credit_minor, february.total_minor) == (300_000, 140_000, 6_000)
    assert [(each.month_on.month, each.amount_minor, each.quota_line_id is None) for each in february.quotas] == [
        (1, 100_000, True), (2, 100_000, True), (3, 100_000, True)]
    assert february.lines[0].credit.deal.external_id == "D-2"


def test_accelerators_open_before_full_quota(session):
    ramping, full = build.rep(quota=None), build.rep()
    ramp = build.in_ramp(ramping)
    sales.sold(ramping, 2_000, date(2026, 1, 12))
    sales.sold(full, 3_500, date(2026, 1, 12))
    locked, open_ = build.computed(ramping), build.computed(full)
    assert (ramp.full_on, locked.quota_minor, locked.total_minor) == (None, 150_000, 20_000)
    assert open_.total_minor == 30_000 + 7_500
    assert LOCKED in [each["code"] for each in locked.lines[0].trace["sentences"]]
    assert {each.quota_line.event.ramp_id for each in locked.quotas} == {ramp.id}


def test_computing_twice_makes_two_statements(session):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12))
    first = build.computed(user)
    assert (build.computed(user).id, session.query(Statement).count()) == (first.id, 1)


def test_fifty_people_computing_at_once_make_more_than_one_statement(session, app):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12))
    number = user.id
    found = together(app, *[lambda: statements.compute_statement(BUILDER, db.session.get(User, number),
                                                                 build.JANUARY).id] * 50)
    session.rollback()
    assert found == [session.query(Statement).one().id] * 50


def test_a_late_deal_is_forgotten_before_the_release(session):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12), "D-1")
    first = build.computed(user)
    sales.sold(user, 200, date(2026, 1, 20), "D-2")
    second = build.computed(user)
    assert (first.state, second.number, second.total_minor) == (StatementState.superseded, 2, 10_000)


def test_an_outdated_statement_can_be_released(session):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12))
    stale = build.computed(user)
    sales.sold(user, 200, date(2026, 1, 20))
    with pytest.raises(Refused) as refused:
        statements.release(build.operations(user), stale)
    assert codes(refused) == ["statement.outdated"]


def test_a_month_that_still_runs_is_stated(session):
    with pytest.raises(Refused) as refused:
        build.computed(build.rep(), 3)
    assert codes(refused) == ["statement.month-open"]


def test_a_missing_plan_or_quota_is_guessed(session):
    for user, code in ((person(Role.rep, team=team()), "pay.no-plan"), (build.rep(quota=None), "pay.quota-missing")):
        if code == "pay.quota-missing":
            sales.sold(user, 10, date(2026, 1, 12))
        with pytest.raises(Refused) as refused:
            build.computed(user)
        assert codes(refused) == [code]


def test_a_stored_statement_differs_from_the_command_lines(session, tmp_path):
    user = build.rep()
    sales.sold(user, 2_500, date(2026, 1, 12), "D-1")
    sales.sold(user, 1_234, date(2026, 1, 20), "D-2")
    stored = build.computed(user)
    plan = tmp_path / "plan.toml"
    body = queries.assignment_of(user.id, build.JANUARY).pay_plan_version.body
    plan.write_text(toml(body))
    (tmp_path / "deals.csv").write_text("deal,rep,booked_on,value,currency,product\n"
                                        f"D-1,{user.email},2026-01-12,2500,USD,GTX Pro\n"
                                        f"D-2,{user.email},2026-01-20,1234,USD,GTX Pro\n")
    (tmp_path / "quota.csv").write_text(f"rep,period,quota,currency\n{user.email},2026-Q1,3000,USD\n")
    result = CliRunner().invoke(onramp, ["pay", "run", "--plan", str(plan), "--deals", str(tmp_path / "deals.csv"),
                                         "--quota", str(tmp_path / "quota.csv"), "--period", "2026-01", "--json"])
    (printed,) = json.loads(result.stdout)["statements"]
    assert (printed["pay_minor"], printed["buckets"]) == (stored.total_minor, stored.buckets)
    hidden = {"inputs", "sentences"}
    assert [without(line, hidden) for line in printed["lines"]] == [without(line.trace, hidden)
                                                                    for line in stored.lines]


def without(line, names):
    return {name: value for name, value in line.items() if name not in names}


def toml(body):
    tiers = "".join("\n[[tiers]]\n" + "".join(f"{name} = {value}\n" for name, value in tier.items())
                    for tier in body["tiers"])
    plain = "".join(f"{name} = {json.dumps(value)}\n" for name, value in body.items() if name != "tiers")
    return plain + tiers


def test_the_month_is_not_computed_for_everyone_or_one_holds_up_the_others(session):
    good, bad = build.rep(), build.rep(quota=None)
    for user in (good, bad):
        sales.sold(user, 100, date(2026, 2, 12))
    with pytest.raises(Refused) as refused:
        statements.compute_month("2026-03-02")
    assert codes(refused) == ["statement.not-computed"]
    assert [each.user_id for each in session.query(Statement)] == [good.id]


def test_operations_ask_for_a_month_and_nothing_happens(session):
    user = build.rep()
    statements.ask_for_month(acting(Role.operations), build.FEBRUARY)
    while run_next(JOBS):
        pass
    assert [(each.user_id, each.from_on) for each in session.query(Statement)] == [(user.id, build.FEBRUARY)]
    assert session.query(Job).filter_by(work="pay.compute_month").one().last_error is None


def test_a_statement_is_released_or_paid_by_whom_it_pays(session):
    user = build.rep()
    statement = build.computed(user)
    with pytest.raises(NotPermitted):
        statements.release(actor_for(user), statement)
    statements.release(build.operations(user), statement)
    statements.pay(build.operations(user), statement)
    statements.pay(build.operations(user), statement)
    assert statement.state is StatementState.paid
    mail = session.query(OutboxMessage).filter_by(template="statement_released").one()
    assert (mail.to, "amount" in str(mail.params)) == (user.email, False)


def test_somebody_reads_anothers_statement_or_one_not_released(session):
    user = build.rep()
    mate = build.rep(user.team)
    statement = build.computed(user)
    for reader in (mate, user):
        with pytest.raises(NotFound):
            queries.statement_for(actor_for(reader), statement.id)
    statements.release(build.operations(user), statement)
    assert queries.statement_for(actor_for(user), statement.id).id == statement.id
    assert queries.statements_for(actor_for(mate)) == ([], 0)
    with pytest.raises(NotFound):
        queries.statement_for(build.operations(build.rep()), statement.id)


def test_expected_pay_is_worked_out_otherwise_than_the_statement(session, clock):
    user = build.rep()
    sales.sold(user, 2_900, date(2026, 2, 12))
    sales.sold(user, 50, date(2026, 3, 1))
    expected = queries.expected_pay(user, date(2026, 3, 2), 10_000)
    assert (expected.estimate.now.pay.minor, expected.estimate.difference.minor) == (500, 1_250)
    clock.to(clock.now.replace(month=4))
    assert build.computed(user, 3).total_minor == 500


def test_a_new_plan_begins_in_the_middle_or_before_what_is_released(session):
    user = build.rep()
    build.released(user)
    for day, code in ((date(2026, 2, 10), "pay.plan-mid-month"), (date(2026, 1, 1), "pay.plan-not-later")):
        with pytest.raises(Refused) as refused:
            assignments.assign_plan(BUILDER, user, version=build.pay_plan(), from_on=day)
        assert code in codes(refused)
    later = assignments.assign_plan(BUILDER, user, version=build.pay_plan(), from_on=build.MARCH)
    first = session.query(PayAssignment).filter_by(user_id=user.id).order_by(PayAssignment.from_on).first()
    assert (first.until_on, later.until_on) == (build.MARCH, None)
    with pytest.raises(Refused) as refused:
        assignments.assign_plan(BUILDER, user, from_on=date(2026, 4, 1),
                                version=offers.version(PackKind.conduct, "conduct", {"title": "Conduct"}))
    assert codes(refused) == ["pay.not-a-plan"]


def test_a_pay_plan_is_signed_twice_or_in_anothers_name(session):
    user = build.rep()
    found = queries.assignment_of(user.id, build.JANUARY)
    shown = assignments.plan_sha256(found.pay_plan_version)
    with pytest.raises(Refused):
        assignments.acknowledge_plan(actor_for(user), found, typed_name="Somebody", shown_sha256=shown)
    first = assignments.acknowledge_plan(actor_for(user), found, typed_name=user.name, shown_sha256=shown)
    again = assignments.acknowledge_plan(actor_for(user), found, typed_name=user.name, shown_sha256=shown)
    assert (first.id, first.document_sha256) == (again.id, shown)
