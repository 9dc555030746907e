"""Goal: its states and moves."""

from datetime import timedelta
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, role
from workflows.words import N_


class GoalState(StrEnum):
    active = auto()
    met = auto()
    missed = auto()
    dropped = auto()


G = GoalState
keepers = role(Role.leader) | is_("owner_id")

goal = Flow(
    "goal", GoalState, initial=G.active,
    labels={G.active: N_("Active"), G.met: N_("Met"), G.missed: N_("Missed"), G.dropped: N_("Dropped")},
    waits={G.active: Waits("goal.to-review", owner="owner_id", due="review_due_at", within=timedelta(days=30))},
    moves=[
        Move("meet", (G.active,), G.met, N_("Met"), keepers),
        Move("miss", (G.active,), G.missed, N_("Missed"), keepers, needs_reason=True),
        Move("drop", (G.active,), G.dropped, N_("Drop"), role(Role.leader), needs_reason=True, danger=True),
        Move("reopen", (G.met, G.missed, G.dropped), G.active, N_("Re-open"), role(Role.leader), needs_reason=True),
    ])
