"""Plan, module assignment and call for help: their states, moves and events."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, role, system
from workflows.words import N_


class PlanState(StrEnum):
    preboarding = auto()
    active = auto()
    completed = auto()
    cancelled = auto()


P = PlanState
keepers = role(Role.leader, Role.coach, Role.operations)

plan = Flow(
    "plan", PlanState, initial=P.preboarding,
    labels={P.preboarding: N_("Before the first day"), P.active: N_("Onboarding"), P.completed: N_("Completed"),
            P.cancelled: N_("Cancelled")},
    moves=[
        Move("begin", (P.preboarding,), P.active, N_("First day"), keepers | is_("user_id") | system),
        Move("complete", (P.active,), P.completed, N_("Complete"), system | keepers),
        Move("cancel", (P.preboarding, P.active), P.cancelled, N_("Cancel"), keepers, needs_reason=True, danger=True),
    ])


class AssignmentState(StrEnum):
    assigned = auto()
    started = auto()
    to_review = auto()
    done = auto()
    waived = auto()


A = AssignmentState
reviewers = is_("plan.coach_id") | is_("plan.manager_id") | role(Role.assessor, Role.coach)

assignment = Flow(
    "assignment", AssignmentState, initial=A.assigned,
    labels={A.assigned: N_("To do"), A.started: N_("Started"), A.to_review: N_("To review"), A.done: N_("Done"),
            A.waived: N_("Waived")},
    waits={A.assigned: Waits("assignment.to-do", owner="beginner_id", due="due_at"),
           A.started: Waits("assignment.to-finish", owner="owner_id", due="due_at"),
           A.to_review: Waits("assignment.to-review", owner="plan.coach_id", within=timedelta(days=2))},
    moves=[
        Move("start", (A.assigned,), A.started, N_("Start"), is_("owner_id")),
        Move("hand_in", (A.started,), A.to_review, N_("Hand in"), is_("owner_id")),
        Move("send_back", (A.to_review,), A.started, N_("Send back"), reviewers, needs_reason=True),
        Move("finish", (A.assigned, A.started), A.done, N_("Finish"), is_("owner_id") | system),
        Move("approve", (A.to_review, A.assigned, A.started), A.done, N_("Approve"), reviewers),
        Move("waive", (A.assigned, A.started, A.to_review), A.waived, N_("Waive"), keepers | system, needs_reason=True),
        Move("restore", (A.waived, A.done), A.assigned, N_("Assign again"), keepers, needs_reason=True),
    ])


class HelpState(StrEnum):
    open = auto()
    answered = auto()


help_call = Flow(
    "help_call", HelpState, initial=HelpState.open,
    labels={HelpState.open: N_("Waiting for the coach"), HelpState.answered: N_("Answered")},
    waits={HelpState.open: Waits("help-call.to-answer", owner="coach_id", within=timedelta(days=1))},
    moves=[Move("answer", (HelpState.open,), HelpState.answered, N_("Answer"), is_("coach_id") | keepers)])


@dataclass(frozen=True)
class PlanOpened:
    plan_id: int


@dataclass(frozen=True)
class ModuleDone:
    assignment_id: int
