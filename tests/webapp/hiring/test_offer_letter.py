"""The months of ramp and pay in an offer letter, by the same reading of shape and plan as ramp and statements use."""

import pytest

from tests.builders import offers as build
from webapp.hiring.offer_letter import commission_at_quota, letter_data, months
from workflows.content.records import PackKind
from workflows.errors import Refused
from workflows.money import Money
from workflows.pay.plans import plan_from

TERMS = ("tier_basis", "tier_method", "accumulation", "above_last", "tiers")
TARGET = {name: said for name, said in build.PAY.items() if name not in TERMS} | {
    "target_minor": 2_000_000, "components": [
    {"key": "new", "title": "New business", "kind": "target", "weight_bp": 10_000, "tier_method": "marginal",
     "tier_basis": "attainment", "accumulation": "period", "above_last": "open",
     "zero_quota": "nothing",
     "tiers": [{"from_bp": 0, "to_bp": 10_000, "rate_bp": 10_000}, {"from_bp": 10_000, "rate_bp": 15_000}]}]}


def test_a_letter_promises_another_commission_than_the_plan(session):
    offer = build.drafted()
    said = months(offer)
    assert [m["share_bp"] for m in said] == [0, 5_000, 10_000, 10_000]
    assert [m["least_minor"] for m in said] == [300_000, 250_000, 0, 0]
    assert (said[0]["quota_minor"], said[-1]["quota_minor"]) == (0, 5_000_000)
    assert [m["commission_minor"] for m in said] == [round(m["quota_minor"] * 0.07) for m in said]
    assert letter_data(offer)["months"] == said


def test_target_pay_at_quota_is_not_the_target():
    assert commission_at_quota(plan_from(TARGET, "1"), Money(5_000_000, "USD"), full_ramp=True) == 2_000_000


def test_a_month_without_quota_promises_commission():
    assert commission_at_quota(plan_from(build.PAY, "1"), Money(0, "USD"), full_ramp=False) == 0


def test_a_plan_that_leaves_fields_out_is_guessed(session):
    unsaid = {key: value for key, value in build.PAY.items() if key != "tier_method"}
    offer = build.drafted(pay_plan_version_id=build.version(PackKind.pay_plan, "half-a-plan", unsaid).id)
    with pytest.raises(Refused) as refusal:
        months(offer)
    assert [reason.params["field"] for reason in refusal.value.reasons] == ["tier_method"]
