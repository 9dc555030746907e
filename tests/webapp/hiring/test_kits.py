"""The interview plan's page, the kit's page and the kit on paper."""

from io import BytesIO

from pypdf import PdfReader

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders.people import person
from workflows.acting import maintenance
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


PURPOSE = ("This interview is to find out about Negotiation and Discovery: the team needs 2 people at level 3 in "
           "Negotiation and 2 people at level 3 in Discovery.")


def test_an_interviewer_does_not_learn_what_the_interview_is_for(session, app):
    panel = build.scheduled(2)
    browser = Browser(app).sign_in(panel.interviewers[0])
    for address in (f"/interviews/{panel.interviews[0].id}", f"/scorecards/{panel.cards[0].id}"):
        assert PURPOSE in browser.get(address).main
    answer = browser.open(f"/interviews/{panel.interviews[0].id}/kit.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "".join(PURPOSE.split()) in "".join(text.split())


def test_the_purpose_says_that_the_team_needs_nobody(session, app):
    panel = build.scheduled(1)
    with maintenance("the team has all it needs in Discovery"):
        panel.opening.gaps[1].target_people = 0
    page = Browser(app).sign_in(panel.interviewers[0]).get(f"/interviews/{panel.interviews[0].id}")
    assert "the team needs 2 people at level 3 in Negotiation; the job also asks for level 3 in Discovery." in page.main


def test_the_purpose_shows_what_a_colleague_wrote(session, app, clock):
    panel = build.held(2)
    clock.travel(days=2)
    before = Browser(app).sign_in(panel.interviewers[0]).get(f"/interviews/{panel.interviews[0].id}").main
    build.submit(panel.cards[1], level=1)
    assert Browser(app).sign_in(panel.interviewers[0]).get(f"/interviews/{panel.interviews[0].id}").main == before
