"""Mail about scorecards that are late: an hour after the planned end, then every workday until they are in."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from curricula.dates import is_business_day
from workflows import clock, jobs, outbox
from workflows.acting import act, get, maintenance
from workflows.db import db
from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.interviewing.records import Interview, Scorecard
from workflows.people.workdays import days_off
from workflows.permits import System, allow, system
from workflows.recruiting.machine import ACTIVE
from workflows.recruiting.records import Candidacy

WORK = "interviewing.remind_scorecard"
WORKDAYS = 10
LONGEST = timedelta(days=90)
"""Nobody is reminded after that, however many days off lay in between."""

allow("scorecard.remind", system)


def ask_for_reminder(card: Scorecard) -> None:
    """The first reminder, at the moment the scorecard is due; from within the action that sets it."""
    if card.due_at is not None:
        jobs.enqueue(WORK, once_key=f"scorecard-due:{card.id}:{card.due_at.isoformat()}", after=card.due_at,
                     scorecard_id=card.id)


def remind_scorecards(day: str) -> None:
    """Every day: ask for a reminder of each late scorecard, at the time of day at which it was due."""
    with maintenance("ask for the day's reminders"):
        for card in db.session.scalars(
                sa.select(Scorecard).join(Interview, Interview.id == Scorecard.interview_id)
                .join(Candidacy, Candidacy.id == Interview.candidacy_id)
                .where(*_late(), Scorecard.due_at > clock.now() - LONGEST)).all():
            assert card.due_at is not None
            at = datetime.combine(date.fromisoformat(day), card.due_at.timetz())
            jobs.enqueue(WORK, once_key=f"scorecard-late:{card.id}:{day}", after=at, scorecard_id=card.id)


def remind_scorecard(scorecard_id: int) -> None:
    """One reminder, if the scorecard still is late and today is a day for it; at most one a day."""
    card: Scorecard = get(Scorecard, scorecard_id)
    if not _is_late(card) or card.due_at is None:
        return
    author, today = card.author, clock.today(card.author.time_zone)
    off = days_off(card.interview.candidacy.opening.team.region, author.id, today, today)
    if not is_reminded(card.due_at.astimezone(ZoneInfo(author.time_zone)).date(), today, off):
        return
    with act(System("interviewing.remind"), "scorecard.remind", card) as this:
        outbox.post(author.email, "scorecard_late", user_id=author.id, locale=author.locale,
                    once_key=f"scorecard-late:{card.id}:{author.id}:{today.isoformat()}",
                    params={"name": author.name, "candidate": card.interview.candidacy.candidate.name,
                            "title": card.interview.title, "interview_id": card.interview_id})
        this.note(interview_id=card.interview_id, author_id=author.id)


def is_reminded(due_on: date, today: date, off: Collection[date]) -> bool:
    """Whether somebody hears of a scorecard today: on the day it is due, then on each of the next ten workdays."""
    if today <= due_on:
        return today == due_on
    since = (due_on + timedelta(days=n) for n in range(1, (today - due_on).days + 1))
    return is_business_day(today, off) and sum(is_business_day(day, off) for day in since) <= WORKDAYS


def _late() -> tuple[sa.ColumnElement[bool], ...]:
    return (Scorecard.state == ScorecardState.draft, Scorecard.due_at <= clock.now(), Candidacy.state.in_(ACTIVE),
            Interview.state.in_((InterviewState.scheduled, InterviewState.held)))


def _is_late(card: Scorecard) -> bool:
    found = sa.select(Scorecard.id).join(Interview, Interview.id == Scorecard.interview_id).join(
        Candidacy, Candidacy.id == Interview.candidacy_id).where(Scorecard.id == card.id, *_late())
    return db.session.scalar(found) is not None
