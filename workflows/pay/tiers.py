"""Tiers: what a deal earns when it moves a rep from one point of the ladder to another. Exact, nothing is rounded."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflows.errors import Refused
from workflows.money import Money, exact_product, exact_ratio, exact_share, exact_sum
from workflows.pay.terms import Above, Accelerators, DealRateAt, Tier, TierBasis, TierMethod, TierTable, ZeroQuota
from workflows.reasons import Reason


class PartKind(StrEnum):
    """tier: this deal's money at a tier's rate. lift: earlier money raised to the rate reached. above: beyond a cap."""

    tier = "tier"
    lift = "lift"
    above = "above"


@dataclass(frozen=True)
class TierPart:
    """`base` × `rate_bp` = `exact`; bounds are minor units of credit."""

    kind: PartKind
    from_: Decimal
    to: Decimal | None
    rate_bp: Decimal
    base: Decimal
    exact: Decimal


@dataclass(frozen=True)
class Rung:
    from_: Decimal
    to: Decimal | None
    rate_bp: Decimal
    locked: bool = False


@dataclass(frozen=True)
class Ladder:
    """A tier table for one rep and period: bounds in minor units, locked accelerators at the last open rate."""

    rungs: tuple[Rung, ...]
    method: TierMethod
    above: Above | None
    deal_rate_at: DealRateAt | None

    @property
    def top(self) -> Decimal | None:
        return self.rungs[-1].to


@dataclass(frozen=True)
class Climb:
    """One deal's way: credit position before and after, its money, and the money that counted before it."""

    before: Decimal
    after: Decimal
    base: Decimal
    base_before: Decimal = Decimal(0)


def ladder(table: TierTable, quota: Money | None, full_ramp: bool) -> Ladder:
    """Raises Refused when bounds are shares of a quota that does not exist and the plan says to refuse."""
    locked = table.accelerators is Accelerators.locked_until_full and not full_ramp
    rungs: list[Rung] = []
    if table.basis is TierBasis.attainment and not (quota and quota.minor > 0):
        return _without_quota(table, quota)
    for tier in table.tiers:
        shut = locked and tier.accelerator
        rate = rungs[-1].rate_bp if shut and rungs else Decimal(tier.rate_bp)
        rungs.append(Rung(_bound(table, tier.from_, quota), None if tier.to is None else _bound(table, tier.to, quota),
                          rate, shut))
    if table.above is Above.last_rate:
        rungs[-1] = Rung(rungs[-1].from_, None, rungs[-1].rate_bp, rungs[-1].locked)
    return Ladder(tuple(rungs), table.method, table.above, table.deal_rate_at)


def tier_parts(steps: Ladder, climb: Climb) -> tuple[TierPart, ...]:
    """The parts a deal earns; their sum is its amount. Raises Refused above a last tier that refuses."""
    top = steps.top
    if top is None or climb.after <= top:
        return _parts(steps, climb)
    if steps.above is Above.refuse:
        raise Refused(Reason("pay.above-last-tier"))
    start = min(climb.before, top)
    over = exact_ratio(exact_product(climb.base, climb.after - max(climb.before, top)), climb.after - climb.before)
    below = Climb(start, top, climb.base - over, climb.base_before)
    paid = _parts(steps, below) if start < top else ()
    return (*paid, TierPart(PartKind.above, top, None, Decimal(0), over, Decimal(0)))


def amount(parts: tuple[TierPart, ...]) -> Decimal:
    return exact_sum(part.exact for part in parts)


def rung_at(steps: Ladder, position: Decimal) -> Rung:
    """The tier that holds `position`: its lower bound belongs to it, its upper bound to the next."""
    return next((rung for rung in steps.rungs if rung.to is None or position < rung.to), steps.rungs[-1])


def rate_at(steps: Ladder, position: Decimal) -> Decimal:
    """In basis points; between two tiers' rates where the method interpolates."""
    rung = rung_at(steps, position)
    at = steps.rungs.index(rung)
    if steps.method is not TierMethod.interpolated or at + 1 == len(steps.rungs) or rung.to is None:
        return rung.rate_bp
    way = exact_ratio(position - rung.from_, rung.to - rung.from_)
    return rung.rate_bp + exact_product(steps.rungs[at + 1].rate_bp - rung.rate_bp, way)


