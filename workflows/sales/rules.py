"""What an import changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflows.sales.deals import ImportedDeal


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
