"""Asking a plain mapping for its fields, noting everything that is wrong, refusing once."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from workflows.errors import Refused
from workflows.reasons import Reason

Choice = TypeVar("Choice", bound=StrEnum)


class Fields:
    """One table of an authored document. It notes each field asked for; at the end the others are refused.

    `unsaid` lists what the author left open, with what is done instead.
    """

    def __init__(self, values: Mapping[str, Any], prefix: str = "", whole: "Fields | None" = None) -> None:
        self._values, self.prefix = values, prefix
        self._asked: set[str] = set()
        self._told = True
        self.problems: list[Reason] = whole.problems if whole else []
        self.unsaid: list[tuple[str, str]] = whole.unsaid if whole else []
        self._tables: list[Fields] = whole._tables if whole else []
        self._tables.append(self)

    def given(self, name: str) -> Any:
        """What the author wrote under `name`, unchecked; None where there is nothing."""
        self._asked.add(name)
        return self._values.get(name)

    def also(self, *names: str) -> None:
        """Fields that may stand here although nothing is done with them."""
        self._asked.update(names)

    def part(self, name: str) -> "Fields | None":
        """The table under `name`, if there is one."""
        value = self.given(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.wrong(name, value, "a table")
            return None
        return Fields(value, f"{self.prefix}{name}.", self)

    def parts(self, name: str) -> list["Fields"]:
        value = self.given(name) or ()
        if not isinstance(value, (list, tuple)) or not all(isinstance(each, Mapping) for each in value):
            self.wrong(name, value, "a list of tables")
            return []
        return [Fields(each, f"{self.prefix}{name}[{at}].", self) for at, each in enumerate(value, start=1)]

    def text(self, name: str, default: str | None = None) -> str:
        value = default if self.given(name) is None else self.given(name)
        if not isinstance(value, str) or not (value or default is not None):
            self.wrong(name, value, "a text")
            return ""
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.given(name) or ()
        if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
            self.wrong(name, value, "a list of texts")
            return ()
        return tuple(value)

    def whole(self, name: str, default: int | None = None, least: int = 0) -> int:
        value = default if self.given(name) is None else self.given(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.wrong(name, value, f"a whole number from {least}")
            return least
        return value

    def whole_or_none(self, name: str, least: int = 0) -> int | None:
        return None if self.given(name) is None else self.whole(name, least=least)

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
            self._told = False
            return next(iter(kind))
        return kind(value)

    def day(self, name: str) -> date | None:
        value = self.given(name)
        if value is not None and not isinstance(value, date):
            self.wrong(name, value, "a date")
            return None
        return value

    def wrong(self, name: str, value: object, wanted: str) -> None:
        code = "terms.field-missing" if value is None else "terms.field-wrong"
        self.problems.append(Reason(code, {"field": self.prefix + name, "given": str(value)[:60], "wanted": wanted}))

    def finish(self) -> None:
        """Raises Refused with everything that was wrong in this table and its parts, unknown fields included."""
        found = [*self.problems, *(each for table in self._tables for each in table._unknown())]
        if found:
            raise Refused(*found)

    def _unknown(self) -> list[Reason]:
        """What nobody asked for. A table whose kind cannot be read does not tell which fields belong to it."""
        if not self._told:
            return []
        return [Reason("terms.field-unknown", {"field": self.prefix + name, "known": "”, “".join(sorted(self._asked))})
                for name in self._values if name not in self._asked]

    def _value(self, name: str, unsaid: object) -> object:
        if self.given(name) is None and unsaid is not None:
            self.unsaid.append((self.prefix + name, str(unsaid).lower()))
            return unsaid
        return self.given(name)
