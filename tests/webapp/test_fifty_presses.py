"""Fifty presses of one button at the same moment: one result, a clear answer to each, on both databases."""

from collections import Counter
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from tests.browser import Browser, Page
from tests.builders import certification, interviewing, offers
from tests.watching import together
from webapp import access
from workflows.certification.records import Certificate, CertificateReading
from workflows.interviewing.actions import scorecards
from workflows.interviewing.actions.readings import read_scorecard
from workflows.interviewing.records import Scorecard, ScorecardVersion
from workflows.offers.records import Hire
from workflows.onboarding.records import Plan
from workflows.outbox import OutboxMessage
from workflows.people.records import LinkPurpose, OneTimeLink, Reading

pytestmark = pytest.mark.both_databases


def pressed(page: Page, button: str, times: int = 50) -> list[TestResponse]:
    """What is answered to a person whose button of this page is pressed so often at once."""
    form, app = page.form(button), page.browser.app
    sent, url = form.filled({}), urljoin(page.path, form.action)
    cookies = {name: page.browser.client.get_cookie(name).value for name in ("session", access.COOKIE)}

    def press() -> TestResponse:
        browser = Browser(app)
        for name, value in cookies.items():
            browser.client.set_cookie(name, value)
        return browser.open(url, method="POST", data=sent)

    answers = together(app, *[press] * times)
    assert [each for each in answers if isinstance(each, Exception)] == []
    return answers


def count(session, *kinds: type) -> list[int]:
    session.rollback()
    return [session.scalar(sa.select(sa.func.count()).select_from(kind)) for kind in kinds]


def mails(session, template: str) -> int:
    return session.query(OutboxMessage).filter_by(template=template).count()


def test_fifty_presses_on_hire_make_more_than_one_hire(app, session):
    offer = offers.signed(offers.decided(offers.opening(seats=3)))
    page = Browser(app).sign_in(offer.author).get(f"/offers/{offer.id}")
    answers = pressed(page, f"Hire {offer.candidacy.candidate.name}")
    assert Counter((each.status_code, each.location) for each in answers) == {(303, page.path): 50}
    assert count(session, Hire, Plan) == [1, 1]
    assert session.query(OneTimeLink).filter_by(purpose=LinkPurpose.invitation).count() == 1
    assert mails(session, "hire_welcome") == 1


def test_fifty_presses_on_certify_make_more_than_one_certificate(app, session):
    attempt = certification.to_approve()
    page = Browser(app).sign_in(attempt.approver).get(f"/attempts/{attempt.id}")
    answers = pressed(page, "Approve and certify")
    number = session.scalars(sa.select(Certificate.id)).one()
    assert Counter((each.status_code, each.location) for each in answers) == {(303, f"/certificates/{number}"): 50}
    assert count(session, Certificate, CertificateReading, Reading) == [1, 1, 1]
    assert mails(session, "certificate_issued") == 1


def test_fifty_presses_on_submit_make_two_versions_of_a_scorecard_or_lose_what_it_says(app, session, clock):
    card = interviewing.held().cards[0]
    clock.travel(days=2)
    scorecards.save_scorecard(interviewing.actor(card.author), card, interviewing.written(card))
    read_scorecard(card.id)
    page = Browser(app).sign_in(card.author).get(f"/scorecards/{card.id}")
    answers = pressed(page, "Submit scorecard")
    assert {each.status_code for each in answers} <= {200, 303}
    read = [Page(page.browser, each).heading for each in answers if each.status_code == 200]
    assert set(read) <= {f"Scorecard of {card.author.name}"}
    assert {each.location for each in answers if each.status_code == 303} == {page.path}
    assert count(session, ScorecardVersion) == [1]
    kept = session.get(Scorecard, card.id)
    assert (kept.state, {rating.evidence for rating in kept.ratings}) == ("submitted", {"Named the budget owner."})
