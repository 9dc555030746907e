"""The debrief's page: first words, numbers, decision."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders.people import person, team
from webapp.hiring import debrief_words as words
from workflows.acting import maintenance
from workflows.db import db
from workflows.interviewing.actions import training
from workflows.interviewing.machine import InterviewState
from workflows.interviewing.panel_answer import NextInterview, Severity
from workflows.permits import Role
from workflows.reasons import Reason
from workflows.recruiting.records import OpeningGap


def test_the_decider_sees_numbers_before_writing(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((5, 4), words=None)
    build.compute(panel.opening)
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    assert "What the panel can tell" not in page.main
    page = page.submit("Keep my words and show the numbers", {"Your own words about the candidate": "Calm, curious."})
    assert "Calm, curious." in page.main
    row = page.rows("Per competency")[1]
    assert (row[:4], row[-1]) == (["Negotiation must-have", "3", "2", "4.3"], "Meets")


def test_levels_of_the_panel_stand_in_the_wrong_column(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((5, None), about=build.bank(["Negotiation"]), minutes=10)
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    assert page.rows("Levels by competency and interviewer") == [
        ["Competency", *(each.name for each in panel.interviewers)], ["Negotiation", "5", "Asked, no evidence"]]


def test_a_single_opinion_has_a_chance_and_closes_the_gap(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((5, None))
    build.compute(panel.opening)
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    assert page.rows("Per competency")[1] == ["Negotiation must-have", "3", "1", "5.0", "no figure", "single opinion",
                                              "no figure", "not known", "Not known"]
    assert "A single opinion counts in no sum" in page.main
    assert "Judged gap closed not known" in page.main


def test_numbers_of_fewer_scorecards_pass_for_all(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 4))
    browser = Browser(app).sign_in(panel.recruiter)
    page = browser.get(f"/debriefs/{panel.debrief.id}")
    assert "The figures are being computed from 2 scorecards." in page.main
    assert "Named the budget owner." in page.main
    assert page.xpath("//*[@id='panel']/@data-refresh") == ["1"]
    build.compute(panel.opening)
    part = browser.part(f"/debriefs/{panel.debrief.id}")
    assert "Computed from all 2 scorecards of this opening that are in." in part.text
    assert part.xpath("//*[@id='panel']/@data-refresh") == []
    build.another(panel, (2, 2))
    assert "Computed from 2 scorecards; 4 are in now. New figures" in browser.get(f"/debriefs/{panel.debrief.id}").main


def test_the_page_cannot_be_read_aloud(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((5, 3))
    for n in range(4):
        build.another(panel, (4, 2), name=f"Number {n}")
    build.compute(panel.opening)
    page = Browser(app).sign_in(panel.recruiter).get(f"/debriefs/{panel.debrief.id}")
    said = " ".join(page.main.split())
    assert re.search(r"Jo Park in Negotiation: about \d\.\d of 5; a fair range is \d\.\d to \d\.\d\. "
                     r"2 people rated it; the plain mean of their levels is \d\.\d\.", said)
    assert re.search(r"The team needs 2 people at level 3 in Negotiation and has about 1\.0\. Jo Park is "
                     r"[a-z0-9 ]+% likely to be one", said)
    assert re.search(r"One more interview of Jo Park by somebody who has not met them yet \(Hana Berg\) would narrow "
                     r"the fair range from ± \d\.\d to ± \d\.\d levels", said)
    assert re.search(r"(raised|lowered) by \d\.\d", said)
    assert "Number 0, Number 1, Number 2, Number 3 (the evidence does not separate them)" in said
    assert "Jo Park is rated above Number 0 (over 99% sure), Number 1 (over 99% sure)," in said
    first = " ".join(Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}").main.split())
    assert "Number 0" not in first
    assert "Candidates of whom you may not see figures yet are left out." in first


def adjusted(*causes):
    return words.adjusted_said([Reason(f"ratings.{code}", {"points": points}) for code, points in causes])


@pytest.mark.usefixtures("session")
def test_one_adjustment_is_read_aloud_three_times(app):
    with app.test_request_context():
        said = adjusted(("raised-for-halo", 0.11), ("raised-for-chance", 0.2), ("raised-for-halo", 0.12),
                        ("lowered-for-question", 0.08))
    assert said == ("The overall impressions of 2 interviewers were lower than the others': raised by 0.2.",
                    "Few ratings may be low by chance; with all the others in view: raised by 0.2.",
                    "A question was easier than most: lowered by 0.1.")


@pytest.mark.usefixtures("session")
def test_an_adjustment_of_nothing_is_read_aloud(app):
    with app.test_request_context():
        assert adjusted(("raised-for-small-causes", 0.05), ("lowered-for-chance", 0.02)) == ()


@pytest.mark.usefixtures("session")
def test_all_interviewers_are_said_to_score_low_beside_one_who_scores_high(app):
    with app.test_request_context():
        assert adjusted(("raised-for-panel", 0.3)) == ("The interviewers together seem to score low: raised by 0.3.",)
        assert adjusted(("raised-for-panel", 0.3), ("lowered-for-severity", 0.2)) == (
            "The other interviewers together seem to score low: raised by 0.3.",
            "One of the interviewers tends to score high: lowered by 0.2.")


@pytest.mark.usefixtures("session")
def test_an_interview_narrows_the_range_from_a_half_to_a_half(app):
    with app.test_request_context():
        said = words.next_said(NextInterview(7, None, None, 0.31, 0.29, None, (1, 2)), {7: "Jo"}, {1: "Ana", 2: "Raj"})
    assert said == ("One more interview of Jo by somebody who has not met them yet (Ana or Raj) would hardly narrow "
                    "the fair range of ± 0.5 levels.")


@pytest.mark.usefixtures("session")
def test_somebody_rates_as_peers_do_and_higher(app):
    with app.test_request_context():
        said = words.severity_said(Severity(9, -0.4, -0.9, 0.1, "neither", ()))
    assert said == ("It is too close to tell whether you score lower or higher than your peers: about 0.4 levels "
                    "higher; a fair range is 0.9 levels higher to 0.1 levels lower. It rests on 9 candidates.")


@pytest.mark.usefixtures("session")
def test_a_must_have_is_met_with_a_chance_of_zero(app):
    with app.test_request_context():
        said = words.limits_said([
            Reason("match.must-have-short", {"competency": "Drive", "level": 4, "chance_bp": 12}),
            *(Reason("match.not-rated", {"competency": name}) for name in ("Discovery", "Coaching"))])
    assert said == ["Drive at level 4 is a must-have and the chance is under 1%. Strength elsewhere does not make up "
                    "for it.", "Nobody has rated these yet, so nothing is known: Discovery, Coaching."]


def test_nobody_knows_whom_to_ask_for_one_more_interview(session, app, clock):
    """The two fittest who have not met the candidate; neither a learner nor somebody of another team."""
    clock.travel(days=2)
    panel = build.in_debrief((4, 3))
    build.compute(panel.opening)
    here = panel.opening.team
    for name, moves in (("Quinn Able", ("reverse", "qualify")), ("Ada Learner", ())):
        learning = person(Role.interviewer, team=here, name=name)
        for gap in panel.opening.gaps:
            record = training.begin_training(build.actor(panel.recruiter), learning, gap.competency)
            for move in moves:
                training.move_training(build.actor(panel.recruiter), record, move)
    person(Role.interviewer, team=here, name="Uma New")
    person(Role.interviewer, team=team(), name="Amy Away")
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    assert "by somebody who has not met them yet (Quinn Able or Hana Berg) would" in page.main


def test_somebody_whose_week_is_full_is_asked_for_one_more(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3))
    build.compute(panel.opening)
    busy = person(Role.interviewer, team=panel.opening.team, name="Bea Busy")
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    assert "(Bea Busy or Hana Berg)" in page.main
    for n in range(5):
        for each in build.planned(1).interviews:
            with maintenance("a test's full week"):
                each.interviewer_id, each.state = busy.id, InterviewState.scheduled
                each.starts_at = clock.now + timedelta(days=1, hours=n)
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    assert "(Hana Berg)" in page.main


def test_one_share_has_two_labels_and_another_number_on_the_match(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3))
    build.compute(panel.opening)
    browser = Browser(app).sign_in(panel.recruiter)
    head, row = browser.get(f"/openings/{panel.opening.id}/match").rows("Candidates")[:2]
    debrief = " ".join(browser.get(f"/debriefs/{panel.debrief.id}").main.split())
    assert head[1:4] == ["Judged gap closed", "Fair range", "Gap judged"]
    assert f"Judged gap closed {row[1]} {row[2]} " in debrief
    assert f"Gap judged {row[3]} " in debrief
    assert "Whole gap closed by hiring" not in debrief


def test_the_whole_gap_is_closed_by_what_nobody_judged(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3), about=build.bank(["Negotiation"]))
    about = build.bank(["Drive"])[0]
    build.stored(OpeningGap(opening_id=panel.opening.id, competency_id=about.id, level=3, target_people=1,
                            expected_people=0.0, gap=1.0, weight_bp=5000, must_have=False))
    build.compute(panel.opening)
    said = " ".join(Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}").main.split())
    judged, whole = (re.search(label + r" (\d+)% (\d+)% to (\d+)% ", said)
                     for label in ("Judged gap closed", "Whole gap closed by hiring"))
    assert "Gap judged 50%" in said
    assert [int(each) for each in whole.groups()] == pytest.approx([int(each) / 2 for each in judged.groups()], abs=1)


def test_a_candidate_alone_stands_beside_nobody(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3))
    build.compute(panel.opening)
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    assert "There is nobody to compare with yet." in page.main


def test_a_figure_about_training_where_nothing_is_taught(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3))
    build.compute(panel.opening)
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    assert "hired and then trained" not in page.main
    assert "No module of the curriculum teaches" in page.main


def test_a_link_of_the_contents_leads_nowhere(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3))
    build.compute(panel.opening)
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    links = page.xpath("//nav[@aria-label='On this page']//a/@href")
    assert len(links) == 8
    assert [each for each in links if not page.xpath(f"//*[@id='{each[1:]}']")] == []


def test_every_unrated_competency_has_a_page_of_paper(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3), about=build.bank(["Negotiation"]))
    for name in ("Drive", "Coaching"):
        about = build.bank([name])[0]
        build.stored(OpeningGap(opening_id=panel.opening.id, competency_id=about.id, level=3, target_people=1,
                                expected_people=0.0, gap=1.0, weight_bp=100, must_have=False))
    build.compute(panel.opening)
    answer = Browser(app).sign_in(panel.manager).open(f"/debriefs/{panel.debrief.id}/debrief.pdf")
    said = " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(answer.data)).pages).split())
    assert "Not rated: Drive, Coaching." in said
    assert "Nobody has rated it" not in said


def test_the_debrief_on_paper_says_less_than_the_page(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3))
    build.compute(panel.opening)
    answer = Browser(app).sign_in(panel.manager).open(f"/debriefs/{panel.debrief.id}/debrief.pdf")
    words = " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(answer.data)).pages).split())
    for said in ("Calm and curious.", "Named the budget owner.", "a fair range is", "Computed from all 2 scorecards",
                 "The team needs 2 people at level 3 in Negotiation"):
        assert said in words


def test_a_decision_on_the_page_moves_nobody(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 4))
    page = Browser(app).sign_in(panel.manager).get(f"/debriefs/{panel.debrief.id}")
    page = page.submit("Decide", {"decision": "offer", "reason": "Closes our largest gap."})
    assert "Closes our largest gap." in page.main
    session.expire_all()
    assert (panel.candidacy.state, panel.debrief.state) == ("offer", "decided")
    page = page.click("Re-open the debrief").submit("Re-open it", {"Reason": "A reference."})
    assert "To decide" in page.main


def test_a_decision_while_somebody_still_writes_loses_its_reason(session, app, clock):
    panel = build.held(2)
    clock.travel(days=2)
    build.submit(panel.cards[0])
    recruiter = Browser(app).sign_in(panel.recruiter)
    recruiter.get(f"/candidacies/{panel.candidacy.id}/interviews").submit("Open the debrief")
    page = Browser(app).sign_in(panel.manager).get(f"/candidacies/{panel.candidacy.id}/interviews").click("Debrief")
    page = page.submit("Keep my words and show the numbers", {"words": "Calm."})
    page = page.submit("Decide", {"decision": "decline", "reason": "Kept words."}, expect=422)
    assert any(panel.interviewers[1].name in notice for notice in page.notices)
    assert page.xpath("//textarea[@name='reason']")[0].text.strip() == "Kept words."


def test_pages_ask_the_database_more_with_every_interviewer(session, app, clock):
    clock.travel(days=2)
    counts = []
    for raters, names in ((1, ["Negotiation"]), (3, ["Negotiation", "Discovery", "Drive"])):
        panel = build.in_debrief((4,) * raters, about=build.bank(names))
        build.compute(panel.opening)
        interview, opening = panel.interviews[0], panel.opening
        counts.append([queries(app, user, url) for user, url in (
            (panel.manager, f"/debriefs/{panel.debrief.id}"),
            (panel.manager, f"/openings/{opening.id}/interview-plan"),
            (panel.manager, f"/candidacies/{panel.candidacy.id}/interviews"),
            (panel.interviewers[0], f"/interviews/{interview.id}"),
            (panel.interviewers[0], f"/scorecards/{interview.scorecard.id}"))])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 12


def queries(app, user, url) -> int:
    browser, asked = Browser(app).sign_in(user), []

    def count(*args):
        asked.append(args[2])

    sa.event.listen(db.engine, "before_cursor_execute", count)
    browser.get(url)
    sa.event.remove(db.engine, "before_cursor_execute", count)
    return len(asked)
