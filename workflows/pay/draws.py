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
    granted: bool

    @property
    def balance(self) -> int:
        return sum(each.minor for each in self.advances)


def draw_granted(draw: Draw, draws_granted: int, full_ramp: bool) -> bool:
    """Whether this period still has a draw."""
    return (draw.periods is None or draws_granted < draw.periods) and not (draw.ends_at_full and full_ramp)


def settle_draw(draw: Draw, gross: int, advances: tuple[Advance, ...], period: str, granted: bool) -> DrawResult:
    """One period's draw at its close.

    While granted, pay is at least `draw.minor` (as far as the balance may grow) and only what lies above it repays
    earlier advances. Afterwards a recoverable draw may take all of the period's pay, a guarantee only what lies above.
    """
    if draw.kind is DrawKind.non_recoverable:
        topped_up = max(0, draw.minor - gross) if granted else 0
        return DrawResult(gross + topped_up, topped_up, 0, 0, (), granted)
    owed, forgiven = _aged(draw, advances)
    balance = sum(each.minor for each in owed)
    if granted and gross < draw.minor:
        room = draw.minor - gross if draw.cap_minor is None else max(0, draw.cap_minor - balance)
        topped_up = min(draw.minor - gross, room)
        after = (*owed, Advance(period, topped_up)) if topped_up else owed
        return DrawResult(gross + topped_up, topped_up, 0, forgiven, after, granted)
    kept = draw.minor if granted or draw.kind is DrawKind.recoverable_guarantee else 0
    recovered = min(balance, max(0, gross - kept))
    return DrawResult(gross - recovered, 0, recovered, forgiven, _repaid(owed, recovered), granted)


def _aged(draw: Draw, advances: tuple[Advance, ...]) -> tuple[tuple[Advance, ...], int]:
    older = [replace(each, age=each.age + 1) for each in advances]
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
