"""Working through each kind of module."""

from hashlib import sha256

import pytest

from tests.builders import onboarding as build
from workflows import clock as wall
from workflows import files
from workflows.content.records import Acknowledgement
from workflows.errors import NotPermitted, Refused
from workflows.onboarding.actions import help_calls, modules, plans
from workflows.onboarding.machine import AssignmentState, HelpState
from workflows.onboarding.records import ChecklistTick, HelpCall, RolePlay
from workflows.outbox import OutboxMessage

A = AssignmentState
TEXT = "## We are honest\n\nAlways."


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def one(kind, **body):
    plan = build.plan(("first", {}), ("it", {"kind": kind, **body}))
    return plan, build.module_of(plan, "it")


def test_a_module_opens_before_what_it_builds_on(session):
    plan, module = one("reading", requires=["first"])
    with pytest.raises(Refused) as refusal:
        modules.finish_reading(build.rep_of(plan), module)
    assert codes(refusal) == ["assignment.first-do"]
    modules.finish_reading(build.rep_of(plan), build.module_of(plan, "first"))
    modules.finish_reading(build.rep_of(plan), module)
    assert (module.state, module.done_at, module.progress_bp) == (A.done, wall.now(), 10_000)


def test_somebody_else_reads_for_the_rep(session):
    plan, module = one("reading")
    with pytest.raises(NotPermitted):
        modules.finish_reading(build.coach_of(plan), module)


def test_a_quiz_is_done_by_saying_so(session):
    plan, module = one("quiz", quiz=build.QUIZ)
    with pytest.raises(Refused) as refusal:
        modules.finish_reading(build.rep_of(plan), module)
    assert codes(refusal) == ["assignment.other-kind"]


def test_an_acknowledgement_does_not_prove_the_text(session):
    build.conduct_text(TEXT)
    plan, module = one("acknowledgement", uses="code-of-conduct")
    digest = sha256(TEXT.encode()).hexdigest()
    modules.acknowledge(build.rep_of(plan), module, typed_name="jo park", shown_sha256=digest)
    modules.acknowledge(build.rep_of(plan), module, typed_name="Jo Park", shown_sha256=digest)
    signed = session.query(Acknowledgement).one()
    assert (signed.user_id, signed.typed_name, signed.document_sha256, signed.signed_at, module.state) == (
        plan.user_id, "jo park", digest, wall.now(), A.done)


def test_a_wrong_name_or_an_old_text_is_signed(session):
    build.conduct_text(TEXT)
    plan, module = one("acknowledgement", uses="code-of-conduct")
    with pytest.raises(Refused) as refusal:
        modules.acknowledge(build.rep_of(plan), module, typed_name="Jo", shown_sha256="0" * 64)
    assert codes(refusal) == ["acknowledgement.name-differs", "acknowledgement.text-changed"]
    assert session.query(Acknowledgement).count() == 0


def test_a_checklist_is_done_early_or_never(session):
    plan, module = one("checklist", checklist=build.CHECKLIST, owner="coach")
    modules.tick(build.rep_of(plan), module, key="payroll")
    modules.tick(build.rep_of(plan), module, key="payroll")
    assert (module.state, module.progress_bp, session.query(ChecklistTick).count()) == (A.assigned, 5000, 1)
    modules.tick(build.coach_of(plan), module, key="laptop")
    assert (module.state, [tick.by_id for tick in session.query(ChecklistTick).order_by(ChecklistTick.id)]) == (
        A.done, [plan.user_id, plan.coach_id])


def test_a_checklist_that_is_assigned_again_can_never_be_finished(session):
    plan, module = one("checklist", checklist=build.CHECKLIST, owner="coach")
    coach = build.coach_of(plan)
    for _ in range(2):
        for key in ("payroll", "laptop"):
            modules.tick(coach, module, key=key)
        assert module.state is A.done
        plans.restore(coach, module, reason="A new laptop.")
        assert (module.state, module.progress_bp, session.query(ChecklistTick).count()) == (A.assigned, 0, 0)


def test_the_rep_ticks_what_operations_must_do(session):
    plan, module = one("checklist", checklist=build.CHECKLIST, owner="coach")
    with pytest.raises(Refused) as refusal:
        modules.tick(build.rep_of(plan), module, key="laptop")
    assert codes(refusal) == ["assignment.line-of-others"]


