"""What happens to a ramp: the first day, steps that open, holds, sign-offs, and who is told what."""

from datetime import date

import pytest

from tests.builders import offers
from tests.builders import ramp as build
from tests.builders.people import acting, person, team
from tests.watching import together
from webapp.sentences import sentence
from workflows.errors import NotPermitted, Refused
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role, System
from workflows.ramp.actions import daily, moves
from workflows.ramp.actions.opening import open_ramp
from workflows.ramp.machine import RampState
from workflows.ramp.records import QuotaLine, Ramp, SignOff
from workflows.waits import Wait

S = RampState
START, DUE, FULL_DUE = date(2026, 3, 16), date(2026, 4, 16), date(2026, 5, 16)
REVIEW = System("review")


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def waiting(session, ramp):
    return [(wait.code, wait.owner_id, wait.role) for wait in session.query(Wait).filter_by(
        record_kind="ramp", record_id=ramp.id, ended_at=None).order_by(Wait.code)]


def test_a_hire_has_no_ramp(session):
    hire = offers.hired()
    ramp = session.query(Ramp).filter_by(hire_id=hire.id).one()
    assert (ramp.state, ramp.user_id, ramp.team_id, ramp.start_on, ramp.full_quota_minor, ramp.currency,
            ramp.shape_version_id, ramp.exemption, build.told(ramp)) == (
        S.prestart, hire.user_id, hire.team_id, hire.start_on, hire.offer.full_quota_minor, hire.offer.currency,
        hire.offer.ramp_shape_version_id, None, [])


def test_a_ramp_begins_before_the_first_day_or_not_at_all(session):
    ramp = build.ramping(date(2026, 3, 15))
    assert (ramp.state, build.quotas(ramp)) == (S.prestart, {})
    build.on(START, lambda: moves.review(REVIEW, ramp))
    assert (ramp.state, build.told(ramp)) == (S.ramping, [("start", "2026-03-16", 0)])
    assert build.quotas(ramp) == {
        "2026-03": (0, 0), "2026-04": (750_000, 750_000),
        "2026-05": (round(3_000_000 * (15 * 50 + 16 * 100) / 100 / 31),) * 2, "2026-06": (3_000_000,) * 2,
        "2026-07": (3_000_000,) * 2, "2026-08": (3_000_000,) * 2}


def test_a_leader_starts_a_ramp_early(session):
    ramp = build.ramping()
    with pytest.raises(Refused) as refusal:
        moves.start(acting(Role.leader), ramp)
    assert codes(refusal) == ["ramp.before-first-day"]


def test_a_due_step_whose_certificate_is_missing_opens(session):
    ramp = build.ramping(START, DUE)
    held = build.events(ramp)[-1]
    assert (ramp.state, ramp.step, ramp.held_on, build.told(ramp)[-1]) == (S.held, 0, DUE, ("hold", "2026-04-16", 0))
    assert [(gate["kind"], gate["met"], gate["actual"]) for gate in held.gates] == [
        ("certificate", False, {"held": False, "valid": False})]
    said = sentence(held.sentence)
    assert said.startswith("Your next step waits. The certificate “Discovery certified” is still to be earned."), said
    assert said.endswith("changes from €7,500.00 to €0.00; by May 16, 2026 at the latest your leader decides.")
    assert build.quotas(ramp)["2026-05"] == (0, round(3_000_000 * (15 * 50 + 16 * 100) / 100 / 31))
    assert waiting(session, ramp) == [("ramp.to-open", None, "leader")]


def test_a_certificate_does_not_open_the_step_that_waits_for_it(session, clock):
    ramp = build.ramping(START, DUE)
    clock.travel(days=50)  # 21 April
    certificate = build.certificate(ramp.user)
    opened = build.events(ramp)[-1]
    assert (ramp.state, ramp.step, build.told(ramp)[-1]) == (S.ramping, 1, ("advance", "2026-04-21", 1))
    assert [each.certificate_id for each in opened.certificates] == [certificate.id]
    assert opened.gates[0]["expected"] == {"certificate": build.DISCOVERY, "valid_on": "2026-04-21", "minimum_bp": 7500}
    assert build.quotas(ramp)["2026-04"] == (500_000, 750_000)  # 10 of 30 days at one half, 15 were planned
    assert waiting(session, ramp) == []
    mails = session.query(OutboxMessage).filter_by(user_id=ramp.user_id, template="ramp_moved")
    assert [mail.params["held"] for mail in mails] == [True, False]


