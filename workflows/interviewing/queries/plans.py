"""Interview plans of an opening, and the questions one could ask instead."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows import clock
from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.machine import InterviewState
from workflows.interviewing.planning import WEEKLY_LIMIT, Person
from workflows.interviewing.queries.interviews import ORGANISERS
from workflows.interviewing.queries.loads import limits, taken_between
from workflows.interviewing.records import Interview, InterviewPlan, KitQuestion, PlanQuestion, PlanRound
from workflows.people.queries import held_in, part_of
from workflows.permits import Actor
from workflows.reasons import Reason
from workflows.recruiting.records import Candidacy, Opening, OpeningGap

K = TypeVar("K")
V = TypeVar("V")
LATELY = timedelta(days=182)


OPENING = (
    sa.select(Opening)
    .where(Opening.id == sa.bindparam("opening_id"), held_in(Opening.team_id))
    .options(selectinload(Opening.gaps).joinedload(OpeningGap.competency), joinedload(Opening.team)))


def opening_for(actor: Actor, opening_id: int) -> Opening:
    """An opening with its gaps, for those who organise its interviews; else NotFound."""
    found = db.session.scalar(OPENING, part_of(actor, *ORGANISERS) | {"opening_id": opening_id})
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


def round_for(actor: Actor, plan_round_id: int) -> PlanRound:
    """One round of a plan one may edit; else NotFound."""
    found = db.session.scalar(sa.select(PlanRound).where(PlanRound.id == plan_round_id)
                              .options(joinedload(PlanRound.plan), joinedload(PlanRound.interviewer)))
    if found is None:
        raise NotFound(Reason("record.gone"))
    opening_for(actor, found.plan.opening_id)
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


def versions(question_version_ids: Iterable[int]) -> list[QuestionVersion]:
    """These wordings, current or not."""
    return list(db.session.scalars(
        sa.select(QuestionVersion).options(joinedload(QuestionVersion.competency))
        .where(QuestionVersion.id.in_(list(question_version_ids))).order_by(QuestionVersion.lineage)))


def asked_lately(lineages: set[str], *, besides: int) -> dict[str, int]:
    """How often each question was in a kit in the last half year, in other openings than `besides`."""
    return dict(_pairs(
        sa.select(QuestionVersion.lineage, sa.func.count(KitQuestion.id))
        .join(KitQuestion, KitQuestion.question_version_id == QuestionVersion.id)
        .join(Interview, Interview.id == KitQuestion.interview_id)
        .join(Candidacy, Candidacy.id == Interview.candidacy_id)
        .where(QuestionVersion.lineage.in_(lineages), Interview.state != InterviewState.cancelled,
               Interview.created_at > clock.now() - LATELY, Candidacy.opening_id != besides)
        .group_by(QuestionVersion.lineage)))


def with_load(people: Iterable[Person]) -> list[Person]:
    """The same people with what is left of their week: their limit less what they hold in the next seven days."""
    there = list(people)
    ids, now = [person.id for person in there], clock.now()
    most, taken = limits(ids), taken_between(ids, now, now + timedelta(days=7))
    return [replace(each, load_left=max(0, most.get(each.id, WEEKLY_LIMIT) - taken.get(each.id, 0)))
            for each in there]


def _pairs(query: sa.Select[K, V]) -> list[tuple[K, V]]:
    return [(key, value) for key, value in db.session.execute(query)]
