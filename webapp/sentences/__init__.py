"""Every reason's sentence, in the reader's language. One module per slice; each holds SENTENCES: code → text."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules

from flask_babel import format_currency, format_percent

from webapp import figures
from webapp.sentences.permits import named
from webapp.translating import gettext
from workflows.reasons import Reason

PARTS_OF_YEAR = ("month", "month_on", "period", "best_in")
FIGURE = re.compile(r"(-?[\d,]+(?:\.\d+)?) (%|[A-Z]{3})")
SENTENCES: dict[str, str] = {}
for _module in iter_modules(__path__):
    SENTENCES.update(import_module(f"{__name__}.{_module.name}").SENTENCES)


def sentence(reason: Reason | dict) -> str:
    """The reason as a sentence. Parameters that are themselves words of ours (labels, moves) are translated too.

    A parameter ending in `_minor` is money in the `currency` parameter, in `_on` a day, in `_bp` a share; `month_on` is
    a month, and a sentence that means the whole month of `from_on` asks for `from_month`. A list is written out with
    commas, reasons within a reason one sentence after the other. A code without a sentence is a programming fault
    that a test finds.
    """
    if isinstance(reason, dict):
        reason = Reason.from_json(reason)
    params = with_months(reason.params)
    said = {name: _say(name, value, params) for name, value in params.items()}
    text = gettext(SENTENCES[reason.code]) % said
    return text.replace(" %", "%") if said.get("unit") == "%" else text


def with_months(params: Mapping[str, object]) -> dict[str, object]:
    """The parameters, and beside each day such as `from_on` its month as `from_month`."""
    return {f"{name[:-3]}_month": value for name, value in params.items() if name.endswith("_on")} | dict(params)


def _say(name: str, value: object, params) -> str:
    if name.endswith("_minor") and isinstance(value, int):
        return figures.money(value, params.get("currency", "USD"))
    if name.endswith("_bp") and isinstance(value, int):
        return figures.percent_bp(value)
    if (name in PARTS_OF_YEAR or name.endswith("_month")) and isinstance(value, str) and value:
        return figures.part_of_year(value)
    if name.endswith("_on") and isinstance(value, str) and value:
        return figures.day(_date(value))
    if isinstance(value, dict) and "code" in value:
        return sentence(value)
    if name == "who" and isinstance(value, (list, tuple)):
        return ", ".join(map(named, value))
    if isinstance(value, (list, tuple)):
        nested = any(isinstance(each, dict) for each in value)
        return (" " if nested else ", ").join(_say(name, each, params) for each in value)
    if isinstance(value, str) and (figure := FIGURE.fullmatch(value)):
        return _figure(*figure.groups())
    if isinstance(value, float):
        return figures.number(value, 1)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return figures.number(value)
    return gettext(value) if isinstance(value, str) and value else str(value or "")


def _figure(amount: str, unit: str) -> str:
    """A share or an exact amount that a trace keeps as text ("8 %", "1,220.9031 USD"), written as all others are."""
    exact = Decimal(amount.replace(",", ""))
    if unit == "%":
        return str(format_percent(exact / 100, "#,##0.####%"))
    return str(format_currency(exact, unit, "¤#,##0.00####", currency_digits=False))


def _date(text: str):
    return date.fromisoformat(text[:10])
