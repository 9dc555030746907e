"""What concerns every team is not for keepers of one: neither to read nor to change, nor in the menu."""

import re

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders.people import person, team
from workflows.people.actions import invitations
from workflows.people.queries import actor_for
from workflows.people.records import Holiday
from workflows.permits import Role

READ = {"/assistance": Role.operations, "/assistance.csv": Role.operations, "/calibration": Role.operations,
        "/jobs": Role.admin, "/settings": Role.admin, "/audit/proof": Role.admin}


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(("path", "role"), READ.items())
def test_a_keeper_of_one_team_reads_about_all(app, path, role):
    refused = Browser(app).sign_in(person(role, team=team())).get(path, expect=403)
    assert "of the whole company. Ask operations if it should be yours." in refused.main
    assert Browser(app).sign_in(person(role)).open(path, method="GET").status_code == 200


@pytest.mark.parametrize("path", ["/settings", "/calibration/compute", "/statements/compute-month", "/jobs/1/retry"])
def test_a_keeper_of_one_team_changes_something_for_all(app, session, path):
    keeper = Browser(app).sign_in(person(Role.operations, team=team()))
    token = keeper.get("/me/details").xpath("//input[@name='csrf_token']/@value")[0]
    refused = keeper.post(path, {"csrf_token": token, "on": "2026-12-24", "name": "Mine", "region": "US"}, expect=403)
    assert "Operations of the whole company" in refused.main
    assert session.scalars(sa.select(Holiday)).all() == []


@pytest.mark.usefixtures("session")
def test_the_menu_leads_a_keeper_of_one_team_to_refusals(app):
    keeper = Browser(app).sign_in(person(Role.operations, Role.admin, team=team()))
    page = keeper.get("/audit")
    assert {"Jobs", "Settings", "Calibration", "Prove it"} & page.links.keys() == set()
    assert {"Jobs", "Settings", "Calibration", "Prove it"} <= Browser(app).sign_in(
        person(Role.operations, Role.admin)).get("/audit").links.keys()


def test_a_keeper_of_one_team_signs_in_by_somebodys_link(app, session):
    north = team()
    keeper = actor_for(person(Role.operations, name="Olu Ade"))
    new = invitations.invite(keeper, email="new@example.com", name="New Rep", roles=[Role.rep], team_id=north.id)
    wide, local = (Browser(app).sign_in(person(Role.operations, team=place)) for place in (None, north))
    assert new.email in wide.get("/mail").main
    subject = "Olu Ade invites you to Onramp"
    assert re.search(r"/invitation/(?!hidden)\S+", wide.get("/mail").click(subject).main)
    hidden = local.get("/mail").click(subject).main
    assert re.findall(r"/invitation/(\S+)", hidden) == ["hidden"]
    assert "The link signs its reader in, so it is not shown here." in hidden
