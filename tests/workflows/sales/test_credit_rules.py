"""Whom a deal counts for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import Refused
from workflows.money import Money
from workflows.reasons import Reason
from workflows.sales.attainment import attainment
from workflows.sales.rules import quota_credit, split_credit, split_problems


@given(st.integers(1, 10**12), st.integers(1, 9_999))
def test_two_reps_who_share_a_deal_share_all_of_it(minor, share):
    first, second = split_credit(Money(minor, "EUR"), [share, 10_000 - share])
    assert first + second == Money(minor, "EUR")


def test_a_commission_split_of_120_percent_is_refused_but_quota_credit_may_overlap():
    with pytest.raises(Refused, match="shares-not-whole"):
        split_credit(Money(100, "EUR"), [10_000, 2_000])
    assert [quota_credit(Money(999, "EUR"), share) for share in (10_000, 5_000)] == [
        Money(999, "EUR"), Money(500, "EUR")]


def test_a_form_shows_everything_wrong_with_a_split():
    assert split_problems({"Ana": 12_000, "Raj": -1_000}) == (
        Reason("sales.share-out-of-range", {"rep": "Ana", "share_bp": 12_000}),
        Reason("sales.share-out-of-range", {"rep": "Raj", "share_bp": -1_000}),
        Reason("money.shares-not-whole", {"sum_bp": 11_000}))
    assert split_problems({"Ana": 6_000, "Raj": 4_000}) == ()


def test_attainment_is_credit_over_quota_and_refuses_two_currencies():
    assert attainment(Money(30, "EUR"), Money(40, "EUR")).share_bp == 7_500
    with pytest.raises(Refused, match="currencies-differ"):
        attainment(Money(30, "EUR"), Money(40, "USD"))
