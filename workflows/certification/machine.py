"""Checkpoint attempt and certificate: their states, moves and events."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, role, system
from workflows.words import N_


class AttemptState(StrEnum):
    eligible = auto()
    scheduled = auto()
    in_assessment = auto()
    to_approve = auto()
    passed = auto()
    failed = auto()
    void = auto()


T = AttemptState
assessors = role(Role.assessor)
keepers = role(Role.coach, Role.leader, Role.assessor)

attempt = Flow(
    "attempt", AttemptState, initial=T.eligible,
    labels={T.eligible: N_("Ready to be scheduled"), T.scheduled: N_("Scheduled"), T.in_assessment: N_("In assessment"),
            T.to_approve: N_("To approve"), T.passed: N_("Passed"), T.failed: N_("Not yet"), T.void: N_("Void")},
    waits={T.eligible: Waits("attempt.to-schedule", role=Role.assessor, within=timedelta(days=3)),
           T.scheduled: Waits("attempt.to-assess", owner="assessor_id", due="scheduled_at"),
           T.in_assessment: Waits("attempt.to-assess", owner="assessor_id", within=timedelta(days=1)),
           T.to_approve: Waits("attempt.to-approve", owner="approver_id", within=timedelta(days=2))},
    moves=[
        Move("schedule", (T.eligible, T.scheduled), T.scheduled, N_("Schedule"), keepers),
        Move("assess", (T.eligible, T.scheduled), T.in_assessment, N_("Begin the assessment"),
             is_("assessor_id") | assessors),
        Move("hand_in", (T.in_assessment,), T.to_approve, N_("Hand in the scores"), is_("assessor_id")),
        Move("send_back", (T.to_approve,), T.in_assessment, N_("Send back"), is_("approver_id"), needs_reason=True),
        Move("certify", (T.to_approve,), T.passed, N_("Approve and certify"), is_("approver_id")),
        Move("fail", (T.to_approve,), T.failed, N_("Approve as not yet"), is_("approver_id")),
        Move("annul", (T.eligible, T.scheduled, T.in_assessment, T.to_approve), T.void, N_("Void"), keepers | system,
             needs_reason=True, danger=True),
    ])


class CertificateState(StrEnum):
    """Only what a person decides; expiring and expired follow from its dates."""

    issued = auto()
    revoked = auto()


K = CertificateState

certificate = Flow(
    "certificate", CertificateState, initial=K.issued,
    labels={K.issued: N_("Issued"), K.revoked: N_("Revoked")},
    moves=[Move("revoke", (K.issued,), K.revoked, N_("Revoke"), role(Role.leader, Role.operations), needs_reason=True,
                danger=True)])


@dataclass(frozen=True)
class Certified:
    certificate_id: int


@dataclass(frozen=True)
class CertificateRevoked:
    certificate_id: int
