"""State machines as people see them: a badge, the path, and the buttons of the moves that could be theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import request

from webapp.access import actor as who_is_here
from webapp.translating import gettext
from workflows import permits
from workflows.errors import Refused
from workflows.flow import FLOWS, Move
from workflows.permits import Actor
from workflows.reasons import Reasons


@dataclass(frozen=True)
class Button:
    """One move of a record for one person: shown when it could be theirs, disabled with `reasons` if not now."""

    move: Move
    label: str
    reasons: Reasons = ()


def buttons(actor: Actor, record, blockers: Mapping[str, Reasons] | None = None) -> list[Button]:
    """The moves out of the record's state that `actor` may make; `blockers` maps a trigger to what is in the way."""
    flow = FLOWS[record.KIND]
    return [Button(move, gettext(move.label), (blockers or {}).get(move.trigger, ()))
            for move in flow.moves_from(record.state) if permits.may(actor, f"{flow.name}.{move.trigger}", record)]


def before_asking(verb: str, record) -> None:
    """Refuse to show the form of `verb` to whom it would refuse afterwards: not theirs, or not in this state.

    What was sent is left to the action, which loses nothing that was typed.
    """
    if request.method != "GET":
        return
    permits.require(who_is_here(), verb, record)
    flow, trigger = FLOWS.get(getattr(record, "KIND", "")), verb.partition(".")[2]
    if flow is not None and trigger in flow.moves and record.state not in flow.moves[trigger].sources:
        raise Refused(flow.not_now(record.state, trigger))


def state_label(record) -> str:
    """What people call the state the record is in."""
    return badge_of(record.KIND, record.state)[0]


TONES = {
    "neutral": {"draft", "planned", "prestart", "assigned", "eligible", "preboarding", "computed", "shadow", "applied"},
    "info": {"in_approval", "scheduled", "started", "sent", "active", "ramping", "open", "screen", "interview", "offer",
             "in_assessment", "reverse_shadow", "released", "agreed", "issued", "debrief"},
    "warn": {"to_review", "to_approve", "held", "paused", "no_show", "diagnosed", "opinion_written"},
    "good": {"approved", "signed", "submitted", "done", "passed", "completed", "full", "hired", "met", "paid", "filled",
             "qualified", "answered", "accepted", "decided", "closed"},
    "bad": {"declined", "withdrawn", "cancelled", "failed", "revoked", "missed", "rejected", "exited", "void"},
}


TONE_OF = {state: name for name, states in TONES.items() for state in states}
TONE_HERE = {("interview", "held"): "good"}
"""Where a word means something else: a ramp that is held waits, an interview that was held is over."""


def tone(state: str) -> str:
    return TONE_OF.get(state, "neutral")


def state_badge(record) -> tuple[str, str]:
    """(label, tone) of the record's state, for the badge component."""
    return badge_of(record.KIND, record.state)


def badge_of(kind: str, state: StrEnum) -> tuple[str, str]:
    """The same of a state alone, where a page reads rows instead of records."""
    return gettext(FLOWS[kind].labels[state]), TONE_HERE.get((kind, state.value), tone(state.value))
