"""What opens a step, what holds it, and what a team can carry."""

from datetime import date
from decimal import Decimal

import pytest

from workflows.money import Money
from workflows.ramp.events import RampEvent, RampMove, Standing, position
from workflows.ramp.gates import CertificateFact, RampFacts, blockers, gate_results
from workflows.ramp.rules import (
    Outcome,
    Recertification,
    RepCapacity,
    accelerators_open,
    hold_ends_on,
    hold_past_maximum,
    ramped_rep_equivalents,
    recertifications,
    told_to_rep,
    verdict,
)
from workflows.ramp.schedule import QuotaChange
from workflows.ramp.shapes import AfterHold, DayCount, Gate, GateKind, PeriodCalendar, RampShape, Step
from workflows.reasons import Reason
from workflows.sales.periods import Period, PeriodLength

CERTIFIED = Gate(GateKind.certificate, ("discovery-call",), 7_000)
SHAPE = RampShape(
    "standard", "Standard", (Step(0, 1), Step(5_000, 1, gates=(CERTIFIED,)), Step(10_000, gates=(CERTIFIED,))),
    DayCount.inclusive, PeriodCalendar.gregorian, PeriodLength.month, AfterHold.shift, hold_max_days=30,
    recertify_days=14)
STARTED = (RampEvent(RampMove.start, date(2026, 3, 16)),)
TODAY = date(2026, 4, 16)


def certificate(from_on="2026-04-01", until_on=None, score_bp=8_000, revoked=False):
    return CertificateFact("discovery-call", date.fromisoformat(from_on), until_on and date.fromisoformat(until_on),
                           score_bp, revoked)


@pytest.mark.parametrize(("held", "reason"), [
    ((), Reason("ramp.certificate-missing", {"certificate": "discovery-call"})),
    ((certificate(until_on="2026-04-16"),),
     Reason("ramp.certificate-lapsed", {"certificate": "discovery-call", "until_on": "2026-04-16"})),
    ((certificate(from_on="2026-04-17"),),
     Reason("ramp.certificate-not-yet", {"certificate": "discovery-call", "from_on": "2026-04-17"})),
    ((certificate(score_bp=6_999),),
     Reason("ramp.certificate-score-low",
            {"certificate": "discovery-call", "score_bp": 6_999, "minimum_bp": 7_000})),
    ((certificate(score_bp=None),),
     Reason("ramp.certificate-score-low", {"certificate": "discovery-call", "score_bp": 0, "minimum_bp": 7_000})),
    ((certificate(revoked=True),), Reason("ramp.certificate-revoked", {"certificate": "discovery-call"})),
    ((certificate(until_on="2026-04-17"),), None),
    ((certificate(from_on="2026-04-16", score_bp=7_000),), None),
    ((certificate(score_bp=5_000), certificate()), None),
    ((certificate(score_bp=9_900, until_on="2026-04-10"), certificate()), None)])
def test_a_step_opens_only_for_a_certificate_held_valid_today_and_good_enough(held, reason):
    (result,) = gate_results([CERTIFIED], RampFacts(held), TODAY)
    assert (result.met, result.reason) == (reason is None, reason)


def test_the_event_can_store_what_was_expected_and_what_was_found():
    (result,) = gate_results([CERTIFIED], RampFacts((certificate(until_on="2026-04-10"),)), TODAY)
    assert result.as_json() == {
        "kind": "certificate", "keys": ["discovery-call"], "met": False,
        "expected": {"certificate": "discovery-call", "valid_on": "2026-04-16", "minimum_bp": 7_000},
        "actual": {"held": True, "valid": False, "from_on": "2026-04-01", "until_on": "2026-04-10",
                   "score_bp": 8_000, "revoked": False},
        "reason": {"code": "ramp.certificate-lapsed",
                   "params": {"certificate": "discovery-call", "until_on": "2026-04-10"}}}


GATES = (Gate(GateKind.modules, ("pricing", "crm-basics")), Gate(GateKind.sign_off, ("ready-for-live-calls",)),
         Gate(GateKind.pipeline_coverage, minimum=30_000), Gate(GateKind.no_open_hold))


def test_every_shut_gate_says_what_would_open_it():
    facts = RampFacts(modules_completed=frozenset({"pricing"}), coverage_bp=21_000, open_holds=("budget freeze",))
    assert blockers(gate_results(GATES, facts, TODAY)) == (
        Reason("ramp.modules-open", {"modules": ["crm-basics"], "count": 1}),
        Reason("ramp.sign-off-missing", {"about": ["ready-for-live-calls"]}),
        Reason("ramp.coverage-low", {"coverage_bp": 21_000, "minimum_bp": 30_000, "times": "3"}),
        Reason("ramp.hold-open", {"holds": ["budget freeze"]}))


def test_reasons_say_what_people_call_a_thing_and_results_keep_its_key():
    facts = RampFacts(titles={"discovery-call": "Discovery call", "pricing": "Pricing", "crm-basics": "CRM basics"})
    results = gate_results((CERTIFIED, GATES[0]), facts, TODAY)
    assert [result.reason.params for result in results] == [
        {"certificate": "Discovery call"}, {"modules": ["Pricing", "CRM basics"], "count": 2}]
    assert [result.keys for result in results] == [("discovery-call",), ("pricing", "crm-basics")]


def test_unknown_pipeline_is_said_to_be_unknown_not_zero():
    (result,) = gate_results([GATES[2]], RampFacts(), TODAY)
    assert result.reason == Reason("ramp.coverage-unknown", {"minimum_bp": 30_000})


