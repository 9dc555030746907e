"""What anybody and what a candidate sees: jobs, the form, one's own page."""

import json
import re

import pytest
import sqlalchemy as sa

from tests.builders import offers
from tests.builders import recruiting as build
from webapp.mail import words
from workflows.outbox import OutboxMessage
from workflows.recruiting.records import Candidacy, Candidate

JO = {"Your name": "Jo Park", "Your e-mail": "jo@example.com",
      "You may keep my application and use it to decide about this job": True}


def link_in_last_mail(session) -> str:
    message = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.candidate_id.is_not(None))
                              .order_by(OutboxMessage.id.desc())).first()
    return re.search(r"(/my/\S+)", words(message)[1]).group(1)


def test_an_open_job_is_not_on_the_careers_page(app, session, browser):
    assert "No job is open at the moment." in browser.get("/careers").main
    place = build.opening()
    page = browser.get("/careers").click("Account executive")
    assert (page.path, page.heading) == (f"/careers/{place.slug}", "Account executive")
    assert "$" not in page.main


def test_the_link_of_a_filled_job_says_that_there_was_none(app, session, browser):
    slug = offers.hired().opening.slug
    page = browser.get(f"/careers/{slug}", expect=404)
    assert (page.heading, "“Account executive” is filled" in page.main) == ("This job is not open", True)
    assert "not for you to see" not in page.main
    assert page.click("Open jobs").heading == "Work with us"


def test_a_search_engine_cannot_read_a_job(app, session, browser):
    place = build.opening()
    href = browser.get(f"/careers/{place.slug}").xpath("//link[@rel='alternate']/@href")[0]
    answer = browser.open(href, method="GET")
    told = json.loads(answer.data)
    assert answer.mimetype == "application/ld+json"
    assert (told["@type"], told["title"], told["datePosted"]) == ("JobPosting", "Account executive", "2026-03-02")
    assert "baseSalary" not in told


def test_a_job_promises_a_first_day_that_has_passed(app, session, browser, clock):
    place = build.opening()
    assert "start May 1, 2026" in browser.get("/careers").main
    clock.travel(days=60)
    posting = browser.open(f"/careers/{place.slug}/posting", method="GET")
    said = [browser.get("/careers").main, browser.get(f"/careers/{place.slug}").main, posting.get_data(as_text=True)]
    assert ["as soon as possible" in each for each in said] == [True, True, False]
    assert ["2026-05-01" in each or "May 1, 2026" in each for each in said] == [False, False, False]


def test_a_candidate_without_the_link_is_asked_for_a_password_they_never_had(app, session, browser):
    assert "your page opens by the link in our mails" in browser.get("/my").main


def test_somebody_who_applied_cannot_see_where_it_stands(app, session, browser):
    place = build.opening()
    page = browser.get(f"/careers/{place.slug}").click("Apply")
    page = page.submit("Send the application", {**JO, "resume": (build.RESUME, "cv.txt")})
    assert "Your application for “Account executive” is here." in page.main
    page = browser.get(link_in_last_mail(session)).submit("Go to my page")
    assert (page.path, page.heading) == ("/my", "Your applications")
    assert "Received. We have your application." in page.main
    made = session.scalars(sa.select(Candidacy)).one()
    build.moved(made, "screen", "decline", reason="Internal words.")
    page = browser.get("/my")
    assert "Not this time." in page.main
    assert "Internal words" not in page.text


def test_the_link_of_a_mail_signs_in_by_being_looked_at(app, session, browser):
    build.application()
    browser.get(link_in_last_mail(session))
    assert browser.get("/my").path == "/sign-in"


def test_a_wrong_link_lets_somebody_in(app, session, browser):
    browser.get("/my/nothing", expect=404)


def test_a_candidate_cannot_withdraw(app, session, browser):
    build.application()
    page = browser.get(link_in_last_mail(session)).submit("Go to my page").click("Withdraw")
    page = page.submit("Withdraw", {"Would you tell us why?": ""}, expect=422)
    page = page.submit("Withdraw", {"Would you tell us why?": "I found another job."})
    assert "This application is withdrawn." in page.main
    made = session.scalars(sa.select(Candidacy)).one()
    assert (made.state.value, made.end_reason) == ("withdrawn", "I found another job.")


def test_a_candidate_withdraws_somebody_elses_application(app, session, browser):
    other = build.application(name="Kim Ode")
    build.application()
    browser.get(link_in_last_mail(session)).submit("Go to my page")
    browser.get(f"/my/applications/{other.id}/withdraw", expect=404)


def test_the_form_tells_who_has_applied_already(app, session, browser, clock):
    place, pages = build.opening(), []
    for _ in range(2):
        pages.append(browser.get(f"/careers/{place.slug}/apply").submit("Send the application", JO).main)
        clock.travel(minutes=2)
    assert pages[0] == pages[1]
    assert session.scalar(sa.select(sa.func.count()).select_from(Candidacy)) == 1
    last = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert words(last)[0] == "You have applied already: Account executive"


@pytest.mark.parametrize(("wrong", "told"), [
    ({"Your name": ""}, "This is needed. Fill it in or choose."),
    ({"Your name": "x" * 161}, "This is too long: 161 characters. Shorten it to at most 160."),
    ({"Your e-mail": "jo"}, "This is not an e-mail address. Check it; we answer there."),
    ({"You may keep my application and use it to decide about this job": False},
     "We may keep your application only with your consent. Tick the box to send it."),
])
def test_a_wrong_application_is_taken(app, session, browser, wrong, told):
    place = build.opening()
    page = browser.get(f"/careers/{place.slug}/apply").submit("Send the application", {**JO, **wrong}, expect=422)
    assert page.errors == [told]
    assert session.scalar(sa.select(sa.func.count()).select_from(Candidate)) == 0


def test_a_zip_that_is_called_pdf_is_taken(app, session, browser):
    place = build.opening()
    page = browser.get(f"/careers/{place.slug}/apply").submit(
        "Send the application", {**JO, "resume": (b"PK\x05\x06" + bytes(18), "cv.pdf")}, expect=422)
    assert "By its content “cv.pdf” is a ZIP archive. Send PDF, DOCX," in page.text
    assert page.xpath("//input[@name='email']/@value") == ["jo@example.com"]
    assert session.scalar(sa.select(sa.func.count()).select_from(Candidate)) == 0


def test_an_application_from_another_site_is_taken(app, session, browser):
    place = build.opening()
    browser.post(f"/careers/{place.slug}/apply", {"name": "Jo", "email": "jo@example.com", "consent": "y"}, expect=400)
    assert session.scalar(sa.select(sa.func.count()).select_from(Candidate)) == 0


def test_every_mail_of_recruiting_has_its_words(app, session):
    made = build.application(name="Jo Park")
    told = {words(message) for message in session.scalars(sa.select(OutboxMessage))}
    assert {subject for subject, _ in told} == {
        "To approve: Account executive for " + made.opening.team.name,
        "Approved: Account executive for " + made.opening.team.name, "We have your application: Account executive"}
