"""From an authored pay plan, a plain mapping as TOML or a content version holds it, to the terms the rules take.

A plan has one tier table at its top, or several `[[components]]`. Amounts are minor units, shares basis points.
"""

from collections.abc import Mapping
from typing import Any

from workflows.errors import Refused
from workflows.money import WHOLE_BP, Rounding, exponent
from workflows.pay.terms import (
    Above,
    AboveCap,
    Accelerators,
    Accumulation,
    Cap,
    Clawback,
    Component,
    ComponentKind,
    DealRateAt,
    Draw,
    DrawKind,
    Negative,
    PayGate,
    PayGateKind,
    PayOn,
    PayPlan,
    Tier,
    TierBasis,
    TierMethod,
    TierTable,
    Unmet,
    ZeroQuota,
)
from workflows.pay.tiers import tier_problems
from workflows.ramp.fields import Fields
from workflows.reasons import Reason
from workflows.sales.periods import PeriodLength

WITHHELD = {"balance": AboveCap.keep, "forfeit": AboveCap.forfeit}


def plan_from(authored: Mapping[str, Any], version: str) -> PayPlan:
    """The plan's terms. Raises Refused with every missing, wrong or contradictory field at once.

    What an author may leave open and did is decided the mildest way and named in `unsaid`; a statement repeats it.
    """
    fields = Fields(authored)
    fields.also("summary", "profile")
    currency = fields.text("currency")
    try:
        exponent(currency)
    except Refused as refused:
        fields.problems += refused.reasons
    if fields.whole("commission_split_total_bp", WHOLE_BP) != WHOLE_BP:
        fields.wrong("commission_split_total_bp", authored["commission_split_total_bp"], str(WHOLE_BP))
    components = tuple(_component(part) for part in fields.parts("components")) or (_only_component(fields),)
    target = fields.whole("target_minor", 0)
    fields.problems += _component_problems(components, target)
    floor = fields.part("floor")
    plan = PayPlan(
        fields.text("key"), fields.text("title"), version, currency, fields.choice("period", PeriodLength),
        fields.choice("pay_on", PayOn), fields.choice("rounding", Rounding), components,
        fields.choice("negative", Negative, Negative.carry), fields.whole("quota_credit_max_bp", WHOLE_BP), target,
        _cap(fields), floor.whole("amount_minor") if floor else None, _clawback(fields), _draw(fields),
        tuple(fields.unsaid))
    fields.finish()
    return plan


def _component(part: Fields) -> Component:
    kind = part.choice("kind", ComponentKind)
    part.also("unmet")
    table = None if kind is ComponentKind.spiff else _table(part)
    return Component(
        part.text("key"), part.text("title"), kind, 0 if table is None else part.whole("weight_bp"), table,
        0 if table else part.whole("amount_minor", least=1), frozenset(part.texts("products")), part.day("from_on"),
        part.day("to_on"), tuple(_gate(gate) for gate in part.parts("gates")),
        part.choice("unmet", Unmet) if part.given("gates") else Unmet.withhold)


def _only_component(fields: Fields) -> Component:
    return Component("commission", fields.text("title"), ComponentKind.commission, WHOLE_BP, _table(fields))


def _gate(part: Fields) -> PayGate:
    kind = part.choice("kind", PayGateKind)
    named = kind in {PayGateKind.certificate, PayGateKind.evidence}
    return PayGate(kind, part.text("key") if named else "",
                   part.whole("minimum_bp", least=1) if kind is PayGateKind.attainment else 0)


def _table(fields: Fields) -> TierTable:
    fields.also("zero_quota", "accelerator_locked_until_full", "deal_rate_at")
    basis = fields.choice("tier_basis", TierBasis)
    unit = "bp" if basis is TierBasis.attainment else "minor"
    tiers = _tiers(fields, unit)
    method = fields.choice("tier_method", TierMethod)
    table = TierTable(
        tiers, method, basis, fields.choice("accumulation", Accumulation), _above(fields),
        fields.choice("zero_quota", ZeroQuota, ZeroQuota.first_rate) if unit == "bp" else ZeroQuota.refuse,
        Accelerators.locked_until_full if any(tier.accelerator for tier in tiers)
        and fields.flag("accelerator_locked_until_full") else Accelerators.open,
        fields.choice("deal_rate_at", DealRateAt) if method is TierMethod.per_deal else None)
    fields.problems += tier_problems(table)
    if table.accumulation is Accumulation.transaction and table.deal_rate_at is DealRateAt.before:
        fields.problems.append(Reason("pay.rate-before-each-deal"))
    return table


def _tiers(fields: Fields, unit: str) -> tuple[Tier, ...]:
    accelerates = fields.whole_or_none(f"accelerator_from_{unit}")
    return tuple(
        Tier(from_, tier.whole_or_none(f"to_{unit}"), tier.whole("rate_bp"),
             accelerates is not None and from_ >= accelerates)
        for tier in fields.parts("tiers") for from_ in [tier.whole(f"from_{unit}")])


def _above(fields: Fields) -> Above | None:
    return None if fields.given("above_last") == "open" else fields.choice("above_last", Above)


def _cap(fields: Fields) -> Cap | None:
    part = fields.part("cap")
    if part is None:
        return None
    withheld = part.text("withheld")
    if withheld not in WITHHELD:
        part.wrong("withheld", withheld or None, ", ".join(WITHHELD))
    return Cap(part.whole("amount_minor", least=1), WITHHELD.get(withheld, AboveCap.keep))


def _clawback(fields: Fields) -> Clawback | None:
    fields.also("clawback_reduces_credit")
    if fields.given("clawback_rate") is None and fields.given("clawback_days") is None:
        return None
    if fields.text("clawback_rate") != "original":
        fields.wrong("clawback_rate", fields.given("clawback_rate"), "original")
    return Clawback(fields.whole_or_none("clawback_days"), fields.flag("clawback_reduces_credit", True))


def _draw(fields: Fields) -> Draw | None:
    part = fields.part("draw")
    if part is None:
        return None
    kind = part.choice("kind", DrawKind)
    part.also("recovery_months")
    amounts = part.given("months")
    if not isinstance(amounts, (list, tuple)) or not amounts or not all(
            isinstance(each, int) and each >= 0 for each in amounts):
        part.wrong("months", amounts, "a list of amounts in minor units, one a month")
        amounts = ()
    within = part.whole_or_none("recovery_months") if kind is not DrawKind.non_recoverable else None
    if within == 0:
        part.wrong("recovery_months", within, "1 or more, or nothing for no end")
    return Draw(kind, tuple(amounts), part.flag("ends_at_full", True), within, part.whole_or_none("cap_minor"))


def _component_problems(components: tuple[Component, ...], target: int) -> list[Reason]:
    found = []
    keys = [component.key for component in components]
    found += [Reason("pay.component-twice", {"component": key}) for key in sorted({*keys}) if keys.count(key) > 1]
    targets = [component for component in components if component.kind is ComponentKind.target]
    weights = sum(component.weight_bp for component in targets)
    if targets and weights != WHOLE_BP:
        found.append(Reason("pay.weights-not-whole", {"sum_bp": weights}))
    if bool(targets) != (target > 0):
        found.append(Reason("pay.target-pay-missing" if targets else "pay.target-pay-unused"))
    found += [Reason("pay.target-on-zero-quota", {"component": component.key}) for component in targets
              if component.table and component.table.zero_quota is ZeroQuota.first_rate]
    return found
