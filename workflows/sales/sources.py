"""What an import is told about its files, and the one who may import."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from workflows import permits
from workflows.permits import Role, company, system

Progress = Callable[[int, int], None]
"""Called with how many rows are done and how many there are."""


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

permits.allow("import_batch.take", importers)
permits.allow("import_batch.keep_file", importers)
