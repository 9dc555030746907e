"""Plans and modules as their readers may see them: the rep their own, coaches and leaders those of their teams."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows.content.records import Acknowledgement, ContentVersion, ModuleVersion, PackKind
from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.records import DebriefLine, DebriefLineRating, Rating, Scorecard
from workflows.onboarding.authored_modules import facts
from workflows.onboarding.machine import AssignmentState, PlanState
from workflows.onboarding.records import (
    Assignment,
    ChecklistTick,
    DueDateMove,
    HelpCall,
    Plan,
    RolePlay,
)
from workflows.onboarding.rules import LineFacts, prerequisites, views
from workflows.people.records import RoleGrant, User
from workflows.permits import Actor, Role
from workflows.reasons import Reason, Reasons
from workflows.recruiting.records import OpeningGap

PER_PAGE = 50
READERS = (Role.coach, Role.leader, Role.assessor, Role.operations)
CLOSED = (AssignmentState.done, AssignmentState.waived)
RUNNING = (PlanState.preboarding, PlanState.active)
_gone = Reason("record.gone")


def plans_for(actor: Actor, page: int = 1) -> tuple[list[Any], int]:
    """Rows (plan, modules, closed, overdue since, next due) of plans the actor reads, running ones first."""
    query = sa.select(Plan).where(visible(actor))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    running = sa.case((Plan.state.in_(RUNNING), 0), else_=1)
    closed = sa.func.sum(sa.case((Assignment.state.in_(CLOSED), 1), else_=0))
    next_due = sa.func.min(sa.case((Assignment.state.not_in(CLOSED), Assignment.due_on)))
    rows = db.session.execute(
        sa.select(Plan, sa.func.count(Assignment.id), closed, next_due)
        .outerjoin(Assignment, Assignment.plan_id == Plan.id).where(visible(actor)).group_by(Plan.id)
        .options(selectinload(Plan.user), selectinload(Plan.coach))
        .order_by(running, Plan.start_on.desc(), Plan.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return [tuple(row) for row in rows], total


def plan_for(actor: Actor, plan_id: int) -> Plan:
    """A plan; `queries_page.rows_of` has its modules, why each is there and who has it."""
    found = db.session.scalar(sa.select(Plan).where(Plan.id == plan_id, visible(actor)).options(*_whole()))
    if found is None:
        raise NotFound(_gone)
    return found


def my_plan(actor: Actor) -> Plan | None:
    """One's own plan, the newest if there are several."""
    return db.session.scalar(sa.select(Plan).where(Plan.user_id == actor.user_id).options(*_whole())
                             .order_by(Plan.id.desc()).limit(1))


def assignment_for(actor: Actor, assignment_id: int) -> Assignment:
    """One module of a plan the actor reads, or has something to do in."""
    plan = joinedload(Assignment.plan)
    found = db.session.scalar(
        sa.select(Assignment).join(Assignment.plan)
        .where(Assignment.id == assignment_id, sa.or_(visible(actor), Assignment.owner_id == (actor.user_id or 0)))
        .options(plan.joinedload(Plan.user), plan.joinedload(Plan.coach), plan.joinedload(Plan.manager),
                 joinedload(Assignment.module).joinedload(ModuleVersion.competency), joinedload(Assignment.owner),
                 *_line_of(joinedload(Assignment.debrief_line)), joinedload(Assignment.file)))
    if found is None:
        raise NotFound(_gone)
    return found


def help_call_for(actor: Actor, help_call_id: int) -> HelpCall:
    found = db.session.scalar(
        sa.select(HelpCall).join(HelpCall.assignment).join(Assignment.plan)
        .where(HelpCall.id == help_call_id, sa.or_(visible(actor), HelpCall.coach_id == (actor.user_id or 0)))
        .options(joinedload(HelpCall.assignment).joinedload(Assignment.plan).joinedload(Plan.user),
                 joinedload(HelpCall.assignment).joinedload(Assignment.module), joinedload(HelpCall.coach)))
    if found is None:
        raise NotFound(_gone)
    return found


def coaches_in(team_ids: Collection[int]) -> Sequence[User]:
    """Active people who coach in one of the teams or everywhere, by name."""
    coaching = sa.select(RoleGrant.user_id).where(
        RoleGrant.role == Role.coach, RoleGrant.revoked_at.is_(None),
        sa.or_(RoleGrant.team_id.is_(None), RoleGrant.team_id.in_(team_ids)))
    return db.session.scalars(sa.select(User).where(User.id.in_(coaching), User.deactivated_at.is_(None))
                              .order_by(User.name, User.id)).all()


