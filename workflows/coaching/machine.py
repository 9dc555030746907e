"""Coaching plan: its states and moves."""

from datetime import timedelta
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, role
from workflows.words import N_


class CoachingState(StrEnum):
    diagnosed = auto()
    agreed = auto()
    closed = auto()


C = CoachingState
coaches = (is_("coach_id") | role(Role.coach, Role.leader)) & ~is_("user_id")

coaching_plan = Flow(
    "coaching_plan", CoachingState, initial=C.diagnosed,
    labels={C.diagnosed: N_("To agree"), C.agreed: N_("Agreed"), C.closed: N_("Closed")},
    waits={C.diagnosed: Waits("coaching.to-agree", owner="coach_id", within=timedelta(days=5)),
           C.agreed: Waits("coaching.to-measure", owner="coach_id", due="due_at")},
    moves=[
        Move("agree", (C.diagnosed,), C.agreed, N_("Agree on one step"), coaches),
        Move("change_step", (C.agreed,), C.agreed, N_("Change the step"), coaches, needs_reason=True),
        Move("close", (C.diagnosed, C.agreed), C.closed, N_("Measure again and close"), coaches, needs_reason=True),
    ])
