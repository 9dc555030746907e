"""From the last module to scores that are handed in: opened once, by the right people, with evidence."""

from datetime import timedelta

import pytest

from tests.builders import certification as build
from tests.builders import onboarding, people
from tests.watching import together
from workflows.acting import get
from workflows.certification.actions import attempts
from workflows.certification.machine import AttemptState
from workflows.certification.queries import attempts as reads
from workflows.certification.records import Attempt
from workflows.certification.rules import Given
from workflows.errors import NotPermitted, Refused
from workflows.onboarding.actions import modules, plans
from workflows.onboarding.records import Assignment, WaiverReason
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.waits import Wait

S = AttemptState


def codes(refusal) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def mails(session, like="attempt") -> list[tuple[str, str]]:
    found = session.query(OutboxMessage).filter(OutboxMessage.template.startswith(like)).order_by(OutboxMessage.id)
    return [(each.template, each.to) for each in found]


def open_waits(session) -> list[tuple[str, int | None, str | None]]:
    found = session.query(Wait).filter(Wait.record_kind == "attempt", Wait.ended_at.is_(None))
    return [(each.code, each.owner_id, each.role) for each in found]


def test_a_checkpoint_opens_before_its_modules_are_done(session):
    plan = build.plan(("one", {}), ("two", {}), ("three", {}), gates=({"requires": ("one", "two")},))
    rep = onboarding.rep_of(plan)
    modules.finish_reading(rep, onboarding.module_of(plan, "one"))
    assert session.query(Attempt).count() == 0
    modules.finish_reading(rep, onboarding.module_of(plan, "two"))
    modules.finish_reading(rep, onboarding.module_of(plan, "three"))
    assert [(each.state, each.number, each.user_id) for each in session.query(Attempt)] == [
        (S.eligible, 1, plan.user_id)]
    assert open_waits(session) == [("attempt.to-schedule", None, "assessor")]


@pytest.mark.both_databases
def test_two_last_modules_finished_at_once_leave_the_checkpoint_closed(app, session):
    plan = build.plan(("one", {}), ("two", {}), gates=({"requires": ("one", "two")},))
    rep, ids = onboarding.rep_of(plan), [each.id for each in plan.assignments]
    session.rollback()
    finish = [lambda each=each: modules.finish_reading(rep, get(Assignment, each)) for each in ids]
    assert together(app, *finish) == [None, None]
    session.rollback()
    assert session.query(Attempt).count() == 1


def test_a_waived_module_keeps_the_checkpoint_closed(session):
    plan = build.plan(("one", {}), gates=({"requires": ("one",)},))
    assert session.query(Attempt).count() == 0
    plans.waive(onboarding.coach_of(plan), onboarding.module_of(plan, "one"), waiver=WaiverReason.tested_out,
                reason="Showed it live.")
    assert session.query(Attempt).one().state is S.eligible


def test_a_checkpoint_that_asks_for_nothing_never_opens(session):
    build.plan(gates=({"requires": ()},))
    assert session.query(Attempt).one().state is S.eligible


def test_an_attempt_is_scheduled_for_nobody_or_in_the_past(session, clock):
    attempt = build.eligible()
    coach, assessor = onboarding.coach_of(attempt.plan), build.assessor(attempt)
    stranger = people.person(Role.assessor, team=people.team())
    schedule = lambda at, who: attempts.schedule(coach, attempt, at=at, assessor_id=who)  # noqa: E731 - one try
    with pytest.raises(Refused) as refusal:
        schedule(clock.now - timedelta(hours=1), stranger.id)
    assert codes(refusal) == ["attempt.not-an-assessor", "attempt.in-the-past", "attempt.before-first-day"]
    with pytest.raises(Refused) as refusal:
        schedule(build.FIRST_DAY, attempt.user_id)
    assert codes(refusal) == ["attempt.assesses-self"]
    schedule(build.FIRST_DAY, assessor.id)
    assert (attempt.state, attempt.assessor_id, attempt.scheduled_at) == (S.scheduled, assessor.id, build.FIRST_DAY)
    assert open_waits(session) == [("attempt.to-assess", assessor.id, None)]


