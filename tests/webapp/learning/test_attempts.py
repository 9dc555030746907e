"""Checkpoint attempts on their pages: queue, appointment, scores, decision, and who sees what."""

import pytest

from tests.browser import Browser
from tests.builders import certification as build
from tests.builders.people import person
from tests.watching import statements
from workflows.certification.machine import AttemptState
from workflows.certification.queries.attempts import scores_of
from workflows.certification.records import Certificate
from workflows.permits import Role

S = AttemptState
FILLED = {"level_opening": "4", "evidence_opening": "Named the shift.", "level_numbers": "4",
          "evidence_numbers": "Forty hours a week.", "notes": "Good questions."}


def on(app, user):
    return Browser(app).sign_in(user)


def path(attempt, rest=""):
    return f"/attempts/{attempt.id}{rest}"


def test_a_checkpoint_cannot_be_walked_to_its_certificate(session, app, clock):
    attempt = build.eligible()
    assessor, approver = build.assessor(attempt), build.assessor(attempt, Role.leader)
    clock.to(build.FIRST_DAY)
    page = on(app, attempt.plan.coach).get("/attempts").click("Jo Park").click("Schedule")
    page = page.submit("Schedule", {"Begins at": "2026-04-07T10:00", "assessor": assessor.name})
    assert f"April 7, 2026, 10:00 with {assessor.name}." in page.text
    page = on(app, assessor).get(path(attempt)).submit("Begin the assessment")
    assert "From event to number at 4." in page.main
    page = page.submit("Hand in the scores", {**FILLED, "approver": approver.name})
    assert "To approve" in page.text
    page = on(app, approver).get(path(attempt))
    assert "80%; 75% are needed" in page.text
    page = page.submit("Approve and certify")
    assert page.heading == "Discovery certified: Jo Park"
    assert [row[:2] for row in page.rows("Levels it proves")[1:]] == [["Discovery", "4 of 5"]]
    session.expire_all()
    assert attempt.state is S.passed


def test_what_was_typed_is_lost_when_something_is_missing(session, app):
    attempt = build.in_assessment()
    approver = build.assessor(attempt, Role.leader)
    page = on(app, attempt.assessor).get(path(attempt))
    page = page.submit("Hand in the scores", {**FILLED, "evidence_numbers": "", "approver": approver.name}, expect=422)
    assert page.errors == ["Write what you saw or heard."]
    session.expire_all()
    assert (attempt.state, scores_of(attempt.id)["opening"].evidence, attempt.notes) == (
        S.in_assessment, "Named the shift.", "Good questions.")


def test_autosave_keeps_nothing(session, app):
    attempt = build.in_assessment()
    browser = on(app, attempt.assessor)
    data = browser.get(path(attempt)).form("Hand in the scores").filled({"level_opening": "3", "notes": "Warm."})
    browser.post(path(attempt, "/draft"), data, expect=204)
    browser.post(path(attempt, "/draft"), {**data, "level_opening": "9"}, expect=422)
    session.expire_all()
    assert (scores_of(attempt.id)["opening"].level, attempt.notes) == (3, "Warm.")


def test_scores_are_read_before_they_are_decided(session, app):
    attempt = build.to_approve(levels=(4, 3))
    for user in (attempt.user, attempt.plan.coach):
        page = on(app, user).get(path(attempt))
        assert "They are shown once that is decided." in page.text
        for secret in ("Seen at", "Level 4 of 5", "68%", "Ask for figures."):
            assert secret not in page.response.get_data(as_text=True)
    approver = on(app, attempt.approver).get(path(attempt))
    assert "Seen at Opening." in approver.text
    assert "The score is 68%; 75% are needed." in approver.why_disabled("Approve and certify")
    approver.submit("Approve as not yet")
    page = on(app, attempt.user).get(path(attempt))
    assert "Seen at Opening." in page.text
    assert page.xpath("//main//ol[not(@class)]/li/text()") == ["From event to number"]


