"""What an import changes, whom a deal is credited to, and the figures an import must reach."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from workflows.errors import Refused
from workflows.money import WHOLE_BP, Money, exact_share, round_minor, split
from workflows.reasons import Reason, Reasons
from workflows.sales.deals import DealStage, ImportedDeal
from workflows.sales.periods import Period, PeriodLength

Key = TypeVar("Key")


@dataclass(frozen=True)
class ImportPlan:
    """What taking these deals would do. `unchanged` are known by reference with the same digest."""

    new: tuple[ImportedDeal, ...]
    changed: tuple[ImportedDeal, ...]
    unchanged: tuple[ImportedDeal, ...]


def import_plan(deals: Iterable[ImportedDeal], known: Mapping[str, str]) -> ImportPlan:
    """`known` is reference → digest as stored. Planning the same deals after they were taken changes nothing."""
    new, changed, unchanged = [], [], []
    for deal in deals:
        if deal.reference not in known:
            new.append(deal)
        elif known[deal.reference] != deal.digest:
            changed.append(deal)
        else:
            unchanged.append(deal)
    return ImportPlan(tuple(new), tuple(changed), tuple(unchanged))


def split_credit(value: Money, shares_bp: Sequence[int]) -> tuple[Money, ...]:
    """The commission split: shares must be the whole deal, parts sum to it by largest remainder."""
    return tuple(Money(part, value.currency) for part in split(value.minor, shares_bp))


def quota_credit(value: Money, share_bp: int) -> Money:
    """One rep's quota credit. Shares of one deal may exceed the whole together, when overlays sell along."""
    if share_bp < 0:
        raise Refused(Reason("money.share-negative", {"shares_bp": [share_bp]}))
    return Money(round_minor(exact_share(value.minor, share_bp)), value.currency)


def split_problems(shares_bp: Mapping[str, int]) -> Reasons:
    """Why these commission shares (rep → basis points) cannot be used; a form shows all of them."""
    found = [Reason("sales.share-out-of-range", {"rep": rep, "share_bp": share})
             for rep, share in shares_bp.items() if not 0 < share <= WHOLE_BP]
    if sum(shares_bp.values()) != WHOLE_BP:
        found.append(Reason("money.shares-not-whole", {"sum_bp": sum(shares_bp.values())}))
    return tuple(found)


def stage_counts(deals: Iterable[ImportedDeal]) -> dict[DealStage, int]:
    counts = Counter(deal.stage for deal in deals)
    return {stage: counts[stage] for stage in DealStage}


def won_value(deals: Iterable[ImportedDeal], currency: str) -> Money:
    return _total([deal for deal in deals if deal.stage is DealStage.won], currency)


def won_by_period(deals: Iterable[ImportedDeal], length: PeriodLength, currency: str) -> dict[Period, Money]:
    """Won value by the month, quarter or year of closing, in order of time."""
    return dict(sorted(_won_by(deals, currency,
                               lambda deal: Period.of(deal.closed_on, length) if deal.closed_on else None)))


def won_by_rep(deals: Iterable[ImportedDeal], currency: str) -> dict[str, Money]:
    """Won value by rep, in order of name; reps without a won deal are left to the caller's list of reps."""
    return dict(sorted(_won_by(deals, currency, lambda deal: deal.rep)))


def won_by_region(deals: Iterable[ImportedDeal], regions: Mapping[str, str], currency: str) -> dict[str, Money]:
    """`regions` is rep → region."""
    return dict(sorted(_won_by(deals, currency, lambda deal: regions[deal.rep])))


def _won_by(deals: Iterable[ImportedDeal], currency: str,
            key: Callable[[ImportedDeal], Key | None]) -> list[tuple[Key, Money]]:
    groups: dict[Key, list[ImportedDeal]] = defaultdict(list)
    for deal in deals:
        group = key(deal)
        if deal.stage is DealStage.won and group is not None:
            groups[group].append(deal)
    return [(group, _total(members, currency)) for group, members in groups.items()]


def _total(deals: Iterable[ImportedDeal], currency: str) -> Money:
    return sum((deal.value for deal in deals if deal.value), Money(0, currency))
