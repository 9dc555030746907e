"""Leave on the ramp, as the rep's onboarding plan feels it."""

from datetime import UTC, date, datetime

from tests.builders import onboarding
from tests.builders.people import acting
from workflows.onboarding.actions import due_dates
from workflows.onboarding.records import DueDateMove, Plan
from workflows.people.records import Absence
from workflows.permits import Role
from workflows.ramp.actions import daily, leave, moves
from workflows.ramp.machine import RampState
from workflows.ramp.records import Ramp


def begun(session, clock) -> Ramp:
    """A rep on their second day, Tuesday 7 April, with modules due that day and a week later."""
    plan = onboarding.plan(("a", {"due": 1}), ("b", {"due": 6}))
    clock.to(datetime(2026, 4, 7, 9, tzinfo=UTC))
    ramp = session.query(Ramp).filter_by(user_id=plan.user_id).one()
    moves.review(acting(Role.leader), ramp)
    return ramp


def due(session) -> list[date]:
    return [each.due_on for each in session.query(Plan).one().assignments]


def test_leave_that_is_known_leaves_due_dates_where_they_were(session, clock):
    ramp = begun(session, clock)
    assert due(session) == [date(2026, 4, 7), date(2026, 4, 14)]
    leave.pause(acting(Role.leader, name="Hana Berg"), ramp, from_on=date(2026, 4, 8), until_on=date(2026, 4, 10),
                reason="Surgery.")
    assert due(session) == [date(2026, 4, 7), date(2026, 4, 16)]
    traces = session.query(DueDateMove).all()
    assert [(each.actor_name, each.reason, each.before_on, each.after_on) for each in traces] == [
        ("Hana Berg", "Leave", date(2026, 4, 14), date(2026, 4, 16))]


def test_leave_without_an_end_moves_nothing_when_it_ends(session, clock):
    ramp = begun(session, clock)
    leader = acting(Role.leader)
    leave.pause(leader, ramp, from_on=date(2026, 4, 7), reason="A child is born.")
    clock.to(datetime(2026, 4, 21, 9, tzinfo=UTC))
    leave.resume(leader, ramp, on=date(2026, 4, 21))
    assert due(session) == [date(2026, 4, 21), date(2026, 4, 28)]


def test_who_is_back_on_the_first_day_of_leave_is_sent_on_leave_again_the_next_day(session, clock):
    ramp = begun(session, clock)
    leader = acting(Role.leader)
    leave.pause(leader, ramp, from_on=date(2026, 4, 7), reason="Ill.")
    leave.resume(leader, ramp, on=date(2026, 4, 7))
    clock.travel(days=1)
    daily.review_all("2026-04-08")
    assert (ramp.state, session.query(Absence).all(), due(session)) == (
        RampState.ramping, [], [date(2026, 4, 7), date(2026, 4, 14)])


def test_who_is_back_early_keeps_the_due_dates_of_the_whole_leave(session, clock):
    ramp = begun(session, clock)
    leader = acting(Role.leader)
    by_hand = session.query(Plan).one().assignments[1]
    due_dates.move_due_date(leader, by_hand, due_on=date(2026, 4, 15), reason="The room is taken.")
    leave.pause(leader, ramp, from_on=date(2026, 4, 7), until_on=date(2026, 4, 28), reason="Ill.")
    assert due(session) == [date(2026, 4, 28), date(2026, 5, 5)]
    clock.to(datetime(2026, 4, 8, 9, tzinfo=UTC))
    leave.resume(leader, ramp, on=date(2026, 4, 8))
    assert due(session) == [date(2026, 4, 8), date(2026, 4, 15)]
