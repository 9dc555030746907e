"""One period's pay, line by line."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import Refused
from workflows.money import Money
from workflows.pay.facts import Carried, DealFact, ExchangeRate, RepFacts, Reversal, Share
from workflows.pay.plans import plan_from
from workflows.pay.reruns import carried_after_rerun, differences
from workflows.pay.rules import estimate, run_statement
from workflows.pay.trace import Bucket, Considered, LineKind
from workflows.sales.periods import Period

Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")
QUOTA = Money(1_000_00, "EUR")
ANA = RepFacts("Ana", full_ramp=True)
WHOLE = (Share("Ana", 10_000, 10_000),)
PLAN = {
    "key": "ae", "title": "Account executive", "currency": "EUR", "period": "quarter", "pay_on": "booking",
    "rounding": "half_up", "negative": "carry", "tier_method": "marginal", "tier_basis": "attainment",
    "accumulation": "period", "above_last": "open", "zero_quota": "first_rate", "accelerator_from_bp": 10_000,
    "accelerator_locked_until_full": True, "quota_credit_max_bp": 20_000, "clawback_rate": "original",
    "clawback_days": 90, "clawback_reduces_credit": True,
    "tiers": [{"from_bp": 0, "to_bp": 10_000, "rate_bp": 1_000}, {"from_bp": 10_000, "rate_bp": 1_500}]}


def plan(**fields):
    return plan_from({**PLAN, **fields}, "v1")


def deal(reference, major, on="2026-02-01", shares=WHOLE, currency="EUR", **fields):
    return DealFact(reference, fields.pop("product", "GTX"), Money.parse(str(major), currency),
                    date.fromisoformat(on), shares, **fields)


def run(deals, period=Q1, carried=None, terms=None, rep=ANA, quota=QUOTA, **fields):
    return run_statement(terms or plan(), deals, quota, period, carried or Carried(), rep=rep, **fields)


def kinds(statement):
    return [(line.kind.value, line.deal, line.minor) for line in statement.lines]


def test_a_statement_pays_each_deal_at_the_rates_it_passes_through():
    found = run([deal("D2", 800, "2026-03-01"), deal("D1", 600)])
    assert kinds(found) == [("deal", "D1", 60_00), ("deal", "D2", 40_00 + 60_00)]
    assert (found.pay, found.credit, found.attainment_bp) == (Money(160_00, "EUR"), 1_400_00, 14_000)
    second = found.lines[1]
    assert (second.before, second.after) == (600_00, 1_400_00)
    assert [(part.base, part.rate_bp, part.exact) for part in second.parts] == [
        (400_00, 1_000, 40_00), (400_00, 1_500, 60_00)]


def test_a_rep_in_ramp_sees_the_accelerator_is_locked_and_why():
    found = run([deal("D1", 1_400)], rep=RepFacts("Ana", full_ramp=False))
    (line,) = found.lines
    assert found.pay == Money(140_00, "EUR")
    assert line.considered[-1] == Considered("pay.rule-accelerators", {"full_ramp": True}, {"full_ramp": False}, False)
    assert [note.code for note in line.notes] == ["pay.note-accelerator-locked"]


def test_each_rule_a_deal_was_asked_is_kept_with_expected_and_actual():
    (line,) = run([deal("D1", 600)]).lines
    assert line.considered == (
        Considered("pay.rule-booked", {"before": "2026-04-01"}, "2026-02-01", True),
        Considered("pay.rule-not-earlier", {"from": "2026-01-01"}, "2026-02-01", True),
        Considered("pay.rule-not-reversed", {"below_bp": 10_000}, 0, True),
        Considered("pay.rule-booking", {"before": "2026-04-01"}, "2026-02-01", True),
        Considered("pay.rule-accelerators", {"full_ramp": True}, {"full_ramp": True}, True))


def test_deals_of_other_periods_and_other_reps_are_not_on_the_statement():
    found = run([deal("D1", 100, "2025-12-31"), deal("D2", 100, "2026-01-01"), deal("D3", 100, "2026-03-31"),
                 deal("D4", 100, "2026-04-01"), deal("D5", 100, shares=(Share("Raj", 10_000, 10_000),))])
    assert kinds(found) == [("deal", "D2", 10_00), ("deal", "D3", 10_00)]


def test_three_deals_of_a_third_of_a_cent_are_rounded_once_not_three_times():
    found = run([deal(f"D{number}", "0.05") for number in (1, 2, 3)], terms=plan(tiers=[{"from_bp": 0, "rate_bp": 667}],
                                                                              accelerator_from_bp=None))
    assert [line.exact for line in found.lines] == [Decimal("0.3335")] * 3
    assert kinds(found) == [("deal", "D1", 1), ("deal", "D2", 0), ("deal", "D3", 0)]


def test_two_reps_share_the_odd_cent_of_a_deal_once():
    shares = (Share("Ana", 5_000, 10_000), Share("Raj", 5_000, 5_000))
    each = [run([deal("D1", "0.03", shares=shares)], rep=RepFacts(name, True)) for name in ("Ana", "Raj")]
    assert [found.lines[0].inputs.share.minor for found in each] == [2, 1]
    assert [found.lines[0].inputs.credit for found in each] == [3, Decimal("1.5")]


def test_an_overlay_gets_quota_credit_without_commission():
    shares = (Share("Raj", 10_000, 10_000), Share("Ana", 0, 10_000))
    found = run([deal("D1", 900, shares=shares), deal("D2", 200, "2026-03-01")])
    assert kinds(found) == [("deal", "D1", 0), ("deal", "D2", 10_00 + 15_00)]


@pytest.mark.parametrize(("bad", "code"), [
    ([deal("D1", 10, shares=(Share("Ana", 5_000, 5_000), Share("Raj", 6_000, 5_000)))], "pay.split-not-whole"),
    ([deal("D1", 10, shares=(Share("Ana", 10_000, 20_001),))], "pay.share-out-of-range"),
    ([deal("D1", 10, shares=(Share("Ana", 12_000, 0), Share("Raj", -2_000, 0)))], "pay.share-out-of-range"),
    ([deal("D1", 10, shares=(Share("Ana", 5_000, 0), Share("Ana", 5_000, 0)))], "pay.rep-twice"),
    ([deal("D1", 10), deal("D1", 10)], "pay.deal-twice"),
    ([deal("D1", 10, currency="USD")], "pay.rate-missing"),
    ([deal("D1", 0)], "pay.value-not-positive"),
    ([deal("D1", -5)], "pay.value-not-positive")])
def test_a_deal_nobody_can_pay_stops_the_run_and_is_named(bad, code):
    with pytest.raises(Refused) as refused:
        run(bad)
    assert {(reason.code, reason.params["deal"]) for reason in refused.value.reasons} == {(code, "D1")}


def test_dollars_are_converted_at_the_stored_rate_and_the_rate_stays_on_the_line():
    rate = ExchangeRate("USD", Decimal("0.9"), date(2026, 2, 1), "ECB")
    (line,) = run([deal("D1", 100, currency="USD")], rates=[rate]).lines
    assert (line.inputs.rate, line.inputs.base, line.minor) == (rate, 90_00, 9_00)


def test_what_is_not_invoiced_yet_is_pending_and_shows_what_it_would_add():
    terms = plan(pay_on="invoice")
    found = run([deal("D1", 900, invoiced_on=date(2026, 3, 1)), deal("D2", 200, "2026-01-05"),
                 deal("D3", 50, "2025-11-01", invoiced_on=date(2026, 1, 2))], terms=terms)
    assert [(line.deal, line.bucket, line.minor) for line in found.lines] == [
        ("D3", Bucket.earned, 5_00), ("D1", Bucket.earned, 90_00), ("D2", Bucket.pending, 5_00 + 22_50)]
    assert (found.buckets.earned, found.buckets.pending, found.pay.minor) == (95_00, 27_50, 95_00)
    assert found.credit == 950_00


def test_cash_counts_as_it_comes_in():
    found = run([deal("D1/1", 1_000, collected_on=date(2026, 3, 1), collected=Money(250_00, "EUR"))],
                terms=plan(pay_on="cash"))
    assert kinds(found) == [("deal", "D1/1", 25_00)]


def test_the_next_period_starts_at_zero_and_a_month_of_the_same_quarter_goes_on():
    january = run([deal("D1", 900, "2026-01-10")], Period.parse("2026-01"))
    february = run([deal("D2", 300, "2026-02-10")], Period.parse("2026-02"), january.carried)
    april = run([deal("D3", 300, "2026-04-10")], Q2, february.carried)
    assert [found.pay.minor for found in (january, february, april)] == [90_00, 10_00 + 30_00, 30_00]
    assert february.attainment_bp == 12_000


GATED = {"components": [
    {"key": "new", "title": "New business", "kind": "commission", "weight_bp": 10_000, "products": ["GTX"],
     "gates": [{"kind": "certificate", "key": "pricing"}], "unmet": "withhold",
     **{name: PLAN[name] for name in ("tier_method", "tier_basis", "accumulation", "above_last", "zero_quota",
                                      "tiers")}},
    {"key": "launch", "title": "Launch bonus", "kind": "spiff", "amount_minor": 50_00, "products": ["MG"],
     "from_on": date(2026, 2, 1), "to_on": date(2026, 3, 1)}]}


def test_a_shut_gate_keeps_the_money_waiting_and_the_evidence_releases_it():
    shut = run([deal("D1", 600)], terms=plan(**GATED))
    assert (shut.pay.minor, shut.buckets.waiting) == (0, 60_00)
    assert shut.lines[0].considered[-1] == Considered("pay.rule-gate-certificate", "pricing", False, False)
    opened = run([], Q2, shut.carried, plan(**GATED), RepFacts("Ana", True, frozenset({"pricing"})))
    assert (kinds(opened), opened.buckets.waiting) == ([("released", "new:D1", 60_00)], 0)
    assert run([], Q2, opened.carried, plan(**GATED)).pay.minor == 0


def test_what_waits_shrinks_with_a_deal_that_comes_undone_and_nothing_is_clawed_back():
    shut = run([deal("D1", 600)], terms=plan(**GATED))
    undone = Reversal("D1", date(2026, 4, 5), 5_000, "half returned")
    after = run([], Q2, shut.carried, plan(**GATED), reversals=[undone])
    assert (kinds(after), after.buckets.waiting) == ([], 30_00)


def test_a_forfeited_gate_pays_nothing_and_keeps_nothing():
    gone = {"components": [{**GATED["components"][0], "unmet": "forfeit"}]}
    found = run([deal("D1", 600)], terms=plan(**gone))
    assert [(line.bucket, line.minor) for line in found.lines] == [(Bucket.forfeited, 60_00)]
    assert (found.pay.minor, found.buckets.waiting) == (0, 0)


def test_a_bonus_per_deal_counts_only_its_products_in_its_window_and_by_share():
    shares = (Share("Ana", 6_000, 10_000), Share("Raj", 4_000, 0))
    found = run([deal("D1", 10, "2026-01-31", product="MG"), deal("D2", 10, "2026-02-01", product="MG", shares=shares),
                 deal("D3", 10, "2026-02-28", product="MG"), deal("D4", 10, "2026-03-01", product="MG")],
                terms=plan(**GATED))
    assert kinds(found) == [("spiff", "D2", 30_00), ("spiff", "D3", 50_00)]


def test_target_pay_is_paid_by_attainment_and_weight():
    part = {"kind": "target", "tier_method": "marginal", "tier_basis": "attainment", "accumulation": "period",
            "above_last": "open", "zero_quota": "nothing",
            "tiers": [{"from_bp": 0, "to_bp": 10_000, "rate_bp": 10_000}, {"from_bp": 10_000, "rate_bp": 20_000}]}
    terms = plan(target_minor=300_00, components=[
        {**part, "key": "a", "title": "A", "weight_bp": 7_000}, {**part, "key": "b", "title": "B", "weight_bp": 3_000,
                                                                 "products": ["MG"]}])
    found = run([deal("D1", 1_200), deal("D2", 500, product="MG", on="2026-03-01")], terms=terms)
    assert {(line.component, line.deal): line.minor for line in found.lines} == {
        ("a", "D1"): 294_00, ("a", "D2"): 210_00, ("b", "D2"): 45_00}


def test_a_gate_on_attainment_asks_for_all_credit_of_the_period():
    gates = [{"kind": "attainment", "minimum_bp": 8_000}]
    terms = plan(components=[{**GATED["components"][0], "gates": gates, "unmet": "forfeit"}])
    assert [run([deal("D1", major)], terms=terms).pay.minor for major in (799, 800)] == [0, 80_00]


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
