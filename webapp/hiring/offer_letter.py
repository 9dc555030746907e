"""What an offer letter says, as plain data, with the months of ramp and pay that follow from the chosen versions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from webapp import paper
from workflows import clock
from workflows.money import Money, exact_share, round_minor
from workflows.offers.records import Offer
from workflows.pay.terms import Accelerators, Accumulation, Tier, TierBasis, TierMethod, TierTable, ZeroQuota
from workflows.pay.tiers import Climb, amount, ladder, tier_parts
from workflows.ramp.events import RampEvent, RampMove
from workflows.ramp.schedule import FullQuota, QuotaMonth, schedule
from workflows.ramp.shapes import AfterHold, DayCount, PeriodCalendar, RampShape, Step, planned_on
from workflows.sales.periods import PeriodLength


def letter(offer: Offer) -> bytes:
    """The letter as PDF; the same terms on the same day give the same words."""
    said = letter_data(offer)
    return paper.render_pdf("offer_letter.html", {"letter": said, "dated": said["written_on"],
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
    shape = ramp_shape(offer.ramp_shape_version.body)
    steps = range(1, len(shape.steps))
    events = [RampEvent(RampMove.start, shape.first_day(offer.start_on))]
    events += [RampEvent(RampMove.complete if step == shape.last else RampMove.advance,
                         planned_on(shape, offer.start_on, step), step) for step in steps]
    last_on = planned_on(shape, offer.start_on, shape.last)
    full = FullQuota(date(offer.start_on.year, 1, 1), Money(offer.full_quota_minor, offer.currency))
    lines = schedule(shape, [full], events, _month_after(last_on))
    body = offer.pay_plan_version.body
    return [_month(line, number, body) for number, line in enumerate(lines)]


def ramp_shape(body: Mapping[str, Any]) -> RampShape:
    """A shape without its gates: what happens when each certificate comes on time."""
    steps = tuple(Step(each["share_bp"], each.get("months", 0), each.get("days", 0)) for each in body["steps"])
    season = {"season_bp": tuple(body["season_bp"])} if body.get("season_bp") else {}
    return RampShape(
        key=body["key"], title=body["title"], steps=steps, day_count=DayCount(body.get("day_count", "inclusive")),
        calendar=PeriodCalendar.gregorian, quota_per=PeriodLength(body.get("quota_per", "month")),
        after_hold=AfterHold(body.get("after_hold", "shift")), hold_max_days=body.get("hold_max_days", 45),
        recertify_days=body.get("recertify_days", 30), **season)


def commission_at_quota(body: Mapping[str, Any], quota: Money) -> int:
    """Commission in minor units for selling exactly `quota`, by the plan's tiers; 0 for no quota."""
    if quota.minor <= 0:
        return 0
    tiers = tuple(Tier(each["from_bp"], each.get("to_bp"), each["rate_bp"]) for each in body["tiers"])
    table = TierTable(tiers, TierMethod.marginal, TierBasis.attainment, Accumulation.transaction, None,
                      ZeroQuota.nothing, Accelerators.open)
    sold = exact_share(quota.minor, 10_000)
    return round_minor(amount(tier_parts(ladder(table, quota, False), Climb(sold - sold, sold, sold))))


def _month(line: QuotaMonth, number: int, body: Mapping[str, Any]) -> dict[str, Any]:
    draw = (body.get("draw") or {}).get("months") or ()
    share = max((part.share_bp for part in line.parts), default=0)
    return {"from_on": line.period.from_on, "share_bp": share, "quota_minor": line.amount.minor,
            "commission_minor": commission_at_quota(body, line.amount),
            "least_minor": draw[number] if number < len(draw) else 0}


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
