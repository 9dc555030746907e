"""The decision and what follows: certificate, readings, "not yet", renewal, revocation."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.builders import certification as build
from tests.builders import offers, onboarding
from tests.watching import together
from workflows.acting import get
from workflows.certification import rules
from workflows.certification.actions import attempts, certificates, decisions
from workflows.certification.machine import AttemptState, CertificateState
from workflows.certification.queries import attempts as attempt_reads
from workflows.certification.queries import certificates as reads
from workflows.certification.records import Attempt, Certificate, CertificateReading
from workflows.errors import NotPermitted, Refused
from workflows.ledger import AuditEntry
from workflows.onboarding.actions.plans import begin_plans
from workflows.onboarding.machine import PlanState
from workflows.outbox import OutboxMessage
from workflows.people.actions.teams import set_target
from workflows.people.queries import actor_for
from workflows.people.queries_gaps import team_gaps
from workflows.people.records import Reading, Team
from workflows.permits import Role

FIRST = build.FIRST_DAY.date()


def codes(refusal) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.mark.both_databases
def test_fifty_clicks_on_certify_make_more_than_one_certificate(app, session):
    attempt = build.to_approve()
    approver, attempt_id = actor_for(attempt.approver), attempt.id
    session.rollback()
    results = together(app, *[lambda: decisions.certify(approver, get(Attempt, attempt_id)).id] * 50)
    assert len(set(results)) == 1
    session.rollback()
    assert [session.scalar(sa.select(sa.func.count()).select_from(kind))
            for kind in (Certificate, CertificateReading, Reading)] == [1, 1, 1]
    assert session.query(OutboxMessage).filter_by(template="certificate_issued").count() == 1


def test_a_certificate_is_not_valid_on_its_first_day_or_born_expired(session):
    proof = build.certified()
    day = lambda days: reads.standing(proof, FIRST + timedelta(days=days))  # noqa: E731 - short in a table
    assert (proof.valid_from, proof.valid_until) == (FIRST, FIRST + timedelta(days=365))
    assert [day(0), day(304), day(305), day(364), day(365)] == ["valid", "valid", "expiring", "expiring", "expired"]


def test_a_certificate_of_a_single_day_is_expired_at_once(session):
    proof = build.certified(build.plan(gates=({"valid_days": 1},)))
    assert reads.standing(proof, FIRST) is rules.Standing.expiring
    assert reads.in_force(proof.user_id, "discovery-certified", FIRST).id == proof.id
    assert reads.in_force(proof.user_id, "discovery-certified", FIRST + timedelta(days=1)) is None


def test_a_certificate_is_no_reading(session):
    discovery, drive = offers.competency("discovery"), offers.competency("drive")
    proof = build.certified(build.plan(proves=((discovery, 4), (drive, 3))))
    found = session.query(Reading).order_by(Reading.competency_id).all()
    assert [(each.user_id, each.competency_id, each.level, each.standard_error, each.source, each.taken_on,
             each.recorded_by_id) for each in found] == [
        (proof.user_id, discovery.id, 4.0, 0.35, "certificate", FIRST, proof.attempt.approver_id),
        (proof.user_id, drive.id, 3.0, 0.35, "certificate", FIRST, proof.attempt.approver_id)]
    assert {each.reading_id for each in proof.readings} == {each.id for each in found}


def test_a_score_under_the_mark_is_certified(session):
    attempt = build.to_approve(levels=(4, 3))
    with pytest.raises(Refused) as refusal:
        decisions.certify(actor_for(attempt.approver), attempt)
    assert codes(refusal) == ["attempt.mark-not-reached"]
    attempt = build.to_approve(build.eligible(build.plan()), levels=(2, 5))
    with pytest.raises(Refused) as refusal:
        decisions.certify(actor_for(attempt.approver), attempt)
    assert [reason.as_json() for reason in refusal.value.reasons] == [
        {"code": "attempt.criteria-too-low", "params": {"criteria": ["Opening"], "level": 3}}]


def test_somebody_else_than_the_approver_decides(session):
    attempt = build.to_approve()
    for other in (attempt.assessor, attempt.user, build.assessor(attempt, Role.leader)):
        for decide in (decisions.certify, decisions.fail):
            with pytest.raises(NotPermitted):
                decide(actor_for(other), attempt)
    assert attempt.state is AttemptState.to_approve


def test_a_good_score_is_decided_as_not_yet(session):
    attempt = build.to_approve()
    with pytest.raises(Refused) as refusal:
        decisions.fail(actor_for(attempt.approver), attempt)
    assert codes(refusal) == ["attempt.mark-reached"]


def test_nobody_says_what_to_practise(session):
    attempt = build.failed(levels=(3, 3))
    sheet = attempt_reads.sheet_for(actor_for(attempt.user), attempt)
    assert (sheet.outcome.score_bp, sheet.outcome.practise) == (6000, ("From event to number", "Opening"))
    assert sheet.notes == "Ask for figures."
    mail = session.query(OutboxMessage).filter_by(template="attempt_not_yet").one()
    assert (mail.to, mail.params["opens_on"]) == (attempt.user.email, "April 11, 2026")


@pytest.mark.parametrize(("levels", "near"), [((4, 4), False), ((3, 4), True), ((5, 3), True), ((3, 3), False)])
def test_a_score_beside_the_mark_is_decided_without_an_oral_check(session, levels, near):
    """The mark is 7500 and the authored band 300: 8000 and 6000 are clear, 7200 and 7600 are not."""
    attempt = build.to_approve(levels=levels)
    assert attempt_reads.sheet_for(actor_for(attempt.approver), attempt).outcome.near_mark is near


def test_a_failed_rep_tries_again_at_once_or_never(session, clock):
    attempt = build.failed()
    coach = onboarding.coach_of(attempt.plan)
    clock.to(build.FIRST_DAY + timedelta(days=4))
    certificates.open_again(clock.now.date().isoformat())
    assert session.query(Attempt).count() == 1
    with pytest.raises(Refused) as refusal:
        attempts.open_next(coach, attempt, reason="She is ready.")
    assert codes(refusal) == ["attempt.cool-down"]
    clock.travel(days=1)
    for _ in range(2):
        certificates.open_again(clock.now.date().isoformat())
    assert [(each.number, each.state) for each in session.query(Attempt).order_by(Attempt.id)] == [
        (1, "failed"), (2, "eligible")]


def test_attempts_go_on_for_ever(session, clock):
    first = build.failed()
    clock.to(build.FIRST_DAY + timedelta(days=5))
    second = build.failed(attempts.open_next(onboarding.coach_of(first.plan), first, reason="Second."))
    clock.travel(days=5)
    certificates.open_again(clock.now.date().isoformat())
    assert session.query(Attempt).count() == 2
    with pytest.raises(Refused) as refusal:
        attempts.open_next(onboarding.coach_of(first.plan), second, reason="Third.")
    assert codes(refusal) == ["attempt.all-used"]
    leader = actor_for(build.assessor(second, Role.leader))
    assert attempts.open_next(leader, second, reason="She was ill that day.").number == 3


def test_a_renewal_overwrites_history(session, clock):
    proof = build.certified()
    with pytest.raises(Refused) as refusal:
        attempts.open_next(onboarding.coach_of(proof.attempt.plan), proof.attempt, reason="Again.")
    assert codes(refusal) == ["attempt.certificate-valid"]
    clock.to(build.FIRST_DAY + timedelta(days=304))
    certificates.open_again(clock.now.date().isoformat())
    assert session.query(Attempt).count() == 1
    clock.travel(days=1)
    certificates.open_again(clock.now.date().isoformat())
    again = session.query(Attempt).order_by(Attempt.id.desc()).first()
    attempt = build.to_approve(again)
    newer = decisions.certify(actor_for(attempt.approver), attempt)
    today = clock.now.date()
    assert [(each.id, each.valid_from, each.valid_until) for each in session.query(Certificate).order_by(
        Certificate.id)] == [(proof.id, FIRST, FIRST + timedelta(days=365)),
                             (newer.id, today, today + timedelta(days=365))]
    assert [each.id for each in reads.earlier_and_later(newer)] == [proof.id]
    assert session.query(Reading).count() == 2
    certificates.open_again(today.isoformat())
    assert session.query(Attempt).count() == 2


def test_a_revoked_certificate_still_counts(session, clock):
    proof = build.certified()
    team = session.get(Team, proof.attempt.team_id)
    leader = actor_for(build.assessor(proof.attempt, Role.leader))
    set_target(leader, team, competency_id=proof.readings[0].competency_id, people=1, level=3)
    clock.to(build.FIRST_DAY + timedelta(days=1))
    before = team_gaps(team.id, clock.now.date())[0].expected
    with pytest.raises(Refused) as refusal:
        certificates.revoke(leader, proof, reason=" ")
    assert codes(refusal) == ["flow.reason-missing"]
    certificates.revoke(leader, proof, reason="The call was staged.")
    certificates.revoke(leader, proof, reason="The call was staged.")
    after = team_gaps(team.id, clock.now.date())[0].expected
    assert (before > 0.95, after < 0.05) == (True, True)
    assert (proof.state, proof.revoked_reason) == (CertificateState.revoked, "The call was staged.")
    assert reads.standing(proof, clock.now.date()) is rules.Standing.revoked
    assert session.query(OutboxMessage).filter_by(template="certificate_revoked").one().to == proof.user.email
    again = build.to_approve(attempts.open_next(leader, proof.attempt, reason="Once more, on a real call."))
    decisions.certify(actor_for(again.approver), again)
    assert team_gaps(team.id, clock.now.date())[0].expected > 0.95


def test_a_rep_revokes_or_reads_what_is_not_theirs(session):
    proof = build.certified()
    with pytest.raises(NotPermitted):
        certificates.revoke(actor_for(proof.user), proof, reason="I do not want it.")


def test_nobody_hears_that_a_certificate_ends(session, clock):
    proof = build.certified()
    manager = proof.attempt.plan.manager.email
    sent, seen = [], 0
    for left in (61, 60, 45, 30, 14, 3, 1, 0):
        clock.to(build.FIRST_DAY + timedelta(days=365 - left))
        for _ in range(2):
            certificates.remind(clock.now.date().isoformat())
        found = session.query(OutboxMessage).filter_by(template="certificate_expiring").order_by(OutboxMessage.id).all()
        sent.append([(each.to == manager, each.params["days"]) for each in found[seen:]])
        seen = len(found)
    assert sent == [[], [(False, 60)], [], [(False, 30)], [(False, 14), (True, 14)], [(False, 3), (True, 3)],
                    [(False, 1), (True, 1)], []]


def test_each_day_the_audit_says_that_readers_were_told_who_were_not(session, clock):
    certificate = build.certified()
    clock.to(build.FIRST_DAY + timedelta(days=365 - 14))
    for _ in range(3):
        certificates.remind(clock.now.date().isoformat())
        clock.travel(days=1)
    told = session.query(AuditEntry).filter_by(verb="certificate.remind").all()
    assert [(each.record_id, each.facts) for each in told] == [(certificate.id, {"days": 14, "readers": 2})]


def test_a_plan_waits_for_ever_before_its_first_day(session, clock):
    plan = build.plan()
    begin_plans((FIRST - timedelta(days=1)).isoformat())
    assert plan.state is PlanState.preboarding
    clock.to(build.FIRST_DAY + timedelta(days=2))
    begin_plans(date(2026, 4, 8).isoformat())
    begin_plans(date(2026, 4, 8).isoformat())
    assert plan.state is PlanState.active
