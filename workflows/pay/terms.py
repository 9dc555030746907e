"""What a pay plan says: every choice that changes what a rep is paid is a field here, code has no opinion."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.money import Rounding
from workflows.sales.periods import PeriodLength


class TierMethod(StrEnum):
    """How a rate applies once a tier is reached.

    marginal: each slice at its own tier's rate. retroactive: everything so far at the rate of the tier reached.
    interpolated: as retroactive, the rate rising in a straight line from a tier's rate to the next one's.
    per_deal: each deal as a whole at one tier's rate.
    """

    marginal = "marginal"
    retroactive = "retroactive"
    interpolated = "interpolated"
    per_deal = "per_deal"


class DealRateAt(StrEnum):
    """For per_deal: the tier reached before the deal, or with it."""

    before = "before"
    after = "after"


class TierBasis(StrEnum):
    """Tier bounds in minor units of credit, or in basis points of the quota."""

    amount = "amount"
    attainment = "attainment"


class Accumulation(StrEnum):
    """Where counting starts at zero: at each deal, or with each of the plan's periods."""

    transaction = "transaction"
    period = "period"


class Above(StrEnum):
    """What happens to credit above a closed last tier: stop and ask, pay nothing for it, or go on at the last rate."""

    refuse = "refuse"
    cap = "cap"
    last_rate = "last_rate"


class ZeroQuota(StrEnum):
    """Tiers by attainment in a period without quota (a ramp's 0 % step): stop, pay nothing, pay the first rate."""

    refuse = "refuse"
    nothing = "nothing"
    first_rate = "first_rate"


class Accelerators(StrEnum):
    locked_until_full = "locked_until_full"
    open = "open"


class PayOn(StrEnum):
    booking = "booking"
    invoice = "invoice"
    cash = "cash"


class Unmet(StrEnum):
    """A component whose gate is shut: kept until the evidence comes, or gone."""

    withhold = "withhold"
    forfeit = "forfeit"


class AboveCap(StrEnum):
    """What a cap withholds is kept as a balance and paid when a later period has room, or is gone."""

    keep = "keep"
    forfeit = "forfeit"


class Negative(StrEnum):
    """A statement below zero: carried into the next one, or collected from the rep."""

    carry = "carry"
    collect = "collect"


class PayGateKind(StrEnum):
    full_ramp = "full_ramp"
    certificate = "certificate"
    evidence = "evidence"
    plan_acknowledged = "plan_acknowledged"
    attainment = "attainment"


class ComponentKind(StrEnum):
    """commission: a rate on credit. target: a share of target pay by attainment. spiff: an amount per deal."""

    commission = "commission"
    target = "target"
    spiff = "spiff"


class DrawKind(StrEnum):
    """non_recoverable: a floor, never paid back. The others carry what they advanced as a balance; a later recovery
    may take all that is earned (recoverable) or only what lies above the guarantee (recoverable_guarantee).
    """

    non_recoverable = "non_recoverable"
    recoverable = "recoverable"
    recoverable_guarantee = "recoverable_guarantee"


@dataclass(frozen=True)
class Tier:
    """Half-open `[from_, to)`; `to` None is open-ended. `rate_bp` of what falls into it."""

    from_: int
    to: int | None
    rate_bp: int
    accelerator: bool = False


@dataclass(frozen=True)
class TierTable:
    tiers: tuple[Tier, ...]
    method: TierMethod
    basis: TierBasis
    accumulation: Accumulation
    above: Above | None
    zero_quota: ZeroQuota
    accelerators: Accelerators
    deal_rate_at: DealRateAt | None = None


@dataclass(frozen=True)
class PayGate:
    """`key` names the certificate or evidence; `minimum_bp` is the attainment asked for."""

    kind: PayGateKind
    key: str = ""
    minimum_bp: int = 0


@dataclass(frozen=True)
class Component:
    """One way of earning. Without `products` every product counts; the window is half-open and may be open.

    `weight_bp` multiplies a commission, and is the component's part of target pay; a spiff has no weight.
    """

    key: str
    title: str
    kind: ComponentKind
    weight_bp: int
    table: TierTable | None = None
    spiff_minor: int = 0
    products: frozenset[str] = frozenset()
    from_on: date | None = None
    to_on: date | None = None
    gates: tuple[PayGate, ...] = ()
    unmet: Unmet = Unmet.withhold


@dataclass(frozen=True)
class Cap:
    """The most one period pays before clawbacks and draws."""

    minor: int
    above: AboveCap


@dataclass(frozen=True)
class Clawback:
    """`within_days` of the payment, None for ever. `reduces_credit`: the deal also stops counting for tiers."""

    within_days: int | None
    reduces_credit: bool


@dataclass(frozen=True)
class Draw:
    """`months` are the amounts of the first, second, third month; after the last there is none.

    `recover_within` so many months an advance is recovered, then forgiven (None: never). `cap_minor` is the largest
    balance a rep may owe (None: no limit).
    """

    kind: DrawKind
    months: tuple[int, ...]
    ends_at_full: bool
    recover_within: int | None = None
    cap_minor: int | None = None


@dataclass(frozen=True)
class PayPlan:
    """`version` identifies the exact text the rep acknowledged; `period` is what quota, target pay and tiers are per.

    `credit_max_bp` is the most quota credit one rep may get of a deal. `unsaid` are the fields the plan leaves
    open, and how each was read.
    """

    key: str
    title: str
    version: str
    currency: str
    period: PeriodLength
    pay_on: PayOn
    rounding: Rounding
    components: tuple[Component, ...]
    negative: Negative
    credit_max_bp: int
    target_minor: int = 0
    cap: Cap | None = None
    floor_minor: int | None = None
    clawback: Clawback | None = None
    draw: Draw | None = None
    unsaid: tuple[tuple[str, str], ...] = ()
