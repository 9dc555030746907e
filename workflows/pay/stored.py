"""A statement as plain JSON, to store, to print, and to hand to the next period."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from workflows.pay.facts import Accumulated, Adjustment, Advance, Carried, Earned, PaidEntry
from workflows.pay.trace import Line, Statement
from workflows.reasons import Reason


def as_json(value: Any) -> Any:
    """Plain JSON values; exact amounts as text, so that no digit is lost on the way."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Reason):
        return value.as_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(as_json(each) for each in value)
    if isinstance(value, (list, tuple)):
        return [as_json(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def line_as_json(line: Line) -> dict[str, Any]:
    """The trace a statement's line stores."""
    return {"key": line.key, **as_json(line)}


def statement_as_json(statement: Statement) -> dict[str, Any]:
    return {**as_json(statement), "pay_minor": statement.pay.minor,
            "lines": [line_as_json(line) for line in statement.lines]}


def carried_from_json(stored: Mapping[str, Any]) -> Carried:
    """The inverse of `as_json` for what one period hands to the next; an empty mapping is a first period."""
    return Carried(
        accumulated={key: Accumulated(each["period"], Decimal(each["credit"]), Decimal(each["base"]))
                     for key, each in stored.get("accumulated", {}).items()},
        waiting=tuple(_earned(each) for each in stored.get("waiting", ())),
        withheld=tuple(_earned(each) for each in stored.get("withheld", ())),
        earned_in=stored.get("earned_in", ""), earned_minor=stored.get("earned_minor", 0),
        owed_minor=stored.get("owed_minor", 0),
        advances=tuple(Advance(**each) for each in stored.get("advances", ())),
        draw_months=stored.get("draw_months", 0),
        paid=tuple(PaidEntry(_earned(each["earned"]), date.fromisoformat(each["paid_on"]), each["clawed_minor"])
                   for each in stored.get("paid", ())),
        adjustments=tuple(Adjustment(**each) for each in stored.get("adjustments", ())))


def _earned(stored: Mapping[str, Any]) -> Earned:
    exact = {name: Decimal(stored[name]) for name in ("rate_bp", "credit", "base")}
    return Earned(**{**stored, **exact})
