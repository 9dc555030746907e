"""Money that does not go missing."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import Refused
from workflows.money import Money, Rounding, apportion, convert_exact, exact_share, exponent, round_minor, split

amounts = st.integers(min_value=-(10**15), max_value=10**15)
cuts = st.lists(st.integers(min_value=0, max_value=10_000), max_size=7)


def shares_from(cut_points: list[int]) -> list[int]:
    edges = [0, *sorted(cut_points), 10_000]
    return [to - from_ for from_, to in pairwise(edges)]


@given(amounts, cuts)
def test_a_split_deal_never_gains_or_loses_a_cent(total, cut_points):
    assert sum(split(total, shares_from(cut_points))) == total


@given(amounts, cuts)
def test_nobody_in_a_split_is_a_cent_further_from_their_share_than_one(total, cut_points):
    shares = shares_from(cut_points)
    assert all(abs(part - exact_share(total, share)) < 1
               for part, share in zip(split(total, shares), shares, strict=True))


@given(amounts, cuts)
def test_a_reversed_split_takes_back_exactly_what_it_gave(total, cut_points):
    shares = shares_from(cut_points)
    assert split(-total, shares) == tuple(-part for part in split(total, shares))


def test_equal_thirds_give_the_odd_cent_to_the_first_named():
    assert split(100, [3_334, 3_333, 3_333]) == (34, 33, 33)
    assert split(1, [5_000, 5_000]) == (1, 0)


@pytest.mark.parametrize("shares", [[5_000, 4_999], [6_000, 5_000], []])
def test_a_split_that_is_not_the_whole_deal_is_refused(shares):
    with pytest.raises(Refused) as refused:
        split(100, shares)
    assert [r.as_json() for r in refused.value.reasons] == [
        {"code": "money.shares-not-whole", "params": {"sum_bp": sum(shares)}}]


def test_a_negative_share_is_refused_even_when_the_sum_is_whole():
    with pytest.raises(Refused, match="share-negative"):
        split(100, [12_000, -2_000])


@given(st.lists(st.decimals(min_value=-10**9, max_value=10**9, places=6), max_size=30))
def test_entries_shown_under_a_line_sum_to_the_line(parts):
    total = round_minor(sum(parts, Decimal(0)))
    shown = apportion(total, parts)
    assert sum(shown) == total
    assert all(abs(whole - exact) < 1 for whole, exact in zip(shown, parts, strict=True))


def test_parts_that_belong_to_another_total_are_a_fault_not_a_guess():
    with pytest.raises(ValueError, match="rounded sum"):
        apportion(10, [Decimal("1.2")])


@pytest.mark.parametrize(("exact", "half_up", "half_even"),
                         [("0.5", 1, 0), ("1.5", 2, 2), ("-0.5", -1, 0), ("-2.5", -3, -2), ("2.4999999", 2, 2)])
def test_half_a_cent_is_rounded_the_way_the_plan_says(exact, half_up, half_even):
    assert round_minor(Decimal(exact)) == half_up
    assert round_minor(Decimal(exact), Rounding.half_even) == half_even


@pytest.mark.parametrize(("code", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_a_currency_has_the_digits_iso_gives_it(code, digits):
    assert exponent(code) == digits


def test_yen_have_no_cents_and_dinars_have_three():
    assert Money.parse("1200", "JPY") == Money(1_200, "JPY")
    assert Money.parse("1.234", "KWD") == Money(1_234, "KWD")
    assert str(Money(1_234_567, "KWD")) == "1,234.567 KWD"
    assert str(Money(-1_200, "JPY")) == "-1,200 JPY"


@pytest.mark.parametrize(("text", "currency", "code"), [
    ("12.345", "EUR", "money.too-many-digits"), ("12.5", "JPY", "money.too-many-digits"),
    ("1,200", "EUR", "money.not-a-number"), ("1e9", "EUR", "money.not-a-number"), ("", "EUR", "money.not-a-number"),
    ("NaN", "EUR", "money.not-a-number"), ("١٢", "EUR", "money.not-a-number"), ("9" * 17, "EUR", "money.too-large"),
    ("1", "EURO", "money.currency-unknown"), ("1", "eur", "money.currency-unknown")])
def test_an_amount_nobody_can_pay_is_refused_with_its_reason(text, currency, code):
    with pytest.raises(Refused) as refused:
        Money.parse(text, currency)
    assert [reason.code for reason in refused.value.reasons] == [code]


@given(amounts, st.sampled_from(["EUR", "JPY", "KWD"]))
def test_what_is_shown_is_read_back_as_the_same_amount(minor, currency):
    assert Money.parse(str(Money(minor, currency).major), currency) == Money(minor, currency)


def test_euros_and_dollars_are_not_added_up():
    with pytest.raises(Refused, match="currencies-differ"):
        Money(1, "EUR") + Money(1, "USD")


def test_yen_become_cents_at_the_given_rate():
    assert convert_exact(Money(10_000, "JPY"), "EUR", Decimal("0.0061")) == Decimal(6_100)
    assert convert_exact(Money(6_100, "EUR"), "JPY", Decimal("163.9")) == Decimal("9997.900")


def test_half_a_cent_typed_into_a_form_is_rounded_to_the_even_cent():
    typed = Decimal("0.125"), Decimal("-0.125")
    assert [Money.of(each, "USD").minor for each in typed] == [13, -13]
    assert (Money.of(Decimal("12.5"), "JPY").minor, Money.of(Decimal("1.2345"), "KWD").minor) == (13, 1235)
