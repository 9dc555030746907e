"""Attainment: credit over quota."""

from dataclasses import dataclass
from decimal import Decimal

from workflows.money import WHOLE_BP, Money, exact_ratio


@dataclass(frozen=True)
class Attainment:
    """`share_bp` is exact and None where there is no quota: credit without a quota is no percentage."""

    credit: Money
    quota: Money
    share_bp: Decimal | None


def attainment(credit: Money, quota: Money) -> Attainment:
    """Raises Refused when the two are in different currencies."""
    (credit - quota)  # refuses two currencies
    share = exact_ratio(credit.minor * WHOLE_BP, quota.minor) if quota.minor > 0 else None
    return Attainment(credit, quota, share)
