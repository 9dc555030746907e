"""Interview plans of an opening, and the questions one could ask instead."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.queries.interviews import ORGANISERS
from workflows.interviewing.records import Interview, InterviewPlan, PlanQuestion, PlanRound
from workflows.permits import Actor
from workflows.reasons import Reason
from workflows.recruiting.records import Opening, OpeningGap


def opening_for(actor: Actor, opening_id: int) -> Opening:
    """An opening with its gaps, for those who organise its interviews; else NotFound."""
    teams = actor.teams(*ORGANISERS)
    query = sa.select(Opening).where(Opening.id == opening_id).options(
        selectinload(Opening.gaps).joinedload(OpeningGap.competency), joinedload(Opening.team))
    if teams is not None:
        query = query.where(Opening.team_id.in_(teams))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def newest_plan(opening_id: int) -> InterviewPlan | None:
    """The plan that counts, with rounds and questions."""
    return db.session.scalar(
        sa.select(InterviewPlan).where(InterviewPlan.opening_id == opening_id).order_by(InterviewPlan.number.desc())
        .limit(1).options(selectinload(InterviewPlan.rounds).options(
            joinedload(PlanRound.interviewer),
            selectinload(PlanRound.questions).options(
                joinedload(PlanQuestion.question),
                joinedload(PlanQuestion.gap).joinedload(OpeningGap.competency)))))


def question_for(actor: Actor, plan_question_id: int) -> PlanQuestion:
    """One question of a plan one may edit; else NotFound."""
    found = db.session.scalar(
        sa.select(PlanQuestion).where(PlanQuestion.id == plan_question_id)
        .options(joinedload(PlanQuestion.round).joinedload(PlanRound.plan), joinedload(PlanQuestion.question)))
    if found is None:
        raise NotFound(Reason("record.gone"))
    opening_for(actor, found.round.plan.opening_id)
    return found


def askable(competency_ids: set[int]) -> list[QuestionVersion]:
    """The current wording of every question about these competencies."""
    return list(db.session.scalars(
        sa.select(QuestionVersion).options(joinedload(QuestionVersion.competency))
        .where(QuestionVersion.current, QuestionVersion.competency_id.in_(competency_ids))
        .order_by(QuestionVersion.lineage)))


def asked_by(plan_id: int) -> int:
    """To how many candidates interviews of this plan were given."""
    return db.session.scalar(
        sa.select(sa.func.count(sa.distinct(Interview.candidacy_id)))
        .join(PlanRound, PlanRound.id == Interview.plan_round_id).where(PlanRound.plan_id == plan_id)) or 0
