"""Coaching plans: one alive per rep, agreed, measured again; notes are private."""

from datetime import date, timedelta

import pytest

from tests.builders import coaching as build
from tests.builders import offers
from tests.builders import ramp as ramps
from tests.builders.people import person, team
from tests.watching import together
from webapp.mail import words
from workflows.acting import get
from workflows.coaching import queries
from workflows.coaching.actions import notes, plans
from workflows.coaching.machine import CoachingState
from workflows.coaching.records import CoachingPlan, Layer
from workflows.errors import NotFound, NotPermitted, Refused
from workflows.insights.agenda import agenda_for
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.people.records import User
from workflows.permits import Role
from workflows.ramp.actions import moves
from workflows.waits import Wait


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_hold_opens_no_coaching_plan_or_names_no_cause(session):
    plan = build.held()
    assert (plan.layer, plan.ramp_event.trigger, [each["code"] for each in plan.evidence]) == (
        Layer.skills, "hold", ["ramp.certificate-missing"])


def test_a_second_hold_opens_a_second_plan(session):
    plan = build.held()
    ramp = plan.ramp_event.ramp
    ramps.certificate(ramp.user)
    ramps.on(date(2026, 4, 20), lambda: moves.review(ramps.BUILDER, ramp))
    ramps.on(date(2026, 5, 25), lambda: moves.review(ramps.BUILDER, ramp))
    assert [each.trigger for each in ramp.events].count("hold") == 2
    assert (session.query(CoachingPlan).count(), len(plan.holds)) == (1, 1)
    assert "ramp.sign-off-missing" in [each["code"] for each in plan.evidence]


def test_a_plan_opens_without_a_reason_or_for_oneself(session):
    place = team()
    rep, coach = person(Role.rep, team=place), person(Role.coach, Role.rep, team=place)
    for given, code in (({}, "coaching.unknown"), ({"layer": Layer.effort}, "coaching.why-missing")):
        with pytest.raises(Refused) as refused:
            plans.open_plan(actor_for(coach), rep, **given)
        assert codes(refused) == [code]
    with pytest.raises(NotPermitted):
        plans.open_plan(actor_for(coach), coach, layer=Layer.effort, because="I know it.")


def test_two_coaches_at_once_open_two_plans(session, app):
    place = team()
    rep = person(Role.rep, team=place).id
    coaches = [actor_for(person(Role.coach, team=place)) for _ in range(4)]
    session.rollback()
    opened = together(app, *[lambda coach=coach: plans.open_plan(coach, get(User, rep), layer=Layer.effort,
                                                                 because="Few calls.").id for coach in coaches])
    session.rollback()
    assert opened == [session.query(CoachingPlan).one().id] * 4


def test_a_step_is_agreed_without_words_or_for_yesterday(session, clock):
    plan = build.opened()
    with pytest.raises(Refused) as refused:
        plans.agree(build.coach_of(plan), plan, step=" ", due_on=clock.now.date())
    assert codes(refused) == ["coaching.step-missing", "coaching.day-past"]
    build.agreed(plan)
    wait = session.query(Wait).filter_by(record_kind="coaching_plan", record_id=plan.id, ended_at=None).one()
    assert (wait.owner_id, wait.code, wait.due_at.date()) == (
        plan.coach_id, "coaching.to-measure", clock.now.date() + timedelta(days=14))


def test_a_step_changes_without_its_reason(session, clock):
    plan = build.agreed()
    later = clock.now.date() + timedelta(days=20)
    with pytest.raises(Refused):
        plans.change_step(build.coach_of(plan), plan, step="Another.", due_on=later, reason="")
    session.refresh(plan)
    plans.change_step(build.coach_of(plan), plan, step="Another.", due_on=later, reason="The buyer was ill.")
    assert (plan.step, plan.due_on, plan.state) == ("Another.", later, CoachingState.agreed)


def test_a_plan_closes_without_measuring_again(session):
    plan = build.agreed()
    plans.close(build.coach_of(plan), plan, outcome="Asked back in all three.")
    plans.close(build.coach_of(plan), plan, outcome="Once more.")
    assert (plan.state, plan.outcome, len(plan.measured)) == (CoachingState.closed, "Asked back in all three.", 4)
    assert build.opened(plan.user).id != plan.id


def test_a_rep_learns_of_coaching_only_by_looking(session, app):
    """Where it is, and not what it says."""
    plan = build.agreed(build.opened(because="Gives a discount early."), step="Ask for something back.")
    plans.change_step(build.coach_of(plan), plan, step="Wait.", due_on=plan.due_on, reason="The buyer was ill.")
    mails = session.query(OutboxMessage).filter(OutboxMessage.template.like("coaching_%")).order_by(OutboxMessage.id)
    told = [words(mail) for mail in mails]
    assert [mail.to for mail in mails] == [plan.user.email] * 3
    assert [subject for subject, _ in told] == [
        f"{plan.coach.name} will coach you", "Your coaching step is agreed", "Your coaching step has changed"]
    assert all(f"/coaching/{plan.id}" in text for _, text in told)
    assert [text for _, text in told for said in ("discount", "something back", "Wait.", "ill") if said in text] == []


def test_a_rep_is_told_twice_that_they_are_coached(session):
    plan = build.opened()
    plans.open_plan(build.coach_of(plan), plan.user, layer=Layer.skills, because="Gives a discount early.")
    assert session.query(OutboxMessage).filter_by(template="coaching_begun").count() == 1


def test_a_private_note_is_read_by_those_who_lead(session):
    plan = build.opened()
    kept, shared = build.noted(plan), build.noted(plan, "Fine with it.", shared=True)
    leader = actor_for(person(Role.leader, team=plan.user.team))
    assert [each.id for each in queries.notes_for(actor_for(plan.user), plan)] == [shared.id, kept.id]
    assert [each.id for each in queries.notes_for(leader, plan)] == [shared.id]
    with pytest.raises(NotFound):
        queries.note_for(leader, kept.id)
    with pytest.raises(NotPermitted):
        build.noted(plan, by=leader)
    with pytest.raises(NotPermitted):
        notes.share_note(actor_for(plan.user), kept)
    notes.share_note(build.coach_of(plan), kept)
    assert len(queries.notes_for(leader, plan)) == 2


def test_a_mate_reads_anothers_coaching_plan(session):
    plan = build.opened()
    mate = actor_for(person(Role.rep, team=plan.user.team))
    elsewhere = actor_for(person(Role.coach, team=team()))
    for reader in (mate, elsewhere):
        with pytest.raises(NotFound):
            queries.plan_for(reader, plan.id)
        assert queries.plans_for(reader) == ([], 0)
    assert queries.plan_for(actor_for(plan.user), plan.id).id == plan.id


def test_the_agenda_stays_empty_while_things_wait(session):
    plan = build.held()
    found = agenda_for(plan, date(2026, 4, 17))
    assert [(each.reason.code, each.kind) for each in found] == [
        ("agenda.hold", "ramp"), ("agenda.to-agree", "coaching_plan")]


def test_a_closed_hire_has_no_coach(session):
    hired = offers.hired()
    assert queries.coach_of(hired.user).id == hired.offer.coach_id
