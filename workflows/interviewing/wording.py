"""A scorecard's texts by field, and what is known of their wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from workflows.interviewing.records import Scorecard
from workflows.reasons import Reason, Reasons

OFF_LIMITS = "off-limits"
"""The kind of flag that must be changed or kept for a reason; the other is advice (see question_banks.notes)."""


@dataclass(frozen=True)
class Flagged:
    """One flag over a text; `field` is the form field's name, `number` its question's (0: no question)."""

    field: str
    number: int
    kind: str
    reason: Reason


@dataclass(frozen=True)
class Wording:
    """The flags of the texts as they are now, and the fields that were changed since they were read."""

    flags: tuple[Flagged, ...]
    unread: tuple[str, ...]

    @property
    def off_limits(self) -> tuple[Flagged, ...]:
        return tuple(flag for flag in self.flags if flag.kind == OFF_LIMITS)

    @property
    def no_behaviour(self) -> tuple[Flagged, ...]:
        return tuple(flag for flag in self.flags if flag.kind != OFF_LIMITS)


def texts_of(card: Scorecard) -> dict[str, str]:
    """What was written, by field, empty fields left out: the evidence in the kit's order, the overall reason, notes."""
    texts = {f"evidence_{rating.id}": rating.evidence for rating in card.ratings}
    texts |= {"overall_reason": card.overall_reason, "notes": card.notes}
    return {field: text for field, text in texts.items() if text.strip()}


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def wording_of(card: Scorecard, read: Mapping[str, Any]) -> Wording:
    """The wording of a scorecard by what was read of it (`ScorecardReading.fields`)."""
    numbers = {f"evidence_{rating.id}": number for number, rating in enumerate(card.ratings, start=1)}
    flags: list[Flagged] = []
    unread: list[str] = []
    for field, text in texts_of(card).items():
        known = read.get(field)
        if known is None or known["digest"] != digest_of(text):
            unread.append(field)
            continue
        flags += [Flagged(field, numbers.get(field, 0), flag["kind"], Reason.from_json(flag["reason"]))
                  for flag in known["flags"]]
    return Wording(tuple(flags), tuple(unread))


def wording_blockers(wording: Wording, *, confirmed: bool, kept_reason: str, unread_ok: bool) -> Reasons:
    """Why a scorecard with this wording waits: what is off limits needs a reason to stay, the rest a confirmation."""
    found = [Reason("scorecard.not-read-yet")] if wording.unread and not unread_ok else []
    if not kept_reason.strip():
        found += [Reason("scorecard.off-limits", {"flag": flag.reason.as_json()}) for flag in wording.off_limits]
    if not confirmed:
        found += [Reason("scorecard.no-behaviour", {"number": flag.number}) for flag in wording.no_behaviour]
    return tuple(found)