def test_a_low_score_opens_a_step(session, clock):
    ramp = build.ramping(START, DUE)
    clock.travel(days=50)
    build.certificate(ramp.user, score_bp=7400)
    assert (ramp.state, len(build.events(ramp))) == (S.held, 2)
    assert moves.outlook(ramp, clock.now.date()).verdict.reasons[0].code == "ramp.certificate-score-low"


def on_the_last_gate(clock):
    """A rep with the certificate at one half, on the day full quota is due."""
    ramp = build.ramping(START)
    clock.travel(days=45)  # 16 April
    build.certificate(ramp.user)
    clock.travel(days=30)  # 16 May
    moves.review(REVIEW, ramp)
    return ramp


def test_full_quota_comes_without_the_managers_word(session, clock):
    ramp = on_the_last_gate(clock)
    assert (ramp.state, ramp.step, sentence(build.events(ramp)[-1].sentence)[:72]) == (
        S.held, 1, "Your next step waits. The manager has not signed off yet: Ready for full")
    manager = acting(Role.leader)
    first = moves.sign_off(manager, ramp, step=2, note="Ready.")
    again = moves.sign_off(manager, ramp, step=2)
    assert (first.id, session.query(SignOff).count()) == (again.id, 1)
    assert (ramp.state, ramp.step, ramp.full_on, build.told(ramp)[-1]) == (
        S.full, 2, FULL_DUE, ("complete", "2026-05-16", 2))
    assert sentence(build.events(ramp)[-1].sentence).startswith("From May 16, 2026 you carry full quota")


def test_somebody_signs_off_for_themselves_or_for_a_step_that_asks_nothing(session):
    place = team()
    rep = person(Role.rep, Role.leader, team=place)
    ramp = build.ramping(START, place=place, rep=rep)
    with pytest.raises(NotPermitted):
        moves.sign_off(actor_for(rep), ramp, step=2)
    with pytest.raises(Refused) as refusal:
        moves.sign_off(acting(Role.leader), ramp, step=1)
    assert codes(refusal) == ["ramp.sign-off-not-asked"]
    with pytest.raises(NotPermitted):
        moves.sign_off(acting(Role.leader, team=team()), ramp, step=2)


def test_the_manager_is_not_asked_for_the_sign_off_in_time(session, clock):
    ramp = build.ramping(START)
    clock.travel(days=45)
    build.certificate(ramp.user)
    build.on(date(2026, 5, 8), lambda: moves.review(REVIEW, ramp))
    assert waiting(session, ramp) == []
    build.on(date(2026, 5, 9), lambda: moves.review(REVIEW, ramp))
    assert waiting(session, ramp) == [("ramp.to-sign-off", None, "leader")]
    moves.sign_off(acting(Role.leader), ramp, step=2)
    assert waiting(session, ramp) == []


def test_a_leader_opens_a_step_early_or_past_a_shut_gate(session, clock):
    ramp, leader = build.ramping(START), acting(Role.leader)
    with pytest.raises(Refused) as early:
        moves.advance(leader, ramp)
    clock.travel(days=45)
    moves.review(REVIEW, ramp)
    with pytest.raises(Refused) as shut:
        moves.advance(leader, ramp, because="Let us try.")
    assert (codes(early), codes(shut)) == (["ramp.step-not-due"], ["ramp.certificate-missing"])
    assert build.told(ramp)[-1][0] == "hold"


