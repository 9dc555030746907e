"""Where each key and list entry of a TOML text stands, which the standard library's reader forgets.

Reads only text that `tomllib` has already accepted, so it follows the grammar without checking it.
"""

import re
import tomllib

Place = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_NAME = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')[ \t]*""")
_STRING = re.compile(r'''"""(?:\\.|[^\\])*?""""{0,2}|\'\'\'.*?\'\'\'\'{0,2}|"(?:\\.|[^"\\])*"|\'[^\']*\'''', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def line_numbers(text: str) -> dict[Place, int]:
    """Maps each path, list positions from 0, to its line, from 1."""
    return _Scan(text).document()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.lines: dict[Place, int] = {}
        self.tables_in: dict[Place, int] = {}

    def document(self) -> dict[Place, int]:
        table: Place = ()
        self._blank()
        while self.at < len(self.text):
            if self._next("["):
                table = self._header()
            else:
                self._pair(table)
            self._blank()
        return self.lines

    def _header(self) -> Place:
        listed = self.text.startswith("[[", self.at)
        self._skip(2 if listed else 1)
        place: Place = ()
        names = self._names()
        for position, name in enumerate(names):
            place = (*place, name)
            self.lines.setdefault(place, self.line)
            if listed and position == len(names) - 1:
                self.tables_in[place] = self.tables_in.get(place, 0) + 1
            if place in self.tables_in:
                place = (*place, self.tables_in[place] - 1)
        self.lines.setdefault(place, self.line)
        self._skip(2 if listed else 1)
        return place

    def _pair(self, table: Place) -> None:
        place = table
        for name in self._names():
            place = (*place, name)
            self.lines.setdefault(place, self.line)
        self._skip(1)
        self._take(re.compile(r"[ \t]*"))
        self._value(place)

    def _value(self, place: Place) -> None:
        if self._next("["):
            self._list(place)
        elif self._next("{"):
            self._inline(place)
        elif not self._take(_STRING):
            self._take(_SCALAR)

    def _list(self, place: Place) -> None:
        self._skip(1)
        self._blank()
        index = 0
        while not self._next("]"):
            self.lines[*place, index] = self.line
            self._value((*place, index))
            self._comma()
            index += 1
        self._skip(1)

    def _inline(self, place: Place) -> None:
        self._skip(1)
        self._blank()
        while not self._next("}"):
            self._pair(place)
            self._comma()
        self._skip(1)

    def _comma(self) -> None:
        self._blank()
        if self._next(","):
            self._skip(1)
            self._blank()

    def _names(self) -> list[str]:
        names = []
        while True:
            written = self._take(_NAME).strip()
            names.append(_plain(written))
            if not self._next("."):
                return names
            self._skip(1)

    def _next(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def _skip(self, count: int) -> None:
        self.at += count

    def _blank(self) -> None:
        self._take(_BLANK)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if not found:
            return ""
        self.at = found.end()
        self.line += found[0].count("\n")
        return found[0]


def _plain(written: str) -> str:
    if written.startswith('"'):
        return next(iter(tomllib.loads(f"{written} = 0")))
    return written.strip("'")
