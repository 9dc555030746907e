"""Calibration, the register of assistance, and one's own ratings."""

import csv
from io import StringIO

import pytest

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders.people import person
from tests.workflows.interviewing.test_calibration_fit import PRACTICE, simulated
from workflows import jobs
from workflows.interviewing.actions import calibration, debriefs
from workflows.interviewing.calibration_fit import calibrate
from workflows.interviewing.records import Decision, Fit, FitPurpose
from workflows.permits import Role
from workflows.reactions import JOBS
from workflows.recruiting.records import ScoreVisibility


@pytest.fixture
def panel(session, clock):
    made = build.held(2)
    clock.travel(days=2)
    for card, level in zip(made.cards, (4, 2), strict=True):
        build.submit(card, level=level)
    made.debrief = debriefs.open_debrief(build.actor(made.recruiter), made.candidacy)
    debriefs.write_first(build.actor(made.manager), made.debrief, words="Calm.")
    return made


def work() -> None:
    while jobs.run_next(JOBS):
        pass


def operations(app):
    return Browser(app).sign_in(person(Role.operations))


def test_too_few_ratings_give_components(session, app, panel):
    calibration.calibrate_interviewing("2026-03-04")
    page = operations(app).get("/calibration")
    assert "Candidates who have been rated: 1; telling sources apart takes 20." in page.main
    assert "Where differences between levels come from" not in page.main
    assert "2 of 2 interviews held have their scorecard" in page.main


def test_the_components_have_no_words(session, app, clock):
    found = calibrate(simulated(drift=0.4), PRACTICE)
    build.stored(Fit(purpose=FitPurpose.calibration, basis_sha256="0" * 64, data_sha256=found.data_sha256,
                     scorecards=480, versions=[], priors={}, seed="", method="variance-reml-1",
                     effective_sample_size=None,
                     seconds=0.1, computed_at=clock.now, answer=found.answer))
    page = operations(app).get("/calibration")
    sources = page.rows("Components of variance")
    assert [row[0] for row in sources[1:]] == [
        "Candidates", "Candidate by competency", "Severity", "Severity by competency", "Overall impression",
        "Questions", "Drift", "Chance"]
    bought = page.rows("Decision study, one question on one competency")
    assert [row[0] for row in bought[1:]] == ["2", "3", "4", "5", "6"]
    assert bought[1][-1].startswith("With 2 interviewers, ")
    assert [row[0] for row in page.rows("Mean level by quarter")[1:]] == [f"Q{n} 2026" for n in (1, 2, 3, 4)]


def test_nothing_was_computed_and_the_page_is_blank(session, app, panel):
    browser = operations(app)
    page = browser.get("/calibration")
    assert "Nothing has been computed yet" in page.main
    page = page.submit("Compute now")
    assert "Figures are being computed" in page.main
    work()
    assert "Not enough data for more" in browser.get("/calibration").main


def test_a_repeated_job_fills_the_register(session, app, panel):
    for day in ("2026-03-04", "2026-03-05"):
        calibration.calibrate_interviewing(day)
    work()
    rows = operations(app).get("/assistance").rows("Computations, newest first")
    assert [row[0] for row in rows[1:]] == ["Adjusted levels and match of an opening Account executive",
                                            "Calibration of all interviewing"]


def test_the_register_does_not_say_what_a_person_decided(session, app, panel):
    work()
    manager = build.actor(panel.manager)
    debrief = panel.debrief
    debriefs.decide(manager, debrief, decision=Decision.offer, reason="Closes the gap.")
    debriefs.reopen_debrief(manager, debrief, reason="A reference.")
    debriefs.decide(manager, debrief, decision=Decision.decline, reason="The reference.")
    browser = operations(app)
    said = browser.get("/assistance").rows("Computations, newest first")[1][-1]
    assert [said.count("Go to offer, Hana Berg"), said.count("Decline, Hana Berg")] == [1, 1]
    answer = browser.open("/assistance.csv")
    row = next(iter(csv.DictReader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))))
    assert (row["purpose"], row["method"], len(row["data_sha256"]), len(row["seed"])) == ("panel", "ratings-2", 64, 16)
    assert float(row["effective_sample_size"]) > 0
    assert '"halo"' in row["priors"]
    assert row["human_decisions"].startswith("offer by Hana Berg at 2026-03-04")
    assert "decline by Hana Berg" in row["human_decisions"]


@pytest.mark.parametrize("role", [Role.recruiter, Role.hiring_manager, Role.interviewer, Role.leader])
def test_somebody_outside_operations_reads_the_calibration(session, app, role):
    browser = Browser(app).sign_in(person(role))
    for path in ("/calibration", "/assistance", "/assistance.csv"):
        browser.get(path, expect=403)


def own(app, user) -> list[str]:
    return Browser(app).sign_in(user).get("/my-ratings").rows("By opening")[1]


def test_four_candidates_make_somebody_severe(session, app, panel):
    for n in range(3):
        build.another(panel, (4, 2), name=f"Number {n}")
    build.compute(panel.opening)
    assert own(app, panel.interviewers[1])[1:] == [
        "4", "4 candidates are too few to say how severely somebody rates; it takes 5."]
    build.another(panel, (4, 2), name="The fifth")
    build.compute(panel.opening)
    assert "lower than your peers" in own(app, panel.interviewers[1])[2]
    assert "higher than your peers" in own(app, panel.interviewers[0])[2]


def test_a_colleagues_scorecard_shows_through_ones_own_severity(session, app, panel):
    for n in range(5):
        build.another(panel, (4, 2), name=f"Number {n}")
    build.another(panel, (4, None), name="Still to come")
    build.compute(panel.opening)
    assert "peers" not in own(app, panel.interviewers[1])[2]
    assert "peers" in own(app, panel.interviewers[0])[2]
    panel.opening.visibility  # noqa: B018 - loaded before it is changed below
    with build.maintenance("the opening's policy changes"):
        panel.opening.visibility = ScoreVisibility.never
    assert "peers" not in own(app, panel.interviewers[0])[2]


def test_somebody_without_a_scorecard_gets_a_blank_page(session, app):
    page = Browser(app).sign_in(person(Role.interviewer)).get("/my-ratings")
    assert "You have not submitted a scorecard yet" in page.main
