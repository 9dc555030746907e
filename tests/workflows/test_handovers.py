"""What somebody had to do when they left: somebody else can really do it; what was done stays theirs."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import interviewing, onboarding, people, recruiting
from tests.builders.people import BUILDER
from tests.watching import waiting
from workflows import handovers, waits
from workflows.errors import NotPermitted, Refused
from workflows.interviewing.actions import debriefs, interviews
from workflows.onboarding.actions import due_dates, help_calls, modules, plans
from workflows.onboarding.machine import PlanState
from workflows.people.actions import members
from workflows.people.queries import actor_for
from workflows.people.records import User
from workflows.permits import Role
from workflows.ramp.machine import RampState
from workflows.ramp.records import Ramp
from workflows.reasons import Reason
from workflows.recruiting.actions import requisitions
from workflows.recruiting.machine import RequisitionState

pytestmark = pytest.mark.both_databases


@pytest.fixture
def admin(session):
    return people.acting(Role.admin)


def codes(session, user: User) -> list[str]:
    return waiting(user)


def test_who_takes_over_sees_the_work_but_may_not_do_it(session, admin):
    made = recruiting.submitted()
    gone, heir = made.approver, people.person(Role.leader, team=made.team)
    since = session.scalars(sa.select(waits.Wait.since_at).where(waits.Wait.owner_id == gone.id)).one()
    with pytest.raises(NotPermitted):
        requisitions.approve(actor_for(heir), made)
    members.deactivate(admin, gone, successor_id=heir.id)
    assert codes(session, heir) == ["requisition.to-approve"]
    assert session.scalars(sa.select(waits.Wait.since_at).where(waits.Wait.owner_id == heir.id)).one() == since
    requisitions.approve(actor_for(heir), made)
    assert made.state is RequisitionState.open


def test_what_comes_later_waits_for_who_left(session, admin):
    made = recruiting.requisition()
    gone, heir = made.approver, people.person(Role.leader, team=made.team)
    members.deactivate(admin, gone, successor_id=heir.id)
    requisitions.submit(actor_for(made.requested_by), made)
    assert (codes(session, gone), codes(session, heir)) == ([], ["requisition.to-approve"])


def test_somebody_comes_to_approve_their_own_request(session, admin):
    made = recruiting.submitted()
    gone, asked = made.approver, made.requested_by
    with pytest.raises(Refused) as refusal:
        members.deactivate(admin, gone, successor_id=asked.id)
    assert refusal.value.reasons == (Reason("user.successor-apart", {"name": asked.name, "what": "requisition"}),)
    assert (gone.deactivated_at, made.approver_id, codes(session, gone)) == (None, gone.id, ["requisition.to-approve"])


def test_duties_that_wait_for_nothing_yet_are_left_behind(session, admin):
    plan = onboarding.plan()
    gone, heir = plan.coach, people.person(Role.coach, team=people.team())
    with pytest.raises(Refused) as refusal:
        members.deactivate(admin, gone, successor_id=None)
    assert refusal.value.reasons[0].code == "user.successor-missing"
    members.deactivate(admin, gone, successor_id=heir.id)
    assert plan.coach_id == heir.id


def test_a_task_in_a_plan_comes_back_to_who_left(session, admin):
    plan = onboarding.plan(("list", {"kind": "checklist", "checklist": onboarding.CHECKLIST, "owner": "coach"}),
                           ("read", {}))
    task, gone, heir = onboarding.module_of(plan, "list"), plan.coach, people.person(Role.coach, team=plan.hire.team)
    assert task.owner_id == gone.id
    members.deactivate(admin, gone, successor_id=heir.id)
    due_dates.move_due_date(actor_for(heir), task, due_on=date(2026, 5, 1), reason="Laptop late")
    assert (codes(session, gone), codes(session, heir)) == ([], ["assignment.to-do"])
    modules.tick(actor_for(heir), task, key="laptop")
    assert onboarding.module_of(plan, "read").owner_id == plan.user_id


def test_somebody_comes_to_coach_themselves(session, admin):
    plan = onboarding.plan()
    with pytest.raises(Refused) as refusal:
        members.deactivate(admin, plan.coach, successor_id=plan.user_id)
    assert refusal.value.reasons == (Reason("user.successor-apart", {"name": plan.user.name, "what": "plan"}),)


def test_somebody_inherits_what_a_rep_had_to_read(session, admin):
    plan = onboarding.plan(("one", {"due": -1}), ("work", {"kind": "assignment", "text": "Write."}))
    rep, coach = plan.user, plan.coach
    modules.hand_in(actor_for(rep), onboarding.module_of(plan, "work"), text="Thirty plants.")
    ramp = session.scalars(sa.select(Ramp).where(Ramp.user_id == rep.id)).one()
    assert (codes(session, rep), codes(session, coach)) == (["assignment.to-do"], ["assignment.to-review"])
    assert handovers.to_hand_over(rep.id) == 0
    assert members.deactivate(admin, rep, successor_id=None) == 0
    assert (plan.state, ramp.state, ramp.events[-1].trigger) == (PlanState.cancelled, RampState.exited, "exit")
    assert (codes(session, rep), codes(session, coach)) == ([], [])


def test_who_takes_over_from_a_rep_is_sent_to_their_modules(session, admin):
    plan = onboarding.plan()
    heir = people.person(Role.rep, team=plan.hire.team)
    call = help_calls.call_for_help(actor_for(plan.user), plan.assignments[0], text="What is a plant?")
    members.deactivate(admin, plan.user, successor_id=heir.id)
    assert (codes(session, heir), call.coach_id) == ([], plan.coach_id)


def test_work_goes_on_in_a_cancelled_plan(session, admin):
    plan = onboarding.plan()
    [module] = plan.assignments
    plans.cancel_plan(actor_for(plan.coach), plan, reason="Another curriculum")
    for deed in (lambda: modules.finish_reading(actor_for(plan.user), module),
                 lambda: due_dates.move_due_date(actor_for(plan.coach), module, due_on=date(2026, 5, 1), reason="Ill")):
        with pytest.raises(Refused) as refusal:
            deed()
        assert [reason.code for reason in refusal.value.reasons] == ["plan.closed"]
    assert codes(session, plan.user) == []


def test_a_scorecard_becomes_that_of_somebody_who_was_not_there(session, admin):
    panel = interviewing.held(2)
    card, heir = panel.cards[0], people.person(Role.interviewer, team=panel.opening.team)
    author = card.author_id
    members.deactivate(admin, session.get(User, author), successor_id=heir.id)
    assert card.author_id == author


def test_a_duty_names_a_column_that_is_not_there():
    for duty in handovers.DUTIES:
        assert {duty.column, *duty.apart} <= set(duty.record.__table__.columns.keys())


def test_who_takes_over_is_sent_to_pages_that_are_not_theirs(app, session, admin):
    there, past = interviewing.scheduled(1), interviewing.held(1)
    heir = people.person(Role.hiring_manager, Role.interviewer, team=there.opening.team, name="Ada Heir")
    members.give_role(BUILDER, heir, given=Role.hiring_manager, team_id=past.opening.team_id)
    for panel, code in ((there, "interview.to-restaff"), (past, "scorecard.to-settle")):
        members.deactivate(admin, panel.interviewers[0], successor_id=heir.id)
        assert (code in codes(session, panel.recruiter), codes(session, heir)) == (True, [])
    for each in (there.recruiter, there.manager, past.recruiter, past.manager):
        members.deactivate(admin, each, successor_id=heir.id)
    assert waiting_for_the_gone(session) == []
    browser = Browser(app).sign_in(heir)
    links = browser.get("/").xpath("//div[@class='desk-what']/a/@href")
    assert set(links) >= {f"/interviews/{there.interviews[0].id}", f"/interviews/{past.interviews[0].id}"}
    for link in links:
        assert browser.get(link).heading


def waiting_for_the_gone(session) -> list[int]:
    """Whom open waits wait for who is not here any more."""
    return list(session.scalars(sa.select(User.id).join(waits.Wait, waits.Wait.owner_id == User.id).where(
        waits.Wait.ended_at.is_(None), User.deactivated_at.is_not(None))))


def test_a_debrief_opened_later_is_for_who_left_to_decide(session, admin):
    panel = interviewing.held(2)
    heir = people.person(Role.hiring_manager, team=panel.opening.team)
    members.deactivate(admin, panel.manager, successor_id=heir.id)
    debrief = debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    assert (debrief.decider_id, panel.opening.requisition.requested_by_id) == (heir.id, heir.id)
    assert codes(session, heir) == ["debrief.to-write-first"]


def test_an_interview_whose_interviewer_left_stays_with_nobody_after_a_swap(session, admin):
    panel = interviewing.scheduled(1)
    found, heir = panel.interviews[0], people.person(Role.interviewer, team=panel.opening.team)
    members.deactivate(admin, panel.interviewers[0], successor_id=heir.id)
    interviews.swap_interviewer(actor_for(panel.recruiter), found, interviewer_id=heir.id)
    session.expire_all()
    assert codes(session, heir)[:1] == ["interview.to-hold"]
    assert "interview.to-restaff" not in codes(session, panel.recruiter)