def _bound(table: TierTable, bound: int, quota: Money | None) -> Decimal:
    if table.basis is TierBasis.amount or quota is None:
        return Decimal(bound)
    return exact_share(quota.minor, bound)


def _without_quota(table: TierTable, quota: Money | None) -> Ladder:
    if quota is None or table.zero_quota is ZeroQuota.refuse:
        raise Refused(Reason("pay.quota-missing" if quota is None else "pay.quota-zero"))
    rate = Decimal(table.tiers[0].rate_bp if table.zero_quota is ZeroQuota.first_rate else 0)
    return Ladder((Rung(Decimal(0), None, rate),), table.method, None, table.deal_rate_at)


def _parts(steps: Ladder, climb: Climb) -> tuple[TierPart, ...]:
    if steps.method is TierMethod.per_deal:
        decides = climb.before if steps.deal_rate_at is DealRateAt.before else climb.after
        return (_part(PartKind.tier, rung_at(steps, decides), rate_at(steps, decides), climb.base),)
    if steps.method is TierMethod.marginal:
        return _slices(steps, climb)
    reached, earlier = rate_at(steps, climb.after), rate_at(steps, climb.before)
    rung = rung_at(steps, climb.after)
    parts = [_part(PartKind.tier, rung, reached, climb.base)]
    if climb.base_before and reached != earlier:
        parts.append(_part(PartKind.lift, rung, reached - earlier, climb.base_before))
    return tuple(parts)


def _slices(steps: Ladder, climb: Climb) -> tuple[TierPart, ...]:
    if climb.after == climb.before:
        return (_part(PartKind.tier, rung_at(steps, climb.before), rate_at(steps, climb.before), climb.base),)
    parts = []
    for rung in steps.rungs:
        low, high = max(climb.before, rung.from_), climb.after if rung.to is None else min(climb.after, rung.to)
        if low < high:
            inside = exact_ratio(exact_product(climb.base, high - low), climb.after - climb.before)
            parts.append(_part(PartKind.tier, rung, rung.rate_bp, inside))
    return tuple(parts)


def _part(kind: PartKind, rung: Rung, rate_bp: Decimal, base: Decimal) -> TierPart:
    return TierPart(kind, rung.from_, rung.to, rate_bp, base, exact_share(base, rate_bp))


def tier_problems(table: TierTable) -> tuple[Reason, ...]:
    """Everything that leaves a point of the ladder without exactly one rate."""
    if not table.tiers:
        return (Reason("pay.tiers-empty"),)
    found = [] if table.tiers[0].from_ == 0 else [Reason("pay.tiers-not-from-zero", {"from": table.tiers[0].from_})]
    for number, (tier, after) in enumerate(zip(table.tiers, table.tiers[1:], strict=False), start=1):
        if tier.to != after.from_:
            found.append(Reason("pay.tiers-not-contiguous", {"tier": number, "to": tier.to, "next_from": after.from_}))
    found += [reason for number, tier in enumerate(table.tiers, start=1) for reason in _one_tier(number, tier)]
    last_open = table.tiers[-1].to is None
    if last_open == (table.above is not None):
        found.append(Reason("pay.last-tier-open-and-closed" if last_open else "pay.last-tier-says-nothing-above"))
    flags = [tier.accelerator for tier in table.tiers]
    if flags != sorted(flags) or flags[0]:
        found.append(Reason("pay.accelerators-not-last"))
    if (table.method is TierMethod.per_deal) != (table.deal_rate_at is not None):
        found.append(Reason("pay.deal-rate-moment", {"method": table.method.value}))
    return tuple(found)


def _one_tier(number: int, tier: Tier) -> list[Reason]:
    found = []
    if tier.to is not None and tier.to <= tier.from_:
        found.append(Reason("pay.tier-empty", {"tier": number, "from": tier.from_, "to": tier.to}))
    if tier.rate_bp < 0:
        found.append(Reason("pay.tier-rate-negative", {"tier": number, "rate_bp": tier.rate_bp}))
    return found
