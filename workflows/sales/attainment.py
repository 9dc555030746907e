"""Attainment: credit over quota."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from workflows.money import WHOLE_BP, Money, exact_ratio, round_minor


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


@dataclass(frozen=True)
class MonthFigure:
    """One person's month in one currency. `quota_minor` is None when none was set; on a ramp it is the ramped one and
    `scheduled_minor` what the ramp's plan had foreseen."""

    credit_minor: int
    quota_minor: int | None = None
    scheduled_minor: int | None = None
    on_ramp: bool = False


@dataclass(frozen=True)
class Standing:
    """Months taken together, in one currency.

    `counted_minor` is the credit of months that have a quota: only it is compared with the quota, since a month
    nobody set a quota for is neither met nor missed. `quota_minor` is None when no month has one.
    """

    credit_minor: int = 0
    counted_minor: int = 0
    quota_minor: int | None = None
    scheduled_minor: int | None = None
    months_without_quota: int = 0
    ramped_months: int = 0

    @property
    def share_bp(self) -> int | None:
        """Attainment in basis points, rounded once; None without a quota above 0."""
        return _share(self.counted_minor, self.quota_minor)

    @property
    def scheduled_share_bp(self) -> int | None:
        """Attainment against what the ramp had foreseen, where a hold made the two differ; else None."""
        if self.scheduled_minor == self.quota_minor:
            return None
        return _share(self.counted_minor, self.scheduled_minor)


def standing(months: Iterable[MonthFigure]) -> Standing:
    """The sum of people's months. A month without quota and without credit counts for nothing."""
    taken = list(months)
    with_quota = [each for each in taken if each.quota_minor is not None]
    return Standing(
        credit_minor=sum(each.credit_minor for each in taken),
        counted_minor=sum(each.credit_minor for each in with_quota),
        quota_minor=sum(each.quota_minor or 0 for each in with_quota) if with_quota else None,
        scheduled_minor=sum(each.scheduled_minor or 0 for each in with_quota) if with_quota else None,
        months_without_quota=sum(each.quota_minor is None and each.credit_minor != 0 for each in taken),
        ramped_months=sum(each.on_ramp for each in taken))


def _share(credit_minor: int, quota_minor: int | None) -> int | None:
    return round_minor(exact_ratio(credit_minor * WHOLE_BP, quota_minor)) if quota_minor else None