def test_work_is_lost_between_rep_and_coach(session):
    plan, module = one("assignment")
    with pytest.raises(Refused) as refusal:
        modules.hand_in(build.rep_of(plan), module, text="  ")
    assert codes(refusal) == ["assignment.nothing-handed-in"]
    modules.hand_in(build.rep_of(plan), module, text="Thirty plants.", data=b"a,b", name="list.csv")
    assert (module.state, module.handed_in, files.read(module.file)) == (A.to_review, "Thirty plants.", b"a,b")
    modules.send_back(build.coach_of(plan), module, reason="Ten lack a reason.")
    assert (module.state, module.feedback) == (A.started, "Ten lack a reason.")
    modules.hand_in(build.rep_of(plan), module, text="Thirty plants with reasons.")
    modules.approve(build.coach_of(plan), module, feedback="Good list.")
    assert (module.state, module.feedback) == (A.done, "Good list.")


def test_nobody_hears_of_work_handed_in_sent_back_or_approved(session):
    plan, module = one("assignment")
    modules.hand_in(build.rep_of(plan), module, text="Thirty plants.")
    modules.hand_in(build.rep_of(plan), module, text="Thirty plants.")
    modules.send_back(build.coach_of(plan), module, reason="Ten lack a reason.")
    modules.hand_in(build.rep_of(plan), module, text="Thirty plants with reasons.")
    modules.approve(build.coach_of(plan), module)
    modules.approve(build.coach_of(plan), module)
    mails = session.query(OutboxMessage).filter(OutboxMessage.template.like("module_%")).order_by(OutboxMessage.id)
    rep, coach = plan.user.email, plan.coach.email
    assert [(mail.template, mail.to) for mail in mails] == [
        ("module_handed_in", coach), ("module_sent_back", rep), ("module_handed_in", coach), ("module_approved", rep)]


def test_the_rep_approves_their_own_work(session):
    plan, module = one("assignment")
    modules.hand_in(build.rep_of(plan), module, text="Done.")
    with pytest.raises(NotPermitted):
        modules.approve(build.rep_of(plan), module)


def test_a_role_play_below_the_mark_passes(session):
    plan, module = one("role-play", role_play=build.ROLE_PLAY, owner="coach")
    coach, seen = build.coach_of(plan), {"opening": "Named the shift.", "close": "No date."}
    modules.observe(coach, module, levels={"opening": 3, "close": 2}, seen=seen)
    assert (module.state, module.score_bp) == (A.assigned, 5000)
    modules.observe(coach, module, levels={"opening": 3, "close": 3}, seen=seen, notes="Better.")
    assert (module.state, module.score_bp) == (A.done, 6000)
    assert [play.score_bp for play in session.query(RolePlay).order_by(RolePlay.id)] == [5000, 6000]


def test_a_role_play_is_rated_without_evidence(session):
    plan, module = one("role-play", role_play=build.ROLE_PLAY, owner="coach")
    with pytest.raises(Refused) as refusal:
        modules.observe(build.coach_of(plan), module, levels={"opening": 3}, seen={"opening": "Named the shift."})
    assert codes(refusal) == ["role-play.levels-missing", "role-play.evidence-missing"]


def test_nobody_hears_that_a_rep_is_stuck(session):
    plan, module = one("reading")
    call = help_calls.call_for_help(build.rep_of(plan), module, text="What is a plant?")
    assert help_calls.call_for_help(build.rep_of(plan), module, text="What is a plant?").id == call.id
    assert session.query(HelpCall).count() == 1
    help_calls.answer_call(build.coach_of(plan), call, answer="A factory.")
    mails = session.query(OutboxMessage).filter(OutboxMessage.template.in_(("help_call", "help_answer")))
    assert [(mail.template, mail.to) for mail in mails.order_by(OutboxMessage.id)] == [
        ("help_call", plan.coach.email), ("help_answer", plan.user.email)]
    assert (call.state, call.answer) == (HelpState.answered, "A factory.")


def test_a_call_without_words_reaches_the_coach(session):
    plan, module = one("reading")
    with pytest.raises(Refused) as refusal:
        help_calls.call_for_help(build.rep_of(plan), module, text=" ")
    assert codes(refusal) == ["help-call.empty"]
