"""Interviews, kits and who may hold them."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.errors import NotFound
from workflows.interviewing.machine import InterviewState, ScorecardState, TrainingState
from workflows.interviewing.planning import Person
from workflows.interviewing.queries.asking import may_interview
from workflows.interviewing.records import Interview, InterviewerTraining, KitQuestion, Scorecard
from workflows.interviewing.rules import Slot
from workflows.people.queries import USER_ID, held_in, part_of
from workflows.people.records import Competency, RoleGrant, User
from workflows.permits import Actor, Role
from workflows.reasons import Reason
from workflows.recruiting.records import Candidacy, Opening, Resume

ORGANISERS = (Role.recruiter, Role.hiring_manager)


def _scope(actor: Actor) -> sa.ColumnElement[bool]:
    own = Interview.interviewer_id == actor.user_id
    teams = actor.teams(*ORGANISERS)
    return sa.true() if teams is None else sa.or_(own, Opening.team_id.in_(teams))


def _interviews(actor: Actor) -> sa.Select[Interview]:
    return (sa.select(Interview).join(Candidacy, Candidacy.id == Interview.candidacy_id)
            .join(Opening, Opening.id == Candidacy.opening_id).where(_scope(actor))
            .options(joinedload(Interview.interviewer), joinedload(Interview.scorecard),
                     joinedload(Interview.candidacy).options(joinedload(Candidacy.candidate),
                                                             joinedload(Candidacy.opening))))


def interview_for(actor: Actor, interview_id: int) -> Interview:
    """One interview with its kit: the interviewer's own, or of a team one organises; else NotFound."""
    kit = selectinload(Interview.kit).options(
        joinedload(KitQuestion.question).joinedload(QuestionVersion.competency), joinedload(KitQuestion.gap))
    found = db.session.scalar(_interviews(actor).where(Interview.id == interview_id).options(kit))
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def interviews_of(actor: Actor, candidacy_id: int) -> list[Interview]:
    """The candidacy's interviews that `actor` may know of, in the order of the plan."""
    return list(db.session.scalars(_interviews(actor).where(Interview.candidacy_id == candidacy_id)
                                   .order_by(Interview.id)))


def interviews_given(candidacy_id: int) -> list[Interview]:
    """Every interview that the candidacy has already, called off ones left out: for actions, not for pages."""
    return list(db.session.scalars(sa.select(Interview).where(
        Interview.candidacy_id == candidacy_id, Interview.state != InterviewState.cancelled).order_by(Interview.id)))


def my_interviews(actor: Actor, *, page: int = 1, size: int = 50) -> tuple[list[Interview], int]:
    """The interviews `actor` holds, what is still to do first and then the newest of the others; and how many."""
    mine = Interview.interviewer_id == actor.user_id
    done = Interview.state.in_([InterviewState.held, InterviewState.cancelled])
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Interview).where(mine)) or 0
    query = _interviews(actor).where(mine).order_by(
        done, Interview.starts_at.is_(None), sa.case((done, None), else_=Interview.starts_at),
        Interview.starts_at.desc(), Interview.id).offset((page - 1) * size).limit(size)
    return list(db.session.scalars(query)), total


WITHIN = sa.or_(held_in(Opening.team_id), sa.exists().where(
    Interview.candidacy_id == Candidacy.id, Interview.interviewer_id == USER_ID,
    Interview.state != InterviewState.cancelled))
"""Of candidacies joined with their openings: those of teams one organises, and those one interviews for. Asks for
`part_of` ORGANISERS."""
CANDIDACY = (
    sa.select(Candidacy).join(Opening, Opening.id == Candidacy.opening_id)
    .where(Candidacy.id == sa.bindparam("candidacy_id"), WITHIN)
    .options(joinedload(Candidacy.candidate), joinedload(Candidacy.opening).joinedload(Opening.requisition)))


