"""One candidate's page: path, history, résumé, comments, moves, mail."""

import pytest

from tests import documents
from tests.browser import Browser
from tests.builders import recruiting as build
from tests.builders.people import person, team
from tests.watching import statements
from workflows import jobs
from workflows.permits import Role
from workflows.reactions import JOBS


def open_page(app, made):
    return Browser(app).sign_in(made.opening.requisition.requested_by).get(f"/candidacies/{made.id}")


def test_the_path_and_the_time_in_each_stage_are_wrong(app, session, clock):
    made = build.application()
    clock.travel(days=2)
    build.moved(made, "screen")
    clock.travel(days=3)
    page = open_page(app, made)
    steps = [" ".join(" ".join(step.itertext()).split()) for step in page.xpath("//ol[@aria-label='Stages']/li")]
    assert steps == ["Applied done", "Screen for 3 days , now", "Interviews to come", "Debrief to come",
                     "Offer to come"]
    assert "It was agreed so. After 2 days in “Applied”" in page.main


def test_an_ended_way_promises_more_stages(app, session):
    page = open_page(app, build.moved(build.application(), "screen", "decline"))
    steps = [" ".join(" ".join(step.itertext()).split()) for step in page.xpath("//ol[@aria-label='Stages']/li")]
    assert steps == ["Applied done", "Screen stopped here"]


def test_a_resume_shows_no_evidence(app, session):
    made = build.application(build.opening(needs=("Drive",)), resume=build.RESUME)
    with build.maintenance("a builder names the competency like the bank"):
        made.opening.gaps[0].competency.key = "drive"
    assert "It is being read" in open_page(app, made).main
    jobs.run_next(JOBS)
    page = open_page(app, made)
    quotes = [quote.text for quote in page.xpath("//section[.//h2='Résumé']//blockquote")]
    assert "Closed 132% of a $900k quota and exceeded quota three years in a row." in quotes
    assert [" ".join(" ".join(job.itertext()).split()) for job in page.xpath("//section[.//h2='Résumé']//li")] == [
        "Account Executive , Northwind Ltd 2021 to 2024"]


def test_an_unreadable_resume_does_not_say_why(app, session):
    made = build.application(resume=b"%PDF-1.4 nothing more", file_name="cv.pdf")
    jobs.run_next(JOBS)
    assert "“cv.pdf” is damaged" in open_page(app, made).main


def test_a_resume_opens_inside_our_pages(app, session):
    made = build.application(resume=build.RESUME, file_name="../../cv.txt")
    answer = open_page(app, made).browser.open(f"/candidacies/{made.id}/resume", method="GET")
    assert answer.data == build.RESUME
    assert answer.headers["Content-Disposition"] == "attachment; filename=cv.txt"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_resume_comes_back_under_the_kind_its_name_promised(app, session):
    made = build.application(resume=documents.resume_pdf(), file_name="cv.docx")
    answer = open_page(app, made).browser.open(f"/candidacies/{made.id}/resume", method="GET")
    assert answer.data == documents.resume_pdf()
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "application/pdf", "attachment; filename=cv.pdf")


def test_a_decline_needs_no_reason(app, session):
    made = build.application()
    page = open_page(app, made).click("Decline")
    assert "Your reason stays with us." in page.main
    page = page.submit("Decline", {"Reason": " "}, expect=422)
    page = page.submit("Decline", {"Reason": "No evidence of prospecting."})
    assert "No evidence of prospecting." in page.main
    assert "Re-open" in page.links


def test_a_way_back_looks_like_the_way_on(app, session):
    made = build.application()
    chief = "//div[@class='move-row']//*[contains(@class, 'btn-primary')]/span/text()"
    assert open_page(app, made).xpath(chief) == ["Start screening"]
    build.moved(made, "interview", "debrief")
    page = open_page(app, made)
    assert ("Move to interviews" in page.buttons, page.xpath(chief)) == (True, [])


def test_interviews_cannot_be_prepared_and_nobody_says_why(app, session):
    page = open_page(app, build.application()).click("Interviews and debrief")
    assert "Move Jo Park to interviews first" in page.main
    assert page.click("To the application").heading == "Jo Park"


def test_a_second_recruiter_overwrites_the_first(app, session):
    made = build.application()
    page = open_page(app, made)
    build.moved(made, "screen")
    page = page.submit("Start screening", expect=422)
    assert "changed this in the meantime" in page.text


def test_a_comment_is_lost_or_shows_code(app, session):
    made = build.application()
    page = open_page(app, made).submit("Comment", {"Comment": "<b>Strong</b> on price."})
    assert "<b>Strong</b> on price." in page.main
    page = page.submit("Comment", {"Comment": ""}, expect=422)
    assert page.errors == ["This is needed. Fill it in or choose."]


def test_a_fresh_link_is_not_mailed(app, session):
    made = build.application()
    page = open_page(app, made).submit("Mail a link to their page")
    assert "Link to their page" in page.main


@pytest.mark.parametrize("role", [Role.interviewer, Role.rep, Role.coach])
def test_a_candidacy_is_open_to_the_whole_company(app, session, role):
    made = build.application()
    Browser(app).sign_in(person(role)).get(f"/candidacies/{made.id}", expect=403)


def test_a_candidacy_is_open_to_another_teams_recruiter(app, session):
    made = build.application()
    Browser(app).sign_in(person(Role.recruiter, team=team())).get(f"/candidacies/{made.id}", expect=404)


@pytest.mark.parametrize("many", [1, 12])
def test_a_page_asks_the_database_more_with_more_rows(app, session, many):
    place = build.opening()
    for _ in range(many):
        made = build.application(place, resume=build.RESUME)
    browser = Browser(app).sign_in(place.requisition.requested_by)
    for _ in range(many):
        browser.get(f"/candidacies/{made.id}").submit("Comment", {"Comment": "Strong."})
    for path in (f"/openings/{place.id}", "/openings", "/requisitions", f"/candidacies/{made.id}", "/careers",
                 f"/requisitions/{place.requisition_id}"):
        with statements(app, "SELECT|WITH") as asked:
            browser.get(path)
        assert len(asked) <= 12, path
