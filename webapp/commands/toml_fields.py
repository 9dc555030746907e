"""Typed reading of a TOML file's tables: whatever is missing, unknown or of the wrong kind is named by its place."""

import math
from datetime import date, datetime
from typing import Any, NoReturn

from webapp.commands.tables import BadFile


class Fields:
    """One table of a TOML file. `place` is where it is, as a person would look for it: "readings, row 3"."""

    def __init__(self, file: str, values: dict[str, Any], place: str = ""):
        self.file, self.values, self.place = file, values, place
        self._asked: set[str] = set()
        self._within: list[Fields] = []

    def __contains__(self, name: str) -> bool:
        self._asked.add(name)
        return name in self.values

    def text(self, name: str, default: str | None = None) -> str:
        value = self._get(name, default)
        return value if isinstance(value, str) and value else self.bad(name, "is not a text")

    def number(self, name: str, default: float | None = None, low: float = -math.inf, high: float = math.inf) -> float:
        value = self._get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.bad(name, "is not a number")
        if not low <= value <= high:
            self.bad(name, f"is not from {low:g} to {high:g}")
        return float(value)

    def whole(self, name: str, default: int | None = None, low: int = 0) -> int:
        value = self._get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            self.bad(name, f"is not a whole number of at least {low}")
        return int(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._get(name, default)
        return value if isinstance(value, bool) else self.bad(name, "is neither true nor false")

    def day(self, name: str) -> date:
        value = self._get(name, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self.bad(name, "is not a day such as 2026-03-01")

    def texts(self, name: str, default: list[str] | None = None) -> list[str]:
        value = self._get(name, default)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.bad(name, "is not a list of texts")
        return list(value)

    def part(self, name: str) -> "Fields":
        value = self._get(name, None)
        return self._kept(Fields(self.file, value, self._at(name))) if isinstance(value, dict) else self.bad(
            name, "is not a table")

    def rows(self, name: str, needed: bool = True) -> list["Fields"]:
        """The array of tables `[[name]]`; its rows count from 1."""
        value = self._get(name, None if needed else [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.bad(name, f"is not a list of tables [[{name}]]")
        return [self._kept(Fields(self.file, each, self._at(f"{name}, row {i}"))) for i, each in enumerate(value, 1)]

    def refuse_unknown(self) -> None:
        """Ends the command if the file has a key nobody asked for; to be called once all has been read."""
        for name in (each for each in self.values if each not in self._asked):
            self.bad(name, f"is not known here. Known are: {', '.join(sorted(self._asked))}")
        for each in self._within:
            each.refuse_unknown()

    def bad(self, name: str, problem: str) -> NoReturn:
        """Ends the command with exit code 2, naming file, table, row and column."""
        raise BadFile(f"{self.file}: {self._at(f'column {name}')}: {problem}.")

    def _kept(self, part: "Fields") -> "Fields":
        self._within.append(part)
        return part

    def _get(self, name: str, default: Any) -> Any:
        self._asked.add(name)
        if name not in self.values and default is None:
            self.bad(name, "is missing")
        return self.values.get(name, default)

    def _at(self, place: str) -> str:
        return f"{self.place}, {place}" if self.place else place
