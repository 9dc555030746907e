"""The plan's page and each kind of module, as rep and coach see them."""

import pytest
import sqlalchemy as sa
from flask import current_app

from tests.browser import Browser, text_of
from tests.builders import offers
from tests.builders import onboarding as build
from tests.builders.people import person
from webapp.mail import compose
from workflows.onboarding.actions import modules
from workflows.onboarding.machine import AssignmentState, PlanState
from workflows.onboarding.records import QuizAttempt
from workflows.outbox import OutboxMessage
from workflows.permits import Role


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
    ((2, 2, 4), "more", "Added because 2 of 3 interviewers saw Negotiation below level 3 of 5, which the job needs.")])
def test_a_plan_tells_of_other_interviewers_than_there_were(session, app, levels, key, said):
    plan = build.plan_of_rated(levels, ("lesson", {"waivable": True}), ("more", {"extra_for_short": True}))
    rep = Browser(app).sign_in(plan.user)
    assert said in rep.get("/onboarding/mine").text
    assert said in rep.get(at(plan, key)).text


def test_what_was_handed_in_cannot_be_opened(plan, session, app):
    modules.finish_reading(build.rep_of(plan), build.module_of(plan, "read"))
    page = Browser(app).sign_in(plan.user).get(at(plan, "work"))
    page.submit("Hand in", {"text": "", "file": (b"Thirty plants.", "plants.txt")})
    for reader in (plan.user, plan.coach, plan.manager, person(Role.assessor, team=plan.hire.team)):
        answer = Browser(app).sign_in(reader).get(at(plan, "work")).click("Download plants.txt").response
        assert (answer.data, answer.mimetype) == (b"Thirty plants.", "text/plain")
        assert answer.headers["Content-Disposition"] == "attachment; filename=plants.txt"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_stranger_opens_what_was_handed_in(plan, session, app):
    modules.finish_reading(build.rep_of(plan), build.module_of(plan, "read"))
    modules.hand_in(build.rep_of(plan), build.module_of(plan, "work"), text="", data=b"Thirty plants.", name="a.txt")
    other = person(Role.coach, Role.leader, team=offers.team())
    Browser(app).sign_in(other).get(at(plan, "work") + "/file", expect=404)
    Browser(app).sign_in(plan.coach).get(at(plan, "read") + "/file", expect=404)


def test_a_mail_about_work_cannot_be_read(plan, session):
    rep, coach, work = build.rep_of(plan), build.coach_of(plan), build.module_of(plan, "work")
    modules.finish_reading(rep, build.module_of(plan, "read"))
    modules.hand_in(rep, work, text="Thirty plants.")
    modules.send_back(coach, work, reason="Ten lack a reason.")
    modules.hand_in(rep, work, text="Thirty plants, with reasons.")
    modules.approve(coach, work, feedback="A good list.")
    said = {}
    for mail in session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template.like("module_%"))):
        letter = compose(mail, current_app.config["ONRAMP"])
        said[letter["Subject"]] = letter.get_body().get_content()
    assert sorted(said) == ["Approved: Work", "Sent back: Work", "To review: Work, Jo Park"]
    assert "waits for your review" in said["To review: Work, Jo Park"]
    assert "Ten lack a reason." in said["Sent back: Work"]
    assert "A good list." in said["Approved: Work"]
    assert at(plan, "work") in said["Sent back: Work"]


def test_a_quiz_is_offered_that_cannot_be_begun(plan, app, clock):
    rep = Browser(app).sign_in(plan.user)
    for attempt in (1, 2):
        page = rep.get(at(plan, "quiz")).submit("Begin").submit("Hand in")
        page = rep.get(at(plan, "quiz"))
        if attempt == 1:
            assert "The next attempt opens in 24 hours." in page.why_disabled("Begin")
            clock.travel(hours=24)
    assert "All 2 attempts are used." in page.why_disabled("Begin")


def test_a_quiz_that_ran_out_of_time_is_gone_on_with_or_ended_by_a_look(plan, app, session, clock):
    rep = Browser(app).sign_in(plan.user)
    rep.get(at(plan, "quiz")).submit("Begin")
    assert "Go on" in rep.get(at(plan, "quiz")).buttons
    clock.travel(hours=2)
    page = rep.get(at(plan, "quiz"))
    assert "The next attempt opens in 23 hours." in page.why_disabled("Begin")
    assert page.rows("Attempts")[1] == ["Attempt 1", "when its time was over", "not graded yet"]
    page = page.click("Attempt 1")
    assert [each.handed_in_at for each in session.query(QuizAttempt)] == [None]
    assert "You reached 0%" in page.submit("See the result").text
    assert rep.get(at(plan, "quiz")).rows("Attempts")[1][2] == "0%"


def test_a_quiz_result_does_not_say_what_was_answered(plan, app):
    page = Browser(app).sign_in(plan.user).get(at(plan, "quiz")).submit("Begin")
    first, second = {each for each in page.form("Hand in").names if each.startswith("item-")}
    page = page.submit("Hand in", {first: "true", second: "false"})
    said = page.main
    assert [said.count(each) for each in ("Answer: True", "Answer: False", "none given")] == [1, 1, 0]


def test_a_remark_on_a_quiz_does_not_say_which_choice_it_is_about(session, app):
    made = build.plan(("quiz", {"kind": "quiz", "quiz": build.QUIZ}))
    build.quiz_items(made.curriculum_version, 2, kind="multiple-response", answer=["budget", "date"],
                     choices={"budget": "Who pays", "date": "By when", "golf": "Their handicap", "logo": "Their logo"},
                     feedback={"budget": "Ask it first.", "date": "No date, no deal.", "golf": "Small talk.",
                               "logo": "It is on the page."})
    page = Browser(app).sign_in(made.user).get(at(made, "quiz")).submit("Begin")
    first, second = sorted({each for each in page.form("Hand in").names if each.startswith("item-")})
    page = page.submit("Hand in", {first: ["budget", "golf"], second: ["budget", "date"]})
    remarks = [[text_of(line) for line in card.xpath(".//li")] for card in page.xpath("//section[.//li]")]
    right = ["Who pays: Ask it first.", "By when: No date, no deal."]
    assert sorted(remarks) == sorted([[*right, "Their handicap: Small talk."], right])
