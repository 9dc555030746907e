"""Mail about scorecards that are late. It is Monday, 2 March 2026; the interview ends on Tuesday at 9:45."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from tests.builders import interviewing as build
from webapp.chores import do_what_is_due
from webapp.mail import words
from workflows.interviewing.actions import interviews
from workflows.interviewing.actions.reminders import is_reminded
from workflows.jobs import Job
from workflows.outbox import OutboxMessage
from workflows.people.actions import calendars
from workflows.people.queries import actor_for
from workflows.reactions import JOBS
from workflows.recruiting.actions.candidacies import advance


def work(session) -> None:
    while do_what_is_due():
        pass
    assert session.scalars(sa.select(Job.last_error).where(Job.last_error.is_not(None))).all() == []


def heard(session) -> list[OutboxMessage]:
    session.rollback()
    return list(session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template == "scorecard_late")
                                .order_by(OutboxMessage.id)))


def live(session, clock, days: int) -> list[datetime]:
    """The worker looks at every full hour for so many days; when reminders were written."""
    until = clock.now + timedelta(days=days)
    while clock.now < until:
        work(session)
        clock.travel(hours=1)
    return [each.created_at for each in heard(session)]


def test_a_late_scorecard_is_asked_for_before_it_is_due_or_never(session, clock):
    panel = build.scheduled(1)
    card = panel.cards[0]
    clock.to(card.due_at - timedelta(minutes=1))
    work(session)
    assert heard(session) == []
    clock.travel(minutes=1)
    work(session)
    mail, = heard(session)
    assert (mail.to, card.due_at) == (panel.interviewers[0].email, panel.interviews[0].ends_at + timedelta(hours=1))
    subject, text = words(mail)
    assert subject == "Your scorecard is awaited: Interview 1 with Jo Park"
    assert f"/interviews/{panel.interviews[0].id}" in text


def test_somebody_hears_of_a_scorecard_at_night_at_weekends_or_for_ever(session, clock):
    build.scheduled(1)
    times = live(session, clock, 21)
    days = [date(2026, 3, 3), *(date(2026, 3, day) for day in (4, 5, 6, 9, 10, 11, 12, 13, 16, 17))]
    assert [each.date() for each in times] == days
    assert {f"{each:%H:%M}" for each in times} == {"11:00"}


def test_a_submitted_scorecard_is_still_asked_for(session, clock):
    panel = build.scheduled(1)
    clock.travel(days=1, hours=2)
    work(session)
    clock.travel(hours=1)
    build.submit(panel.cards[0])
    live(session, clock, 3)
    assert len(heard(session)) == 1


def test_a_reminder_comes_twice_on_a_day(session, clock):
    panel = build.scheduled(1)
    clock.travel(days=3)
    work(session)
    for _ in range(2):
        JOBS["interviewing.remind_scorecards"](clock.now.date().isoformat())
        JOBS["interviewing.remind_scorecard"](panel.cards[0].id)
    work(session)
    assert len(heard(session)) == 1


def test_a_conversation_that_was_moved_or_never_was_is_asked_about(session, clock):
    moved, missed, over = build.scheduled(1), build.scheduled(1), build.scheduled(1)
    interviews.schedule(actor_for(moved.recruiter), moved.interviews[0], starts_at=clock.now + timedelta(days=30),
                        place="Room 4", reason="Ana is ill.")
    clock.travel(days=1, hours=1)
    interviews.miss(actor_for(missed.recruiter), missed.interviews[0])
    interviews.hold(actor_for(over.interviewers[0]), over.interviews[0])
    advance(actor_for(over.recruiter), over.candidacy, "decline", reason="No seat is left.")
    assert live(session, clock, 4) == []


def test_a_day_off_counts_as_a_workday(session, clock):
    panel = build.scheduled(1)
    calendars.add_holiday(build.BUILDER, region=panel.opening.team.region, on=date(2026, 3, 4), name="Founders' day")
    assert [each.date().day for each in live(session, clock, 4)] == [3, 5]


def test_the_tenth_workday_is_the_ninth_or_eleventh():
    due, off = date(2026, 3, 3), {date(2026, 3, 9)}
    days = [due + timedelta(days=n) for n in range(-1, 40)]
    told = [day for day in days if is_reminded(due, day, off)]
    assert (len(told), told[0], told[-1]) == (11, due, date(2026, 3, 18))
