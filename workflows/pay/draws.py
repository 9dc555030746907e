"""Draws: pay advanced in ramp, and how much of it a later period takes back. Whole minor units throughout."""

from dataclasses import dataclass, replace

from workflows.pay.facts import Advance
from workflows.pay.terms import Draw, DrawKind


@dataclass(frozen=True)
class DrawResult:
    """`pay` = gross + `topped_up` − `recovered`. `advances` is what remains owed, oldest first."""

    pay: int
    topped_up: int
    recovered: int
    forgiven: int
    advances: tuple[Advance, ...]

    @property
    def balance(self) -> int:
        return sum(each.minor for each in self.advances)


def draw_amount(draw: Draw, draw_months: int, months: int, full_ramp: bool) -> int | None:
    """What a period of so many months is granted after `draw_months` earlier ones; None when there is no draw left."""
    granted = draw.months[draw_months:draw_months + months]
    return None if not granted or (draw.ends_at_full and full_ramp) else sum(granted)


def settle_draw(draw: Draw, gross: int, advances: tuple[Advance, ...], period: str, granted: int | None,
                months: int = 1) -> DrawResult:
    """One period's draw at its close; `granted` is this period's amount, None for none.

    While granted, pay is at least that (as far as the balance may grow) and only what lies above it repays earlier
    advances. Afterwards a recoverable draw may take all of the period's pay, a guarantee only what lies above the
    last month's amount.
    """
    if draw.kind is DrawKind.non_recoverable:
        topped_up = max(0, (granted or 0) - gross) if granted is not None else 0
        return DrawResult(gross + topped_up, topped_up, 0, 0, ())
    owed, forgiven = _aged(draw, advances, months)
    balance = sum(each.minor for each in owed)
    if granted is not None and gross < granted:
        topped_up = granted - gross
        if draw.cap_minor is not None:
            topped_up = min(topped_up, max(0, draw.cap_minor - balance))
        after = (*owed, Advance(period, topped_up)) if topped_up else owed
        return DrawResult(gross + topped_up, topped_up, 0, forgiven, after)
    recovered = min(balance, max(0, gross - _kept(draw, granted, months)))
    return DrawResult(gross - recovered, 0, recovered, forgiven, _repaid(owed, recovered))


def _kept(draw: Draw, granted: int | None, months: int) -> int:
    if granted is not None:
        return granted
    return draw.months[-1] * months if draw.kind is DrawKind.recoverable_guarantee else 0


def _aged(draw: Draw, advances: tuple[Advance, ...], months: int) -> tuple[tuple[Advance, ...], int]:
    older = [replace(each, age=each.age + months) for each in advances]
    kept = tuple(each for each in older if draw.recover_within is None or each.age <= draw.recover_within)
    return kept, sum(each.minor for each in older) - sum(each.minor for each in kept)


def _repaid(owed: tuple[Advance, ...], recovered: int) -> tuple[Advance, ...]:
    """The oldest advance is repaid first."""
    left = []
    for each in owed:
        taken = min(each.minor, recovered)
        recovered -= taken
        if taken < each.minor:
            left.append(replace(each, minor=each.minor - taken))
    return tuple(left)
