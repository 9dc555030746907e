"""A statement and its trace: each line with its inputs, the rules considered, tier parts and rounding."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from workflows.money import Money
from workflows.pay.facts import Carried, ExchangeRate
from workflows.pay.tiers import TierPart
from workflows.reasons import Reason, Reasons


class Bucket(StrEnum):
    """earned is in this statement's pay; pending waits for its invoice or cash; waiting for a gate's evidence."""

    earned = "earned"
    pending = "pending"
    waiting = "waiting"
    forfeited = "forfeited"


class LineKind(StrEnum):
    deal = "deal"
    spiff = "spiff"
    released = "released"
    cap = "cap"
    cap_released = "cap_released"
    floor = "floor"
    clawback = "clawback"
    adjustment = "adjustment"
    owed_before = "owed_before"
    draw = "draw"
    recovery = "recovery"
    owed_after = "owed_after"


@dataclass(frozen=True)
class Considered:
    """One rule asked: `expected` and `actual` are plain JSON values; `rule` has its sentence at the edge."""

    rule: str
    expected: Any
    actual: Any
    met: bool


@dataclass(frozen=True)
class Inputs:
    """What one deal brings for one rep; `base` and `credit` are exact minor units of the plan's currency.

    `share` is the rep's part of the value by largest remainder, before conversion and reversal.
    """

    value: Money
    share: Money
    snapshot: str
    rate: ExchangeRate | None
    commission_bp: int
    credit_bp: int
    reversed_bp: int
    base: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Line:
    """One line. `minor` is `exact` rounded once, within its component by largest remainder, so that lines sum.

    `before` and `after` are the credit position on the ladder; Σ parts × `factor` = `exact`.
    """

    kind: LineKind
    bucket: Bucket
    exact: Decimal
    minor: int
    component: str = ""
    deal: str = ""
    inputs: Inputs | None = None
    considered: tuple[Considered, ...] = ()
    before: Decimal | None = None
    after: Decimal | None = None
    parts: tuple[TierPart, ...] = ()
    factor: Decimal = Decimal(1)
    notes: Reasons = ()

    @property
    def key(self) -> str:
        """The same line in a re-run of the same period has the same key."""
        return ":".join((self.kind.value, self.component, self.deal))


@dataclass(frozen=True)
class Buckets:
    """Minor units. `paid` is the statement's pay: the sum of its earned lines, draws and recoveries included."""

    earned: int
    pending: int
    waiting: int
    withheld: int
    paid: int


@dataclass(frozen=True)
class Statement:
    """One rep's pay for one period. `credit` is quota credit of the plan period so far, `attainment_bp` over quota."""

    plan: str
    plan_version: str
    rep: str
    period: str
    currency: str
    quota: Money | None
    credit: Decimal
    attainment_bp: Decimal | None
    lines: tuple[Line, ...]
    buckets: Buckets
    carried: Carried
    notes: Reasons = ()

    @property
    def pay(self) -> Money:
        return Money(self.buckets.paid, self.currency)


def note(code: str, **params: Any) -> Reason:
    return Reason(code, params)
