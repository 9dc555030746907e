"""Mending by rule: a name that differs from exactly one known name in spaces, case and punctuation only."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mended:
    """How often a spelling was replaced, for the import's report."""

    column: str
    was: str
    now: str
    rows: int


def bare(name: str) -> str:
    """Letters and digits only, in one case: "GTXPro" and "GTX Pro" are both "gtxpro"."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


class KnownNames:
    """The names of one column and the spellings mended so far."""

    def __init__(self, column: str, names: Iterable[str]) -> None:
        self.column = column
        self.names = frozenset(names)
        self._by_bare: dict[str, str | None] = {}
        for name in sorted(self.names):
            self._by_bare[bare(name)] = None if bare(name) in self._by_bare else name
        self._counts: dict[tuple[str, str], int] = {}

    def find(self, written: str) -> str | None:
        """The known name meant by `written`, or None. Two known names that differ in spacing only are never guessed."""
        if written in self.names:
            return written
        return self._by_bare.get(bare(written)) if bare(written) else None

    def count(self, written: str, name: str) -> None:
        """Notes that a row that was taken had `written` for `name`."""
        if written != name:
            self._counts[written, name] = self._counts.get((written, name), 0) + 1

    @property
    def mended(self) -> tuple[Mended, ...]:
        return tuple(Mended(self.column, was, now, rows) for (was, now), rows in sorted(self._counts.items()))
