"""Offer: its states, moves and the event everything after it starts from."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, is_candidate, role
from workflows.words import N_


class OfferState(StrEnum):
    draft = auto()
    in_approval = auto()
    approved = auto()
    sent = auto()
    signed = auto()
    declined = auto()
    withdrawn = auto()


O = OfferState
managers = role(Role.hiring_manager)
senders = role(Role.hiring_manager, Role.recruiter)

offer = Flow(
    "offer", OfferState, initial=O.draft,
    labels={O.draft: N_("Draft"), O.in_approval: N_("In approval"), O.approved: N_("Approved"), O.sent: N_("Sent"),
            O.signed: N_("Signed"), O.declined: N_("Declined by the candidate"), O.withdrawn: N_("Withdrawn")},
    waits={O.draft: Waits("offer.to-submit", owner="author_id", within=timedelta(days=2)),
           O.in_approval: Waits("offer.to-approve", owner="approver_id", within=timedelta(days=2)),
           O.approved: Waits("offer.to-send", owner="author_id", within=timedelta(days=1)),
           O.sent: Waits("offer.to-sign", owner="author_id", candidate="candidacy.candidate_id", due="expires_at"),
           O.signed: Waits("offer.to-hire", owner="author_id", within=timedelta(days=1))},
    moves=[
        Move("submit", (O.draft,), O.in_approval, N_("Ask for approval"), managers),
        Move("approve", (O.in_approval,), O.approved, N_("Approve"), is_("approver_id")),
        Move("send_back", (O.in_approval,), O.draft, N_("Send back"), is_("approver_id"), needs_reason=True),
        Move("send", (O.approved,), O.sent, N_("Send to the candidate"), senders),
        Move("sign", (O.sent,), O.signed, N_("Accept and sign"), is_candidate("candidacy.candidate_id")),
        Move("decline", (O.sent,), O.declined, N_("Decline the offer"),
             is_candidate("candidacy.candidate_id") | senders, needs_reason=True, danger=True),
        Move("withdraw", (O.draft, O.in_approval, O.approved, O.sent, O.signed), O.withdrawn, N_("Withdraw the offer"),
             managers, needs_reason=True, danger=True),
    ])


@dataclass(frozen=True)
class Hired:
    """A seat is filled: account, plan and ramp start from here, in the same transaction."""

    hire_id: int
