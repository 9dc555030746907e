"""The interview plan's page, the kit's page and the kit on paper."""

from io import BytesIO

from pypdf import PdfReader

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders.people import person
from workflows.permits import Role


def test_a_manager_cannot_make_a_plan(session, app):
    place = build.opening()
    person(Role.interviewer, team=place.team, name="Ana Duarte")
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}/interview-plan")
    assert "There is no plan yet" in page.main
    page = page.submit("Choose the questions", {"rounds-0-title": "Call", "rounds-0-minutes": "30"})
    heads, negotiation, _ = page.rows("Minutes per competency and interview")
    assert heads == ["Competency", "Gap in people", "Call", "Second interview", "Opinions"]
    assert negotiation == ["Negotiation Must-have", "1.0", "20 min", "20 min", "2"] or negotiation[-1] == "2"


def test_a_swapped_question_is_not_pinned(session, app):
    panel = build.planned()
    page = Browser(app).sign_in(panel.manager).get(f"/openings/{panel.opening.id}/interview-plan")
    assert "1 candidate was given this plan" in page.main
    swap = page.browser.get(next(href for href in page.xpath("//a/@href") if href.endswith("/swap")))
    assert swap.heading == "Swap a question"


def test_the_kit_lacks_the_question_or_what_answers_sound_like(session, app):
    panel = build.scheduled()
    page = Browser(app).sign_in(panel.interviewers[0]).get(f"/interviews/{panel.interviews[0].id}")
    asked = panel.interviews[0].kit[0].question
    for words in (asked.text, asked.body["probes"][0], "Trades one thing for another.", "How old are you?"):
        assert words in page.main


def test_the_kit_on_paper_is_another_kit(session, app):
    panel = build.scheduled()
    answer = Browser(app).sign_in(panel.interviewers[0]).open(f"/interviews/{panel.interviews[0].id}/kit.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "".join(panel.interviews[0].kit[0].question.text.split()) in "".join(text.split())


def test_a_colleague_reads_another_interviewers_kit(session, app):
    panel = build.scheduled(2)
    Browser(app).sign_in(panel.interviewers[1]).get(f"/interviews/{panel.interviews[0].id}", expect=404)
