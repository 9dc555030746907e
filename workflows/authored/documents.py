"""The files of a pack and what can be wrong with a file as such."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from workflows.authored.lines import Place, line_numbers

USED_AT = "is used already at "
LARGEST_BYTES = 1024 * 1024
_TOML_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend; `line` counts from 1, list positions in `field` too (`questions[2].text`)."""

    file: str
    line: int
    field: str
    message: str

    def within(self, folder: str) -> "Problem":
        """The same of a file whose name begins in the folder above: also where the message names a second place."""
        message = self.message.replace(USED_AT, f"{USED_AT}{folder}/")
        return Problem(f"{folder}/{self.file}", self.line, self.field, message)

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.field, self.message) if part)


class AuthoredInvalid(Exception):
    """A pack that must not be loaded, with all its problems in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refuse_problems(problems: Iterable[Problem]) -> None:
    if found := tuple(problems):
        raise AuthoredInvalid(found)


@dataclass(frozen=True)
class Document:
    """One file's data; when it could not be read, `data` is empty and `problem` says why."""

    file: str
    data: dict[str, Any] = field(default_factory=dict)
    lines: Mapping[Place, int] = field(default_factory=dict, repr=False)
    problem: Problem | None = None

    def line_of(self, *path: str | int) -> int:
        """The line where `path` is written; for a missing field that of the table which lacks it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def read_text(path: Path, root: Path | None = None) -> tuple[str, Problem | None]:
    """The text of one file of the pack in `root` (its folder when not given), or the problem that it has."""
    root = root or path.parent
    file = path.relative_to(root).as_posix()
    if not path.resolve().is_relative_to(root.resolve()):
        return "", Problem(file, 1, "", "is a link that leaves the pack; put the file itself here")
    if not path.is_file():
        return "", Problem(file, 1, "", "is missing")
    with path.open("rb") as source:
        content = source.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        return "", Problem(file, 1, "", "is larger than 1 MiB; split it")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n"), None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return "", Problem(file, line, "", "is not UTF-8; save the file with that encoding")


def read_document(path: Path, root: Path | None = None) -> Document:
    """Never raises for what an author can get wrong: look at `problem`, or let a `Checker` report it."""
    file = path.relative_to(root or path.parent).as_posix()
    text, problem = read_text(path, root)
    if problem:
        return Document(file, problem=problem)
    try:
        data = tomllib.loads(text)
        return Document(file, data, line_numbers(text))
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
        return Document(file, problem=Problem(file, line, "", f"is not valid TOML: {_TOML_LINE.sub('', str(error))}"))
    except RecursionError:
        return Document(file, problem=Problem(file, 1, "", "nests lists or tables too deeply"))


def content_hash(data: object) -> str:
    """SHA-256 (hex) of plain data as canonical JSON: the order of keys does not matter, that of lists does."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_iso)
    return hashlib.sha256(text.encode()).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not plain data")
