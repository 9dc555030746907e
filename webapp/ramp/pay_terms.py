"""A pay plan in plain words: its terms and its tiers, or what is wrong with it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.figures import money, number
from webapp.sentences import sentence
from webapp.translating import gettext as _
from workflows.errors import Refused
from workflows.pay.plans import plan_from
from workflows.pay.settlement import rate_text
from workflows.pay.terms import (
    Accelerators,
    Accumulation,
    ComponentKind,
    DrawKind,
    Negative,
    PayOn,
    PayPlan,
    TierBasis,
    TierMethod,
)
from workflows.sales.periods import PeriodLength

PERIODS = {PeriodLength.month: _l("month"), PeriodLength.quarter: _l("quarter"), PeriodLength.year: _l("year")}
PAID_ON = {PayOn.booking: _l("when a deal is booked"), PayOn.invoice: _l("when it is invoiced"),
           PayOn.cash: _l("when the cash comes in")}
METHODS = {TierMethod.marginal: _l("Each part of your credit earns the rate of the tier it falls into."),
           TierMethod.retroactive: _l("The rate of the tier you reach holds for everything from the first on."),
           TierMethod.interpolated: _l("The rate rises evenly from tier to tier, for everything from the first on."),
           TierMethod.per_deal: _l("Each deal earns one rate as a whole.")}
DRAWS = {DrawKind.non_recoverable: _l("Never paid back."),
         DrawKind.recoverable: _l("Paid back out of what you earn above it later."),
         DrawKind.recoverable_guarantee: _l("Paid back only out of what lies above the guarantee.")}


def terms(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(term, what the plan says), in the order to read them."""
    try:
        plan = plan_from(body, "")
    except Refused as refused:
        return [(_("The plan cannot be read"), " ".join(sentence(reason) for reason in refused.reasons))]
    return [*_basis(plan), *_limits(plan)]


def _basis(plan: PayPlan) -> Iterator[tuple[str, str]]:
    period = str(PERIODS[plan.period])
    yield _("Counted per"), period
    yield _("Paid"), str(PAID_ON[plan.pay_on])
    for component in plan.components:
        name = component.title if len(plan.components) > 1 else _("How rates apply")
        if component.table is None:
            yield name, _("%(amount)s for each deal", amount=money(component.spiff_minor, plan.currency))
            continue
        said = [str(METHODS[component.table.method])]
        if component.kind is ComponentKind.target:
            said.append(_("Pays %(amount)s at 100%% of quota.", amount=money(plan.target_minor * component.weight_bp
                                                                              // 10_000, plan.currency)))
        anew = period if component.table.accumulation is Accumulation.period else _("deal")
        said.append(_("Counting starts anew with each %(what)s.", what=anew))
        if component.table.accelerators is Accelerators.locked_until_full:
            said.append(_("Rates above the quota open with full quota, the last step of the ramp."))
        yield name, " ".join(said)


def _limits(plan: PayPlan) -> Iterator[tuple[str, str]]:
    if plan.draw:
        months = ", ".join(money(each, plan.currency) for each in plan.draw.months)
        yield _("Draw, month by month"), f"{months}. {DRAWS[plan.draw.kind]}"
    if plan.cap:
        yield _("At most"), _("%(amount)s per %(period)s", amount=money(plan.cap.minor, plan.currency),
                              period=str(PERIODS[plan.period]))
    if plan.floor_minor:
        yield _("At least"), money(plan.floor_minor, plan.currency)
    if plan.clawback:
        days = plan.clawback.within_days
        yield _("If a deal comes undone"), (
            _("Within %(days)s days of its payment, what was paid for it is taken back.", days=number(days)) if days
            else _("What was paid for it is taken back."))
    yield _("Below zero"), (_("Carried into the next month.") if plan.negative is Negative.carry
                            else _("Collected at once."))


def tiers(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(from where to where, rate) of the plan's tiers, component after component."""
    try:
        plan = plan_from(body, "")
    except Refused:
        return []
    found = []
    for component in plan.components:
        for tier in component.table.tiers if component.table else ():
            by_share = component.table is not None and component.table.basis is TierBasis.attainment
            from_, to = (None if end is None else rate_text_bp(end) if by_share else money(end, plan.currency)
                         for end in (tier.from_, tier.to))
            name = f"{component.title}: " if len(plan.components) > 1 else ""
            span = _("%(from)s to %(to)s", **{"from": from_, "to": to}) if to else _("%(from)s and above",
                                                                                   **{"from": from_})
            found.append((name + span + (_(" of quota") if by_share else ""), rate_text_bp(tier.rate_bp)))
    return found


def rate_text_bp(bp: int) -> str:
    return rate_text(Decimal(bp)).replace(" %", "%")
