"""How many interviews somebody holds in a week, and how many they take at most."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from workflows import clock
from workflows.db import db
from workflows.interviewing.machine import InterviewState
from workflows.interviewing.planning import WEEKLY_LIMIT
from workflows.interviewing.records import Interview, InterviewerTraining
from workflows.interviewing.rules import Load
from workflows.people.records import User

TAKEN = (InterviewState.scheduled, InterviewState.held)


def week_of(user: User, at: datetime, *, besides: int | None = None) -> Load:
    """What somebody holds in the week, Monday to Sunday where they live, in which `at` lies; one interview left out."""
    local = at.astimezone(ZoneInfo(user.time_zone))
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return Load(user.name, taken_between([user.id], monday, monday + timedelta(days=7), besides).get(user.id, 0),
                limits([user.id]).get(user.id, WEEKLY_LIMIT))


def next_days(user: User) -> Load:
    """What somebody holds in the next seven days: for an interview that has no time yet."""
    now = clock.now()
    return Load(user.name, taken_between([user.id], now, now + timedelta(days=7)).get(user.id, 0),
                limits([user.id]).get(user.id, WEEKLY_LIMIT), "interview.days-full")


def limits(user_ids: Iterable[int]) -> dict[int, int]:
    """The weekly limit of those of whom one is recorded."""
    return {row[0]: row[1] for row in db.session.execute(
        sa.select(InterviewerTraining.user_id, sa.func.min(InterviewerTraining.weekly_limit))
        .where(InterviewerTraining.user_id.in_(list(user_ids))).group_by(InterviewerTraining.user_id))}


Bound = datetime | sa.BindParameter[datetime]


def taken(held: type[Interview], begins_at: Bound, ends_at: Bound) -> sa.ColumnElement[bool]:
    """Whether an interview takes time from `begins_at` until before `ends_at`; `held` is the table or its alias."""
    return sa.and_(held.state.in_(TAKEN), held.starts_at >= begins_at, held.starts_at < ends_at)


def taken_between(user_ids: Iterable[int], begins_at: datetime, ends_at: datetime,
                  besides: int | None = None) -> dict[int, int]:
    """How many interviews that are not called off each of these people has from `begins_at` until before `ends_at`."""
    return {row[0]: row[1] for row in db.session.execute(
        sa.select(Interview.interviewer_id, sa.func.count(Interview.id))
        .where(Interview.interviewer_id.in_(list(user_ids)), Interview.id != (besides or 0),
               taken(Interview, begins_at, ends_at))
        .group_by(Interview.interviewer_id))}
