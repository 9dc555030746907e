"""Requisition and candidacy: their states, moves and events."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, is_candidate, role
from workflows.words import N_


class RequisitionState(StrEnum):
    draft = auto()
    in_approval = auto()
    open = auto()
    paused = auto()
    filled = auto()
    cancelled = auto()


R = RequisitionState
managers = role(Role.hiring_manager, Role.leader)
recruiters = role(Role.recruiter, Role.hiring_manager)

requisition = Flow(
    "requisition", RequisitionState, initial=R.draft,
    labels={R.draft: N_("Draft"), R.in_approval: N_("In approval"), R.open: N_("Open"), R.paused: N_("Paused"),
            R.filled: N_("Filled"), R.cancelled: N_("Cancelled")},
    waits={R.draft: Waits("requisition.to-submit", owner="requested_by_id"),
           R.in_approval: Waits("requisition.to-approve", owner="approver_id", within=timedelta(days=3))},
    moves=[
        Move("submit", (R.draft,), R.in_approval, N_("Ask for approval"), managers),
        Move("approve", (R.in_approval,), R.open, N_("Approve"), is_("approver_id")),
        Move("send_back", (R.in_approval,), R.draft, N_("Send back"), is_("approver_id"), needs_reason=True),
        Move("pause", (R.open,), R.paused, N_("Pause"), managers, needs_reason=True),
        Move("resume", (R.paused,), R.open, N_("Resume"), managers),
        Move("fill", (R.open,), R.filled, N_("Fill"), managers),
        Move("reopen", (R.filled, R.cancelled), R.open, N_("Re-open"), managers, needs_reason=True),
        Move("cancel", (R.draft, R.in_approval, R.open, R.paused), R.cancelled, N_("Cancel the request"), managers,
             needs_reason=True, danger=True),
    ])


class CandidacyState(StrEnum):
    """Typed kinds of stage; `stage_id` names the opening's own row of that kind."""

    applied = auto()
    screen = auto()
    interview = auto()
    debrief = auto()
    offer = auto()
    hired = auto()
    declined = auto()
    withdrawn = auto()
    pooled = auto()


C = CandidacyState
ACTIVE = (C.applied, C.screen, C.interview, C.debrief, C.offer)
STAGE_LABELS: dict[StrEnum, str] = {
    C.applied: N_("Applied"), C.screen: N_("Screen"), C.interview: N_("Interviews"), C.debrief: N_("Debrief"),
    C.offer: N_("Offer"), C.hired: N_("Hired"), C.declined: N_("Declined"), C.withdrawn: N_("Withdrawn"),
    C.pooled: N_("Talent pool")}

candidacy = Flow(
    "candidacy", CandidacyState, initial=C.applied, labels=STAGE_LABELS,
    waits={C.applied: Waits("candidacy.to-screen", owner="owner_id", within=timedelta(days=3)),
           C.screen: Waits("candidacy.to-decide-screen", owner="owner_id", within=timedelta(days=5)),
           C.interview: Waits("candidacy.to-interview", owner="owner_id", within=timedelta(days=14)),
           C.debrief: Waits("candidacy.to-decide", owner="opening.requisition.requested_by_id",
                            within=timedelta(days=3)),
           C.offer: Waits("candidacy.to-offer", owner="opening.requisition.requested_by_id",
                          within=timedelta(days=5))},
    moves=[
        Move("screen", (C.applied,), C.screen, N_("Start screening"), recruiters),
        Move("interview", (C.applied, C.screen, C.debrief), C.interview, N_("Move to interviews"), recruiters),
        Move("debrief", (C.interview,), C.debrief, N_("Open the debrief"), recruiters),
        Move("offer", (C.debrief,), C.offer, N_("Go to offer"), managers),
        Move("hire", (C.offer,), C.hired, N_("Hire"), managers),
        Move("decline", ACTIVE, C.declined, N_("Decline"), recruiters, needs_reason=True, danger=True),
        Move("pool", ACTIVE, C.pooled, N_("Keep in the talent pool"), recruiters, needs_reason=True),
        Move("withdraw", ACTIVE, C.withdrawn, N_("Withdraw"), recruiters | is_candidate(), needs_reason=True,
             danger=True),
        Move("reopen", (C.declined, C.withdrawn, C.pooled), C.screen, N_("Re-open"), recruiters, needs_reason=True),
    ])


@dataclass(frozen=True)
class ToBeInterviewed:
    """A candidacy came to its interviews, for the first time or again."""

    candidacy_id: int


@dataclass(frozen=True)
class CandidacyClosed:
    """A candidacy ended without a hire (declined, withdrawn, pooled)."""

    candidacy_id: int
    state: str
