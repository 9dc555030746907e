"""Asking a plain mapping for its fields, noting everything that is wrong, refusing once."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from workflows.errors import Refused
from workflows.reasons import Reason

Choice = TypeVar("Choice", bound=StrEnum)


class Fields:
    """One table of an authored document. `said` notes each field asked for, so that the rest can be refused."""

    def __init__(self, values: Mapping[str, Any], prefix: str = "", problems: list[Reason] | None = None,
                 unsaid: list[tuple[str, str]] | None = None) -> None:
        self.values, self.prefix = values, prefix
        self.problems: list[Reason] = [] if problems is None else problems
        self.unsaid: list[tuple[str, str]] = [] if unsaid is None else unsaid

    def part(self, name: str) -> "Fields | None":
        """The table under `name`, if there is one."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.wrong(name, value, "a table")
            return None
        return Fields(value, f"{self.prefix}{name}.", self.problems, self.unsaid)

    def parts(self, name: str) -> list["Fields"]:
        value = self.values.get(name) or ()
        if not isinstance(value, (list, tuple)) or not all(isinstance(each, Mapping) for each in value):
            self.wrong(name, value, "a list of tables")
            return []
        return [Fields(each, f"{self.prefix}{name}[{at}].", self.problems, self.unsaid)
                for at, each in enumerate(value, start=1)]

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, default)
        if not isinstance(value, str) or not (value or default is not None):
            self.wrong(name, value, "a text")
            return ""
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name) or ()
        if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
            self.wrong(name, value, "a list of texts")
            return ()
        return tuple(value)

    def whole(self, name: str, default: int | None = None, least: int = 0) -> int:
        value = self.values.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.wrong(name, value, f"a whole number from {least}")
            return least
        return value

    def whole_or_none(self, name: str, least: int = 0) -> int | None:
        return None if self.values.get(name) is None else self.whole(name, least=least)

    def flag(self, name: str, unsaid: bool | None = None) -> bool:
        """`unsaid` is what is done, and noted, where the author left the field out."""
        value = self._value(name, unsaid)
        if not isinstance(value, bool):
            self.wrong(name, value, "true or false")
            return False
        return value

    def choice(self, name: str, kind: type[Choice], unsaid: Choice | None = None) -> Choice:
        value = self._value(name, unsaid)
        if not isinstance(value, str) or value not in set(kind):
            self.wrong(name, value, ", ".join(kind))
            return next(iter(kind))
        return kind(value)

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        if value is not None and not isinstance(value, date):
            self.wrong(name, value, "a date")
            return None
        return value

    def wrong(self, name: str, value: object, wanted: str) -> None:
        code = "terms.field-missing" if value is None else "terms.field-wrong"
        self.problems.append(Reason(code, {"field": self.prefix + name, "given": str(value)[:60], "wanted": wanted}))

    def finish(self) -> None:
        """Raises Refused with everything that was wrong in this table and its parts."""
        if self.problems:
            raise Refused(*self.problems)

    def _value(self, name: str, unsaid: object) -> object:
        if name not in self.values and unsaid is not None:
            self.unsaid.append((self.prefix + name, str(unsaid).lower()))
            return unsaid
        return self.values.get(name)
