"""Coaching plans, notes and kudos as their readers may see them: the rep, the coach, and who leads the team."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows import clock
from workflows.coaching.facts import facts_of, policy
from workflows.coaching.machine import CoachingState
from workflows.coaching.records import CoachingHold, CoachingNote, CoachingPlan
from workflows.coaching.rules import Diagnosis, diagnose
from workflows.db import db
from workflows.errors import NotFound
from workflows.onboarding.records import Plan
from workflows.people.queries import USER_ID, has_part, holders, part_of
from workflows.people.records import Competency, Kudos, RoleGrant, User
from workflows.permits import Actor, Role
from workflows.reasons import Reason

PER_PAGE = 50
READERS = (Role.coach, Role.leader)
_gone = Reason("record.gone")


def diagnosis_of(user: User, today: date | None = None) -> Diagnosis:
    """The four layers of one person as of today."""
    found = policy()
    return diagnose(facts_of(user, today or clock.today(), found), found)


def plans_for(actor: Actor, page: int = 1) -> tuple[Sequence[CoachingPlan], int]:
    """Coaching plans the actor reads: what is open first, by date; then what is closed, newest first."""
    query = sa.select(CoachingPlan).where(_visible(actor))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    closed = sa.case((CoachingPlan.state == CoachingState.closed, 1), else_=0)
    found = db.session.scalars(
        query.options(joinedload(CoachingPlan.user), joinedload(CoachingPlan.coach))
        .order_by(closed, CoachingPlan.due_on.is_(None).desc(), CoachingPlan.due_on, CoachingPlan.id.desc())
        .limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return found.all(), total


def plan_for(actor: Actor, coaching_plan_id: int) -> CoachingPlan:
    found = db.session.scalar(
        sa.select(CoachingPlan).where(CoachingPlan.id == coaching_plan_id, _visible(actor))
        .options(joinedload(CoachingPlan.user), joinedload(CoachingPlan.coach), joinedload(CoachingPlan.competency),
                 joinedload(CoachingPlan.ramp_event),
                 selectinload(CoachingPlan.holds).joinedload(CoachingHold.ramp_event)))
    if found is None:
        raise NotFound(_gone)
    return found


def notes_for(actor: Actor, plan: CoachingPlan) -> Sequence[CoachingNote]:
    """The plan's notes, newest first: all of them to rep and coach, to others what was shared."""
    query = sa.select(CoachingNote).where(CoachingNote.plan_id == plan.id)
    if actor.user_id not in (plan.user_id, plan.coach_id):
        query = query.where(CoachingNote.shared_at.is_not(None))
    return db.session.scalars(query.options(joinedload(CoachingNote.author)).order_by(CoachingNote.id.desc())).all()


def note_for(actor: Actor, note_id: int) -> CoachingNote:
    """One note; whoever is neither rep nor coach does not know of it."""
    me = actor.user_id or 0
    found = db.session.scalar(
        sa.select(CoachingNote).join(CoachingNote.plan).options(joinedload(CoachingNote.plan))
        .where(CoachingNote.id == note_id, sa.or_(CoachingPlan.user_id == me, CoachingPlan.coach_id == me)))
    if found is None:
        raise NotFound(_gone)
    return found


def live_plan(user_id: int) -> CoachingPlan | None:
    return db.session.scalar(sa.select(CoachingPlan).where(CoachingPlan.user_id == user_id,
                                                           CoachingPlan.state != CoachingState.closed))


def live_user_ids(user_ids: Collection[int]) -> dict[int, int]:
    """Which of these people have a plan that is open, and which."""
    rows = db.session.execute(sa.select(CoachingPlan.user_id, CoachingPlan.id).where(
        CoachingPlan.user_id.in_(user_ids), CoachingPlan.state != CoachingState.closed))
    return {row.user_id: row.id for row in rows}


def competencies() -> Sequence[Competency]:
    """What people can be thanked for, by name."""
    return db.session.scalars(sa.select(Competency).where(Competency.retired_at.is_(None))
                              .order_by(Competency.name)).all()


def coach_of(user: User) -> User | None:
    """Who coaches somebody: the coach of their newest plan, else one of the team's, else the team's manager."""
    coach = db.session.scalar(sa.select(User).join(Plan, Plan.coach_id == User.id)
                              .where(Plan.user_id == user.id, User.deactivated_at.is_(None))
                              .order_by(Plan.id.desc()).limit(1))
    others = [each for each in holders(Role.coach, user.team_id) if each.id != user.id]
    return coach or (others[0] if others else user.team.manager if user.team else None)


def reps_for(actor: Actor) -> Sequence[User]:
    """Active reps whom the actor coaches or leads, by name."""
    teams = actor.teams(*READERS)
    held = sa.select(RoleGrant.user_id).where(RoleGrant.role == Role.rep, RoleGrant.revoked_at.is_(None))
    mine = sa.select(Plan.user_id).where(Plan.coach_id == (actor.user_id or 0))
    query = sa.select(User).where(User.id.in_(held), User.deactivated_at.is_(None), User.id != (actor.user_id or 0))
    if teams is not None:
        query = query.where(sa.or_(User.team_id.in_(teams), User.id.in_(mine)))
    return db.session.scalars(query.order_by(User.name, User.id)).all()


def rep_for(actor: Actor, user_id: int) -> User:
    """One rep whom the actor coaches or leads."""
    found = next((each for each in reps_for(actor) if each.id == user_id), None)
    if found is None:
        raise NotFound(_gone)
    return found


def mates_of(actor: Actor) -> Sequence[User]:
    """Whom the actor can thank: the people of their own team and of the teams they have a part in, but themselves."""
    teams = actor.teams(*Role)
    own = sa.select(User.team_id).where(User.id == (actor.user_id or 0))
    query = sa.select(User).where(User.deactivated_at.is_(None), User.team_id.is_not(None),
                                  User.id != (actor.user_id or 0))
    if teams is not None:
        query = query.where(sa.or_(User.team_id.in_(teams), User.team_id.in_(own)))
    return db.session.scalars(query.order_by(User.name, User.id)).all()


KUDOS = (
    sa.select(Kudos).join(User, User.id == Kudos.user_id)
    .where(sa.or_(has_part(User.team_id), User.id == USER_ID))
    .options(joinedload(Kudos.user).load_only(User.name), joinedload(Kudos.giver).load_only(User.name),
             joinedload(Kudos.competency).load_only(Competency.name))
    .order_by(Kudos.given_at.desc(), Kudos.id.desc()).limit(sa.bindparam("rows", type_=sa.Integer)))


def recent_kudos(actor: Actor, limit: int = 5) -> Sequence[Kudos]:
    """The newest thanks in the actor's teams, newest first."""
    return db.session.scalars(KUDOS, part_of(actor) | {"rows": limit}).all()


def _visible(actor: Actor) -> Any:
    me = actor.user_id or 0
    teams = actor.teams(*READERS)
    own = sa.or_(CoachingPlan.user_id == me, CoachingPlan.coach_id == me)
    return sa.true() if teams is None else sa.or_(own, CoachingPlan.team_id.in_(teams))
