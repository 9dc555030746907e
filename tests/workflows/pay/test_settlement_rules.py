"""From what was earned to what is paid: caps, floors, clawbacks, draws, re-runs."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.pay import ANA, PLAN, Q1, Q2, QUOTA, deal, kinds, plan, run
from workflows.errors import Refused
from workflows.money import Money
from workflows.pay.facts import Carried, RepFacts, Reversal
from workflows.pay.plans import plan_from
from workflows.pay.reruns import carried_after_rerun, differences
from workflows.pay.rules import estimate
from workflows.pay.trace import Bucket, Considered, LineKind
from workflows.sales.periods import Period


def test_a_cap_keeps_what_it_withholds_and_pays_it_when_there_is_room():
    terms = plan(cap={"amount_minor": 100_00, "withheld": "balance"})
    first = run([deal("D1", 600), deal("D2", 800, "2026-03-01")], terms=terms)
    assert (kinds(first)[-1], first.pay.minor, first.buckets.withheld) == (("cap", "", -60_00), 100_00, 60_00)
    second = run([deal("D3", 700, "2026-04-10")], Q2, first.carried, terms)
    assert kinds(second) == [("deal", "D3", 70_00), ("cap_released", "", 30_00)]
    assert second.buckets.withheld == 30_00


def test_a_cap_counts_the_whole_quarter_when_months_are_paid():
    terms = plan(cap={"amount_minor": 100_00, "withheld": "forfeit"})
    january = run([deal("D1", 700, "2026-01-10")], Period.parse("2026-01"), terms=terms)
    february = run([deal("D2", 700, "2026-02-10")], Period.parse("2026-02"), january.carried, terms)
    assert [found.pay.minor for found in (january, february)] == [70_00, 30_00]
    assert february.buckets.withheld == 0


def test_a_floor_is_topped_up_by_the_statement_that_closes_the_quarter():
    terms = plan(floor={"amount_minor": 50_00})
    january = run([deal("D1", 100, "2026-01-10")], Period.parse("2026-01"), terms=terms)
    february = run([], Period.parse("2026-02"), january.carried, terms)
    march = run([], Period.parse("2026-03"), february.carried, terms)
    assert [kinds(found) for found in (january, february, march)] == [
        [("deal", "D1", 10_00)], [], [("floor", "", 40_00)]]


def test_a_clawback_takes_back_what_was_paid_at_the_rate_of_then():
    paid = run([deal("D1", 600), deal("D2", 800, "2026-03-01")])
    undone = Reversal("D2", date(2026, 5, 1), 5_000, "customer cancelled half")
    second = run([deal("D3", 700, "2026-04-10")], Q2, paid.carried, reversals=[undone])
    assert kinds(second) == [("deal", "D3", 70_00), ("clawback", "D2", -50_00)]
    (again,) = [line for line in run([], Period.parse("2026-Q2"), second.carried, reversals=[
        Reversal("D2", date(2026, 6, 1), 10_000, "all of it")]).lines if line.kind is LineKind.clawback]
    assert again.minor == -50_00


def test_a_clawback_takes_back_only_what_the_cap_let_through():
    terms = plan(cap={"amount_minor": 80_00, "withheld": "balance"})
    paid = run([deal("D1", 600), deal("D2", 800, "2026-03-01")], terms=terms)
    all_of_it = [Reversal(name, date(2026, 4, 2), 10_000, "insolvent") for name in ("D1", "D2")]
    after = run([], Q2, paid.carried, terms, reversals=all_of_it)
    assert sum(line.minor for line in after.lines if line.kind is LineKind.clawback) == -80_00
    assert (after.pay.minor, after.carried.owed_minor, after.buckets.withheld) == (0, 80_00, 0)


def test_after_the_plans_days_nothing_is_clawed_back_and_the_statement_says_so():
    paid = run([deal("D1", 600)])
    late = Reversal("D1", date(2026, 6, 30), 10_000, "cancelled")
    after = run([], Q2, paid.carried, reversals=[late])
    assert (after.pay.minor, [note.code for line in after.lines for note in line.notes]) == (
        0, ["pay.line-clawback-too-late"])
    assert after.lines[0].considered == (
        Considered("pay.rule-clawback", {"before": "2026-06-30"}, "2026-06-30", False),)


def test_a_deal_undone_before_it_was_paid_counts_only_what_is_left():
    half = Reversal("D1", date(2026, 3, 1), 5_000, "half returned")
    assert kinds(run([deal("D1", 600)], reversals=[half])) == [("deal", "D1", 30_00)]
    assert kinds(run([deal("D1", 600)], reversals=[replace(half, share_bp=10_000)])) == []
    assert kinds(run([deal("D1", 600)], reversals=[replace(half, on=date(2026, 4, 1))])) == [("deal", "D1", 60_00)]


def test_a_deal_undone_in_the_same_quarter_moves_the_rep_back_down_the_ladder():
    january = run([deal("D1", 1_000, "2026-01-10")], Period.parse("2026-01"))
    undone = Reversal("D1", date(2026, 2, 5), 10_000, "cancelled")
    february = run([deal("D2", 100, "2026-02-10")], Period.parse("2026-02"), january.carried, reversals=[undone])
    assert kinds(february) == [("deal", "D2", 10_00), ("clawback", "D1", -100_00), ("owed_after", "", 90_00)]
    assert february.credit == 100_00


def test_what_is_owed_is_taken_from_the_next_statement_once():
    paid = run([deal("D1", 600)])
    owing = run([], Q2, paid.carried, reversals=[Reversal("D1", date(2026, 4, 2), 10_000, "cancelled")])
    third = run([deal("D2", 700, "2026-07-10")], Period.parse("2026-Q3"), owing.carried)
    fourth = run([deal("D3", 100, "2026-10-10")], Period.parse("2026-Q4"), third.carried)
    assert [found.pay.minor for found in (owing, third, fourth)] == [0, 10_00, 10_00]
    assert kinds(third) == [("deal", "D2", 70_00), ("owed_before", "", -60_00)]


def test_a_plan_that_collects_shows_a_negative_statement():
    terms = plan(negative="collect")
    paid = run([deal("D1", 600)], terms=terms)
    undone = [Reversal("D1", date(2026, 4, 2), 10_000, "cancelled")]
    assert run([], Q2, paid.carried, terms, reversals=undone).pay == Money(-60_00, "EUR")


def test_the_draw_is_settled_last_over_the_months_of_the_ramp():
    terms = plan(draw={"kind": "recoverable_guarantee", "months": [200_000] * 6, "ends_at_full": True},
                 tiers=[{"from_bp": 0, "rate_bp": 10_000}], accelerator_from_bp=None)
    carried, pays = Carried(), []
    for month, gross in enumerate((2_750, 3_000, 1_500, 2_375, 3_000, 2_750), start=1):
        found = run([deal(f"D{month}", gross, f"2026-{month:02}-10")], Period.parse(f"2026-{month:02}"), carried, terms,
                    RepFacts("Ana", full_ramp=False))
        carried = found.carried
        pays.append(found.pay.minor)
    assert pays == [275_000, 300_000, 200_000, 200_000, 287_500, 275_000]


def test_rerunning_a_closed_quarter_leaves_it_and_brings_only_the_difference():
    stated = run([deal("D1", 600)])
    again = run([deal("D1", 600), deal("D0", 500, "2026-01-05")])
    assert [(each.line, each.before_minor, each.after_minor) for each in differences(stated, again)] == [
        ("deal:commission:D0", 0, 50_00), ("deal:commission:D1", 60_00, 65_00)]
    carried = carried_after_rerun(stated, again, stated.carried)
    opened = run([deal("D2", 100, "2026-04-10")], Q2, carried)
    assert opened.pay.minor == 10_00 + (again.pay - stated.pay).minor
    assert opened.carried.adjustments == ()
    assert differences(stated, run([deal("D1", 600)])) == ()


def test_what_if_answers_with_the_same_rules_as_the_run():
    asked = estimate(plan(), [deal("D1", 900)], [deal("new", 300, "2026-03-30")], QUOTA, Q1, Carried(), rep=ANA)
    assert asked.difference == Money(10_00 + 30_00, "EUR")
    assert asked.then == run([deal("D1", 900), deal("new", 300, "2026-03-30")])


def test_a_period_longer_than_the_plans_and_a_quota_in_other_money_are_refused():
    with pytest.raises(Refused, match="period-too-long"):
        run([], Period.parse("2026"))
    with pytest.raises(Refused, match="quota-currency"):
        run([], quota=Money(1, "USD"))


def test_a_plan_that_leaves_something_open_says_so_on_the_statement():
    silent = plan_from({name: value for name, value in PLAN.items() if name != "negative"}, "v1")
    assert [dict(note.params) for note in run([], terms=silent).notes] == [{"field": "negative", "used": "carry"}]


majors = st.lists(st.integers(1, 300_000).map(lambda cents: cents / 100), min_size=1, max_size=6)


@given(majors, st.integers(1, 20_000), st.booleans(), st.sampled_from(["marginal", "retroactive", "interpolated"]))
def test_the_lines_of_every_statement_sum_to_its_pay(amounts, cap, full, method):
    terms = plan(cap={"amount_minor": cap, "withheld": "balance"}, tier_method=method,
                 draw={"kind": "recoverable", "months": [5_000], "ends_at_full": False})
    deals = [deal(f"D{number}", f"{major:.2f}") for number, major in enumerate(amounts)]
    found = run(deals, terms=terms, rep=RepFacts("Ana", full))
    after = run([], Q2, found.carried, terms, reversals=[Reversal("D0", date(2026, 4, 1), 3_333, "part")])
    for statement in (found, after):
        assert sum(line.minor for line in statement.lines if line.bucket is Bucket.earned) == statement.pay.minor
        assert statement.pay.minor >= 0
    assert found.buckets.earned <= cap
    assert sum(entry.earned.minor for entry in found.carried.paid) + found.buckets.withheld == sum(
        line.minor for line in found.lines if line.kind is LineKind.deal)
