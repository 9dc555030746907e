"""Why something cannot be done, as facts. The sentence is made at the edge, in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way, or one fact worth a sentence.

    `code` is `subject.kebab-phrase` ("debrief.scorecards-missing"); `params` are plain JSON values that its
    sentence in `webapp/sentences/` names. Ledger and ramp events store both, never the finished sentence.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "params": dict(self.params)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Reason":
        return cls(stored["code"], stored.get("params", {}))

    def __hash__(self) -> int:
        return hash((self.code, repr(sorted(self.params.items()))))


Reasons = tuple[Reason, ...]


def reasons(*found: Reason | None) -> Reasons:
    """The given reasons without the `None`s, for rules written as a list of checks."""
    return tuple(reason for reason in found if reason is not None)


def codes(found: Reasons) -> Iterator[str]:
    return (reason.code for reason in found)
