"""What an offer letter says, as plain data, with the months of ramp and pay that follow from the chosen versions."""

from datetime import date
from decimal import Decimal
from typing import Any

from webapp.papers import printed
from workflows import clock
from workflows.money import WHOLE_BP, Money, exact_product, exact_ratio, exact_share, exact_sum, round_minor
from workflows.offers.records import Offer
from workflows.pay.plans import plan_from
from workflows.pay.terms import Component, ComponentKind, PayPlan, TierTable
from workflows.pay.tiers import Climb, amount, ladder, tier_parts
from workflows.ramp.authored import shape_from
from workflows.ramp.events import RampEvent, RampMove
from workflows.ramp.schedule import FullQuota, QuotaMonth, schedule
from workflows.ramp.shapes import planned_on


def letter(offer: Offer) -> bytes:
    """The letter as PDF; the same terms on the same day give the same words."""
    said = letter_data(offer)
    return printed("offer_letter.html", {"letter": said, "dated": said["written_on"],
                                         "recipient": {"name": said["name"], "lines": []}})


def letter_data(offer: Offer) -> dict[str, Any]:
    opening = offer.candidacy.opening
    return {"name": offer.candidacy.candidate.name, "title": opening.title, "team": opening.team.name,
            "written_on": clock.today(), "start_on": offer.start_on, "expires_on": offer.expires_on,
            "salary_minor": offer.salary_minor, "currency": offer.currency, "coach": offer.coach.name,
            "full_quota_minor": offer.full_quota_minor, "author": offer.author.name, "terms": offer.terms,
            "ramp": offer.ramp_shape_version.title, "pay": offer.pay_plan_version.title, "months": months(offer)}


def months(offer: Offer) -> list[dict[str, Any]]:
    """Per month of the ramp and the first at full quota: quota, commission for exactly that quota, least commission.

    The first day's month may be a part of a month; the quota counts its days.
    """
    shape = shape_from(offer.ramp_shape_version.body)
    steps = range(1, len(shape.steps))
    events = [RampEvent(RampMove.start, shape.first_day(offer.start_on))]
    events += [RampEvent(RampMove.complete if step == shape.last else RampMove.advance,
                         planned_on(shape, offer.start_on, step), step) for step in steps]
    last_on = planned_on(shape, offer.start_on, shape.last)
    full = FullQuota(date(offer.start_on.year, 1, 1), Money(offer.full_quota_minor, offer.currency))
    lines = schedule(shape, [full], events, _month_after(last_on))
    plan = plan_from(offer.pay_plan_version.body, offer.pay_plan_version.content_hash)
    return [_month(line, number, plan) for number, line in enumerate(lines)]


def commission_at_quota(plan: PayPlan, quota: Money, *, full_ramp: bool) -> int:
    """Commission in minor units for selling exactly `quota`, by every component that pays on quota; 0 for no quota."""
    if quota.minor <= 0:
        return 0
    parts = [exact_product(_climbed(component.table, quota, full_ramp), _factor(plan, component, quota))
             for component in plan.components if component.table is not None]
    return round_minor(exact_sum(parts))


def _climbed(table: TierTable, quota: Money, full_ramp: bool) -> Decimal:
    sold = exact_share(quota.minor, WHOLE_BP)
    return amount(tier_parts(ladder(table, quota, full_ramp), Climb(Decimal(0), sold, sold)))


def _factor(plan: PayPlan, component: Component, quota: Money) -> Decimal:
    """A commission is weighed; target pay is paid per unit of quota."""
    if component.kind is ComponentKind.commission:
        return exact_ratio(component.weight_bp, WHOLE_BP)
    return exact_ratio(exact_share(plan.target_minor, component.weight_bp), quota.minor)


def _month(line: QuotaMonth, number: int, plan: PayPlan) -> dict[str, Any]:
    draw = plan.draw.months if plan.draw else ()
    share = max((part.share_bp for part in line.parts), default=0)
    return {"from_on": line.period.from_on, "share_bp": share, "quota_minor": line.amount.minor,
            "commission_minor": commission_at_quota(plan, line.amount, full_ramp=share >= WHOLE_BP),
            "least_minor": draw[number] if number < len(draw) else 0}


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
