"""A debrief's figures: one label each, their range, whom to ask next, and the way to each of them."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders.people import person, team
from workflows.acting import maintenance
from workflows.interviewing.actions import training
from workflows.interviewing.machine import InterviewState
from workflows.permits import Role
from workflows.recruiting.records import OpeningGap


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
