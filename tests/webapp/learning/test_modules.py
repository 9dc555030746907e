"""The plan's page and each kind of module, as rep and coach see them."""

import pytest

from tests.browser import Browser
from tests.builders import onboarding as build
from workflows.onboarding.machine import AssignmentState, PlanState


@pytest.fixture
def plan(session):
    build.conduct_text()
    made = build.plan(
        ("read", {"text": "## Listen first\n\n<script>alert(1)</script>"}), ("sign", {"kind": "acknowledgement"}),
        ("list", {"kind": "checklist", "checklist": build.CHECKLIST, "owner": "coach"}),
        ("work", {"kind": "assignment", "text": "Write.", "requires": ["read"]}),
        ("play", {"kind": "role-play", "role_play": build.ROLE_PLAY, "owner": "coach"}),
        ("quiz", {"kind": "quiz", "quiz": build.QUIZ}))
    build.quiz_items(made.curriculum_version)
    return made


def at(plan, key):
    return f"/modules/{build.module_of(plan, key).id}"


def test_a_plan_cannot_be_walked_to_its_end(plan, session, app):
    rep, coach = Browser(app).sign_in(plan.user), Browser(app).sign_in(plan.coach)
    page = rep.get("/onboarding/mine")
    assert "First finish: Read" in page.text
    page = rep.get(at(plan, "read"))
    assert "alert(1)" not in "".join(page.xpath("//script/text()"))
    page.submit("I have read it")
    rep.get(at(plan, "sign")).submit("Sign", {"Your full name": "Jo Park"})
    rep.get(at(plan, "list")).submit("Tick: Payroll form")
    coach.get(at(plan, "list")).submit("Tick: Laptop ready")
    rep.get(at(plan, "work")).submit("Hand in", {"text": "Thirty plants."})
    coach.get(at(plan, "work")).submit("Approve", {"feedback": "Good."})
    coach.get(at(plan, "play")).submit("Keep the observation", {
        "level-opening": "4", "seen-opening": "Named it.", "level-close": "4", "seen-close": "A date."})
    page = rep.get(at(plan, "quiz")).submit("Begin")
    names = {each.get("name") for each in page.xpath("//input[@type='radio']")}
    page = page.submit("Hand in", dict.fromkeys(names, "true"))
    assert "Passed." in page.text
    session.expire_all()
    assert {each.state for each in plan.assignments} == {AssignmentState.done}
    assert plan.state is PlanState.completed


def test_a_call_for_help_gets_no_answer(plan, session, app):
    rep, coach = Browser(app).sign_in(plan.user), Browser(app).sign_in(plan.coach)
    rep.get(at(plan, "read")).click("I'm stuck").submit("Call for help", {"text": "What is a plant?"})
    coach.get(at(plan, "read")).click("open the call").submit("Answer", {"answer": "A factory."})
    assert "A factory." in rep.get(at(plan, "read")).text


def test_a_keeper_cannot_move_or_waive(plan, session, app):
    coach = Browser(app).sign_in(plan.coach)
    page = coach.get(at(plan, "read")).click("Move the due date")
    page = page.submit("Move the due date", {"due_on": "2026-06-01", "reason": "Laptop late"})
    assert "Laptop late" in page.text
    page = page.click("Waive").submit("Waive the module", {"reason": "Showed it live"})
    assert "Showed it live" in page.text
    assert [row[0] for row in coach.get("/onboarding").rows("Plans")[1:]] == ["Jo Park"]
    Browser(app).sign_in(plan.user).get(at(plan, "sign") + "/waive", expect=403)


@pytest.mark.parametrize(("levels", "key", "said"), [
    ((3, 3), "lesson", "Not needed: 2 of 2 interviewers saw Negotiation at level 3 of 5 or above."),
    ((4, 3, 2), "lesson", "Not needed: 2 of 3 interviewers saw Negotiation at level 3 of 5 or above."),
    ((2, 2, 4), "more", "Added for you: 2 of 3 interviewers saw Negotiation below level 3 of 5, which the job needs.")])
def test_a_plan_tells_of_other_interviewers_than_there_were(session, app, levels, key, said):
    plan = build.plan_of_rated(levels, ("lesson", {"waivable": True}), ("more", {"extra_for_short": True}))
    rep = Browser(app).sign_in(plan.user)
    assert said in rep.get("/onboarding/mine").text
    assert said in rep.get(at(plan, key)).text
