"""Attempts as their readers may see them: the rep their own, the others those of their teams; scores blind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from curricula.rubrics import Criterion
from workflows import clock
from workflows.certification import rules
from workflows.certification.gates import Gate, gate
from workflows.certification.machine import AttemptState, CertificateState
from workflows.certification.records import Attempt, AttemptScore, Certificate
from workflows.content.records import CheckpointVersion
from workflows.db import db
from workflows.errors import NotFound
from workflows.ledger import AuditEntry, AuditText
from workflows.onboarding.authored_modules import key_of
from workflows.onboarding.machine import PlanState
from workflows.onboarding.queries import siblings
from workflows.onboarding.records import Plan
from workflows.onboarding.rules import prerequisites
from workflows.people.queries import holders
from workflows.people.records import User
from workflows.permits import Actor, Role
from workflows.reasons import Reason, Reasons
from workflows.waits import Wait

PER_PAGE = 50
READERS = (Role.coach, Role.leader, Role.assessor, Role.operations)
APPROVERS = (Role.assessor, Role.coach, Role.leader)
S = AttemptState
RUNNING = (S.eligible, S.scheduled, S.in_assessment, S.to_approve)
_gone = Reason("record.gone")
Waiting = tuple[Attempt, Wait | None, str | None]


class Queue(StrEnum):
    """What the queue shows: all that is open, one's own, one kind of step, or what was decided."""

    open = auto()
    mine = auto()
    to_schedule = auto()
    scheduled = auto()
    in_assessment = auto()
    to_approve = auto()
    decided = auto()


SHOWN: Mapping[Queue, tuple[AttemptState, ...]] = {
    Queue.open: RUNNING, Queue.mine: RUNNING, Queue.to_schedule: (S.eligible,), Queue.scheduled: (S.scheduled,),
    Queue.in_assessment: (S.in_assessment,), Queue.to_approve: (S.to_approve,),
    Queue.decided: (S.passed, S.failed, S.void)}


@dataclass(frozen=True)
class Line:
    """One criterion of the rubric with what was given for it."""

    criterion: Criterion
    level: int | None
    evidence: str


@dataclass(frozen=True)
class Sheet:
    """The rubric with its scores, for somebody who may see them; `sees` False holds the bare rubric and no notes."""

    gate: Gate
    sees: bool
    lines: tuple[Line, ...]
    notes: str
    outcome: rules.Outcome | None


