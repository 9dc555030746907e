"""When a goal makes sense, how far it is, whether history says it can be reached, and when it is looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from math import isfinite
from statistics import median
from typing import Any

from workflows.reasons import Reason, Reasons, reasons
from workflows.words import N_

LONGEST = timedelta(days=3 * 366)
LARGEST = 1e12
FAR_OFF = 10
ENOUGH_QUARTERS = 2


class Metric(StrEnum):
    """What the product measures itself, in the quarter that holds the goal's due day. Other metrics are words."""

    team_bookings = auto()
    own_bookings = auto()
    team_attainment = auto()
    own_attainment = auto()

    @property
    def own(self) -> bool:
        return self in {Metric.own_bookings, Metric.own_attainment}

    @property
    def bookings(self) -> bool:
        return self in {Metric.team_bookings, Metric.own_bookings}


METRIC_LABELS = {
    Metric.team_bookings: N_("Bookings of the team in the quarter"),
    Metric.own_bookings: N_("Bookings of the owner in the quarter"),
    Metric.team_attainment: N_("Attainment of the team in the quarter"),
    Metric.own_attainment: N_("Attainment of the owner in the quarter"),
}


def measured(metric: str) -> Metric | None:
    """The metric the product measures itself, or None when people say how far it is."""
    return Metric(metric) if metric in set(Metric) else None


@dataclass(frozen=True)
class NewGoal:
    """What a leader sets. Values are in `unit`: whole currency units for bookings, percent for attainment."""

    title: str
    metric: str
    start_value: float
    target_value: float
    due_on: date
    owner_id: int
    unit: str = ""
    priority_id: int | None = None
    parent_id: int | None = None
    review_every_days: int = 30


def goal_problems(new: NewGoal, today: date) -> Reasons:
    """What makes no sense in itself; who may own it and what it hangs under are asked elsewhere."""
    numbers = all(isfinite(value) and abs(value) <= LARGEST for value in (new.start_value, new.target_value))
    days = (new.due_on - today).days
    return reasons(
        None if new.title.strip() else Reason("goal.title-missing"),
        None if new.metric.strip() else Reason("goal.metric-missing"),
        None if numbers else Reason("goal.number-unusable"),
        Reason("goal.no-way") if numbers and new.start_value == new.target_value else None,
        Reason("goal.target-not-positive") if numbers and measured(new.metric) and new.target_value <= 0 else None,
        Reason("goal.due-past", {"due_on": new.due_on.isoformat()}) if days <= 0 else None,
        Reason("goal.due-too-far", {"years": 3}) if days > LONGEST.days else None,
        None if 1 <= new.review_every_days <= 366 else Reason("goal.cadence", {"days": new.review_every_days}))


@dataclass(frozen=True)
class Attainability:
    """What history says about a target, as it was when the goal was set."""

    reason: Reason
    history: tuple[tuple[str, float], ...]

    def as_json(self) -> dict[str, Any]:
        return {"reason": self.reason.as_json(), "history": [list(each) for each in self.history]}


def attainability(target: float, unit: str, history: Sequence[tuple[str, float]]) -> Attainability:
    """The target against the last quarters, given oldest first as (quarter, value).

    Reached in half of them is usual, in some a stretch, in none beyond what was ever done.
    """
    values = [value for _, value in history]
    if len(values) < ENOUGH_QUARTERS:
        return Attainability(Reason("goal.attainability-unknown", {"quarters": len(values)}), tuple(history))
    best_in, best = max(history, key=lambda each: each[1])
    facts = {"target": _plain(target), "unit": unit, "quarters": len(values), "median": _plain(median(values)),
             "best": _plain(best), "best_in": best_in, "reached": sum(value >= target for value in values)}
    kind = "usual" if target <= median(values) else "stretch" if target <= best else "beyond"
    return Attainability(Reason(f"goal.attainability-{kind}", facts), tuple(history))


def far_off(target: float, found: Attainability) -> Reason | None:
    """A target ten times above what was ever reached is a slip of the unit, not ambition."""
    best = max((value for _, value in found.history), default=0.0)
    if len(found.history) < ENOUGH_QUARTERS or best <= 0 or target <= FAR_OFF * best:
        return None
    return Reason("goal.target-far-off", {"target": _plain(target), "best": _plain(best)})


def progress(start: float, target: float, current: float) -> float:
    """The part of the way from start to target that is done; below 0 when it went the other way, above 1 beyond."""
    return (current - start) / (target - start)


def not_reached(start: float, target: float, current: float | None, unit: str) -> Reason | None:
    """Why the goal cannot be called met."""
    if current is None:
        return Reason("goal.not-measured")
    if progress(start, target, current) >= 1:
        return None
    return Reason("goal.not-reached", {"current": _plain(current), "target": _plain(target), "unit": unit})


def review_problems(value: float, note: str, follow_up: str | None, owner_id: int | None, on: date | None,
                    today: date) -> Reasons:
    """A review needs a figure and a note; a follow-up needs an owner and a day to come, or none of the three."""
    given = [bool((follow_up or "").strip()), owner_id is not None, on is not None]
    return reasons(
        None if isfinite(value) and abs(value) <= LARGEST else Reason("goal.number-unusable"),
        None if note.strip() else Reason("goal.note-missing"),
        Reason("goal.follow-up-incomplete") if any(given) and not all(given) else None,
        Reason("goal.follow-up-past", {"on": on.isoformat()}) if on is not None and on < today else None)


def next_review(today: date, every_days: int, due_on: date) -> date:
    """After the cadence, but not later than the due day while that is still to come."""
    turn = today + timedelta(days=every_days)
    return min(turn, due_on) if due_on > today else turn


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 1)
