"""Commission statement and dispute: their states, moves and events."""

from datetime import timedelta
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, role, system
from workflows.words import N_


class StatementState(StrEnum):
    computed = auto()
    released = auto()
    paid = auto()
    superseded = auto()


S = StatementState
operations = role(Role.operations)
payers = operations & ~is_("user_id")

statement = Flow(
    "statement", StatementState, initial=S.computed,
    labels={S.computed: N_("Computed"), S.released: N_("Released"), S.paid: N_("Paid"), S.superseded: N_("Replaced")},
    waits={S.computed: Waits("statement.to-release", role=Role.operations, within=timedelta(days=3))},
    moves=[
        Move("release", (S.computed,), S.released, N_("Release to the rep"), payers),
        Move("pay", (S.released,), S.paid, N_("Mark as paid"), payers),
        Move("supersede", (S.computed,), S.superseded, N_("Replace"), operations | system),
    ])


class DisputeState(StrEnum):
    open = auto()
    accepted = auto()
    partly_accepted = auto()
    rejected = auto()


D = DisputeState

answerers = operations & ~is_("by_id")

dispute = Flow(
    "dispute", DisputeState, initial=D.open,
    labels={D.open: N_("Open"), D.accepted: N_("Accepted"), D.partly_accepted: N_("Partly accepted"),
            D.rejected: N_("Rejected")},
    waits={D.open: Waits("dispute.to-answer", role=Role.operations, within=timedelta(days=10))},
    moves=[
        Move("accept", (D.open,), D.accepted, N_("Accept"), answerers, needs_reason=True),
        Move("accept_partly", (D.open,), D.partly_accepted, N_("Accept in part"), answerers, needs_reason=True),
        Move("reject", (D.open,), D.rejected, N_("Reject"), answerers, needs_reason=True),
    ])