def test_all_gates_open_when_each_fact_is_there():
    facts = RampFacts(modules_completed=frozenset({"pricing", "crm-basics"}), coverage_bp=30_000,
                      sign_offs=frozenset({"ready-for-live-calls"}))
    results = gate_results(GATES, facts, TODAY)
    assert ([result.met for result in results], blockers(results)) == ([True] * 4, ())


def test_nothing_happens_before_a_step_is_due_but_the_rep_sees_what_is_missing():
    found = verdict(SHAPE, STARTED, RampFacts(), date(2026, 4, 15))
    assert (found.outcome, found.step, found.due_on) == (Outcome.wait, 1, TODAY)
    assert [reason.code for reason in found.reasons] == ["ramp.certificate-missing"]


def test_a_due_step_without_its_certificate_is_held_and_opens_the_day_it_is_there():
    assert verdict(SHAPE, STARTED, RampFacts(), TODAY).outcome is Outcome.hold
    held = (*STARTED, RampEvent(RampMove.hold, TODAY))
    assert verdict(SHAPE, held, RampFacts(), date(2026, 4, 20)).outcome is Outcome.stay
    opened = verdict(SHAPE, held, RampFacts((certificate(),)), date(2026, 4, 21))
    assert (opened.outcome, opened.step, opened.reasons) == (Outcome.advance, 1, ())


def test_the_last_step_is_full_quota():
    ramping = (*STARTED, RampEvent(RampMove.advance, TODAY, 1))
    assert verdict(SHAPE, ramping, RampFacts((certificate(),)), date(2026, 5, 16)).outcome is Outcome.complete


@pytest.mark.parametrize("move", ["pause", "exit"])
def test_nobody_on_leave_or_gone_is_held(move):
    events = (*STARTED, RampEvent(RampMove(move), date(2026, 4, 1)))
    assert verdict(SHAPE, events, RampFacts(), date(2026, 9, 1)).outcome is Outcome.wait


def test_a_hold_may_not_go_on_for_ever():
    at = position(SHAPE, (*STARTED, RampEvent(RampMove.hold, TODAY)))
    assert hold_ends_on(SHAPE, TODAY) == date(2026, 5, 16)
    assert hold_past_maximum(SHAPE, at, date(2026, 5, 15)) is None
    assert hold_past_maximum(SHAPE, at, date(2026, 5, 16)) == Reason(
        "ramp.hold-past-maximum", {"held_on": "2026-04-16", "ended_on": "2026-05-16", "days": 30})


def test_a_lapse_after_full_opens_a_deadline_then_a_hold_and_a_renewal_ends_it():
    lapsed = certificate(until_on="2026-09-01")
    (found,) = recertifications(SHAPE, [lapsed], date(2026, 9, 1))
    assert found == Recertification("discovery-call", date(2026, 9, 1), date(2026, 9, 15))
    assert [found.overdue(date(2026, 9, day)) for day in (14, 15)] == [False, True]
    assert recertifications(SHAPE, [lapsed], date(2026, 8, 31)) == ()
    assert recertifications(SHAPE, [lapsed, certificate("2026-08-20")], date(2026, 9, 1)) == ()
    held = (*STARTED, RampEvent(RampMove.complete, date(2026, 6, 1)), RampEvent(RampMove.hold, date(2026, 9, 15)))
    assert verdict(SHAPE, held, RampFacts((lapsed,)), date(2026, 9, 20)).outcome is Outcome.stay
    assert verdict(SHAPE, held, RampFacts((certificate("2026-09-19"),)), date(2026, 9, 20)).outcome is Outcome.complete


@pytest.mark.parametrize(("standing", "share_bp", "open_"), [
    (Standing.ramping, 7_500, False), (Standing.held, 7_500, False), (Standing.full, 10_000, True),
    (Standing.held, 10_000, True), (Standing.paused, 10_000, True), (Standing.paused, 5_000, False),
    (Standing.ramping, 10_000, False), (Standing.prestart, 0, False)])
def test_accelerators_stay_locked_until_full_quota(standing, share_bp, open_):
    assert accelerators_open(standing, share_bp) is open_


def test_twenty_five_reps_in_ramp_carry_what_19_75_ramped_reps_would():
    team = [RepCapacity(share) for share, count in [(2_500, 5), (6_000, 3), (8_500, 2), (10_000, 15)]
            for _ in range(count)]
    assert ramped_rep_equivalents(team, TODAY) == Decimal("19.75")


def test_leave_and_empty_seats_carry_nothing_and_a_leaver_counts_until_gone():
    team = [RepCapacity(10_000, on_leave=True), RepCapacity(10_000, filled=False),
            RepCapacity(10_000, leaves_on=date(2026, 5, 1))]
    assert [ramped_rep_equivalents(team, day) for day in (date(2026, 4, 30), date(2026, 5, 1))] == [1, 0]


def test_the_rep_is_told_what_changes_when_and_why():
    held = RampEvent(RampMove.hold, TODAY)
    because = (Reason("ramp.certificate-missing", {"certificate": "discovery-call"}),)
    change = QuotaChange(Period.parse("2026-05"), Money(1_500_000, "EUR"), Money(0, "EUR"))
    assert told_to_rep(SHAPE, held, position(SHAPE, (*STARTED, held)), [change], because) == Reason(
        "ramp.told-hold-with-quota",
        {"from_on": "2026-04-16", "step": 1, "steps": 3, "share_bp": 0, "month_on": "2026-05-01",
         "before_minor": 1_500_000,
         "after_minor": 0, "currency": "EUR", "hold_ends_on": "2026-05-16",
         "because": [{"code": "ramp.certificate-missing", "params": {"certificate": "discovery-call"}}]})
