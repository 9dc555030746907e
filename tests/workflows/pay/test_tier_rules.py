"""What a deal earns on the ladder."""

from decimal import Decimal
from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflows.errors import Refused
from workflows.money import Money
from workflows.pay.terms import (
    Above,
    Accelerators,
    Accumulation,
    DealRateAt,
    Tier,
    TierBasis,
    TierMethod,
    TierTable,
    ZeroQuota,
)
from workflows.pay.tiers import Climb, PartKind, amount, ladder, rate_at, tier_parts, tier_problems
from workflows.reasons import Reason

TIERS = (Tier(0, 1_000, 100), Tier(1_000, 3_000, 200), Tier(3_000, 8_000, 300), Tier(8_000, 20_000, 500))
DEALS = (200, 300, 1_500, 1_200, 2_000, 4_500)


def table(method=TierMethod.marginal, tiers=TIERS, above=Above.refuse, **fields):
    return TierTable(tiers, method, **{
        "basis": TierBasis.amount, "accumulation": Accumulation.period, "above": above,
        "zero_quota": ZeroQuota.refuse, "accelerators": Accelerators.open, "deal_rate_at": None} | fields)


def climb(before, deal, **fields):
    return Climb(**{name: Decimal(value) for name, value in
                    {"before": before, "after": before + deal, "base": deal, "base_before": before, **fields}.items()})


def earned(terms, deals, accumulate_=True, quota=None, full_ramp=True):
    steps = ladder(terms, quota, full_ramp)
    starts = accumulate((0, *deals)) if accumulate_ else [0] * len(deals)
    return [amount(tier_parts(steps, climb(start, deal))) for start, deal in zip(starts, deals, strict=False)]


def test_six_deals_paid_one_by_one_earn_164():
    assert earned(table(), DEALS, accumulate_=False) == [2, 3, 20, 14, 30, 95]
    assert sum(earned(table(), DEALS, accumulate_=False)) == 164


def test_the_same_six_deals_accumulated_earn_285():
    assert sum(earned(table(), DEALS)) == 285


def test_the_slices_of_a_deal_that_crosses_two_bounds_can_be_added_up_by_hand():
    parts = tier_parts(ladder(table(), None, True), climb(500, 4_500))
    assert [(part.base, part.rate_bp, part.exact) for part in parts] == [
        (500, 100, 5), (2_000, 200, 40), (2_000, 300, 60)]


def test_a_bound_belongs_to_the_tier_that_begins_there():
    steps = ladder(table(TierMethod.retroactive), None, True)
    assert [rate_at(steps, Decimal(at)) for at in (0, 999, 1_000, 2_999, 3_000, 20_000)] == [
        100, 100, 200, 200, 300, 500]


def test_retroactive_raises_everything_before_and_says_so():
    parts = tier_parts(ladder(table(TierMethod.retroactive), None, True), climb(900, 200))
    assert [(part.kind, part.base, part.rate_bp, part.exact) for part in parts] == [
        (PartKind.tier, 200, 200, 4), (PartKind.lift, 900, 100, 9)]
    assert sum(earned(table(TierMethod.retroactive), DEALS)) == 9_700 * Decimal("0.05")


def test_interpolated_rises_in_a_straight_line_to_the_next_tiers_rate():
    steps = ladder(table(TierMethod.interpolated), None, True)
    assert [rate_at(steps, Decimal(at)) for at in (0, 500, 1_000, 2_000, 5_500, 8_000, 9_000)] == [
        100, 150, 200, 250, 400, 500, 500]
    assert sum(earned(table(TierMethod.interpolated), [1_000, 1_000])) == 50


@pytest.mark.parametrize(("at", "expected"), [(DealRateAt.before, [5, 20, 40]), (DealRateAt.after, [5, 40, 60])])
def test_per_deal_pays_the_whole_deal_at_one_tiers_rate(at, expected):
    assert earned(table(TierMethod.per_deal, deal_rate_at=at), [500, 2_000, 2_000]) == expected


def test_above_the_last_tier_the_plan_refuses_caps_or_goes_on():
    with pytest.raises(Refused) as refused:
        earned(table(), [20_001])
    assert refused.value.reasons == (Reason("pay.above-last-tier"),)
    assert earned(table(above=Above.cap), [21_000, 500]) == [10 + 40 + 150 + 600, 0]
    assert earned(table(above=Above.last_rate), [21_000]) == [10 + 40 + 150 + 650]
    assert earned(table(TierMethod.retroactive, above=Above.cap), [19_000, 2_000]) == [950, 50]
    (paid, over) = tier_parts(ladder(table(above=Above.cap), None, True), climb(19_000, 4_000))
    assert [(part.kind, part.base, part.exact) for part in (paid, over)] == [
        (PartKind.tier, 1_000, 50), (PartKind.above, 3_000, 0)]


ACCELERATED = (Tier(0, 10_000, 1_000), Tier(10_000, 12_000, 1_500, True), Tier(12_000, None, 2_000, True))


def test_tiers_by_attainment_move_with_the_quota():
    terms = table(tiers=ACCELERATED, above=None, basis=TierBasis.attainment)
    assert earned(terms, [1_500], quota=Money(1_000, "EUR")) == [100 + 30 + 60]
    assert earned(terms, [1_500], quota=Money(1_500, "EUR")) == [150]