def test_a_new_time_does_not_reach_the_calendars(session):
    attempt = build.eligible()
    coach, first, second = onboarding.coach_of(attempt.plan), build.assessor(attempt), build.assessor(attempt)
    attempts.schedule(coach, attempt, at=build.FIRST_DAY, assessor_id=first.id)
    attempts.schedule(coach, attempt, at=build.FIRST_DAY, assessor_id=first.id)
    attempts.schedule(coach, attempt, at=build.FIRST_DAY + timedelta(days=1), assessor_id=second.id)
    rep = attempt.user.email
    assert mails(session) == [
        ("attempt_scheduled", rep), ("attempt_scheduled", first.email), ("attempt_called_off", first.email),
        ("attempt_scheduled", rep), ("attempt_scheduled", second.email)]
    texts = [each.attachments[0]["text"] for each in session.query(OutboxMessage).filter_by(to=rep)
             .filter_by(template="attempt_scheduled").order_by(OutboxMessage.id)]
    uids = {line for text in texts for line in text.splitlines() if line.startswith("UID")}
    sequences = [int(line[9:]) for text in texts for line in text.splitlines() if line.startswith("SEQUENCE:")]
    assert uids == {f"UID:attempt-{attempt.id}@onramp"}
    assert sequences[0] < sequences[1]


def test_a_rep_assesses_themselves(session, clock):
    attempt = build.eligible()
    people.members.give_role(people.BUILDER, attempt.user, given=Role.assessor, team_id=attempt.team_id)
    rep = actor_for(attempt.user)
    clock.to(build.FIRST_DAY)
    for deed in (lambda: attempts.begin(rep, attempt), lambda: attempts.annul(rep, attempt, reason="I am fine."),
                 lambda: attempts.schedule(rep, attempt, at=clock.now + timedelta(days=1),
                                           assessor_id=build.assessor(attempt).id)):
        with pytest.raises(Refused) as refusal:
            deed()
        assert codes(refusal) == ["attempt.ones-own"]
    assert attempt.state is S.eligible


def test_an_attempt_is_assessed_before_the_first_day(session, clock):
    attempt = build.eligible()
    with pytest.raises(Refused) as refusal:
        attempts.begin(actor_for(build.assessor(attempt)), attempt)
    assert codes(refusal) == ["attempt.before-first-day"]


def test_what_an_assessor_wrote_is_lost(session):
    attempt = build.in_assessment()
    author = actor_for(attempt.assessor)
    attempts.save_scores(author, attempt, {"opening": Given(None, "Named a fact.")}, notes="Calm.")
    written = {"opening": Given(3, "Named a fact."), "numbers": Given(4, "")}
    attempts.save_scores(author, attempt, written, notes="Calm.")
    assert (reads.scores_of(attempt.id), attempt.notes) == (written, "Calm.")
    with pytest.raises(NotPermitted):
        attempts.save_scores(actor_for(build.assessor(attempt)), attempt, build.scores(5, 5))


def test_scores_are_handed_in_without_level_or_evidence(session):
    attempt = build.in_assessment()
    author, approver = actor_for(attempt.assessor), build.assessor(attempt, Role.leader)
    attempts.save_scores(author, attempt, {"opening": Given(3, " "), "numbers": Given(None, "A figure.")})
    with pytest.raises(Refused) as refusal:
        attempts.hand_in(author, attempt, approver_id=approver.id)
    assert [reason.as_json() for reason in refusal.value.reasons] == [
        {"code": "attempt.levels-missing", "params": {"criteria": ["From event to number"]}},
        {"code": "attempt.evidence-missing", "params": {"criteria": ["Opening"]}}]
    attempts.save_scores(author, attempt, build.scores(3, 4))
    attempts.hand_in(author, attempt, approver_id=approver.id)
    attempts.hand_in(author, attempt, approver_id=approver.id)
    assert (attempt.state, attempt.score_bp, attempt.approver_id) == (S.to_approve, 7200, approver.id)
    assert mails(session, "attempt_to_approve") == [("attempt_to_approve", approver.email)]
    assert open_waits(session) == [("attempt.to-approve", approver.id, None)]


