"""One period's pay, line by line."""

from datetime import date
from decimal import Decimal

import pytest

from tests.builders.pay import PLAN, Q2, deal, kinds, plan, run
from workflows.errors import Refused
from workflows.money import Money
from workflows.pay.facts import ExchangeRate, RepFacts, Reversal, Share
from workflows.pay.trace import Bucket, Considered
from workflows.sales.periods import Period


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
