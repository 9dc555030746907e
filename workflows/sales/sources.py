"""What an import is told about its files, and the one who may import."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from hashlib import sha256
from typing import TypeVar

from workflows import permits
from workflows.permits import Role, company, system

EVERY = 1_000
Each = TypeVar("Each")


class Step(StrEnum):
    """What an import does with its rows, in this order. Looking ends after checking."""

    reading = auto()
    checking = auto()
    writing = auto()
    crediting = auto()


Tell = Callable[[Step, int, int], None]
"""Called with the step, how many rows it has done and how many there are."""


def silent(step: Step, done: int, total: int) -> None:
    """Tells nobody."""


def counted(rows: Iterable[Each], step: Step, total: int, tell: Tell) -> Iterator[Each]:
    """`rows`, telling after every thousand that are done; `total` may be an estimate that is too low."""
    tell(step, 0, total)
    for number, row in enumerate(rows, 1):
        yield row
        if number % EVERY == 0:
            tell(step, number, max(number, total))


def rows_in(content: bytes) -> int:
    """About how many rows follow the header; lines are counted."""
    return max(content.count(b"\n" if b"\n" in content else b"\r") - content.endswith((b"\n", b"\r")), 0)


@dataclass(frozen=True)
class SourceFile:
    """One file of an import: its part ("pipeline", "teams"), its name, and the digest of its bytes."""

    part: str
    name: str
    sha256: str

    @classmethod
    def of(cls, part: str, name: str, content: bytes) -> "SourceFile":
        return cls(part, name[:200], sha256(content).hexdigest())


importers = company(Role.operations) | system
"""An import writes for every team, so a role in one team is not enough."""

permits.allow("import_batch.ask", importers)
permits.allow("import_batch.look", system)
permits.allow("import_batch.confirm", importers)
permits.allow("import_batch.take", importers)
