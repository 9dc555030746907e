"""Who reads which ramp, what a team can carry, and when accelerators are open."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.builders import ramp as build
from tests.builders.people import acting, person, team
from workflows.errors import NotFound
from workflows.people.queries import actor_for
from workflows.permits import Role, System
from workflows.ramp import queries
from workflows.ramp.actions import leave, moves
from workflows.ramp.queries import Capacity

START, DUE = date(2026, 3, 16), date(2026, 4, 16)
REVIEW = System("review")


def test_a_ramp_is_read_by_somebody_it_does_not_concern(session):
    place = team()
    ramp = build.ramping(place=place)
    readers = [actor_for(ramp.user), acting(Role.coach, team=place), acting(Role.operations)]
    assert [queries.ramp_for(each, ramp.id).id for each in readers] == [ramp.id] * 3
    for other in (acting(Role.rep, team=place), acting(Role.leader, team=team()), acting(Role.interviewer)):
        assert queries.ramps_for(other, START) == ([], 0)
        with pytest.raises(NotFound):
            queries.ramp_for(other, ramp.id)


def test_a_team_is_thought_to_carry_more_or_less_than_its_steps(session, clock):
    place, today = team(currency="EUR"), clock.now.date()
    person(Role.rep, team=place)  # no ramp: in full
    build.ramping(place=place, start_on=today - timedelta(days=60), step=1)  # one half
    build.ramping(place=place, start_on=today - timedelta(days=60), step=2)  # full
    build.ramping(place=place, start_on=today)  # nothing yet, but counted
    build.ramping(place=place, start_on=today + timedelta(days=9))  # not there yet
    away = build.ramping(place=place, start_on=today - timedelta(days=60), step=2)
    leave.pause(acting(Role.leader), away, from_on=today, reason="A child is born.")
    held = build.ramping(place=place, start_on=today - timedelta(days=60))
    moves.review(REVIEW, held)
    person(Role.rep, team=team())
    assert queries.capacity_for(acting(Role.leader, team=place), today) == Capacity(
        Decimal("2.5"), reps=5, on_leave=1, held=1, to_start=1)


def test_accelerators_pay_before_full_quota_or_close_again_on_leave(session, clock):
    ramp = build.ramping(START)
    build.on(DUE, lambda: build.certificate(ramp.user, announced=False))
    build.on(DUE, lambda: moves.review(REVIEW, ramp))
    moves.sign_off(acting(Role.leader), ramp, step=2)
    build.on(date(2026, 5, 16), lambda: moves.review(REVIEW, ramp))
    leader = acting(Role.leader)
    build.on(date(2026, 6, 1), lambda: leave.pause(leader, ramp, from_on=date(2026, 6, 1), reason="Surgery."))
    days = (START, DUE, date(2026, 5, 15), date(2026, 5, 16), date(2026, 6, 1))
    assert [queries.accelerators_locked(ramp.user_id, day) for day in days] == [True, True, True, False, False]
    assert queries.accelerators_locked(person(Role.rep).id, START) is False


def test_held_ramps_stand_somewhere_down_the_list(session, clock):
    place = team(currency="EUR")
    names = {"Ana": date(2026, 3, 1), "Ben": date(2026, 1, 1), "Cleo": date(2026, 4, 1)}
    for name, start_on in names.items():
        ramp = build.ramping(place=place, rep=person(Role.rep, team=place, name=name), start_on=start_on)
        moves.review(REVIEW, ramp)
    found, total = queries.ramps_for(acting(Role.leader, team=place), clock.now.date())
    assert ([(each.ramp.user.name, each.ramp.state.value) for each in found], total) == (
        [("Ben", "held"), ("Ana", "ramping"), ("Cleo", "prestart")], 3)


def test_who_left_counts_as_fully_ramped(session, clock):
    place, today = team(currency="EUR"), clock.now.date()
    person(Role.rep, team=place)
    gone = build.ramping(place=place, start_on=today - timedelta(days=10))
    moves.leave_company(acting(Role.leader), gone, reason="Another job.")
    assert queries.capacity_for(acting(Role.leader, team=place), today) == Capacity(Decimal("1"), reps=1)
