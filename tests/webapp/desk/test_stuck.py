"""What broke in the background stands on the Desk of who looks after it."""

import pytest

from tests.browser import Browser
from tests.builders.people import person, team
from workflows import clock
from workflows.acting import maintenance
from workflows.jobs import Job
from workflows.outbox import Delivery, OutboxMessage
from workflows.permits import Role

MAIL, WORK = "2 mails could not be sent.", "1 piece of background work keeps failing."


@pytest.fixture
def reader(session):
    """Two stuck mails, one of them to somebody of a team; one stuck job. The one of the team."""
    found = person(Role.rep, team=team())
    with maintenance("something that broke"):
        for number, to in enumerate((found.id, None)):
            session.add(OutboxMessage(to="ana@example.com", user_id=to, template="invitation", params={},
                                      message_id=f"<{number}@onramp>", state=Delivery.stuck, tries=5))
        session.add(Job(work="goals.escalate", params={}, stuck_at=clock.now(), last_error="KeyError: 'x'"))
    return found


@pytest.mark.parametrize("role", [Role.operations, Role.admin])
def test_what_is_stuck_is_only_found_by_looking_for_it(app, reader, role):
    browser = Browser(app).sign_in(person(role))
    page = browser.get("/")
    assert page.click(MAIL).xpath("count(//tbody/tr)") == 2
    assert page.click(WORK).xpath("count(//tbody/tr)") == 1


def test_a_rep_reads_of_stuck_mail_or_operations_of_a_team_of_that_of_others(app, reader):
    there = Browser(app).sign_in(person(Role.operations, team=reader.team)).get("/").main
    assert ("1 mail could not be sent." in there, "background work" in there) == (True, False)
    mine = Browser(app).sign_in(reader).get("/").main
    assert ("could not be sent" in mine, "background work" in mine) == (False, False)
