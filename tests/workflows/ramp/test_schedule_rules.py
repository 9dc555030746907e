"""The quota a ramping rep is held to, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import Refused
from workflows.money import Money
from workflows.ramp.events import (
    RampEvent,
    RampMove,
    planned_events,
    position,
    projected_events,
    scheduled_events,
    segments,
    step_due_on,
)
from workflows.ramp.schedule import FullQuota, QuotaChange, quota_changes, quota_total, schedule
from workflows.ramp.shapes import AfterHold, DayCount, PeriodCalendar, RampShape, Step, checked_shape, planned_on
from workflows.sales.periods import Period, PeriodLength, months_between

MONTHLY = (Step(0, 1), Step(2_500, 1), Step(5_000, 1), Step(7_500, 1), Step(10_000))
START = date(2026, 3, 16)
FULL = [FullQuota(date(2026, 1, 1), Money(3_000_000, "EUR"))]


def shape(steps=MONTHLY, **fields):
    return RampShape(**{
        "key": "standard", "title": "Standard", "steps": steps, "day_count": DayCount.inclusive,
        "calendar": PeriodCalendar.gregorian, "quota_per": PeriodLength.month, "after_hold": AfterHold.shift,
        "hold_max_days": 30, "recertify_days": 30} | fields)


def happened(*moves):
    return tuple(RampEvent(RampMove(move), date.fromisoformat(on), *step) for move, on, *step in moves)


def amounts(months):
    return {str(line.period): line.amount.minor for line in months}


def test_a_rep_who_starts_mid_march_gets_each_months_quota_by_its_days():
    months = schedule(shape(), FULL, planned_events(shape(), START), date(2026, 8, 1))
    assert amounts(months) == {
        "2026-03": 0,
        "2026-04": 375_000,  # 15 of 30 days at 25 %
        "2026-05": round(3_000_000 * (15 * 25 + 16 * 50) / 100 / 31),
        "2026-06": round(3_000_000 * (15 * 50 + 15 * 75) / 100 / 30),
        "2026-07": round(3_000_000 * (15 * 75 + 16 * 100) / 100 / 31),
        "2026-08": 3_000_000}


def test_the_parts_of_a_month_can_be_checked_by_hand():
    may = schedule(shape(), FULL, planned_events(shape(), START), date(2026, 5, 31))[-1]
    assert [(part.days, part.share_bp, part.from_on.isoformat()) for part in may.parts] == [
        (15, 2_500, "2026-05-01"), (16, 5_000, "2026-05-16")]
    assert may.amount == Money(1_137_097, "EUR")


def test_an_exclusive_start_makes_every_step_begin_a_day_later():
    late = shape(day_count=DayCount.exclusive)
    assert [planned_on(late, START, step) - planned_on(shape(), START, step) for step in range(5)] == \
        [timedelta(days=1)] * 5
    assert amounts(schedule(late, FULL, planned_events(late, START), date(2026, 4, 1)))["2026-04"] == 350_000


def test_a_ramp_that_starts_on_the_last_of_january_does_not_drift_to_the_28th():
    assert [planned_on(shape(), date(2026, 1, 31), step).isoformat() for step in range(5)] == [
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]


def test_steps_of_days_and_months_add_up():
    mixed = shape((Step(0, days=10), Step(5_000, months=1, days=5), Step(10_000)))
    assert planned_on(mixed, date(2026, 1, 1), 2) == date(2026, 2, 16)


def test_leave_carries_no_quota_and_the_rep_resumes_at_the_same_step_later():
    events = happened(("start", "2026-03-16"), ("advance", "2026-04-16", 1), ("pause", "2026-05-01"),
                      ("resume", "2026-05-21"))
    assert step_due_on(shape(), events, 2, date(2026, 5, 21)) == date(2026, 5, 16) + timedelta(days=20)
    assert amounts(schedule(shape(), FULL, events, date(2026, 6, 30))) == {
        "2026-03": 0, "2026-04": 375_000, "2026-05": round(750_000 * 11 / 31), "2026-06": 750_000}


def test_a_rep_on_leave_today_sees_the_next_step_move_day_by_day():
    events = happened(("start", "2026-03-16"), ("pause", "2026-03-20"))
    assert [step_due_on(shape(), events, 1, date(2026, 3, day)).isoformat() for day in (20, 25)] == [
        "2026-04-16", "2026-04-21"]


def test_a_held_rep_keeps_the_quota_of_the_last_step_and_later_steps_keep_their_length():
    events = happened(("start", "2026-03-16"), ("advance", "2026-04-16", 1), ("hold", "2026-05-16"),
                      ("advance", "2026-05-26", 2))
    assert step_due_on(shape(), events, 3, date(2026, 6, 1)) == date(2026, 6, 26)
    assert amounts(schedule(shape(), FULL, events, date(2026, 5, 31)))["2026-05"] == round(
        3_000_000 * (25 * 25 + 6 * 50) / 100 / 31)


def test_with_catch_up_a_hold_does_not_move_the_later_steps():
    events = happened(("start", "2026-03-16"), ("hold", "2026-04-16"), ("advance", "2026-05-01", 1))
    assert step_due_on(shape(after_hold=AfterHold.catch_up), events, 2, date(2026, 5, 1)) == date(2026, 5, 16)


def test_the_scheduled_quota_forgets_the_hold_but_not_the_leave():
    events = happened(("start", "2026-03-16"), ("hold", "2026-04-16"), ("pause", "2026-05-01"),
                      ("resume", "2026-05-11"), ("advance", "2026-05-20", 1))
    assert [(each.move.value, each.effective_on.isoformat()) for each in scheduled_events(shape(), events)] == [
        ("start", "2026-03-16"), ("advance", "2026-04-16"), ("pause", "2026-05-01"), ("resume", "2026-05-11"),
        ("advance", "2026-05-26"), ("advance", "2026-06-26"), ("complete", "2026-07-26")]


def test_a_held_ramp_is_not_projected_past_its_hold():
    events = happened(("start", "2026-03-16"), ("hold", "2026-04-16"))
    assert projected_events(shape(), events, date(2026, 4, 20)) == events


def test_an_exit_ends_the_quota_on_its_day():
    events = happened(("start", "2026-03-16"), ("advance", "2026-04-16", 1), ("exit", "2026-05-01"))
    assert amounts(schedule(shape(), FULL, events, date(2026, 6, 30))) == {
        "2026-03": 0, "2026-04": 375_000, "2026-05": 0, "2026-06": 0}
    assert step_due_on(shape(), events, 2, date(2026, 5, 2)) is None


def test_a_closed_month_is_never_rewritten():
    before = schedule(shape(), FULL, planned_events(shape(), START), date(2026, 6, 30))
    closed = {line.period: line.amount for line in before[:2]}
    held = happened(("start", "2026-03-16"), ("hold", "2026-04-16"))
    after = schedule(shape(), FULL, held, date(2026, 6, 30), closed)
    assert amounts(after) == {"2026-03": 0, "2026-04": 375_000, "2026-05": 0, "2026-06": 0}
    assert [line.closed for line in after] == [True, True, False, False]
    assert quota_changes(before, after) == (
        QuotaChange(Period.parse("2026-05"), before[2].amount, Money(0, "EUR")),
        QuotaChange(Period.parse("2026-06"), before[3].amount, Money(0, "EUR")))


def test_a_quota_per_quarter_is_spread_over_the_quarters_own_days():
    quarterly = shape((Step(10_000),), quota_per=PeriodLength.quarter)
    months = schedule(quarterly, [FullQuota(START, Money(9_000_000, "EUR"))],
                      happened(("start", "2026-01-01")), date(2026, 6, 30))
    assert amounts(months)["2026-04"] == round(9_000_000 * 30 / 91)
    assert quota_total(months, Period.parse("2026-Q2")) == Money(9_000_000, "EUR")


def test_a_new_full_quota_counts_from_its_day():
    raised = [*FULL, FullQuota(date(2026, 4, 16), Money(6_000_000, "EUR"))]
    months = schedule(shape((Step(10_000),)), raised, happened(("start", "2026-04-01")), date(2026, 5, 31))
    assert amounts(months) == {"2026-04": 4_500_000, "2026-05": 6_000_000}


def test_a_strong_december_weighs_more_and_the_year_stays_the_same():
    season = (9_000,) * 6 + (10_000,) * 5 + (16_000,)
    months = schedule(shape((Step(10_000),), season_bp=season), FULL, happened(("start", "2026-01-01")),
                      date(2026, 12, 31))
    assert amounts(months)["2026-12"] == 4_800_000
    assert quota_total(months, Period.parse("2026")) == Money(36_000_000, "EUR")


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 10**12))
def test_whole_months_at_full_share_are_full_quota_to_the_cent(start_on, minor):
    events = planned_events(shape((Step(10_000),)), start_on)
    months = schedule(shape((Step(10_000),)), [FullQuota(start_on, Money(minor, "EUR"))], events,
                      start_on + timedelta(days=400))
    assert {line.amount.minor for line in months[1:]} == {minor}


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_each_active_day_is_counted_once_whatever_happens(start_on, gaps):
    kinds = ["advance", "hold", "advance", "pause", "resume", "hold", "pause", "resume", "advance", "complete", "pause",
             "resume"]
    steps = iter([1, 2, 3])
    day, events = start_on, [RampEvent(RampMove.start, start_on)]
    for kind, gap in zip(kinds, gaps, strict=True):
        day += timedelta(days=gap)
        events.append(RampEvent(RampMove(kind), day, next(steps) if kind == "advance" else None))
    through = day + timedelta(days=40)
    months = schedule(shape(), [FullQuota(start_on, Money(3_000_000, "EUR"))], events, through)
    away = sum(gap for kind, gap in zip(kinds, gaps, strict=True) if kind == "resume")
    assert sum(part.days for line in months for part in line.parts) == (months[-1].period.to_on - start_on).days - away
    assert [line.period for line in months] == list(months_between(start_on, through))


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 200), st.integers(1, 60))
def test_an_advance_never_changes_a_month_before_it(start_on, after, cost):
    start = happened(("start", start_on.isoformat()))
    on = start_on + timedelta(days=after)
    through = on + timedelta(days=cost)
    full = [FullQuota(start_on, Money(3_000_000, "EUR"))]
    before = schedule(shape(), full, start, through)
    changed = schedule(shape(), full, [*start, RampEvent(RampMove.advance, on, 1)], through)
    assert [change.period.to_on > on for change in quota_changes(before, changed)] == \
        [True] * sum(line.period.to_on > on for line in before)


@pytest.mark.parametrize(("events", "code"), [
    ([("advance", "2026-04-16", 1)], "ramp.event-impossible"),
    ([("start", "2026-03-16"), ("resume", "2026-03-20")], "ramp.event-impossible"),
    ([("start", "2026-03-16"), ("start", "2026-03-20")], "ramp.event-impossible"),
    ([("start", "2026-03-16"), ("advance", "2026-03-10", 1)], "ramp.event-out-of-order"),
    ([("start", "2026-03-16"), ("advance", "2026-04-16", 9)], "ramp.step-unknown"),
    ([("start", "2026-03-16"), ("exit", "2026-03-17"), ("pause", "2026-03-18")], "ramp.event-impossible")])
def test_events_that_cannot_have_happened_are_refused(events, code):
    with pytest.raises(Refused) as refused:
        position(shape(), happened(*events))
    assert [reason.code for reason in refused.value.reasons] == [code]


def test_who_was_held_before_leave_comes_back_ramping_and_is_judged_anew():
    events = happened(("start", "2026-03-16"), ("hold", "2026-04-16"), ("pause", "2026-05-01"),
                      ("resume", "2026-05-11"), ("hold", "2026-05-11"))
    assert [position(shape(), events[:count]).standing.value for count in range(1, 6)] == [
        "ramping", "held", "paused", "ramping", "held"]


def test_two_moves_on_one_day_leave_no_empty_segment():
    events = happened(("start", "2026-03-16"), ("hold", "2026-04-16"), ("advance", "2026-04-16", 1))
    assert [(each.from_on.isoformat(), each.share_bp) for each in segments(shape(), events)] == [
        ("2026-03-16", 0), ("2026-04-16", 2_500)]


@pytest.mark.parametrize(("fields", "code"), [
    ({"steps": ()}, "ramp.no-steps"),
    ({"steps": (Step(0, 1), Step(9_000))}, "ramp.last-step-not-full"),
    ({"steps": (Step(5_000, 1), Step(2_500, 1), Step(10_000))}, "ramp.shares-not-rising"),
    ({"steps": (Step(0), Step(10_000))}, "ramp.step-without-length"),
    ({"season_bp": (10_000,) * 11 + (9_000,)}, "ramp.season-not-average"),
    ({"hold_max_days": 0}, "ramp.hold-without-maximum")])
def test_a_shape_that_cannot_be_walked_is_refused_with_its_reason(fields, code):
    with pytest.raises(Refused) as refused:
        checked_shape(shape(**fields))
    assert [reason.code for reason in refused.value.reasons] == [code]


def test_full_quotas_in_two_currencies_are_refused():
    with pytest.raises(Refused, match="full-quota-currencies"):
        schedule(shape(), [*FULL, FullQuota(START, Money(1, "USD"))], planned_events(shape(), START), START)
