"""What a form showed before it was sent: digests of its fields' values, and what somebody else has changed since."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from flask_babel import format_date, format_datetime
from markupsafe import Markup
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, PasswordField, SelectFieldBase

from webapp.translating import gettext as _

LONGEST = 300


def values_seen(fields: Iterable[Field]) -> str:
    """The values the form is filled with, one short digest per field, as a hidden field carries them."""
    seen = " ".join(f"{field.name}={_digest(field.object_data)}" for field in _asked(fields))
    return f"{seen} {_digest(seen)}".strip()


def spoiled(fields: Iterable[Field], seen: str) -> bool:
    """Whether that is not what `values_seen` gave away: cut short or altered on the way, or not sent at all."""
    *said, whole = seen.split(" ")
    return any(_asked(fields)) if not seen else whole != _digest(" ".join(said))


def changed_since(fields: Iterable[Field], seen: str) -> Iterator[tuple[Field, bool]]:
    """The fields whose value is another by now than both what was seen and what is sent, and whether the person
    changed them as well. Who sends what is there already, as a second press does, undoes nothing.

    Nobody knows what was seen in a form that was spoiled on the way: every other value counts as changed by both."""
    unknown = "" if spoiled(fields, seen) else None
    then = {} if unknown is not None else dict(pair.split("=", 1) for pair in seen.split() if "=" in pair)
    for field in _asked(fields):
        known = then.get(field.name, unknown)
        if known not in (None, _digest(field.object_data)) and _plain(field.data) != _plain(field.object_data):
            yield field, known != _digest(field.data)


def take_over(field: Field) -> None:
    """Show the value of now instead of the one that was sent."""
    field.raw_data = None
    field.process(None, field.object_data)


def said(field: Field, both: bool) -> str:
    """The value of now in words."""
    told = {"field": Markup(field.label.text).striptags(), "value": _shown(field)}
    if both:
        return _("“%(field)s” is now “%(value)s”; what you put there instead is kept below.", **told)
    return _("“%(field)s” is now “%(value)s”.", **told)


def _asked(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        if isinstance(field, FieldList | FormField):
            yield from _asked(field)
        elif not isinstance(field, HiddenField | PasswordField):
            yield field


def _digest(value: Any) -> str:
    return hashlib.sha256(_plain(value).encode()).hexdigest()[:12]


def _plain(value: Any) -> str:
    """One text for what reads the same, whether it comes from a record or from a form."""
    if value is None or value is False or value == 0:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    if isinstance(value, list | tuple | set):
        return "\n".join(sorted(map(_plain, value)))
    return str(value).replace("\r\n", "\n").strip()


def _shown(field: Field) -> str:
    value = field.object_data
    if isinstance(field, SelectFieldBase) and not isinstance(field, BooleanField):
        labels = {_plain(each.value): str(each.label) for each in getattr(field, "choices", None) or ()
                  if hasattr(each, "label")}
        return labels.get(_plain(value), _("nothing"))
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return format_datetime(value, "medium", rebase=False)
    if isinstance(value, date):
        return format_date(value, "long", rebase=False)
    text = _plain(value) or _("nothing")
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