def test_accelerators_stay_locked_in_ramp_and_the_base_rate_goes_on():
    locked = table(tiers=ACCELERATED, above=None, basis=TierBasis.attainment,
                   accelerators=Accelerators.locked_until_full)
    assert earned(locked, [1_500], quota=Money(1_000, "EUR"), full_ramp=False) == [150]
    assert earned(locked, [1_500], quota=Money(1_000, "EUR"), full_ramp=True) == [190]


@pytest.mark.parametrize(("zero_quota", "paid"), [(ZeroQuota.nothing, 0), (ZeroQuota.first_rate, 150)])
def test_a_month_without_quota_pays_what_the_plan_says(zero_quota, paid):
    terms = table(tiers=ACCELERATED, above=None, basis=TierBasis.attainment, zero_quota=zero_quota)
    assert earned(terms, [1_500], quota=Money(0, "EUR")) == [paid]


def test_a_plan_by_attainment_without_a_quota_stops_and_asks():
    terms = table(tiers=ACCELERATED, above=None, basis=TierBasis.attainment)
    for quota, code in ((None, "pay.quota-missing"), (Money(0, "EUR"), "pay.quota-zero")):
        with pytest.raises(Refused, match=code):
            ladder(terms, quota, True)


def test_credit_that_is_half_the_money_earns_its_whole_base_at_the_rates_it_passes():
    steps = ladder(table(), None, True)
    parts = tier_parts(steps, Climb(Decimal(500), Decimal(1_500), Decimal(2_000)))
    assert [(part.base, part.exact) for part in parts] == [(1_000, 10), (1_000, 20)]


def test_commission_without_quota_credit_is_paid_at_the_rate_where_the_rep_stands():
    (part,) = tier_parts(ladder(table(), None, True), Climb(Decimal(1_000), Decimal(1_000), Decimal(300)))
    assert (part.rate_bp, part.exact) == (200, 6)


@pytest.mark.parametrize("method", [TierMethod.marginal, TierMethod.retroactive, TierMethod.interpolated])
@given(deals=st.lists(st.integers(1, 9_000), min_size=1, max_size=8))
def test_however_a_period_is_cut_into_deals_the_sum_is_the_same(method, deals):
    terms = table(method, above=Above.last_rate)
    assert abs(sum(earned(terms, deals)) - sum(earned(terms, [sum(deals)]))) < Decimal("1e-15")


@given(deals=st.lists(st.integers(1, 9_000), min_size=1, max_size=8), more=st.integers(1, 5_000))
def test_one_more_deal_never_lowers_pay(deals, more):
    for method in (TierMethod.marginal, TierMethod.retroactive, TierMethod.interpolated):
        terms = table(method, above=Above.last_rate)
        assert sum(earned(terms, [*deals, more])) >= sum(earned(terms, deals))


@given(bounds=st.lists(st.integers(1, 10**9), min_size=1, max_size=5, unique=True),
       rates=st.lists(st.integers(0, 5_000), min_size=6, max_size=6), sold=st.integers(1, 2 * 10**9))
def test_slices_cover_a_deal_without_gap_or_overlap(bounds, rates, sold):
    edges = [0, *sorted(bounds), None]
    tiers = tuple(Tier(low, high, rate) for (low, high), rate in zip(pairwise(edges), rates, strict=False))
    assume(not tier_problems(table(tiers=tiers, above=None)))
    parts = tier_parts(ladder(table(tiers=tiers, above=None), None, True), climb(0, sold))
    assert sum(part.base for part in parts) == sold
    assert [part.to for part in parts[:-1]] == [part.from_ for part in parts[1:]]


@pytest.mark.parametrize(("terms", "codes"), [
    (table(tiers=()), ["pay.tiers-empty"]),
    (table(tiers=(Tier(100, 200, 1),)), ["pay.tiers-not-from-zero"]),
    (table(tiers=(Tier(0, 100, 1), Tier(150, 200, 1))), ["pay.tiers-not-contiguous"]),
    (table(tiers=(Tier(0, 100, 1), Tier(90, 200, 1))), ["pay.tiers-not-contiguous"]),
    (table(tiers=(Tier(0, 0, 1), Tier(0, 200, -1))), ["pay.tier-empty", "pay.tier-rate-negative"]),
    (table(above=None), ["pay.last-tier-says-nothing-above"]),
    (table(tiers=(Tier(0, None, 1),)), ["pay.last-tier-open-and-closed"]),
    (table(tiers=(Tier(0, 100, 1), Tier(100, 200, 2, True), Tier(200, 300, 1))), ["pay.accelerators-not-last"]),
    (table(TierMethod.per_deal), ["pay.deal-rate-moment"]),
    (table(deal_rate_at=DealRateAt.after), ["pay.deal-rate-moment"])])
def test_tiers_that_leave_a_point_without_one_rate_are_named(terms, codes):
    assert [reason.code for reason in tier_problems(terms)] == codes


def test_good_tiers_have_no_problems():
    assert tier_problems(table()) == ()
