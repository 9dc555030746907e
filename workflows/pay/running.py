"""One month's statement from what is known: what the months before hand on, and what their re-runs still owe."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflows.pay.facts import Adjustment, Carried, DealFact
from workflows.pay.inputs import (
    OnPlan,
    PayInputs,
    Stated,
    credit_references,
    deals_in,
    plan_in,
    quota_in,
    rep_facts,
    reversals_in,
)
from workflows.pay.reruns import differences
from workflows.pay.rules import Estimate, estimate, run_statement
from workflows.pay.stored import statement_as_json
from workflows.pay.terms import PayPlan
from workflows.pay.trace import LineKind, Statement
from workflows.ramp.queries import MonthQuota
from workflows.sales.periods import Period, PeriodLength, add_months


@dataclass(frozen=True)
class Computed:
    """A statement with the rows it comes from: quota months, credits by the deal's name, corrections that land here."""

    statement: Statement
    on: OnPlan
    quota_months: Mapping[date, MonthQuota]
    credit_ids: Mapping[str, int]
    corrections: tuple[int, ...]

    @property
    def digest(self) -> str:
        """The same whenever the same rows come to the same amounts; the rep's name is no part of it."""
        said = {name: value for name, value in statement_as_json(self.statement).items() if name != "rep"}
        causes = [[str(on), each.amount_minor, each.quota_line_id, each.quota_id]
                  for on, each in self.quota_months.items()]
        credits = sorted(self.credit_ids[line.deal] for line in self.statement.lines if line.deal in self.credit_ids)
        written = json.dumps([said, self.on.version_id, causes, credits, self.corrections], sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()


def month_of(day: date) -> Period:
    return Period.of(day, PeriodLength.month)


def computed(inputs: PayInputs, period: Period) -> Computed:
    """The statement of a month. Raises Refused with everything that makes it impossible."""
    on, plan = plan_in(inputs, period)
    quota, months = quota_in(inputs, Period.of(period.from_on, plan.period))
    landing = landing_in(inputs, period)
    found = run_statement(plan, deals_in(inputs, plan, period), quota, period,
                          carried_into(inputs, period, landing), rep=rep_facts(inputs, on, period),
                          reversals=reversals_in(inputs))
    ids = {name: credit_id for credit_id, name in credit_references(inputs).items()}
    return Computed(found, on, months, ids, _line_corrections(found, landing))


def estimated(inputs: PayInputs, period: Period, more: Sequence[DealFact]) -> tuple[PayPlan, Estimate]:
    """The month as it stands, and with `more`, by the same rules as the run."""
    on, plan = plan_in(inputs, period)
    quota, _ = quota_in(inputs, Period.of(period.from_on, plan.period))
    before = carried_into(inputs, period, landing_in(inputs, period))
    return plan, estimate(plan, deals_in(inputs, plan, period), more, quota, period, before,
                          rep=rep_facts(inputs, on, period), reversals=reversals_in(inputs))


def in_force(inputs: PayInputs, period: Period) -> Stated | None:
    """The period's statement that counts: the newest released one, before any release the one computed."""
    found = [each for each in inputs.stated if each.period == period]
    released = [each for each in found if each.released_at]
    return max(released or found, key=lambda each: each.number, default=None)


def carried_into(inputs: PayInputs, period: Period, landing: Sequence[tuple[int, Adjustment]]) -> Carried:
    """What the month before hands on. One that nobody has computed yet is worked out in passing."""
    before = Period(add_months(period.from_on, -1), period.from_on)
    stated = in_force(inputs, before)
    if stated is not None:
        carried = stated.statement.carried
    elif any(each.holds_in(before) for each in inputs.plans):
        carried = computed(inputs, before).statement.carried
    else:
        earlier = [each for each in inputs.stated if each.period.to_on <= before.from_on]
        last = in_force(inputs, earlier[-1].period) if earlier else None
        carried = last.statement.carried if last else Carried()
    return replace(carried, adjustments=tuple(each for _, each in landing))


def landing_in(inputs: PayInputs, period: Period) -> list[tuple[int, Adjustment]]:
    """What released re-runs of earlier months found and this month pays, each with its statement's id."""
    found = []
    for each in inputs.stated:
        if each.corrects_id and each.released_at and each.period < period and lands_in(inputs, each) == period:
            stated = next(one for one in inputs.stated if one.id == each.corrects_id)
            found += [(each.id, difference) for difference in differences(stated.statement, each.statement)]
    return found


def lands_in(inputs: PayInputs, correction: Stated) -> Period:
    """Where a re-run's difference is paid: the month that paid it, or else the first one not closed yet."""
    for each in inputs.stated:
        if correction.id in each.landed and each.released_at:
            return each.period
    closed = {each.period for each in inputs.stated if each.released_at}
    month = correction.period.next()
    while month in closed:
        month = month.next()
    return month


def _line_corrections(statement: Statement, landing: Sequence[tuple[int, Adjustment]]) -> tuple[int, ...]:
    """The correction of each adjustment line, in the order of the lines."""
    count = sum(line.kind is LineKind.adjustment for line in statement.lines)
    return tuple(correction for correction, _ in landing)[:count]
