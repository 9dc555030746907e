"""Whom a deal counts for."""

import pytest

from workflows.errors import Refused
from workflows.money import Money
from workflows.sales.attainment import attainment


def test_attainment_is_credit_over_quota_and_refuses_two_currencies():
    assert attainment(Money(30, "EUR"), Money(40, "EUR")).share_bp == 7_500
    with pytest.raises(Refused, match="currencies-differ"):
        attainment(Money(30, "EUR"), Money(40, "USD"))
