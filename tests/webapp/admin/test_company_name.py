"""The company's own name: where it is given, and that papers, the careers page and mail go out under it."""

import io
import re

import pypdf
import pytest

from tests.browser import Browser
from tests.builders import certification, interviewing, offers, ramp, recruiting, statements
from tests.builders.people import BUILDER, person, team
from webapp import mail
from webapp.hiring.offer_letter import letter
from workflows.errors import Refused
from workflows.outbox import OutboxMessage
from workflows.people.actions.company import name_company
from workflows.people.queries_directory import company_name
from workflows.permits import Role

pytestmark = pytest.mark.usefixtures("session")
HALDEN = "Halden Systems"


def said(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_paper_is_sent_by_the_software_instead_of_the_company(app):
    panel, proof, held = interviewing.scheduled(1), certification.certified(), ramp.ramping()
    paid, offer = statements.released(statements.rep()), offers.drafted()
    everybody = Browser(app).sign_in(person(*(role for role in Role if role is not Role.candidate)))
    papers = [(Browser(app).sign_in(panel.interviewers[0]), f"/interviews/{panel.interviews[0].id}/kit.pdf"),
              (everybody, f"/certificates/{proof.id}/paper.pdf"), (everybody, f"/ramps/{held.id}/letter.pdf"),
              (everybody, f"/statements/{paid.id}/statement.pdf")]
    unnamed = [said(letter(offer)), *(said(browser.open(path).data) for browser, path in papers)]
    name_company(BUILDER, HALDEN)
    named = [said(letter(offer)), *(said(browser.open(path).data) for browser, path in papers)]
    assert [(text.count(HALDEN), text.startswith("Onramp")) for text in unnamed] == [(0, False)] * 5
    assert [HALDEN in text for text in named] == [True] * 5


def test_a_pdf_is_kept_under_another_name_than_its_own(app):
    held = ramp.ramping()
    answer = Browser(app).sign_in(held.user).open(f"/ramps/{held.id}/letter.pdf")
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "application/pdf", f"inline; filename=ramp-{held.id}.pdf")


def test_candidates_do_not_read_for_whom_they_would_work(app):
    place = recruiting.opening(title="Account executive")
    before, name = Browser(app).get("/careers"), Browser(app).open(f"/careers/{place.slug}/posting")
    assert "Open jobs in our sales teams." in before.main
    assert name.json["hiringOrganization"]["name"] == "localhost"
    name_company(BUILDER, HALDEN)
    assert f"Open jobs in the sales teams of {HALDEN}." in Browser(app).get("/careers").main
    posting = Browser(app).open(f"/careers/{place.slug}/posting").json
    assert posting["hiringOrganization"] == {"@type": "Organization", "name": HALDEN}
    assert posting["identifier"]["name"] == HALDEN


def test_mail_does_not_say_who_wrote_it(app, session):
    recruiting.application(recruiting.opening())
    sent = session.query(OutboxMessage).filter_by(template="application_received").one()
    settings = app.config["ONRAMP"]
    assert "-- " not in mail.compose(sent, settings).get_content()
    name_company(BUILDER, HALDEN)
    assert mail.compose(sent, settings).get_content().endswith(f"60 days.\n\n-- \n{HALDEN}\n")
    page = Browser(app).sign_in(person(Role.operations)).get(f"/mail/{sent.id}")
    assert re.search(rf"60 days\.\s+--\s+{HALDEN}", page.main)


def test_the_company_cannot_say_its_name(app):
    keeper = Browser(app).sign_in(person(Role.operations))
    page = keeper.get("/settings")
    assert "papers name nobody as their sender" in page.main
    page = page.click("Change the name").submit("Keep the name", {"Name": "  Halden   Systems "})
    assert (page.path, HALDEN in page.main) == ("/settings", True)
    page = page.click("Change the name").submit("Keep the name", {"Name": "Halden Group"})
    assert company_name() == "Halden Group"
    assert page.click("Change the name").submit("Keep the name", {"Name": " "}, expect=422).errors != []
    assert company_name() == "Halden Group"


def test_a_keeper_of_one_team_renames_the_company(app):
    Browser(app).sign_in(person(Role.operations, team=team())).get("/settings/company", expect=403)


def test_a_name_longer_than_a_letterhead_is_kept():
    for name in ("", "   ", "x" * 121):
        with pytest.raises(Refused):
            name_company(BUILDER, name)
    assert company_name() == ""