def candidacy_for(actor: Actor, candidacy_id: int) -> Candidacy:
    """A candidacy as the interviewing pages load it: for organisers, and for those who interview; else NotFound."""
    found = db.session.scalar(CANDIDACY, part_of(actor, *ORGANISERS) | {"candidacy_id": candidacy_id})
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def slots(*, of_interviewer: int | None = None, of_candidate: int | None = None, besides: int) -> list[Slot]:
    """When an interviewer or a candidate is taken by other scheduled interviews."""
    query = sa.select(Interview).where(Interview.state == InterviewState.scheduled, Interview.id != besides)
    if of_interviewer is not None:
        query = query.where(Interview.interviewer_id == of_interviewer)
    if of_candidate is not None:
        query = query.join(Candidacy, Candidacy.id == Interview.candidacy_id).where(
            Candidacy.candidate_id == of_candidate)
    return [Slot(i.starts_at, i.ends_at) for i in db.session.scalars(query) if i.starts_at and i.ends_at]


def people_for(team_id: int) -> list[Person]:
    """Who may hold interviews for this team, with the competencies they are qualified for."""
    found = {row.id: row.name for row in db.session.execute(
        sa.select(User.id, User.name).where(User.id.in_(may_interview(team_id))))}
    trained: dict[int, set[str]] = {}
    rows = db.session.execute(
        sa.select(InterviewerTraining.user_id, InterviewerTraining.state, Competency.key)
        .join(Competency, Competency.id == InterviewerTraining.competency_id)
        .where(InterviewerTraining.user_id.in_(found)))
    for user_id, state, key in rows:
        trained.setdefault(user_id, set()).update([key] if state is TrainingState.qualified else [])
    return [Person(user_id, name, frozenset(trained[user_id]) if user_id in trained else None)
            for user_id, name in sorted(found.items(), key=lambda item: item[1])]


def resume_quotes(candidacy_id: int) -> dict[str, list[str]]:
    """Sentences of the newest read résumé by competency key: help for the interviewer, never a score."""
    found = db.session.scalar(sa.select(Resume.found).where(Resume.candidacy_id == candidacy_id,
                                                            Resume.found.is_not(None)).order_by(Resume.id.desc()))
    evidence = (found or {}).get("evidence", {})
    return {key: [item["quote"]["text"] for item in items][:3] for key, items in evidence.items()}


def trainings_for(actor: Actor) -> tuple[list[User], list[InterviewerTraining], list[Competency]]:
    """Interviewers of the teams `actor` organises (or oneself), their trainings, and the competencies in use."""
    teams = actor.teams(*ORGANISERS)
    people = (sa.select(User).join(RoleGrant, RoleGrant.user_id == User.id).distinct()
              .where(RoleGrant.role == Role.interviewer, RoleGrant.revoked_at.is_(None), User.deactivated_at.is_(None)))
    if teams is not None:
        people = people.where(sa.or_(RoleGrant.team_id.in_(teams), User.id == actor.user_id))
    users = list(db.session.scalars(people.order_by(User.name).limit(200)))
    trained = list(db.session.scalars(
        sa.select(InterviewerTraining).where(InterviewerTraining.user_id.in_([user.id for user in users]))
        .options(joinedload(InterviewerTraining.competency), joinedload(InterviewerTraining.user))
        .order_by(InterviewerTraining.id)))
    competencies = list(db.session.scalars(sa.select(Competency).where(Competency.retired_at.is_(None))
                                           .order_by(Competency.name)))
    return users, trained, competencies


def scorecards_to_come(candidacy_id: int) -> list[str]:
    """Whose scorecards are neither in nor excused, by name."""
    return list(db.session.scalars(
        sa.select(User.name).join(Scorecard, Scorecard.author_id == User.id)
        .join(Interview, Interview.id == Scorecard.interview_id)
        .where(Interview.candidacy_id == candidacy_id, Interview.state != InterviewState.cancelled,
               Scorecard.state == ScorecardState.draft).order_by(User.name)))
