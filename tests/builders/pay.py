"""A pay plan of the plainest kind, deals for it, and the statement they come to."""

from datetime import date

from workflows.money import Money
from workflows.pay.facts import Carried, DealFact, RepFacts, Share
from workflows.pay.plans import plan_from
from workflows.pay.rules import run_statement
from workflows.sales.periods import Period

Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")
QUOTA = Money(1_000_00, "EUR")
ANA = RepFacts("Ana", full_ramp=True)
WHOLE = (Share("Ana", 10_000, 10_000),)
PLAN = {
    "key": "ae", "title": "Account executive", "currency": "EUR", "period": "quarter", "pay_on": "booking",
    "rounding": "half_up", "negative": "carry", "tier_method": "marginal", "tier_basis": "attainment",
    "accumulation": "period", "above_last": "open", "zero_quota": "first_rate", "accelerator_from_bp": 10_000,
    "accelerator_locked_until_full": True, "quota_credit_max_bp": 20_000, "clawback_rate": "original",
    "clawback_days": 90, "clawback_reduces_credit": True,
    "tiers": [{"from_bp": 0, "to_bp": 10_000, "rate_bp": 1_000}, {"from_bp": 10_000, "rate_bp": 1_500}]}


TABLE = ("tiers", "tier_method", "tier_basis", "accumulation", "above_last", "zero_quota", "accelerator_from_bp",
         "accelerator_locked_until_full")


def plan(**fields):
    """The plan with these fields; with `components` it has no table of its own."""
    base = {name: value for name, value in PLAN.items() if "components" not in fields or name not in TABLE}
    return plan_from({**base, **fields}, "v1")


def deal(reference, major, on="2026-02-01", shares=WHOLE, currency="EUR", **fields):
    return DealFact(reference, fields.pop("product", "GTX"), Money.parse(str(major), currency),
                    date.fromisoformat(on), shares, **fields)


def run(deals, period=Q1, carried=None, terms=None, rep=ANA, quota=QUOTA, **fields):
    return run_statement(terms or plan(), deals, quota, period, carried or Carried(), rep=rep, **fields)


def kinds(statement):
    return [(line.kind.value, line.deal, line.minor) for line in statement.lines]