def attempts_for(actor: Actor, queue: Queue, page: int = 1) -> tuple[list[Waiting], int]:
    """Rows (attempt, what waits, for whom by name or None for the team's assessors), what is due first on top."""
    query = (sa.select(Attempt, Wait, User.name).join(Attempt.plan)
             .outerjoin(Wait, sa.and_(Wait.record_kind == Attempt.KIND, Wait.record_id == Attempt.id,
                                      Wait.ended_at.is_(None)))
             .outerjoin(User, User.id == Wait.owner_id)
             .where(visible(actor), Attempt.state.in_(SHOWN[queue])))
    if queue is Queue.mine:
        query = query.where(Wait.owner_id == actor.user_id)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    rows = db.session.execute(
        query.options(joinedload(Attempt.user), joinedload(Attempt.checkpoint), joinedload(Attempt.assessor))
        .order_by(Wait.due_at.is_(None), Wait.due_at, Attempt.decided_at.desc(), Attempt.id)
        .limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return [(attempt, wait, name) for attempt, wait, name in rows], total


def attempt_for(actor: Actor, attempt_id: int) -> Attempt:
    """One attempt with its people; its scores come from `sheet_for` only."""
    plan = joinedload(Attempt.plan)
    found = db.session.scalar(
        sa.select(Attempt).join(Attempt.plan).where(Attempt.id == attempt_id, visible(actor))
        .options(plan.joinedload(Plan.coach), joinedload(Attempt.user), joinedload(Attempt.checkpoint),
                 joinedload(Attempt.assessor), joinedload(Attempt.approver)))
    if found is None:
        raise NotFound(_gone)
    return found


def sheet_for(actor: Actor, attempt: Attempt) -> Sheet:
    """The rubric, with scores when `actor` may see them."""
    read = gate(attempt.checkpoint)
    if not rules.sees_scores(actor.user_id, attempt.state, attempt.assessor_id, attempt.approver_id):
        return Sheet(read, False, tuple(Line(each, None, "") for each in read.criteria), "", None)
    given = scores_of(attempt.id)
    lines = tuple(Line(each, given.get(each.key, rules.Given()).level, given.get(each.key, rules.Given()).evidence)
                  for each in read.criteria)
    levels = rules.levels_of(given)
    done = attempt.score_bp is not None and len(levels) == len(read.criteria)
    return Sheet(read, True, lines, attempt.notes, rules.outcome(read, levels) if done else None)


def scores_of(attempt_id: int) -> dict[str, rules.Given]:
    """What is written by criterion; for actions, pages ask `sheet_for`."""
    rows = db.session.execute(sa.select(AttemptScore.criterion, AttemptScore.level, AttemptScore.evidence)
                              .where(AttemptScore.attempt_id == attempt_id))
    return {criterion: rules.Given(level, evidence) for criterion, level, evidence in rows}


def first_to_do(plan_id: int, version: CheckpointVersion) -> Reasons:
    """Modules of the plan that the checkpoint asks for and that are neither done nor waived."""
    return prerequisites(gate(version).requires, siblings(plan_id))


def ready(plan: Plan) -> list[CheckpointVersion]:
    """Checkpoints of the plan's curriculum that nobody has opened and whose modules are done or waived, in order."""
    known = sa.select(Attempt.checkpoint_version_id).where(Attempt.plan_id == plan.id)
    waiting = db.session.scalars(sa.select(CheckpointVersion).order_by(CheckpointVersion.position).where(
        CheckpointVersion.content_version_id == plan.curriculum_version_id, CheckpointVersion.id.not_in(known))).all()
    closed = siblings(plan.id) if waiting else {}
    return [each for each in waiting if not prerequisites(gate(each).requires, closed)]


def tries(plan_id: int, version_id: int) -> Sequence[Attempt]:
    """Every attempt of one plan at one checkpoint, in order."""
    return db.session.scalars(sa.select(Attempt).order_by(Attempt.number).where(
        Attempt.plan_id == plan_id, Attempt.checkpoint_version_id == version_id)).all()


def newest_at(plan_id: int, key: str) -> Attempt | None:
    """The newest attempt of a plan at the checkpoint of this key; None until one opens."""
    found = db.session.scalars(sa.select(Attempt).where(Attempt.plan_id == plan_id, Attempt.state != S.void)
                               .options(joinedload(Attempt.checkpoint)).order_by(Attempt.id.desc()))
    return next((each for each in found if key_of(each.checkpoint.lineage) == key), None)


def failed_since_passed(found: Sequence[Attempt]) -> list[date]:
    """The days of each "not yet" since the last pass: those the cap and the cool-down count."""
    days: list[date] = []
    for each in found:
        if each.state is S.passed:
            days = []
        elif each.state is S.failed and each.decided_at is not None:
            days.append(each.decided_at.date())
    return days


def again_blockers(actor: Actor, attempt: Attempt) -> Reasons:
    """Why no further attempt at this checkpoint may open now; none while one is open anyway."""
    if attempt.plan.state is PlanState.cancelled:
        return (Reason("attempt.plan-cancelled"),)
    found, today = tries(attempt.plan_id, attempt.checkpoint_version_id), clock.today()
    held = db.session.scalar(sa.select(sa.func.max(Certificate.valid_until)).where(
        Certificate.attempt_id.in_([each.id for each in found]), Certificate.state == CertificateState.issued))
    exceeds = actor.holds(Role.leader, attempt.team_id)
    own = rules.ones_own(actor.user_id, attempt.user_id)
    return (*rules.again_blockers(gate(attempt.checkpoint), failed_since_passed(found), today, may_exceed=exceeds),
            *(rules.renewal_blockers(held, today) if held else ()), *((own,) if own else ()))


def own_attempts(actor: Actor) -> Sequence[Attempt]:
    """One's own, newest first."""
    return db.session.scalars(sa.select(Attempt).where(Attempt.user_id == (actor.user_id or 0), Attempt.state != S.void)
                              .options(joinedload(Attempt.checkpoint), joinedload(Attempt.assessor))
                              .order_by(Attempt.id.desc())).all()


def assessors_for(attempt: Attempt) -> list[User]:
    """Who may assess it, by name."""
    return [each for each in holders(Role.assessor, attempt.team_id) if each.id != attempt.user_id]


def approvers_for(attempt: Attempt) -> list[User]:
    """Who may approve it: assessors, coaches and leaders of the team, never its assessor or its rep; by name."""
    found = {each.id: each for role in APPROVERS for each in holders(role, attempt.team_id)}
    return sorted((each for each in found.values() if each.id not in (attempt.user_id, attempt.assessor_id)),
                  key=lambda each: each.name)


def sent_back_because(attempt: Attempt) -> str:
    """Why the scores were sent back last, while they are being mended; only its assessor is shown it."""
    found = db.session.scalar(
        sa.select(AuditText).join(AuditEntry, AuditEntry.id == AuditText.entry_id)
        .where(AuditEntry.record_kind == Attempt.KIND, AuditEntry.record_id == attempt.id,
               AuditEntry.verb == "attempt.send_back").order_by(AuditEntry.id.desc()).limit(1))
    return str(found.body.get("reason", "")) if found is not None else ""


def visible(actor: Actor) -> Any:
    """Of a query that joins Attempt and its Plan."""
    if actor.user_id is None:
        return sa.false()
    teams, me = actor.teams(*READERS), actor.user_id
    own = sa.or_(Attempt.user_id == me, Attempt.assessor_id == me, Attempt.approver_id == me, Plan.coach_id == me,
                 Plan.manager_id == me)
    return sa.true() if teams is None else sa.or_(own, Plan.team_id.in_(teams))
