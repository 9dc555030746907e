"""A plan from the hire to its completion: opened, begun, waivers, and the end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from curricula.dates import due_on
from workflows import clock, permits, waits
from workflows.acting import act, get
from workflows.content.records import ContentVersion, ModuleVersion
from workflows.db import db
from workflows.offers.machine import Hired
from workflows.offers.records import Hire
from workflows.onboarding import rules
from workflows.onboarding.actions.notices import tell_coach
from workflows.onboarding.authored_modules import ModuleFacts, ModuleKind, facts, key_of, placings
from workflows.onboarding.machine import AssignmentState, ModuleDone, PlanOpened, PlanState, keepers
from workflows.onboarding.queries import RUNNING, lines_of, ticks
from workflows.onboarding.records import Assignment, ChecklistTick, Plan, WaiverReason, Why
from workflows.people.events import PersonLeft
from workflows.people.queries import holders
from workflows.people.records import Team, User
from workflows.people.workdays import days_off
from workflows.permits import Actor, Role, System, system
from workflows.reasons import Reason

permits.allow("plan.open", system | keepers)


def open_plan_for(system: Actor, event: Hired) -> None:
    """The hire's plan, from the offer's curriculum shaped by the offer's debrief."""
    hire: Hire = get(Hire, event.hire_id)
    offer = hire.offer
    if db.session.scalar(sa.select(Plan.id).where(Plan.hire_id == hire.id)):
        return
    open_plan(system, user_id=hire.user_id, team=hire.team, curriculum=offer.curriculum_version,
              start_on=hire.start_on, manager_id=hire.manager_id, coach_id=offer.coach_id, hire_id=hire.id,
              lines=lines_of(offer.debrief_id))


def open_plan(actor: Actor, *, user_id: int, team: Team, curriculum: ContentVersion, start_on: date, manager_id: int,
              coach_id: int, hire_id: int | None = None, exemption: str | None = None,
              lines: tuple[rules.LineFacts, ...] = ()) -> Plan:
    """A plan with one assignment per module. Without a hire, `exemption` says why (somebody who was here before);
    then it is refused while another plan of theirs runs.
    """
    with act(actor, "plan.open", subject=team) as this:
        rep = db.session.get_one(User, user_id)
        this.require(Reason("plan.live-already", {"rep": rep.name}) if exemption and running_plans(user_id) else None)
        plan: Plan = this.create(Plan(
            user_id=user_id, hire_id=hire_id, exemption=exemption, team_id=team.id, start_on=start_on,
            curriculum_version_id=curriculum.id, manager_id=manager_id, coach_id=coach_id))
        off = days_off(team.region, user_id, start_on, clock.today())
        modules = db.session.scalars(sa.select(ModuleVersion).where(ModuleVersion.content_version_id == curriculum.id)
                                     .order_by(ModuleVersion.position))
        planned = rules.shaped([facts(module) for module in modules], lines)
        this.require(None if planned else Reason("plan.curriculum-empty", {"curriculum": curriculum.title}))
        for position, each in enumerate(planned, start=1):
            _assign(this, plan, each, position, due_on(start_on, each.module.offset, off))
        this.note(hire_id=hire_id, modules=len(planned), waived=sum(each.waived for each in planned))
        this.announce(PlanOpened(plan.id))
        if coach_id != actor.user_id:
            tell_coach(plan, rep, team)
    return plan


def begin_plan(actor: Actor, plan: Plan) -> None:
    """The first day has come. Refused before it; a second call changes nothing."""
    with act(actor, "plan.begin", plan) as this:
        if plan.state is PlanState.preboarding:
            early = plan.start_on > clock.today()
            this.require(Reason("plan.not-started", {"start_on": plan.start_on.isoformat()}) if early else None)
            this.move()
            this.moved.extend(_to_begin(plan.id))


def begin_plans(day: str) -> None:
    """Daily: the plans whose first day has come begin, also those of a day on which nothing ran."""
    due = db.session.scalars(sa.select(Plan.id).order_by(Plan.id).where(
        Plan.state == PlanState.preboarding, Plan.start_on <= date.fromisoformat(day))).all()
    for plan_id in due:
        begin_plan(System("onboarding.begin_plans"), get(Plan, plan_id))


def cancel_plan(actor: Actor, plan: Plan, *, reason: str) -> None:
    """Nothing in it waits for anybody any more; what is done stays. Needs a reason."""
    with act(actor, "plan.cancel", plan) as this:
        this.move(reason=reason)
        for assignment in plan.assignments:
            waits.end(this.session, assignment.KIND, assignment.id)


def cancel_plans_of(system: Actor, event: PersonLeft) -> None:
    """Whoever left learns no more here, so nobody inherits their modules."""
    for plan in running_plans(event.user_id):
        cancel_plan(system, plan, reason="Left the company.")


