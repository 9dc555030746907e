"""A plan from hire to completion."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.builders import offers
from tests.builders import onboarding as build
from tests.builders.people import BUILDER, person
from tests.watching import together
from webapp.mail import words
from workflows import clock as wall
from workflows.acting import act, get
from workflows.errors import NotFound, NotPermitted, Refused
from workflows.interviewing.records import Standing
from workflows.offers.machine import Hired
from workflows.onboarding import queries
from workflows.onboarding.actions import due_dates, modules, plans
from workflows.onboarding.machine import AssignmentState, PlanState
from workflows.onboarding.records import Assignment, DueDateMove, Plan, WaiverReason, Why
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.people.records import Absence, Holiday, RoleGrant
from workflows.permits import Role
from workflows.waits import Wait


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def test_a_coach_learns_of_a_new_rep_only_by_looking(session, app):
    plan = build.plan()
    mail = session.query(OutboxMessage).filter_by(template="plan_to_coach").one()
    subject, text = words(mail)
    assert (mail.to, subject) == (plan.coach.email, f"You coach {plan.user.name} in {plan.hire.team.name}")
    assert f"/plans/{plan.id}" in text
    plans.open_plan_for(BUILDER, Hired(plan.hire_id))
    assert session.query(OutboxMessage).filter_by(template="plan_to_coach").count() == 1


RATED = (("lesson", {"waivable": True}), ("more", {"extra_for_short": True}))


def shaped_plan():
    weak, open_ = offers.competency("discovery"), offers.competency("negotiation")
    return build.plan(
        ("rules", {}), ("weak", {"about": weak, "waivable": True}), ("extra-weak", {"about": weak,
                                                                                    "extra_for_short": True}),
        ("open", {"about": open_}),
        lines=((weak, Standing.short, 3, 2.1), (open_, Standing.not_known, 1, 3.0)))


def test_a_plan_ignores_the_debrief(session):
    plan = shaped_plan()
    line = {each.competency.name: each.id for each in plan.hire.offer.debrief.lines}
    assert [(each.module.lineage, each.why, each.state, each.debrief_line_id) for each in plan.assignments] == [
        ("rules", Why.core, AssignmentState.assigned, None),
        ("weak", Why.core, AssignmentState.assigned, None),
        ("extra-weak", Why.short, AssignmentState.assigned, line["Discovery"]),
        ("open", Why.not_known, AssignmentState.assigned, line["Negotiation"])]


@pytest.mark.parametrize(("levels", "at_level"), [((3, 3), 2), ((4, 4, 3), 3), ((4, 3, 2), 2)])
def test_what_two_interviewers_saw_is_taught_again(session, levels, at_level):
    """Also where the model, pulling to the middle, is not so sure."""
    plan = build.plan_of_rated(levels, *RATED)
    line = next(each for each in plan.hire.offer.debrief.lines
                if each.competency_id == plan.assignments[0].module.competency_id)
    assert [(each.module.lineage, each.why, each.state, each.debrief_line_id) for each in plan.assignments] == [
        ("lesson", Why.core, AssignmentState.waived, line.id)]
    assert (plan.assignments[0].waiver, plan.assignments[0].waiver_evidence) == (
        WaiverReason.equivalent_experience,
        {"line_id": line.id, "raters": len(levels), "at_level": at_level, "mean": line.mean, "level": 3})


@pytest.mark.parametrize(("levels", "planned"), [
    ((2, 2, 4), [("lesson", Why.core), ("more", Why.short)]),
    ((2, 2), [("lesson", Why.core), ("more", Why.short)]),
    ((5,), [("lesson", Why.not_known)])])
def test_what_too_few_saw_is_waived(session, levels, planned):
    plan = build.plan_of_rated(levels, *RATED)
    assert [(each.module.lineage, each.why) for each in plan.assignments] == planned
    assert {each.state for each in plan.assignments} == {AssignmentState.assigned}


def test_a_split_panel_waives_or_contradicts_its_debrief(session):
    plan = build.plan_of_rated((2, 4), *RATED)
    [lesson] = plan.assignments
    [standing] = [each.standing for each in plan.hire.offer.debrief.lines
                  if each.competency_id == lesson.module.competency_id]
    assert (standing, lesson.why, lesson.state) == (Standing.meets, Why.core, AssignmentState.assigned)


def test_a_module_is_due_on_a_holiday_or_a_weekend(session):
    with act(BUILDER, "offer.draft", None) as this:
        this.add(Holiday(region="US", on=date(2026, 5, 22), name="Company day"))
    plan = build.plan(("a", {"due": 0}), ("b", {"due": 4}), ("c", {"due": 5}), ("before", {"due": -2}),
                      ("long", {"due": 14}),
                      start_on=date(2026, 5, 18))
    assert [each.due_on for each in plan.assignments] == [
        date(2026, 5, 18), date(2026, 5, 26), date(2026, 5, 27), date(2026, 5, 14), date(2026, 6, 9)]


def test_leave_leaves_due_dates_where_they_were(session):
    plan = build.plan(("a", {"due": 1}), ("b", {"due": 6}))
    with act(BUILDER, "offer.draft", None) as this:
        this.add(Absence(user_id=plan.user_id, from_on=date(2026, 4, 8), until_on=date(2026, 4, 10),
                         noted_by_id=plan.coach_id))
    moved = due_dates.replan(build.coach_of(plan), plan, reason="Two days of leave")
    assert (moved, [each.due_on for each in plan.assignments]) == (1, [date(2026, 4, 7), date(2026, 4, 16)])
    trace = session.query(DueDateMove).one()
    assert (trace.before_on, trace.after_on) == (date(2026, 4, 14), date(2026, 4, 16))
    assert trace.reason == "Two days of leave"


def test_a_learner_moves_their_own_due_date(session):
    plan = build.plan()
    with pytest.raises(NotPermitted):
        due_dates.move_due_date(build.rep_of(plan), plan.assignments[0], due_on=date(2026, 5, 1), reason="Busy")


def test_a_due_date_moves_without_reason_or_trace(session):
    plan = build.plan(("desk", {"kind": "checklist", "owner": "manager"}))
    module = plan.assignments[0]
    with pytest.raises(Refused) as refusal:
        due_dates.move_due_date(build.coach_of(plan), module, due_on=date(2026, 5, 1), reason=" ")
    assert codes(refusal) == ["assignment.due-reason-missing"]
    due_dates.move_due_date(build.coach_of(plan), module, due_on=date(2026, 5, 1), reason="Laptop late")
    trace = session.query(DueDateMove).one()
    wait = session.query(Wait).filter_by(record_kind="assignment", record_id=module.id, ended_at=None).one()
    assert (trace.actor_name, trace.reason, wait.due_at.date()) == (plan.coach.name, "Laptop late", date(2026, 5, 1))


def test_a_plan_stays_open_after_its_last_module(session):
    plan = build.plan(("a", {}), ("b", {}))
    plans.waive(build.coach_of(plan), build.module_of(plan, "a"), waiver=WaiverReason.tested_out,
                reason="Showed it live")
    assert plan.state is PlanState.preboarding
    modules.finish_reading(build.rep_of(plan), build.module_of(plan, "b"))
    assert (plan.state, plan.completed_at) == (PlanState.completed, wall.now())


def waiting(session, plan) -> list[str]:
    """The modules that wait for the rep."""
    return [wait.params["module"] for wait in session.query(Wait).filter_by(owner_id=plan.user_id, ended_at=None)
            .order_by(Wait.record_id) if wait.record_kind == "assignment"]


@pytest.mark.both_databases
def test_a_module_waits_that_cannot_be_begun_yet(session, clock):
    plan = build.plan(("papers", {"due": -1}), ("one", {}), ("two", {"requires": ["one"]}),
                      ("three", {"requires": ["two"], "waivable": True}))
    rep, coach = build.rep_of(plan), build.coach_of(plan)
    assert waiting(session, plan) == ["Papers"]
    clock.to(datetime.combine(plan.start_on, time(9), tzinfo=UTC))
    plans.begin_plan(rep, plan)
    since = session.query(Wait.since_at).filter_by(record_id=build.module_of(plan, "one").id, ended_at=None,
                                                   record_kind="assignment").scalar()
    assert (waiting(session, plan), since) == (["Papers", "One"], wall.now())
    modules.finish_reading(rep, build.module_of(plan, "one"))
    assert waiting(session, plan) == ["Papers", "Two"]
    plans.waive(coach, build.module_of(plan, "two"), waiver=WaiverReason.tested_out, reason="Showed it live")
    assert waiting(session, plan) == ["Papers", "Three"]
    plans.restore(coach, build.module_of(plan, "one"), reason="The price list changed")
    plans.restore(coach, build.module_of(plan, "two"), reason="The price list changed")
    assert waiting(session, plan) == ["Papers", "One"]
    later = wall.today() + timedelta(days=40)
    due_dates.move_due_date(coach, build.module_of(plan, "three"), due_on=later, reason="Later")
    assert waiting(session, plan) == ["Papers", "One"]


def test_somebody_waives_their_own_module(session):
    plan = build.plan()
    with act(BUILDER, "offer.draft", None) as this:

        this.add(RoleGrant(user_id=plan.user_id, role=Role.coach, team_id=plan.team_id))
    session.expire_all()
    with pytest.raises(Refused) as refusal:
        plans.waive(build.rep_of(plan), plan.assignments[0], waiver=WaiverReason.administrative, reason="I know it")
    assert codes(refusal) == ["assignment.ones-own"]


def test_a_restored_module_stays_waived(session):
    plan = build.plan_of_rated((4, 4), *RATED)
    module = build.module_of(plan, "lesson")
    plans.restore(build.coach_of(plan), module, reason="Wants the refresher")
    assert (module.state, module.waiver, module.waiver_evidence) == (AssignmentState.assigned, None, None)


def test_a_plan_begins_before_its_first_day(session, clock):
    plan = build.plan()
    with pytest.raises(Refused) as refusal:
        plans.begin_plan(build.rep_of(plan), plan)
    assert codes(refusal) == ["plan.not-started"]
    clock.travel(days=40)
    plans.begin_plan(build.rep_of(plan), plan)
    assert plan.state is PlanState.active


def test_a_stranger_reads_somebodys_plan(session):
    plan = build.plan()
    stranger = actor_for(person(Role.coach, team=offers.team()))
    assert queries.plan_for(build.rep_of(plan), plan.id) is plan
    for read in (queries.plan_for, lambda actor, _: queries.assignment_for(actor, plan.assignments[0].id)):
        with pytest.raises(NotFound):
            read(stranger, plan.id)


@pytest.mark.both_databases
def test_two_modules_finished_at_once_leave_the_plan_open_and_the_next_module_nobodys(app, session):
    last = build.plan(("one", {}), ("two", {}))
    more = build.plan(("one", {}), ("two", {}), ("three", {"requires": ["one", "two"], "due": -1}))
    three, clicks = build.module_of(more, "three").id, [
        (build.rep_of(plan), build.module_of(plan, key).id) for plan in (last, more) for key in ("one", "two")]
    session.rollback()
    assert together(app, *[lambda rep=rep, each=each: modules.finish_reading(rep, get(Assignment, each))
                           for rep, each in clicks]) == [None] * 4
    session.rollback()
    assert session.get(Plan, last.id).state is PlanState.completed
    waiting = session.query(Wait).filter_by(record_kind="assignment", record_id=three, ended_at=None).one()
    assert waiting.owner_id == more.user_id
