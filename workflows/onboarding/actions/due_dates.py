"""When modules are due: moved by hand with a trace, and again after leave or a new holiday."""

from datetime import date
from typing import Any

from curricula.dates import due_on
from workflows import clock, permits
from workflows.acting import act
from workflows.db import db
from workflows.onboarding import rules
from workflows.onboarding.actions.plans import running_plans
from workflows.onboarding.machine import PlanState, keepers
from workflows.onboarding.queries import CLOSED, due_moves
from workflows.onboarding.records import Assignment, DueDateMove, Plan
from workflows.people.records import Team
from workflows.people.workdays import days_off
from workflows.permits import Actor, System, is_, system
from workflows.reasons import Reason

LEAVE = "Leave"

permits.allow("plan.replan", system | keepers)
permits.allow("assignment.move_due", keepers & ~is_("plan.user_id"))


def move_due_date(actor: Actor, assignment: Assignment, *, due_on: date, reason: str) -> None:
    """Another due date, with a trace. Refused for the learner, without a reason, and for days that have passed."""
    with act(actor, "assignment.move_due", assignment) as this:
        this.require(rules.due_move_blockers(assignment.due_on, due_on, clock.today(), reason),
                     Reason("plan.closed") if assignment.plan.state is PlanState.cancelled else None,
                     Reason("assignment.closed") if assignment.state in CLOSED else None)
        _move_due(this, assignment, due_on, actor.name, reason.strip())


def replan(actor: Actor, plan: Plan, *, reason: str) -> int:
    """Due dates again after leave or a new holiday: open modules only. Returns how many moved.

    They only move later; but what leave had moved goes back when the leave is shorter now.
    """
    with act(actor, "plan.replan", plan) as this:
        off = days_off(db.session.get_one(Team, plan.team_id).region, plan.user_id, plan.start_on, clock.today())
        moved = 0
        for assignment in plan.assignments:
            fresh = due_on(plan.start_on, assignment.module.due_offset_days, off)
            day = fresh if fresh > assignment.due_on else _without_leave(assignment, fresh)
            if assignment.state not in CLOSED and day != assignment.due_on:
                _move_due(this, assignment, day, actor.name, reason)
                moved += 1
        this.note(moved=moved)
    return moved


def replan_around_leave(by: str, user_id: int) -> None:
    """Due dates of somebody's running plans after leave was noted or has ended; `by` noted it."""
    for plan in running_plans(user_id):
        replan(System(by), plan, reason=LEAVE)


def _without_leave(assignment: Assignment, fresh: date) -> date:
    """Where a due date goes back to that leave had moved: not before what a person set, nor into the past."""
    moves = due_moves(assignment.id)
    if not moves or moves[0].reason != LEAVE or fresh < clock.today():
        return assignment.due_on
    by_hand = next((each.after_on for each in moves if each.reason != LEAVE), fresh)
    return min(assignment.due_on, max(fresh, by_hand))


def _move_due(this: Any, assignment: Assignment, after: date, actor_name: str, reason: str) -> None:
    this.add(DueDateMove(assignment_id=assignment.id, before_on=assignment.due_on, after_on=after,
                         actor_name=actor_name, reason=reason[:500]))
    this.note(before_on=assignment.due_on.isoformat(), after_on=after.isoformat())
    this.remember(reason=reason)
    assignment.due_on = after
    this.moved.append(assignment)
