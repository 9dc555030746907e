"""What a statement is computed from: deals, shares, rates, evidence, and what earlier periods left open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from workflows.money import Money


@dataclass(frozen=True)
class Share:
    """One rep's part of a deal. Commission shares are the whole together; credit shares may be more (overlays)."""

    rep: str
    commission_bp: int
    credit_bp: int


@dataclass(frozen=True)
class DealFact:
    """A won deal as it was when the statement was made; `snapshot` identifies that version of it.

    `collected` is the cash that came on `collected_on`; a deal collected in parts is one fact per receipt, each with
    a reference of its own.
    """

    reference: str
    product: str
    value: Money
    booked_on: date
    shares: tuple[Share, ...]
    invoiced_on: date | None = None
    collected_on: date | None = None
    collected: Money | None = None
    snapshot: str = ""


@dataclass(frozen=True)
class ExchangeRate:
    """Units of the plan's currency for one unit of `currency`, as known on a day from a source."""

    currency: str
    rate: Decimal
    on: date
    source: str


@dataclass(frozen=True)
class RepFacts:
    """Whose statement it is and what is proven of them on the period's last day."""

    rep: str
    full_ramp: bool
    certificates: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    plan_acknowledged: bool = False


@dataclass(frozen=True)
class Reversal:
    """A deal, or `share_bp` of it, that came undone on a day."""

    deal: str
    on: date
    share_bp: int
    why: str


@dataclass(frozen=True)
class Earned:
    """What one component earned on one deal, and how: enough to reverse it at its own rate.

    `since` is the period it was earned in, `counted_in` the plan period ("2026-Q1") its credit and base counted in.
    """

    deal: str
    component: str
    minor: int
    since: str
    rate_bp: Decimal
    credit: Decimal
    base: Decimal
    counted_in: str


@dataclass(frozen=True)
class PaidEntry:
    """What was actually paid of `earned` (its `minor`), on which day, and how much of that was clawed back since."""

    earned: Earned
    paid_on: date
    clawed_minor: int = 0


@dataclass(frozen=True)
class Accumulated:
    """Credit and commission base of one component so far in its accumulation period, exact minor units."""

    period: str
    credit: Decimal = Decimal(0)
    base: Decimal = Decimal(0)


@dataclass(frozen=True)
class Advance:
    """What a draw advanced in one period and has not recovered; `age` counts months since."""

    period: str
    minor: int
    age: int = 0


@dataclass(frozen=True)
class Adjustment:
    """The difference a re-run of a closed period found for one of its lines."""

    period: str
    line: str
    before_minor: int
    after_minor: int

    @property
    def minor(self) -> int:
        return self.after_minor - self.before_minor


@dataclass(frozen=True)
class Carried:
    """What one period hands to the next. The first period starts with an empty one.

    `waiting` is behind a shut gate, `withheld` above a cap. `earned_minor` counts towards cap and floor of the plan
    period `earned_in`. `paid` are the payments a reversal may still reach, `draw_months` the months that had a draw.
    """

    accumulated: Mapping[str, Accumulated] = field(default_factory=dict)
    waiting: tuple[Earned, ...] = ()
    withheld: tuple[Earned, ...] = ()
    earned_in: str = ""
    earned_minor: int = 0
    owed_minor: int = 0
    advances: tuple[Advance, ...] = ()
    draw_months: int = 0
    paid: tuple[PaidEntry, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
