"""Credit beside quota, month by month: what attainment is counted from."""

from collections.abc import Mapping, Sequence
from datetime import date

from workflows.ramp.queries import quotas_by_month
from workflows.sales.attainment import MonthFigure
from workflows.sales.periods import Period
from workflows.sales.queries import credit_by_month

Figures = Mapping[tuple[int, date, str], MonthFigure]


def month_figures(user_ids: Sequence[int], span: Period) -> Figures:
    """Each person's months within the span, by (user id, first of month, currency), where there is credit or quota."""
    credit = credit_by_month(user_ids, span.from_on, span.to_on)
    quotas = quotas_by_month(user_ids, span.from_on, span.to_on)
    found = {key: MonthFigure(minor) for key, minor in credit.items()}
    for (user_id, month_on), quota in quotas.items():
        key = user_id, month_on, quota.currency
        found[key] = MonthFigure(credit.get(key, 0), quota.amount_minor, quota.scheduled_minor,
                                 quota.quota_line_id is not None)
    return found
