"""Importing through the browser: look first, then take; what was not taken, and bad files."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import people
from tests.builders import sales as build
from tests.watching import statements
from tests.webapp.admin.imports import counts, worked
from workflows.files import StoredFile
from workflows.jobs import Job
from workflows.permits import Role
from workflows.sales.actions import importing
from workflows.sales.records import Credit, Deal, ImportBatch, Quota

PIPELINE = build.HEADER + build.GOOD + build.row("D2", product="GTXPro", value="9") + build.row("D3", stage="Signed")


@pytest.fixture
def operations(session, app):
    return Browser(app).sign_in(people.person(Role.operations))


def deals(browser, pipeline=PIPELINE, expect=200, **given):
    files = {"Deals": (pipeline.encode() if isinstance(pipeline, str) else pipeline, "deals.csv"),
             "Teams": (build.TEAMS.encode(), "teams.csv"), "Products": (build.PRODUCTS.encode(), "products.csv")}
    page = browser.get("/imports").click("Import deals").submit("Look at it", {**files, **given}, expect=expect)
    return worked(page) if expect == 200 else page


def test_an_import_is_taken_before_somebody_has_looked(operations, session):
    page = deals(operations)
    assert page.heading == "Before importing: Deals of a CRM"
    assert counts(page) == {"New": "2 rows", "Changed": "0 rows", "Unchanged": "0 rows", "Not taken": "1 rows"}
    assert page.rows("Mended spelling")[1:] == [["product", "GTXPro", "GTX Pro", "1"]]
    assert page.rows("Rows not taken")[1:] == [[
        "Deals", "4", "“Signed” is not a stage. Use Prospecting, Engaging, Won or Lost.", build.row(
            "D3", stage="Signed").strip()]]
    assert "5: Ana Ruiz, Bo Lind, Cy Park, Mei-Mei Johns, Uma Roy" in page.main
    assert session.scalar(sa.select(sa.func.count()).select_from(Deal)) == 0
    page = worked(page.submit("Import"))
    assert counts(page)["New"] == "2 rows"
    assert page.rows("Rows not taken")[1][:2] == ["Deals", "4"]
    assert session.scalars(sa.select(Credit.amount_minor).order_by(Credit.id)).all() == [451_450, 900]
    rows = operations.get("/imports").rows("Imports")
    assert [row[1:] for row in rows[1:]] == [["Deals of a CRM", "deals.csv", "2", "0", "0", "1"]]


def test_importing_the_same_file_twice_counts_twice(operations, session):
    look = deals(operations)
    look.submit("Import")
    worked(look.submit("Import"))
    assert session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.work == importing.TAKE)) == 1
    page = worked(deals(operations).submit("Import"))
    assert counts(page) == {"New": "0 rows", "Changed": "0 rows", "Unchanged": "2 rows", "Not taken": "1 rows"}
    assert "This file changed nothing" in page.main
    assert session.scalar(sa.select(sa.func.count()).select_from(Credit)) == 2


def test_quotas_cannot_be_imported(operations, session):
    worked(deals(operations).submit("Import"))
    content = b"sales_agent,month,quota,label\nAna Ruiz,2026-02,5000,sample\nNobody,2026-02,1,sample\n"
    page = operations.get("/imports").click("Import quotas").submit("Look at it", {"Quotas": (content, "quotas.csv")})
    page = worked(page)
    assert counts(page)["New"] == "1 rows"
    page = worked(page.submit("Import"))
    assert page.rows("Rows not taken")[1][:3] == [
        "Quotas", "3", "Nobody here is called “Nobody”. Import the teams first or mend the spelling."]
    assert session.scalars(sa.select(Quota.amount_minor)).all() == [500_000]


@pytest.mark.parametrize(("pipeline", "said"), [
    (b"", "The pipeline file is empty."), (b"PK\x03\x04zip", "The pipeline file is not a text table."),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "The pipeline file lacks these columns"),
    (b"one,two\n1,2\n", "The pipeline file lacks these columns: opportunity_id")])
def test_a_file_that_is_no_export_is_kept(operations, session, pipeline, said):
    page = deals(operations, pipeline, expect=422)
    assert said in page.main
    assert session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0


def test_files_larger_together_than_may_be_sent_are_kept(operations, session, app, monkeypatch):
    monkeypatch.setitem(app.config, "ONRAMP", replace(app.config["ONRAMP"], upload_limit=len(PIPELINE)))
    page = deals(operations, expect=422)
    assert "Export a shorter period, or use the command “onramp import”." in page.main
    assert session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0


@pytest.mark.parametrize(("given", "said"), [
    ({"Currency of all amounts": "usd"}, "Three capital letters"), ({"Currency of all amounts": "XXY"}, "XXY"),
    ({"Name of the CRM": "Our CRM!"}, "Small letters")])
def test_a_wrong_word_beside_the_files_is_taken(operations, given, said):
    assert said in deals(operations, expect=422, **given).main


def test_an_import_of_which_nothing_was_taken_looks_like_any_other(operations, session):
    page = deals(operations, build.HEADER + build.row("D2", value="x") + build.row("D3", stage="Signed"))
    page = worked(page.submit("Import"))
    assert counts(page) == {"New": "0 rows", "Changed": "0 rows", "Unchanged": "0 rows", "Not taken": "2 rows"}
    assert "This file changed nothing: no row of it could be both read and new. The reasons are below." in page.main
    assert [row[1] for row in page.rows("Rows not taken")[1:]] == ["2", "3"]
    assert session.scalar(sa.select(sa.func.count()).select_from(Deal)) == 0


def test_rows_that_were_not_taken_cannot_be_kept(operations, session):
    worked(deals(operations).submit("Import"))
    batch = session.scalars(sa.select(ImportBatch)).one()
    answer = operations.get(f"/imports/{batch.id}/quarantined.csv").response
    assert answer.text.splitlines() == [
        "\ufeffFile,Line,Column,Reason,Row",
        'Deals,4,deal_stage,"“Signed” is not a stage. Use Prospecting, Engaging, Won or Lost.",'
        '"D3,Ana Ruiz,GTX Pro,Isdom,Signed,2026-01-05,2026-02-01,1000"']


def test_a_leader_or_operations_of_one_team_imports(session, app):
    Browser(app).sign_in(people.person(Role.leader, team=people.team())).get("/imports", expect=403)
    one = Browser(app).sign_in(people.person(Role.operations, team=people.team()))
    page = one.get("/imports")
    assert ("Import deals" in page.links, "ask operations of the whole company" in page.main) == (False, True)


def test_operations_of_one_team_choose_files_that_nobody_takes(session, app):
    refused = Browser(app).sign_in(people.person(Role.operations, team=people.team())).get("/imports/new", expect=403)
    assert ("Look at it" in refused.buttons, "Operations of the whole company" in refused.main) == (False, True)


def test_an_empty_list_of_imports_says_nothing(operations):
    assert "Nothing was imported yet." in operations.get("/imports").main


def test_the_list_asks_more_with_more_imports(operations, app):
    def asked():
        operations.get("/imports")
        with statements(app, "SELECT") as seen:
            operations.get("/imports")
        return len(seen)

    build.imported()
    before = asked()
    build.imported(build.row("D7"))
    build.imported(build.row("D8"))
    assert asked() == before <= 12


def test_operations_of_one_team_read_every_teams_deals(operations, session, app):
    worked(deals(operations).submit("Import"))
    batch_id = session.scalar(sa.select(ImportBatch.id))
    theirs = Browser(app).sign_in(people.person(Role.operations, team=people.team()))
    page = theirs.get("/imports")
    assert ("deals.csv" in page.text, "ask operations of the whole company" in page.main) == (False, True)
    for end in ("", "/quarantined.csv"):
        operations.get(f"/imports/{batch_id}{end}")
        theirs.get(f"/imports/{batch_id}{end}", expect=404)
