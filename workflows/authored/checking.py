"""Asking a document for its fields, and noting everything that is wrong with them."""

import difflib
import json
import re
from collections.abc import Collection
from typing import Any

from workflows.authored.documents import USED_AT, Document, Problem, refuse_problems
from workflows.authored.lines import Place
from workflows.authored.writing import joined

Where = str | int | Place

_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Checker:
    """Reads the fields of one document and collects what is wrong; what nobody asked for is an unknown field.

    `at` and `items` give checkers of a part that report into the same list. Give several documents one `problems`
    list to refuse a whole pack at once.
    """

    def __init__(self, document: Document, problems: list[Problem] | None = None) -> None:
        self.document = document
        self.problems = [] if problems is None else problems
        self._prefix: Place = ()
        self._asked: set[Place] = {()}
        if document.problem:
            self.problems.append(document.problem)

    def at(self, path: Where) -> "Checker":
        """A checker of the part under `path`."""
        part = Checker.__new__(Checker)
        part.document, part.problems, part._asked = self.document, self.problems, self._asked
        part._prefix = self._full(path)
        self._ask(part._prefix)
        return part

    @property
    def line(self) -> int:
        return self.document.line_of(*self._prefix)

    def fail(self, path: Where, message: str) -> None:
        """Reports `path`; a document that could not be read has its one problem already."""
        if self.document.problem is None:
            self._note(self._full(path), message)

    def has(self, path: Where) -> bool:
        return self._value(path) is not None

    def text(self, path: Where, minimum: int = 1, maximum: int = 2000, lines: bool = False) -> str:
        """Text of so many characters; `minimum=0`: optional. Lines of a paragraph are joined, unless `lines`."""
        value = self._value(path)
        if value is None and minimum == 0:
            return ""
        if not isinstance(value, str):
            self._wrong(path, value, "a text")
            return ""
        text = value.strip() if lines else joined(value)
        if _CONTROL.search(text):
            self.fail(path, "has a control character")
        if not text and minimum:
            self.fail(path, "is empty")
        elif len(text) < minimum:
            self.fail(path, f"has {len(text)} characters; at least {minimum} are needed to be of use")
        elif len(text) > maximum:
            self.fail(path, f"has {len(text)} characters; {maximum} is the limit")
        return text

    def texts(self, path: Where, minimum: int = 1, maximum: int = 100, longest: int = 2000) -> tuple[str, ...]:
        """A list of different texts, in the author's order."""
        found: dict[str, None] = {}
        for index in range(self._length(path, minimum, maximum)):
            place = (*_place(path), index)
            text = self.text(place, maximum=longest)
            if text and text in found:
                self.fail(place, f"repeats “{text[:60]}”")
            elif text:
                found[text] = None
        return tuple(found)

    def whole(self, path: Where, lo: int, hi: int) -> int:
        value = self._value(path)
        if not isinstance(value, int) or isinstance(value, bool):
            self._wrong(path, value, "a whole number")
            return lo
        if not lo <= value <= hi:
            self.fail(path, f"is {value}; it must be from {lo} to {hi}")
            return lo
        return value

    def flag(self, path: Where, default: bool = False) -> bool:
        value = self._value(path)
        if value is not None and not isinstance(value, bool):
            self._wrong(path, value, "true or false")
        return value if isinstance(value, bool) else default

    def choice(self, path: Where, options: Collection[str]) -> str:
        """One of `options`; a near miss is answered with the nearest."""
        value = self._value(path)
        if not isinstance(value, str):
            self._wrong(path, value, "a text")
        elif value in options:
            return value
        else:
            near = difflib.get_close_matches(value, list(options), 1)
            hint = f"did you mean “{near[0]}”?" if near else f"use one of: {', '.join(options) or 'none exist'}"
            self.fail(path, f"“{value}” is not known; {hint}")
        return ""

    def key(self, path: Where, taken: dict[str, str] | None = None) -> str:
        """An id such as `account-planning`; `taken` gathers where each was first used and catches the second."""
        value = self._value(path)
        if not isinstance(value, str):
            self._wrong(path, value, "a text")
            return ""
        if not _KEY.fullmatch(value) or len(value) > 80:
            self.fail(path, f"“{value[:80]}” is not an id; use up to 80 lower-case letters, digits, single hyphens")
        elif taken is not None:
            here = f"{self.document.file}:{self.document.line_of(*self._full(path))}"
            first = taken.setdefault(value, here)
            if first != here:
                self.fail(path, f"“{value}” {USED_AT}{first}")
        return value

    def items(self, path: Where, minimum: int = 1, maximum: int = 1000) -> list["Checker"]:
        """A checker for each table of a list; what is no table is reported and left out."""
        parts = []
        for index in range(self._length(path, minimum, maximum)):
            part = self.at((*_place(path), index))
            value = self._value((*_place(path), index))
            if isinstance(value, dict):
                parts.append(part)
            else:
                part._wrong((), value, "a table")
        return parts

    def names(self, path: Where) -> tuple[str, ...]:
        """The keys of a table whose keys are the author's to choose, in the author's order."""
        value = self._value(path)
        if not isinstance(value, dict):
            self._wrong(path, value, "a table")
            return ()
        return tuple(value)

    def unknown(self) -> None:
        """Reports each field of the whole document that nobody has asked for."""
        self._report_unasked(self.document.data, ())

    def finish(self) -> None:
        """Refuses the pack if anything was wrong in this document or another that shares `problems`."""
        self.unknown()
        refuse_problems(self.problems)

    def _length(self, path: Where, minimum: int, maximum: int) -> int:
        value = self._value(path)
        if value is None and minimum == 0:
            return 0
        if not isinstance(value, list):
            self._wrong(path, value, "a list")
            return 0
        if not minimum <= len(value) <= maximum:
            self.fail(path, f"has {len(value)} entries; it must have from {minimum} to {maximum}")
        return len(value)

    def _value(self, path: Where) -> Any:
        full = self._full(path)
        self._ask(full)
        value: Any = self.document.data
        for step in full:
            if isinstance(step, int) and isinstance(value, list) and step < len(value):
                value = value[step]
            else:
                value = value.get(step) if isinstance(value, dict) else None
        return value

    def _wrong(self, path: Where, value: object, expected: str) -> None:
        given = json.dumps(value, default=str, ensure_ascii=False)[:60]
        self.fail(path, "is missing" if value is None else f"must be {expected}, not {given}")

    def _note(self, full: Place, message: str) -> None:
        self.problems.append(Problem(self.document.file, self.document.line_of(*full), _label(full), message))

    def _ask(self, full: Place) -> None:
        self._asked.update(full[:length] for length in range(1, len(full) + 1))

    def _full(self, path: Where) -> Place:
        return (*self._prefix, *_place(path))

    def _report_unasked(self, value: object, place: Place) -> None:
        if isinstance(value, list):
            for index, entry in enumerate(value):
                self._report_unasked(entry, (*place, index))
        elif isinstance(value, dict):
            for name, entry in value.items():
                if (*place, name) in self._asked:
                    self._report_unasked(entry, (*place, name))
                else:
                    self._note((*place, name), "is not a field here")


def _place(path: Where) -> Place:
    return path if isinstance(path, tuple) else (path,)


def _label(place: Place) -> str:
    steps = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return steps.removeprefix(".")