def test_scores_cannot_be_sent_back(session, app):
    attempt = build.to_approve()
    page = on(app, attempt.approver).get(path(attempt)).click("Send back")
    page.submit("Send the scores back", {"Reason": "Which figure?"})
    page = on(app, attempt.assessor).get(path(attempt))
    assert "Which figure?" in page.text
    page.submit("Hand in the scores", {"evidence_numbers": "Forty hours."})
    session.expire_all()
    assert attempt.state is S.to_approve


def test_a_score_beside_the_mark_asks_for_no_oral_check(session, app):
    attempt = build.to_approve(levels=(5, 3))
    assert "Ask for an oral check" in on(app, attempt.approver).get(path(attempt)).text
    other = build.to_approve(build.eligible(build.plan()))
    assert "Ask for an oral check" not in on(app, other.approver).get(path(other)).text


def test_a_stranger_finds_an_attempt(session, app):
    attempt = build.to_approve()
    other = build.eligible(build.plan())
    for user in (other.user, build.assessor(other)):
        on(app, user).get(path(attempt), expect=404)
    on(app, attempt.assessor).post(path(attempt, "/certify"), {}, expect=400)
    assert session.query(Certificate).count() == 0


def test_an_attempt_that_is_over_cannot_be_followed_by_another(session, app, clock):
    attempt = build.failed()
    clock.to(build.FIRST_DAY)
    coach = on(app, attempt.plan.coach)
    page = coach.get(path(attempt))
    assert "April 11, 2026" in page.why_disabled("Open another attempt")
    clock.travel(days=5)
    page = coach.get(path(attempt)).click("Open another attempt")
    page = page.submit("Open another attempt", {"Reason": "She practised."})
    assert "attempt 2 of 2" in page.text
    page = page.click("Void").submit("Void the attempt", {"Reason": "Wrong person."})
    assert "This attempt is void." in page.text


EMPTY = {"mine": "Nothing waits for you.", "to_schedule": "Nobody waits for a date.",
         "scheduled": "Nothing is scheduled.",
         "in_assessment": "Nobody is being assessed", "decided": "Nothing is decided yet."}


@pytest.mark.parametrize(("show", "said"), EMPTY.items())
def test_the_queue_says_nothing_when_it_is_empty(session, app, show, said):
    page = on(app, build.assessor(build.to_approve())).get(f"/attempts?show={show}")
    assert said in page.main


@pytest.mark.parametrize("show", ["open", "to_approve", "nonsense"])
def test_the_queue_does_not_say_for_whom_something_waits(session, app, clock, show):
    attempt = build.to_approve()
    clock.to(build.FIRST_DAY)
    clock.travel(days=3)
    row = on(app, attempt.plan.coach).get(f"/attempts?show={show}").rows("Checkpoints")[1]
    assert row[1:5] == ["Discovery certified", "To approve", attempt.approver.name, "3 days ago"]
    assert row[5].endswith("overdue")


def test_the_queue_asks_the_database_for_each_row(session, app):
    build.eligible()
    reader, counts = on(app, person(Role.leader)), []
    for more in (0, 2):
        for _ in range(more):
            build.to_approve(build.eligible(build.plan()))
        reader.get("/attempts")
        with statements(app, "SELECT") as seen:
            rows = reader.get("/attempts").rows("Checkpoints")
        counts.append((len(rows) - 1, len(seen)))
    assert [rows for rows, _ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] <= 12


def test_a_rep_who_did_not_pass_is_not_told_when_the_next_attempt_opens(session, app):
    attempt = build.failed()
    page = on(app, attempt.user).get(f"/attempts/{attempt.id}")
    assert "The next attempt opens by itself on " in page.main
    assert "Until then, practise what is named below." in page.main
    assert "practise what is named" not in on(app, attempt.assessor).get(f"/attempts/{attempt.id}").main
