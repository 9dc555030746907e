"""Reads for operations: mail and jobs, what waits, what went well, what is stuck."""

from enum import StrEnum, auto
from typing import Any

import sqlalchemy as sa

from workflows import clock
from workflows.db import db
from workflows.errors import NotFound
from workflows.jobs import Job
from workflows.outbox import Delivery, OutboxMessage
from workflows.people.queries_directory import contains
from workflows.people.records import User
from workflows.permits import Actor, Role
from workflows.reasons import Reason

PAGE = 50
KEEPERS = (Role.operations, Role.admin)


class Stand(StrEnum):
    """Where a job stands; follows from its dates."""

    waiting = auto()
    running = auto()
    stuck = auto()
    done = auto()


def stand(job: Job) -> Stand:
    if job.done_at is not None:
        return Stand.done
    if job.stuck_at is not None:
        return Stand.stuck
    return Stand.running if job.leased_until_at and job.leased_until_at > clock.now() else Stand.waiting


def mail_for(actor: Actor) -> sa.Select[OutboxMessage]:
    """All mail for who looks after the whole company; else the mail to people of one's teams."""
    query = sa.select(OutboxMessage)
    teams = actor.teams(*KEEPERS)
    if teams is None:
        return query
    return query.where(OutboxMessage.user_id.in_(sa.select(User.id).where(User.team_id.in_(teams))))


def mails(actor: Actor, *, state: Delivery | None = None, words: str = "", page: int = 1
          ) -> tuple[list[OutboxMessage], int, int]:
    """A page of mail, newest first; the total; the page's number."""
    query = mail_for(actor)
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    if words:
        query = query.where(contains(OutboxMessage.to, words))
    return _page(query, OutboxMessage.id.desc(), page)


def mail_counts(actor: Actor) -> dict[Delivery, int]:
    """How much mail is in each state."""
    return _counts(mail_for(actor).with_only_columns(OutboxMessage.state, sa.func.count())
                   .group_by(OutboxMessage.state))


def mail(actor: Actor, message_id: int) -> OutboxMessage:
    found = db.session.scalar(mail_for(actor).where(OutboxMessage.id == message_id))
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def jobs(state: Stand | None = None, page: int = 1) -> tuple[list[Job], int, int]:
    """A page of jobs, newest first; the total; the page's number."""
    query = sa.select(Job)
    if state is not None:
        query = query.where(_stand() == state.value)
    return _page(query, Job.id.desc(), page)


def job_counts() -> dict[Stand, int]:
    """How many jobs are in each state."""
    found = _counts(sa.select(_stand(), sa.func.count()).group_by(_stand()))
    return {Stand(state): number for state, number in found.items()}


def stuck(actor: Actor) -> tuple[int, int]:
    """How many mails and how many jobs are stuck, as far as they are this person's to look after."""
    if not actor.holds_anywhere(*KEEPERS):
        return 0, 0
    letters = mail_for(actor).where(OutboxMessage.state == Delivery.stuck).with_only_columns(sa.func.count())
    work = sa.select(sa.func.count()).select_from(Job).where(Job.stuck_at.is_not(None), Job.done_at.is_(None))
    if not any(actor.holds(each) for each in KEEPERS):
        return db.session.scalar(letters) or 0, 0
    found = db.session.execute(sa.select(letters.scalar_subquery(), work.scalar_subquery())).one()
    return found[0], found[1]


def job(job_id: int) -> Job:
    found = db.session.get(Job, job_id)
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def _stand() -> sa.ColumnElement[str]:
    return sa.case((Job.done_at.is_not(None), sa.literal_column("'done'")),
                   (Job.stuck_at.is_not(None), sa.literal_column("'stuck'")),
                   (Job.leased_until_at > clock.now(), sa.literal_column("'running'")),
                   else_=sa.literal_column("'waiting'"))


def _counts(query: Any) -> dict[Any, int]:
    return dict(db.session.execute(query).all())


def _page(query: sa.Select[Any], order: Any, page: int) -> tuple[list[Any], int, int]:
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    number = min(max(page, 1), max(-(-total // PAGE), 1))
    return list(db.session.scalars(query.order_by(order).limit(PAGE).offset((number - 1) * PAGE))), total, number