def test_a_hold_goes_on_for_ever_without_a_decision(session, clock):
    leader = person(Role.leader)
    ramp = build.ramping(START, DUE)
    build.on(date(2026, 5, 15), lambda: moves.review(REVIEW, ramp))
    assert waiting(session, ramp) == [("ramp.to-open", None, "leader")]
    clock.travel(days=75)  # 16 May: thirty days
    daily.review_all("2026-05-16")
    daily.review_all("2026-05-16")
    assert waiting(session, ramp) == [("ramp.to-decide", None, "operations"), ("ramp.to-open", None, "leader")]
    assert session.query(OutboxMessage).filter_by(template="ramp_hold_too_long", user_id=leader.id).count() == 1
    with pytest.raises(Refused) as wordless:
        moves.advance(actor_for(leader), ramp)
    assert codes(wordless) == ["ramp.certificate-missing", "ramp.decision-reason-missing"]
    event = moves.advance(actor_for(leader), ramp, because="No assessor was free for six weeks.")
    assert (ramp.state, ramp.step, event.gates[0]["met"], event.certificates) == (S.ramping, 1, False, [])
    assert sentence(event.reason).endswith("opened the step after the longest hold: “No assessor was free for six "
                                           "weeks.”")
    assert waiting(session, ramp) == []


def test_a_leader_holds_a_rep_for_no_reason_of_the_ramp(session):
    ramp = build.ramping(START)
    with pytest.raises(Refused) as refusal:
        build.on(START, lambda: moves.hold(acting(Role.leader), ramp))
    assert codes(refusal) == ["ramp.nothing-to-hold"]


def test_a_rep_moves_their_own_ramp(session):
    ramp = build.ramping(START)
    for deed in (moves.advance, moves.start):
        with pytest.raises((NotPermitted, Refused)):
            build.on(DUE, lambda deed=deed: deed(actor_for(ramp.user), ramp))
    assert build.told(ramp) == [("start", "2026-03-16", 0)]


@pytest.mark.both_databases
def test_two_reviews_at_the_same_moment_write_two_events(session, app):
    ramp_id = build.ramping(START).id

    def look():
        with_ramp = session_ramp(ramp_id)
        return build.on(DUE, lambda: len(moves.review(REVIEW, with_ramp)))

    assert sorted(together(app, look, look, look)) == [0, 0, 1]
    session.rollback()
    ramp = session.get(Ramp, ramp_id)
    assert build.told(ramp) == [("start", "2026-03-16", 0), ("hold", "2026-04-16", 0)]


def session_ramp(ramp_id):
    from workflows.db import db  # slow import: a deed in a thread asks in that thread's own session

    return db.session.get_one(Ramp, ramp_id)


def test_somebody_who_was_here_before_starts_at_zero(session):
    place, boss = team(), acting(Role.operations)
    rep = person(Role.rep, team=place)
    given = {"user": rep, "team": place, "shape_version": build.shape(), "full_quota_minor": 100, "currency": "EUR"}
    with pytest.raises(Refused) as causeless:
        open_ramp(boss, **given, start_on=START)
    ramp = open_ramp(boss, **given, start_on=date(2026, 2, 2), exemption="here since 2026", step=1)
    assert (codes(causeless), ramp.state, build.told(ramp)) == (
        ["ramp.exemption-missing"], S.ramping, [("start", "2026-02-02", 0), ("advance", "2026-03-01", 1)])
    with pytest.raises(Refused) as twice:
        open_ramp(boss, **given, start_on=START, exemption="again")
    assert codes(twice) == ["ramp.live-already"]


def test_a_rep_who_leaves_keeps_a_quota(session):
    ramp = build.ramping(START)
    leader = acting(Role.leader)
    build.on(date(2026, 4, 20), lambda: moves.leave_company(leader, ramp, reason="Another job."))
    assert (ramp.state, build.quotas(ramp)["2026-05"], build.quotas(ramp)["2026-03"]) == (S.exited, (0, 0), (0, 0))
    assert session.query(QuotaLine).filter(QuotaLine.replaced_at.is_(None), QuotaLine.amount_minor > 0).count() == 0


def test_a_leader_opens_their_own_ramp_with_a_quota_of_one(session):
    place = team()
    leader = person(Role.leader, Role.rep, team=place)
    with pytest.raises(Refused) as refusal:
        open_ramp(actor_for(leader), user=leader, team=place, shape_version=build.shape(), full_quota_minor=1,
                  currency="EUR", start_on=START, exemption="here before")
    assert codes(refusal) == ["ramp.ones-own"]
