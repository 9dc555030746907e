"""What is asked for only to be refused, and buttons that do something else the second time."""

import pytest

from tests.browser import Browser
from tests.builders import interviewing, offers, onboarding, recruiting
from tests.builders.people import person
from workflows.interviewing.actions import plans
from workflows.interviewing.queries.plans import newest_plan
from workflows.offers.actions import sending
from workflows.onboarding.machine import AssignmentState
from workflows.people.queries import actor_for
from workflows.permits import Role


def token(browser: Browser) -> dict[str, str]:
    return {"csrf_token": browser.get("/me/details").xpath("//input[@name='csrf_token']/@value")[0]}


def test_a_reason_is_asked_for_a_move_that_is_not_ones_own(app, session):
    candidacy = recruiting.application()
    refused = Browser(app).sign_in(person(Role.leader)).get(f"/candidacies/{candidacy.id}/decline", expect=403)
    assert "This is for: Recruiter, Hiring manager. Ask one of them" in refused.main


def test_a_reason_is_asked_for_a_move_that_cannot_be_made_now(app, session):
    candidacy = recruiting.moved(recruiting.application(), "screen", "decline")
    recruiter = Browser(app).sign_in(person(Role.recruiter))
    refused = recruiter.get(f"/candidacies/{candidacy.id}/decline", expect=409)
    assert "“Decline” is not possible now: it is “Declined”." in refused.main


def test_a_form_that_was_filled_in_is_lost_to_somebody_quicker(app, session):
    candidacy = recruiting.moved(recruiting.application(), "screen")
    page = Browser(app).sign_in(person(Role.recruiter)).get(f"/candidacies/{candidacy.id}/decline")
    recruiting.moved(candidacy, "decline")
    page = page.submit("Decline", {"reason": "Another one knows the plants."}, expect=422)
    assert page.form("Decline").filled({})["reason"] == "Another one knows the plants."


def test_a_second_press_unpins_what_the_first_pinned(app, session):
    panel = interviewing.planned()
    plan = newest_plan(panel.opening.id)
    rounds = plan.rounds[0]
    plans.pin_interviewer(interviewing.actor(panel.manager), rounds, pinned=False)
    page = Browser(app).sign_in(panel.manager).get(f"/openings/{panel.opening.id}/interview-plan")
    for _press in range(2):
        page.submit(f"Pin {rounds.interviewer.name} here")
    session.refresh(rounds)
    assert rounds.interviewer_pinned is True


def test_a_plan_that_is_not_there_is_made_again(app, session):
    place = interviewing.opening()
    browser = Browser(app).sign_in(place.requisition.requested_by)
    refused = browser.post(f"/openings/{place.id}/interview-plan/resolve", token(browser), expect=409)
    assert "The opening has no interview plan yet. Make one first." in refused.main


def test_interviews_can_be_prepared_without_a_plan(app, session):
    place = recruiting.opening()
    candidacy = recruiting.moved(recruiting.application(place), "screen", "interview")
    page = Browser(app).sign_in(person(Role.recruiter)).get(f"/candidacies/{candidacy.id}/interviews")
    assert page.why_disabled("Prepare the interviews") == "The opening has no interview plan yet. Make one first."


@pytest.mark.parametrize(("role", "offered"), [(Role.hiring_manager, True), (Role.recruiter, False)])
def test_who_may_not_draft_is_offered_to_draft_anew(app, session, role, offered):
    offer = offers.sent()
    sending.withdraw_offer(actor_for(offer.author), offer, reason="The seat is gone.")
    page = Browser(app).sign_in(person(role)).get(f"/offers/{offer.id}")
    assert ("Draft a new offer" in page.links) is offered


def test_feedback_too_long_to_keep_is_approved(app, session):
    plan = onboarding.plan(("work", {"kind": "assignment", "text": "Write."}))
    work = onboarding.module_of(plan, "work")
    Browser(app).sign_in(plan.user).get(f"/modules/{work.id}").submit("Hand in", {"text": "Thirty plants."})
    page = Browser(app).sign_in(plan.coach).get(f"/modules/{work.id}")
    page = page.submit("Approve", {"feedback": "Good. " * 700}, expect=422)
    assert page.errors == ["This is too long: 4200 characters. Shorten it to at most 4000."]
    session.refresh(work)
    assert work.state is AssignmentState.to_review


def test_a_quiz_is_handed_in_twice(app, session):
    plan = onboarding.plan(("quiz", {"kind": "quiz", "quiz": onboarding.QUIZ}))
    onboarding.quiz_items(plan.curriculum_version)
    quiz = onboarding.module_of(plan, "quiz")
    page = Browser(app).sign_in(plan.user).get(f"/modules/{quiz.id}").submit("Begin")
    assert page.submit("Hand in").notices == ["Handed in."]
    assert page.submit("Hand in").notices == ["It was handed in before; that counts."]


def test_the_coach_is_told_what_they_reached_in_somebody_elses_quiz(app, session):
    plan = onboarding.plan(("quiz", {"kind": "quiz", "quiz": onboarding.QUIZ}))
    onboarding.quiz_items(plan.curriculum_version)
    quiz = onboarding.module_of(plan, "quiz")
    page = Browser(app).sign_in(plan.user).get(f"/modules/{quiz.id}").submit("Begin")
    own = page.submit("Hand in")
    assert "You reached 0%" in own.main
    assert f"{plan.user.name} reached 0%" in Browser(app).sign_in(plan.coach).get(own.path).main
