"""Pages of operations: mail, jobs, audit."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import interviewing, recruiting
from tests.builders.people import person, team
from tests.watching import statements
from workflows import jobs, ledger, outbox
from workflows.acting import act, maintenance
from workflows.db import db
from workflows.ledger import AuditEntry
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role, System, allow, declared, system
from workflows.recruiting.actions import requisitions

pytestmark = pytest.mark.usefixtures("session")
if "operations_test.do" not in declared():
    allow("operations_test.do", system)


@pytest.fixture
def operations(app) -> Browser:
    return Browser(app).sign_in(person(Role.operations, name="Olu Ade"))


def post(to: str = "ana@example.com", template: str = "candidate_link", **more) -> None:
    with act(System("a test"), "operations_test.do"):
        outbox.post(to, template, params={"title": "Account executive", "team": "North", "name": "Jo",
                                          "token": "secret-token"}, **more)


def break_down(message: OutboxMessage) -> None:
    raise ConnectionRefusedError("nobody listens")


def stuck_mail(clock) -> None:
    post()
    for _ in outbox.BACK_OFF:
        outbox.deliver_due(break_down)
        clock.travel(days=1)


def test_stuck_mail_is_not_seen_or_cannot_be_tried_again(session, operations, clock):
    stuck_mail(clock)
    page = operations.get("/mail")
    assert "1 mail is stuck" in page.main
    assert page.rows("Mail")[1][:3] == ["Your application: Account executive", "ana@example.com", "Stuck"]
    page = page.click("Your application: Account executive")
    assert "ConnectionRefusedError: nobody listens" in page.main
    page = page.submit("Try again now")
    assert "Waiting" in page.main
    sent = []
    outbox.deliver_due(lambda message: sent.append(message.to))
    assert sent == ["ana@example.com"]
    assert "Try again now" not in operations.get(page.path).buttons


def test_mail_kept_in_files_cannot_be_read_or_its_link_followed(operations):
    post()
    page = operations.get("/mail").click("Your application: Account executive")
    assert "No mail server is set" in operations.get("/mail").main
    assert page.links["http://localhost/my/secret-token"] == "http://localhost/my/secret-token"


def test_operations_come_in_as_somebody_else_by_their_mail(app, operations, monkeypatch):
    post()
    monkeypatch.setitem(app.config, "ONRAMP", replace(app.config["ONRAMP"], smtp_url="smtp://mail.example"))
    page = operations.get("/mail").click("Your application: Account executive")
    assert "secret-token" not in page.source
    assert "The link signs its reader in, so it is not shown here." in page.main


def test_mail_that_cannot_be_written_breaks_the_list(operations, clock):
    post(template="no_such_letter")
    outbox.deliver_due(break_down)
    page = operations.get("/mail").click("Cannot be written: no such letter")
    assert "Its template and facts do not fit together" in page.main


def test_somebody_reads_the_mail_of_other_teams(app, session):
    north, south = team(), team()
    for place in (north, south):
        post(f"team{place.id}@example.com", user_id=person(Role.rep, team=place).id)
    post()
    keeper = Browser(app).sign_in(person(Role.operations, team=north))
    assert [row[1] for row in keeper.get("/mail").rows("Mail")[1:]] == [f"team{north.id}@example.com"]
    others = session.scalars(sa.select(OutboxMessage.id).where(OutboxMessage.to != f"team{north.id}@example.com")).all()
    for message_id in others:
        keeper.get(f"/mail/{message_id}", expect=404)


def test_a_stuck_job_is_not_seen_or_cannot_be_done_again(app, session, operations, clock):
    def fail(**params) -> None:
        raise ValueError("the file is empty")

    with act(System("a test"), "operations_test.do"):
        jobs.enqueue("recruiting.read_resume", resume_id=1)
    assert operations.get("/jobs").rows("Jobs")[1][:2] == ["Read a résumé", "Waiting"]
    while jobs.run_next({"recruiting.read_resume": fail}):
        clock.travel(hours=8)
    page = operations.get("/jobs?state=stuck").click("Read a résumé")
    assert "ValueError: the file is empty" in page.main
    assert "5 of 5" in page.main
    page = page.submit("Do it now")
    done = []
    jobs.run_next({"recruiting.read_resume": lambda **params: done.append(params)})
    assert done == [{"resume_id": 1}]
    assert operations.get("/jobs").rows("Jobs")[1][:2] == ["Read a résumé", "Done"]
    assert "No job is in this state" in operations.get("/jobs?state=stuck").main


def test_the_ledger_does_not_say_who_did_what(session, operations):
    made = recruiting.submitted(team("North"))
    requisitions.send_back(actor_for(made.approver), made, reason="The band is too low.")
    page = operations.get("/audit?kind=requisition")
    assert page.rows("Entries")[1][1:] == [
        made.approver.name, "Send back from “In approval” to “Draft”", "Requisition: Account executive", "Not yet"]
    assert page.rows("Entries")[2][1:3] == [made.requested_by.name, "Ask for approval from “Draft” to “In approval”"]
    assert page.rows("Entries")[3][2] == "Asked for a seat"
    assert [row[1] for row in operations.get(f"/audit?who={made.approver.name}").rows("Entries")[1:]] == [
        made.approver.name]
    assert "No entry fits" in operations.get("/audit?until=2020-01-01").main
    assert len(operations.get("/audit?from=2026-03-02&until=2026-03-02").rows("Entries")) > 4


def test_what_somebody_wrote_is_read_by_more_than_administrators(app, operations):
    made = recruiting.submitted()
    requisitions.send_back(actor_for(made.approver), made, reason="The band is too low.")
    assert "The band is too low." not in operations.get("/audit").main
    admin = Browser(app).sign_in(person(Role.admin))
    assert "The band is too low." in admin.get("/audit").main


def test_the_ledger_tells_what_a_scorecard_says(app, session):
    panel = interviewing.held(2)
    interviewing.submit(panel.cards[0], evidence="Named the budget owner.")
    admin = Browser(app).sign_in(person(Role.admin, Role.operations))
    page = admin.get("/audit?kind=scorecard")
    assert "Submit" in page.main
    assert "Named the budget owner." not in page.source + admin.open("/audit.csv", method="GET").get_data(as_text=True)


def test_the_ledger_of_other_teams_is_read(app):
    north, south = team(), team()
    recruiting.submitted(north)
    hidden = recruiting.submitted(south, title="Somebody secret")
    keeper = Browser(app).sign_in(person(Role.operations, team=north))
    assert "Requisition: Account executive" in keeper.get("/audit").main
    assert hidden.title not in keeper.get("/audit").main


def test_the_table_of_the_ledger_is_not_the_page(operations):
    recruiting.submitted()
    answer = operations.open("/audit.csv?kind=requisition", method="GET")
    lines = answer.get_data(as_text=True).splitlines()
    assert answer.mimetype == "text/csv"
    assert len(lines) == 3
    assert ",requisition.submit,requisition,Account executive," in lines[1]
    assert lines[1].endswith(",Draft,In approval,False")


def test_a_tampered_ledger_passes_for_proven(session, operations):
    recruiting.submitted()
    with maintenance("a test seals"):
        ledger.seal(db.session())
    page = operations.get("/audit").click("Prove it")
    assert "Nothing was changed after it was written." in page.main
    with maintenance("a test tampers"):
        changed = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "requisition.submit")).one()
        changed.facts = {}
    page = operations.get("/audit/proof")
    assert f"Entry {changed.id} (requisition: submit): changed after it was written." in page.main


@pytest.mark.parametrize("change", [
    "audit_entries SET facts = 'nonsense' WHERE id", "audit_entries SET facts = '[7]' WHERE id",
    "audit_entries SET facts = '{\"before\"\\: [], \"after\"\\: {}}' WHERE id", "audit_entries SET at = 'x' WHERE id",
    "audit_entries SET verb = x'00ff' WHERE id", "audit_entries SET record_kind = CAST(x'ff' AS TEXT) WHERE id",
    "audit_entries SET actor_kind = x'00' WHERE id", "audit_entries SET record_id = 'x' WHERE id",
    "audit_texts SET body = '7' WHERE entry_id", "audit_texts SET body = 'nonsense' WHERE entry_id",
    "audit_seals SET members = 'nonsense' WHERE id < ", "audit_seals SET sealed_at = CAST(x'ff' AS TEXT) WHERE id < "])
def test_one_broken_row_hides_the_whole_ledger(session, operations, change):
    recruiting.submitted()
    with maintenance("a test seals"):
        ledger.seal(db.session())
    broken = session.scalars(sa.select(AuditEntry.id).where(AuditEntry.verb == "requisition.submit")).one()
    rows = len(operations.get("/audit").rows("Entries"))
    with maintenance("a test tampers"):
        session.execute(sa.text(f"UPDATE {change} = {broken}".replace("<  =", "<=")))
    page = operations.get("/audit")
    told = f"Entry {broken} was changed past Onramp, so what it says is not shown."
    assert (len(page.rows("Entries")), told in page.main) == (rows, "audit_seals" not in change)
    table = operations.open("/audit.csv", method="GET").get_data(as_text=True).splitlines()
    assert (len(table), f"{broken},,,changed after it was written,,,,,,True" in table) == (
        rows, "audit_seals" not in change)
    assert "1 thing does not fit" in operations.get("/audit/proof").main


def test_the_proof_does_not_count_what_was_erased(session, operations):
    recruiting.submitted()
    with maintenance("a test erases"):
        session.execute(sa.text("DELETE FROM audit_texts WHERE entry_id = 2"))
    page = operations.get("/audit/proof").main
    assert "Nothing was changed after it was written, but for 1 text that was erased." in page
    assert "compare the number with what you were asked to erase" in page


@pytest.mark.parametrize("path", ["/mail", "/jobs", "/audit"])
def test_a_page_asks_more_with_more_rows(app, operations, path, clock):
    counts = []
    for number in (1, 8):
        for _ in range(number):
            recruiting.submitted()
            with act(System("a test"), "operations_test.do"):
                jobs.enqueue("recruiting.read_resume", resume_id=number)
        operations.get(path)
        with statements(app, "SELECT") as seen:
            operations.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize("query", ["?page=x", "?page=-1", "?page=99999999999", "?state=nonsense", "?id=x", "?from=x",
                                   "?kind=nonsense", "?who=%00%25", "?until=9999-12-31"])
def test_a_strange_address_breaks_a_page(operations, query):
    recruiting.submitted()
    for path, heading in (("/mail", "Mail"), ("/jobs", "Jobs"), ("/audit", "Audit")):
        page = operations.get(path + query)
        assert (page.heading, page.path) == (heading, path)