def test_an_assessor_approves_their_own_scores(session):
    attempt = build.in_assessment()
    author = actor_for(attempt.assessor)
    attempts.save_scores(author, attempt, build.scores(4, 4))
    found = {}
    for name, user in {"assessor": attempt.assessor, "rep": attempt.user, "recruiter": build.assessor(
            attempt, Role.recruiter)}.items():
        with pytest.raises(Refused) as refusal:
            attempts.hand_in(author, attempt, approver_id=user.id)
        found[name] = codes(refusal)[0]
    assert found == {"assessor": "attempt.approver-is-assessor", "rep": "attempt.approver-is-rep",
                     "recruiter": "attempt.approver-not-entitled"}


def test_scores_that_were_sent_back_cannot_be_mended(session):
    attempt = build.to_approve()
    attempts.send_back(actor_for(attempt.approver), attempt, reason="Which figure?")
    assert (attempt.state, attempt.score_bp, attempt.handed_in_at) == (S.in_assessment, None, None)
    assert reads.sent_back_because(attempt) == "Which figure?"
    assert mails(session, "attempt_sent_back") == [("attempt_sent_back", attempt.assessor.email)]
    attempts.save_scores(actor_for(attempt.assessor), attempt, build.scores(5, 4))
    attempts.hand_in(actor_for(attempt.assessor), attempt, approver_id=attempt.approver_id)
    assert attempt.score_bp == 8800


def test_scores_change_after_they_were_handed_in(session):
    attempt = build.to_approve()
    with pytest.raises(Refused) as refusal:
        attempts.save_scores(actor_for(attempt.assessor), attempt, build.scores(5, 5))
    assert codes(refusal) == ["attempt.locked"]
    assert [each.level for each in attempt.scores] == [4, 4]


def test_an_annulled_attempt_leaves_the_rep_stuck(session):
    attempt = build.eligible()
    coach = onboarding.coach_of(attempt.plan)
    attempts.schedule(coach, attempt, at=build.FIRST_DAY, assessor_id=build.assessor(attempt).id)
    attempts.annul(coach, attempt, reason="The room was flooded.")
    assert mails(session)[2:] == [("attempt_called_off", attempt.user.email),
                                  ("attempt_called_off", attempt.assessor.email)]
    with pytest.raises(Refused) as refusal:
        attempts.open_next(coach, attempt)
    assert codes(refusal) == ["attempt.reason-missing"]
    again = attempts.open_next(coach, attempt, reason="A new room.")
    assert attempts.open_next(coach, attempt, reason="A new room.").id == again.id
    assert (again.state, again.number) == (S.eligible, 2)


def test_scores_are_seen_before_they_are_decided(session):
    attempt = build.to_approve()
    rep, leader = actor_for(attempt.user), actor_for(build.assessor(attempt, Role.leader))
    seen = lambda actor: [line.level for line in reads.sheet_for(actor, attempt).lines]  # noqa: E731 - short in a table
    assert [seen(rep), seen(leader), seen(actor_for(attempt.assessor)), seen(actor_for(attempt.approver))] == [
        [None, None], [None, None], [4, 4], [4, 4]]
    sheet = reads.sheet_for(leader, attempt)
    assert (sheet.sees, sheet.notes, sheet.outcome) == (False, "", None)
    attempts.send_back(actor_for(attempt.approver), attempt, reason="Which figure?")
    assert seen(actor_for(attempt.approver)) == [None, None]
