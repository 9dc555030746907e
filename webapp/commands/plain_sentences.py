"""Reasons as English sentences for commands, which have no reader's language and no app."""

from datetime import date
from typing import Any

from workflows.money import Money
from workflows.reasons import Reason


def plain(reason: Reason) -> str:
    """The reason's sentence: `_minor` as money of the `currency` parameter, `_bp` as percent, `_on` as a day.

    Whole months are written as in the app: `month_on`, and `from_month` beside `from_on`.
    """
    from webapp.sentences import SENTENCES, with_months  # slow import

    return SENTENCES[reason.code] % {name: _say(name, value, reason)
                                     for name, value in with_months(reason.params).items()}


def plain_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _say(name: str, value: Any, reason: Reason) -> str:
    if isinstance(value, dict) and "code" in value:
        return plain(Reason.from_json(value))
    if isinstance(value, (list, tuple)):
        nested = any(isinstance(each, dict) for each in value)
        return (" " if nested else ", ").join(_say(name, each, reason) for each in value)
    if name.endswith("_minor") and isinstance(value, int) and "currency" in reason.params:
        return str(Money(value, reason.params["currency"]))
    if name.endswith("_bp") and isinstance(value, int):
        return f"{value / 100:g}%"
    if name.endswith(("month_on", "_month")) and isinstance(value, str) and value:
        return f"{date.fromisoformat(value):%B %Y}"
    if name.endswith("_on") and isinstance(value, str) and value:
        return plain_day(date.fromisoformat(value))
    return str(value)
