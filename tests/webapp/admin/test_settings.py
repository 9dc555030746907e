"""The company's days off, and what the installation is set to."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders.people import person
from workflows.people.records import Holiday
from workflows.permits import Role

pytestmark = pytest.mark.usefixtures("session")


def test_a_day_off_cannot_be_added_or_removed(app, session):
    keeper = Browser(app).sign_in(person(Role.operations))
    page = keeper.get("/settings")
    assert "None yet." in page.main
    page = page.submit("Add it", {"Day": "2026-12-24", "Name": "Company day", "Region": "usa"}, expect=422)
    assert page.errors == ["Two capital letters, such as US, GB or US-CA."]
    page = page.submit("Add it", {"Region": "US"})
    assert page.rows("Company days off")[1][1:3] == ["Company day", "US"]
    assert session.scalars(sa.select(Holiday.on)).all() == [date(2026, 12, 24)]
    page = page.submit("Add it", {"Day": "2026-12-24", "Name": "Again"}, expect=422)
    assert "is free already: Company day." in page.text
    assert "None yet." in keeper.get("/settings").submit("Remove").main


def test_secrets_are_shown_among_the_settings(app):
    page = Browser(app).sign_in(person(Role.admin)).get("/settings")
    assert "kept in files, shown under Mail" in page.main
    assert "tests only" not in page.source
