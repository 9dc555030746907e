"""In whose time a candidate is told when we talk."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import interviewing
from tests.builders import recruiting as build
from tests.builders.people import person, team
from webapp.mail import words
from workflows.errors import Refused
from workflows.interviewing.actions import interviews
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.recruiting.actions import applications
from workflows.recruiting.actions.applications import Person
from workflows.recruiting.records import Candidacy, Candidate

JO = {"Your name": "Jo Park", "Your e-mail": "jo@example.com",
      "You may keep my application and use it to decide about this job": True}
BY_HAND = {"Name": "Jo Park", "E-mail": "jo@example.com",
           "How did they agree that we keep their data?": "By phone on 2 March"}
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)


@pytest.fixture
def chicago(app, monkeypatch) -> None:
    """An installation in Chicago, as ONRAMP_TIME_ZONE says."""
    monkeypatch.setitem(app.config, "ONRAMP", replace(app.config["ONRAMP"], time_zone="America/Chicago"))


def test_a_candidate_in_chicago_is_invited_in_london_time(app, session, browser, chicago):
    place = build.opening()
    browser.get(f"/careers/{place.slug}/apply").submit("Send the application", JO)
    assert session.scalars(sa.select(Candidate.time_zone)).one() == "America/Chicago"


def test_a_candidate_cannot_say_where_they_live(app, session, browser, chicago):
    place = build.opening()
    browser.get(f"/careers/{place.slug}/apply").submit("Send the application", {
        **JO, "Your time zone": "Europe/Lisbon"})
    assert session.scalars(sa.select(Candidate.time_zone)).one() == "Europe/Lisbon"


def test_a_candidate_entered_by_hand_lives_at_greenwich(app, session, chicago):
    place = build.opening()
    browser = Browser(app).sign_in(place.requisition.requested_by)
    browser.get(f"/openings/{place.id}/add-candidate").submit("Add the candidate", BY_HAND)
    assert session.scalars(sa.select(Candidate.time_zone)).one() == "America/Chicago"


def test_an_invitation_to_chicago_names_the_hour_of_greenwich(app, session):
    panel = interviewing.planned(1)
    applications.add_candidate(actor_for(panel.recruiter), panel.opening, Person(
        "Kim Lee", "kim@example.com", time_zone="America/Chicago"), source="", consent_by_hand="By phone")
    kim = session.scalars(sa.select(Candidacy).order_by(Candidacy.id.desc())).first()
    build.moved(kim, "screen", "interview")
    interview = interviews.prepare_interviews(actor_for(panel.recruiter), kim)[0]
    interviews.schedule(actor_for(panel.recruiter), interview, starts_at=AT, place="Room 4")
    sent = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.to == "kim@example.com")).one()
    assert "Thursday 12 March 2026, 10:00 (America/Chicago)" in words(sent)[1]


def test_a_company_that_set_no_zone_writes_to_everybody_in_utc(session):
    manager = person(Role.hiring_manager, team=(place := team()), time_zone="America/Denver")
    made = build.application(build.opening(place, manager=manager))
    assert made.candidate.time_zone == "America/Denver"


def test_a_zone_that_is_nowhere_is_kept(session):
    with pytest.raises(Refused) as refusal:
        applications.apply(build.opening(), Person("Jo Park", "jo@example.com", time_zone="Mars/Olympus"), resume=None,
                           consent=True)
    assert [reason.code for reason in refusal.value.reasons] == ["user.zone-unknown"]


def test_a_script_floods_us_with_applications(app, session, browser, clock):
    place = build.opening()

    def sends(number: int, expect: int = 200):
        return browser.get(f"/careers/{place.slug}/apply").submit(
            "Send the application", {**JO, "Your e-mail": f"jo{number}@example.com"}, expect=expect)

    for number in range(20):
        sends(number)
    assert "Many applications came from your network" in sends(20, expect=422).text
    clock.travel(minutes=61)
    sends(21)
    assert session.scalar(sa.select(sa.func.count()).select_from(Candidate)) == 21