def siblings(plan_id: int) -> dict[str, tuple[str, bool]]:
    """Each module of a plan by key: its title and whether it is done or waived."""
    rows = db.session.execute(sa.select(ModuleVersion.lineage, ModuleVersion.title, Assignment.state)
                              .join(Assignment, Assignment.module_version_id == ModuleVersion.id)
                              .where(Assignment.plan_id == plan_id))
    return {lineage.rsplit("/", 1)[-1]: (title, state in CLOSED) for lineage, title, state in rows}


def blocked(assignment: Assignment) -> Reasons:
    """What must be done before this module; nothing helps in a plan that was cancelled."""
    if assignment.plan.state is PlanState.cancelled:
        return (Reason("plan.closed"),)
    return prerequisites(facts(assignment.module).requires, siblings(assignment.plan_id))


def ticks(assignment_id: int) -> dict[str, ChecklistTick]:
    found = db.session.scalars(sa.select(ChecklistTick).where(ChecklistTick.assignment_id == assignment_id)
                               .options(joinedload(ChecklistTick.by)))
    return {tick.key: tick for tick in found}


def help_calls(assignment_id: int) -> Sequence[HelpCall]:
    return db.session.scalars(sa.select(HelpCall).where(HelpCall.assignment_id == assignment_id)
                              .options(joinedload(HelpCall.coach)).order_by(HelpCall.id.desc())).all()


def due_moves(assignment_id: int) -> Sequence[DueDateMove]:
    return db.session.scalars(sa.select(DueDateMove).where(DueDateMove.assignment_id == assignment_id)
                              .order_by(DueDateMove.id.desc())).all()


def role_plays(assignment_id: int) -> Sequence[RolePlay]:
    return db.session.scalars(sa.select(RolePlay).where(RolePlay.assignment_id == assignment_id)
                              .options(joinedload(RolePlay.observer)).order_by(RolePlay.id.desc())).all()


def conduct(key: str) -> ContentVersion:
    """The text in force that an acknowledgement is about."""
    found = db.session.scalar(
        sa.select(ContentVersion).where(ContentVersion.kind == PackKind.conduct, ContentVersion.withdrawn_at.is_(None))
        .order_by(sa.case((ContentVersion.key == key, 0), else_=1), ContentVersion.number.desc()).limit(1))
    if found is None:
        raise NotFound(Reason("acknowledgement.no-text"))
    return found


def acknowledgement_of(user_id: int, version_id: int) -> Acknowledgement | None:
    return db.session.scalar(sa.select(Acknowledgement).where(Acknowledgement.user_id == user_id,
                                                              Acknowledgement.content_version_id == version_id))


def lines_of(debrief_id: int) -> tuple[LineFacts, ...]:
    """What the debrief concluded when it last decided."""
    newest = sa.select(sa.func.max(DebriefLine.number)).where(DebriefLine.debrief_id == debrief_id).scalar_subquery()
    found = db.session.scalars(
        sa.select(DebriefLine).where(DebriefLine.debrief_id == debrief_id, DebriefLine.number == newest)
        .options(joinedload(DebriefLine.gap), selectinload(DebriefLine.sources).options(*_rating())))
    return tuple(line_facts(line) for line in found)


def line_facts(line: DebriefLine) -> LineFacts:
    ratings = [each.rating for each in line.sources]
    at_level, below = views([(each.scorecard.author_id, each.level) for each in ratings if each.level is not None],
                            line.gap.level)
    return LineFacts(line.id, line.competency_id, line.standing.value, at_level, below, line.mean, line.gap.level)



def visible(actor: Actor) -> Any:
    """Whether the actor reads a plan: as its rep, coach, manager or buddy, or by a role in its team."""
    if actor.user_id is None:
        return sa.false()
    teams = actor.teams(*READERS)
    own = sa.or_(Plan.user_id == actor.user_id, Plan.coach_id == actor.user_id, Plan.manager_id == actor.user_id,
                 Plan.buddy_id == actor.user_id)
    return sa.true() if teams is None else sa.or_(own, Plan.team_id.in_(teams))


def _whole() -> tuple[Any, ...]:
    return (*(joinedload(whom).load_only(User.name) for whom in (Plan.user, Plan.coach, Plan.manager)),
            joinedload(Plan.curriculum_version).defer(ContentVersion.body))


def _line_of(line: Any) -> tuple[Any, ...]:
    """The line's gap, and the ratings it rests on with who gave them."""
    return (line.joinedload(DebriefLine.gap).load_only(OpeningGap.level),
            line.selectinload(DebriefLine.sources).options(*_rating()))


def _rating() -> tuple[Any, ...]:
    return (joinedload(DebriefLineRating.rating).load_only(Rating.level)
            .joinedload(Rating.scorecard).load_only(Scorecard.author_id),)
