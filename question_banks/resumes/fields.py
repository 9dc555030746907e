"""What a résumé says about one thing: found, or there but not understood, or not said at all."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from question_banks.resumes.lines import Quote

Value = TypeVar("Value")


class Said(StrEnum):
    """NOT_FOUND: the document speaks of it, we could not read it. NOT_SAID: it does not speak of it."""

    FOUND = "found"
    NOT_FOUND = "not-found"
    NOT_SAID = "not-said"


@dataclass(frozen=True)
class Field(Generic[Value]):
    """`value` is None unless found; `quotes` are the words it was read from."""

    said: Said
    value: Value | None = None
    quotes: tuple[Quote, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"said": self.said, "value": _plain(self.value), "quotes": [quote.as_json() for quote in self.quotes]}


def found(value: Value, *quotes: Quote) -> Field[Value]:
    return Field(Said.FOUND, value, quotes)


def missing(mentioned: bool) -> Field[Any]:
    """`mentioned` tells whether the document speaks of it at all."""
    return Field(Said.NOT_FOUND if mentioned else Said.NOT_SAID)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.as_json() if hasattr(value, "as_json") else value
