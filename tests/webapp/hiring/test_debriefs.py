"""The debrief's page: first words, numbers, decision."""

import re
from io import BytesIO

import sqlalchemy as sa
from pypdf import PdfReader

from tests.browser import Browser
from tests.builders import interviewing as build
from workflows.db import db


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
