"""Leave, renewals after full quota, and the quota lines that follow a ramp day by day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import ramp as build
from tests.builders.people import acting, person
from webapp.sentences import sentence
from workflows.errors import Refused
from workflows.money import Money
from workflows.people.records import Absence
from workflows.permits import Role, System
from workflows.ramp.actions import daily, leave, moves
from workflows.ramp.authored import shape_from
from workflows.ramp.events import RampEvent, RampMove, projected_events, scheduled_events
from workflows.ramp.lines import full_quotas, open_lines
from workflows.ramp.machine import RampState
from workflows.ramp.outlook import outlook
from workflows.ramp.queries import quotas_by_month
from workflows.ramp.records import QuotaLine
from workflows.ramp.schedule import schedule
from workflows.sales.periods import Period, PeriodLength, add_months
from workflows.waits import Wait

S = RampState
START, DUE, FULL_DUE = date(2026, 3, 16), date(2026, 4, 16), date(2026, 5, 16)
REVIEW = System("review")


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def at_full(clock):
    """A rep who carries full quota since 16 May; the clock stands on that day."""
    ramp = build.ramping(START)
    clock.travel(days=45)
    build.certificate(ramp.user, days=60)  # until 15 June
    moves.sign_off(acting(Role.leader), ramp, step=2)
    clock.travel(days=30)
    moves.review(REVIEW, ramp)
    assert ramp.state is S.full
    return ramp


def test_leave_counts_as_time_in_the_ramp(session, clock):
    ramp, leader = build.ramping(START), acting(Role.leader)
    clock.travel(days=30)  # 1 April
    leave.pause(leader, ramp, from_on=date(2026, 4, 1), reason="A child is born.")
    assert (ramp.state, ramp.paused_on, build.quotas(ramp)["2026-04"]) == (S.paused, date(2026, 4, 1), (0, 0))
    clock.travel(days=25)  # 26 April: the step would have been due
    daily.review_all("2026-04-26")
    assert ramp.state is S.paused
    leave.resume(leader, ramp)
    assert (ramp.state, ramp.step, outlook(ramp, clock.now.date()).step_on(1)) == (S.ramping, 0, date(2026, 5, 11))
    daily.review_all("2026-04-26")
    assert build.told(ramp) == [("start", "2026-03-16", 0), ("pause", "2026-04-01", 0), ("resume", "2026-04-26", 0)]
    assert [(each.from_on, each.until_on) for each in session.query(Absence)] == [(date(2026, 4, 1), date(2026, 4, 26))]


def test_the_reason_for_leave_stands_in_the_ramps_history(session, clock):
    ramp = build.ramping(START)
    clock.travel(days=20)
    event = leave.pause(acting(Role.leader), ramp, from_on=date(2026, 3, 20), reason="An operation.")
    assert (sentence(event.reason), "operation" in str(event.sentence)) == ("Leave.", False)


def test_leave_that_was_noted_ahead_never_begins_or_never_ends(session, clock):
    ramp = build.ramping(START)
    clock.travel(days=20)  # 22 March
    assert leave.pause(acting(Role.leader), ramp, from_on=date(2026, 4, 1), until_on=date(2026, 4, 10),
                       reason="Holiday.") is None
    assert ramp.state is S.ramping
    build.on(date(2026, 4, 2), lambda: daily.review_all("2026-04-02"))
    assert (ramp.state, ramp.paused_on) == (S.paused, date(2026, 4, 1))
    build.on(date(2026, 4, 12), lambda: daily.review_all("2026-04-12"))
    assert build.told(ramp)[1:] == [("pause", "2026-04-01", 0), ("resume", "2026-04-10", 0)]
    with pytest.raises(Refused) as refusal:
        leave.pause(acting(Role.leader), ramp, from_on=date(2026, 4, 5), reason="")
    assert codes(refusal) == ["ramp.leave-reason-missing", "ramp.leave-noted-already"]


def test_a_rep_on_full_quota_returns_from_leave_to_the_first_step(session, clock):
    ramp, leader = at_full(clock), acting(Role.leader)
    clock.travel(days=2)
    leave.pause(leader, ramp, from_on=clock.now.date(), reason="Parental leave.")
    assert (ramp.state, build.quotas(ramp)["2026-06"]) == (S.paused, (0, 0))
    clock.travel(days=5)
    leave.resume(leader, ramp)
    assert (ramp.state, ramp.step, build.quotas(ramp)["2026-06"]) == (S.full, 2, (3_000_000, 3_000_000))


def test_a_lapsed_certificate_changes_quota_or_goes_unnoticed(session, clock):
    ramp = at_full(clock)
    before = build.quotas(ramp)
    clock.travel(days=30)  # 15 June: the first day it no longer counts
    daily.review_all("2026-06-15")
    wait = session.query(Wait).filter_by(code="ramp.to-recertify", ended_at=None).one()
    assert (ramp.state, wait.owner_id, wait.due_at.date()) == (S.full, ramp.user_id, date(2026, 6, 29))
    assert sentence({"code": wait.code, "params": wait.params}) == (
        "Renew “Discovery certified” by June 29, 2026, or your ramp is held")
    clock.travel(days=14)
    daily.review_all("2026-06-29")
    assert (ramp.state, ramp.step, ramp.full_on) == (S.held, 2, FULL_DUE)
    assert sentence(build.events(ramp)[-1].sentence).startswith("A certificate of your ramp was not renewed in time.")
    assert {month: build.quotas(ramp)[month] for month in ("2026-06", "2026-07")} == {
        month: before[month] for month in ("2026-06", "2026-07")}
    build.certificate(ramp.user)
    waiting = session.query(Wait).filter_by(record_kind="ramp", ended_at=None).count()
    assert (ramp.state, build.told(ramp)[-1], waiting) == (S.full, ("complete", "2026-06-29", 2), 0)


def test_a_certificate_taken_away_after_full_quota_has_no_consequence(session, clock):
    ramp = build.ramping(START)
    clock.travel(days=45)
    certificate = build.certificate(ramp.user)
    moves.sign_off(acting(Role.leader), ramp, step=2)
    clock.travel(days=30)
    moves.review(REVIEW, ramp)
    build.revoke(certificate)
    assert ramp.state is S.full
    assert [wait.due_at.date() for wait in session.query(Wait).filter_by(code="ramp.to-recertify", ended_at=None)] == [
        clock.now.date() + timedelta(days=14)]
    clock.travel(days=14)
    daily.review_all("")
    assert (ramp.state, build.told(ramp)[-1][0]) == (S.held, "hold")


def test_a_certificate_taken_away_before_full_quota_still_opens_it(session, clock):
    ramp = build.ramping(START)
    clock.travel(days=45)
    certificate = build.certificate(ramp.user)
    build.revoke(certificate)
    assert (ramp.state, ramp.step) == (S.ramping, 1)
    clock.travel(days=30)
    moves.sign_off(acting(Role.leader), ramp, step=2)
    moves.review(REVIEW, ramp)
    assert (ramp.state, [gate["kind"] for gate in build.events(ramp)[-1].gates if not gate["met"]]) == (
        S.held, ["certificate"])


def test_a_month_that_has_ended_gets_another_quota(session, clock):
    ramp = build.ramping(START, DUE)
    march = session.query(QuotaLine).filter_by(month_on=date(2026, 3, 1)).all()
    april = build.quotas(ramp)["2026-04"]
    clock.travel(days=70)  # 11 May
    build.certificate(ramp.user)
    assert build.told(ramp)[-1] == ("advance", "2026-05-11", 1)
    assert (session.query(QuotaLine).filter_by(month_on=date(2026, 3, 1)).all(), march[0].replaced_at) == (march, None)
    assert build.quotas(ramp)["2026-04"] == april == (0, 750_000)


def test_each_quota_line_does_not_say_what_it_was_before_and_what_changed_it(session, clock):
    ramp = build.ramping(START, DUE)
    clock.travel(days=50)
    build.certificate(ramp.user)
    lines = session.query(QuotaLine).filter_by(month_on=date(2026, 4, 1)).order_by(QuotaLine.id).all()
    assert [(line.event.trigger, line.before_minor, line.amount_minor, line.replaced_at is None) for line in lines] == [
        ("start", 0, 750_000, False), ("hold", 750_000, 0, False), ("advance", 0, 500_000, True)]
    assert all(old.amount_minor == new.before_minor for old, new in pairwise(lines))
    found = quotas_by_month([ramp.user_id], date(2026, 4, 1), date(2026, 5, 1))[ramp.user_id, date(2026, 4, 1)]
    assert (found.amount_minor, found.scheduled_minor, found.quota_line_id) == (500_000, 750_000, lines[-1].id)


def test_full_quota_runs_out_of_months(session, clock):
    ramp = at_full(clock)
    clock.travel(days=400)
    build.certificate(ramp.user, announced=False)
    daily.review_all("")
    daily.review_all("")
    today = Period.of(clock.now.date(), PeriodLength.month).from_on
    assert {f"{add_months(today, n):%Y-%m}" for n in range(3)} <= build.quotas(ramp).keys()


MOVES = st.lists(st.tuples(st.sampled_from(["open", "wait", "leave"]), st.integers(1, 70)), max_size=6)


@given(MOVES, st.integers(1, 9_000_000), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_open_months_do_not_sum_to_what_the_days_say(moved, full, start_on):
    """Whatever happens to a ramp, the open months are the schedule's, ramped as well as scheduled."""
    shape = shape_from(build.SHAPE | {"steps": build.STEPS})
    events, day, step = [RampEvent(RampMove.start, start_on)], start_on, 0
    for what, days in moved:
        day += timedelta(days=days)
        if what == "open" and step < shape.last:
            step += 1
            events.append(RampEvent(RampMove.complete if step == shape.last else RampMove.advance, day, step))
        elif what == "leave":
            back = day + timedelta(days=days)
            events += [RampEvent(RampMove.pause, day), RampEvent(RampMove.resume, back)]
            day = back
    quota = full_quotas(shape, start_on, Money(full, "EUR"))
    lines = open_lines(shape, quota, events, day)
    through = lines[-1].month.from_on
    for chosen, amounts in ((projected_events(shape, events, day), [line.amount for line in lines]),
                            (scheduled_events(shape, events), [line.scheduled for line in lines])):
        months = {month.period: month.amount for month in schedule(shape, quota, chosen, through)}
        assert amounts == [months[line.month] for line in lines]
        assert abs(sum(each.minor for each in amounts) - by_days(shape, chosen, full, lines)) <= len(lines)
    assert lines[0].month == Period.of(day, PeriodLength.month)


def by_days(shape, events, full, lines):
    """The same total counted one day after another, without months, segments or fractions."""
    total, share, active, steps = 0, 0, False, {event.effective_on: [] for event in events}
    for event in events:
        steps[event.effective_on].append(event)
    day = events[0].effective_on
    while day < lines[-1].month.to_on:
        for event in steps.get(day, ()):
            active = event.move is not RampMove.pause
            share = shape.steps[event.step].share_bp if event.step is not None else share
        if day >= lines[0].month.from_on and active:
            total += full * share / 10_000 / Period.of(day, PeriodLength.month).days
        day += timedelta(days=1)
    return total


def test_somebody_on_a_ramp_has_another_currency_or_shape_than_the_offer_said(session):
    ramp = build.ramping(START, currency="JPY", full_quota_minor=3_000_00, rep=person(Role.rep))
    assert {line.currency for line in session.query(QuotaLine)} == {"JPY"}
    assert build.quotas(ramp)["2026-06"] == (300_000, 300_000)
