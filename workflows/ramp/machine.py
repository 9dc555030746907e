"""Ramp: its states, moves and events."""

from dataclasses import dataclass
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, role, system
from workflows.words import N_


class RampState(StrEnum):
    prestart = auto()
    ramping = auto()
    held = auto()
    paused = auto()
    full = auto()
    exited = auto()


R = RampState
openers = role(Role.leader, Role.operations)
keepers = openers & ~is_("user_id")

ramp = Flow(
    "ramp", RampState, initial=R.prestart,
    labels={R.prestart: N_("Not started"), R.ramping: N_("Ramping"), R.held: N_("Held"), R.paused: N_("On leave"),
            R.full: N_("Full quota"), R.exited: N_("Left")},
    waits={R.held: Waits("ramp.to-open", role=Role.leader, due="hold_ends_at")},
    moves=[
        Move("start", (R.prestart,), R.ramping, N_("Start"), system | keepers),
        Move("advance", (R.ramping, R.held), R.ramping, N_("Next step"), system | keepers),
        Move("hold", (R.ramping, R.full), R.held, N_("Hold"), system | keepers),
        Move("complete", (R.ramping, R.held), R.full, N_("Full quota"), system | keepers),
        Move("pause", (R.ramping, R.held, R.full), R.paused, N_("Leave begins"), keepers, needs_reason=True),
        Move("resume", (R.paused,), R.ramping, N_("Leave ends"), keepers),
        Move("resume_full", (R.paused,), R.full, N_("Leave ends, at full quota"), keepers),
        Move("exit", (R.prestart, R.ramping, R.held, R.paused, R.full), R.exited, N_("Leave the company"), keepers,
             needs_reason=True, danger=True),
    ])


@dataclass(frozen=True)
class RampMoved:
    """Every change of a ramp: start, step, hold, pause, resume, full, exit."""

    ramp_event_id: int


@dataclass(frozen=True)
class RampHeld:
    """A step was due and its gates were shut, or a renewal was overdue."""

    ramp_event_id: int