def waive(actor: Actor, assignment: Assignment, *, waiver: WaiverReason, reason: str) -> None:
    """Spare somebody a module, with one of four reasons and the words behind it. Not one's own."""
    with act(actor, "assignment.waive", assignment) as this:
        this.require(not_ones_own(actor, assignment))
        this.lock(assignment.plan)
        assignment.waiver, assignment.waiver_evidence = waiver, {"by": actor.name, "text": reason.strip()}
        this.move(reason=reason)
        this.note(waiver=waiver.value)
        this.moved.extend(_after(assignment))
        this.announce(ModuleDone(assignment.id))
        complete_if_all_closed(assignment.plan)


def restore(actor: Actor, assignment: Assignment, *, reason: str) -> None:
    """Assign a waived or finished module again; what was handed in before stays on record, a checklist starts anew."""
    with act(actor, "assignment.restore", assignment) as this:
        this.lock(assignment.plan)
        running = assignment.plan.state in RUNNING
        this.require(None if running else Reason("plan.closed"), not_ones_own(actor, assignment))
        this.note(was_waiver=assignment.waiver and assignment.waiver.value, ticked=sorted(ticks(assignment.id)))
        this.session.execute(sa.delete(ChecklistTick).where(ChecklistTick.assignment_id == assignment.id))
        assignment.waiver = assignment.waiver_evidence = assignment.done_at = None
        assignment.progress_bp = 0
        this.move(reason=reason)
        this.moved.extend(_after(assignment))


def close(this: Any, assignment: Assignment, trigger: str, *, score_bp: int | None = None) -> None:
    """Within an action: the module is done; tell the others, and complete the plan with its last module."""
    this.lock(assignment.plan)  # of two who close a module at once each would take the other's for open
    assignment.done_at, assignment.progress_bp = clock.now(), 10_000
    assignment.score_bp = score_bp if score_bp is not None else assignment.score_bp
    this.move(assignment, trigger)
    this.moved.extend(_after(assignment))
    this.announce(ModuleDone(assignment.id))
    complete_if_all_closed(assignment.plan)


def complete_if_all_closed(plan: Plan) -> None:
    """The plan is completed as soon as every module is done or waived."""
    states = db.session.scalars(sa.select(Assignment.state).where(Assignment.plan_id == plan.id)).all()
    if plan.state not in RUNNING or not rules.all_closed(states):
        return
    with act(System("last module"), "plan.complete", plan) as this:
        if plan.state is PlanState.preboarding:
            this.move(trigger="begin")
        plan.completed_at = clock.now()
        this.move(trigger="complete")


def not_ones_own(actor: Actor, assignment: Assignment) -> Reason | None:
    """Whoever follows a plan waives, restores and approves nothing in it."""
    own = actor.user_id is not None and actor.user_id == assignment.plan.user_id
    return Reason("assignment.ones-own") if own else None


def running_plans(user_id: int) -> Sequence[Plan]:
    """The plans somebody follows now, the oldest first."""
    return db.session.scalars(sa.select(Plan).where(Plan.user_id == user_id, Plan.state.in_(RUNNING))
                              .order_by(Plan.id)).all()


def _to_begin(plan_id: int) -> Sequence[Assignment]:
    """What nobody has begun: when something changed before it, it may begin to wait, or wait no more."""
    return db.session.scalars(sa.select(Assignment).order_by(Assignment.position).where(
        Assignment.plan_id == plan_id, Assignment.state == AssignmentState.assigned)
        .options(joinedload(Assignment.module))).all()


def _after(assignment: Assignment) -> list[Assignment]:
    """The modules that nobody has begun and that this one comes before."""
    rows, key = _to_begin(assignment.plan_id), key_of(assignment.module.lineage)
    known = placings({row.module_version_id: row.module.content_hash for row in rows})
    return [row for row in rows if key in known[row.module_version_id].requires]


def _assign(this: Any, plan: Plan, planned: rules.Planned, position: int, due: date) -> None:
    row = Assignment(plan_id=plan.id, module_version_id=planned.module.id, position=position, why=Why(planned.why),
                     debrief_line_id=planned.line.id if planned.line else None, due_on=due,
                     owner_id=_owner_id(plan, planned.module))
    if planned.waived and planned.line:
        row.state, row.waiver = AssignmentState.waived, WaiverReason.equivalent_experience
        row.waiver_evidence = rules.evidence(planned.line)
    row.plan = plan
    this.session.add(row)
    this.session.flush()
    if not planned.waived:
        this.moved.append(row)


def _owner_id(plan: Plan, module: ModuleFacts) -> int:
    """Who acts first: the rep learns; equipment is operations' affair; whoever observes arranges a role-play."""
    if module.kind not in (ModuleKind.checklist, ModuleKind.role_play):
        return plan.user_id
    if module.owner == "operations":
        keepers_of_keys = holders(Role.operations, plan.team_id)
        return keepers_of_keys[0].id if keepers_of_keys else plan.manager_id
    return {"rep": plan.user_id, "manager": plan.manager_id}.get(module.owner, plan.coach_id)
