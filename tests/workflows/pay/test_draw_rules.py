"""Pay advanced in ramp, and how it is paid back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.pay.draws import draw_amount, settle_draw
from workflows.pay.facts import Advance
from workflows.pay.terms import Draw, DrawKind

GROSS = (2_750, 3_000, 1_500, 2_375, 3_000, 2_750)


def draw(kind=DrawKind.recoverable_guarantee, months=(2_000,) * 6, **fields):
    return Draw(kind, months, **{"ends_at_full": False} | fields)


def run(terms, gross, full_ramp=False):
    advances, results = (), []
    for month, each in enumerate(gross):
        results.append(settle_draw(terms, each, advances, f"month {month + 1}",
                                   draw_amount(terms, month, 1, full_ramp)))
        advances = results[-1].advances
    return results


def test_a_guarantee_of_2000_over_six_months_pays_as_worked_by_hand():
    results = run(draw(), GROSS)
    assert [each.pay for each in results] == [2_750, 3_000, 2_000, 2_000, 2_875, 2_750]
    assert [each.balance for each in results] == [0, 0, 500, 125, 0, 0]
    owed = [0, *(each.balance for each in results[:-1])]
    assert [gross - before - 2_000 for gross, before in zip(GROSS, owed, strict=True)] == [
        750, 1_000, -500, -125, 875, 750]


def test_a_non_recoverable_draw_is_never_paid_back():
    results = run(draw(DrawKind.non_recoverable), GROSS)
    assert [(each.pay, each.balance) for each in results] == [
        (2_750, 0), (3_000, 0), (2_000, 0), (2_375, 0), (3_000, 0), (2_750, 0)]


@pytest.mark.parametrize(("kind", "pays", "balances"), [
    (DrawKind.recoverable, [2_000, 500, 1_500], [1_000, 0, 0]),
    (DrawKind.recoverable_guarantee, [2_000, 1_500, 1_500], [1_000, 1_000, 1_000])])
def test_after_the_last_draw_a_recoverable_one_takes_all_a_guarantee_only_what_lies_above(kind, pays, balances):
    results = run(draw(kind, (2_000,)), [1_000, 1_500, 1_500])
    assert [(each.pay, each.balance) for each in results] == list(zip(pays, balances, strict=True))


def test_what_is_not_recovered_in_its_months_is_forgiven():
    results = run(draw(DrawKind.recoverable, (2_000,), recover_within=2), [500, 300, 400, 5_000])
    assert [(each.pay, each.recovered, each.forgiven) for each in results] == [
        (2_000, 0, 0), (0, 300, 0), (0, 400, 0), (5_000, 0, 800)]


def test_nobody_owes_more_than_the_plans_limit():
    results = run(draw(cap_minor=1_200), [1_000, 1_500, 0])
    assert [(each.pay, each.balance) for each in results] == [(2_000, 1_000), (1_700, 1_200), (0, 1_200)]


def test_the_oldest_advance_is_paid_back_first():
    owed = (Advance("2026-01", 300), Advance("2026-02", 200))
    assert settle_draw(draw(), 2_400, owed, "2026-03", 2_000).advances == (Advance("2026-02", 100, 1),)


def test_a_quarter_is_granted_the_sum_of_its_months_and_nothing_after_the_last():
    ramping = draw(DrawKind.non_recoverable, (3_000, 2_500, 1_500, 750), ends_at_full=True)
    assert [draw_amount(ramping, done, 3, False) for done in (0, 3, 4)] == [7_000, 750, None]
    assert draw_amount(ramping, 0, 3, True) is None


@given(st.lists(st.integers(-3_000, 6_000), min_size=1, max_size=12), st.sampled_from(list(DrawKind)),
       st.integers(0, 8), st.none() | st.integers(0, 5_000), st.none() | st.integers(1, 4))
def test_every_cent_advanced_is_recovered_forgiven_or_still_owed(gross, kind, months, cap, within):
    terms = draw(kind, (2_000,) * months or (0,), cap_minor=cap, recover_within=within)
    results = run(terms, gross)
    assert [each.pay for each in results] == [
        each.topped_up - each.recovered + amount for each, amount in zip(results, gross, strict=True)]
    if kind is not DrawKind.non_recoverable:
        assert sum(each.topped_up - each.recovered - each.forgiven for each in results) == results[-1].balance
        assert cap is None or max(each.balance for each in results) <= cap
    assert all(each.recovered <= max(0, amount) for each, amount in zip(results, gross, strict=True))
