"""Statements, disputes and expected pay, as rep and operations see them."""

from datetime import date

import pytest

from tests.browser import Browser
from tests.builders import ramp as ramps
from tests.builders import sales
from tests.builders import statements as build
from tests.builders.people import person
from tests.watching import statements as watching
from workflows.content.records import Acknowledgement
from workflows.pay.records import Dispute, Statement
from workflows.permits import Role


@pytest.fixture
def user(session):
    found = build.rep(name="Maya Chen")
    sales.sold(found, 3_200, date(2026, 1, 12), "D-1")
    sales.sold(found, 300, date(2026, 1, 20), "D-2")
    return found


@pytest.fixture
def otto(user, app):
    return Browser(app).sign_in(person(Role.operations, team=user.team, name="Otto Lind"))


def test_a_statement_cannot_go_from_computing_to_payday(user, otto, app, session):
    page = otto.get("/statements").submit("Compute", {"month": "2026-01"})
    assert page.heading == "Pay of Maya Chen for January 2026"
    page = page.submit("Release to the rep")
    maya = Browser(app).sign_in(user)
    mine = maya.get("/statements").click("January 2026")
    assert mine.heading == "My pay for January 2026"
    assert [(row[0].split("Deal")[0].strip(), row[1]) for row in
            mine.rows("Lines, in the order they were worked out")[1:]] == [
        ("Commission, deal D-1", "$330.00"), ("Commission, deal D-2", "$45.00")]
    assert "$200.00 × 15% = $30.00, in the tier from $3,000.00 up." in mine.text
    page = otto.get(f"/statements/{session.query(Statement).one().id}").submit("Mark as paid")
    assert "Marked as paid." in page.notices


def test_a_mate_opens_anothers_statement(user, app):
    statement = build.released(user)
    mate = build.rep(user.team)
    path = f"/statements/{statement.id}"
    for browser in (Browser(app).sign_in(mate), Browser(app).sign_in(person(Role.operations, team=build.rep().team))):
        for end in ("", "/statement.csv", "/statement.pdf"):
            browser.get(path + end, expect=404)
    assert Browser(app).sign_in(user).get(path).heading == "My pay for January 2026"
    Browser(app).sign_in(person(Role.leader, team=user.team)).get(path, expect=403)


def test_a_statement_that_is_not_released_shows_to_its_rep(user, app):
    statement = build.computed(user)
    maya = Browser(app).sign_in(user)
    maya.get(f"/statements/{statement.id}", expect=404)
    assert "No statement is released yet" in maya.get("/statements").text


def test_csv_or_paper_say_something_else_than_the_page(user, app):
    statement = build.released(user)
    maya = Browser(app).sign_in(user)
    rows = maya.open(f"/statements/{statement.id}/statement.csv", method="GET").get_data(as_text=True).splitlines()
    assert [row.split(",")[:7] for row in rows] == [
        ["position", "kind", "deal", "component", "bucket", "amount", "currency"],
        ["1", "Commission", "D-1", "commission", "In this pay", "330.00", "USD"],
        ["2", "Commission", "D-2", "commission", "In this pay", "45.00", "USD"]]
    assert maya.open(f"/statements/{statement.id}/statement.pdf", method="GET").data.startswith(b"%PDF-1.7")


def test_a_rep_cannot_dispute_a_line_and_read_the_answer(user, otto, app, session):
    statement = build.released(user)
    maya = Browser(app).sign_in(user)
    page = maya.get(f"/statements/{statement.id}").click("Dispute this line: Commission, deal D-2")
    page = page.submit("Send to operations", {"What is wrong, and what should it be?": ""}, expect=422)
    page = page.submit("Send to operations", {"What is it about?": "A deal's value",
                                              "What is wrong, and what should it be?": "It was 400."})
    assert "Operations answer by" in page.text
    dispute = session.query(Dispute).one()
    answer = otto.get(f"/disputes/{dispute.id}").click("Accept in part")
    answer = answer.submit("Accept the dispute in part", {"What did you find?": "It was 350; we import it again."})
    assert "It was 350" in maya.get(f"/disputes/{dispute.id}").text
    Browser(app).sign_in(build.rep(user.team)).get(f"/disputes/{dispute.id}", expect=404)


def test_a_correction_is_not_explained_or_can_be_paid(user, otto, session):
    first = build.released(user)
    sales.sold(user, 100, date(2026, 1, 25), "D-3")
    page = otto.get(f"/statements/{first.id}").submit("Compute again")
    assert "Only the difference between the two is paid" in page.text
    assert ("What the month comes to now" in page.text, "To be paid" in page.text) == (True, False)
    page = page.submit("Release to the rep")
    assert "Only the difference is paid, with the statement for February 2026." in page.why_disabled("Mark as paid")
    session.expire_all()
    page = otto.get("/statements").submit("Compute", {"month": "2026-02"})
    assert [row[1] for row in page.rows("Lines, in the order they were worked out")[1:]] == ["$15.00"]


def test_a_rep_cannot_see_what_one_more_deal_would_bring(user, app, session):
    sales.sold(user, 200, date(2026, 3, 1))
    maya = Browser(app).sign_in(user)
    page = maya.get("/pay/expected")
    assert "$30.00" in page.text
    page = maya.get("/pay/expected?value=1,000")
    assert ("With one more deal of $1,000.00" in page.text, "$150.00" in page.text) == (True, True)
    assert "This cannot be worked out" in maya.get("/pay/expected?value=lots").text


def test_somebody_without_a_plan_gets_a_figure(session, app):
    place = build.rep().team
    maya = Browser(app).sign_in(person(Role.rep, team=place))
    assert "There is no pay plan for March 2026." in maya.get("/pay/expected").text
    assert "You are on no pay plan yet" in maya.get("/pay/plan").text


def test_the_ramp_page_does_not_say_what_to_expect(app, session):
    user = build.rep(quota=None)
    build.in_ramp(user, start_on=date(2026, 3, 2))
    sales.sold(user, 200, date(2026, 3, 2))
    page = Browser(app).sign_in(user).part("/ramps/mine/expected-pay")
    assert ("Expected pay for March 2026" in page.text, "$20.00" in page.text) == (True, True)
    assert "Expected pay" not in Browser(app).sign_in(person(Role.leader, team=user.team)).get("/ramps").text


def test_a_pay_plan_is_not_read_or_signed(user, app, session):
    maya = Browser(app).sign_in(user)
    page = maya.get("/pay/plan")
    assert page.rows("Rates") == [["Credit", "Rate"], ["0% to 100% of quota", "10%"],
                                  ["100% and above of quota", "15%"]]
    page = page.submit("Sign", {"Your full name": "Somebody"}, expect=422)
    page = page.submit("Sign", {"Your full name": "Maya Chen"})
    assert "Maya Chen signed it on" in page.text
    assert session.query(Acknowledgement).one().user_id == user.id


def test_operations_cannot_put_somebody_on_a_plan(user, otto, session):
    fresh = person(Role.rep, team=user.team, name="Tom New")
    version = build.pay_plan()
    page = otto.get("/pay/plans").click("Choose a plan: Tom New")
    page = page.submit("Put on this plan", {"Pay plan": str(version.id), "From": "2026-02-09"})
    assert [row[:2] + row[3:4] for row in page.rows("Reps and their pay plans")[1:]][-1] == [
        "Tom New", user.team.name, "February 9, 2026"]
    otto.get(f"/people/{build.rep().id}/pay-plan", expect=404)
    assert fresh.team_id == user.team_id


@pytest.mark.parametrize("path", ["/statements", "/pay/expected", "/pay/plans"])
def test_more_rows_mean_more_queries(user, otto, app, path):
    def count(browser):
        browser.get(path)
        with watching(app, "SELECT") as seen:
            browser.get(path)
        return len(seen)

    build.released(user)
    browser = Browser(app).sign_in(user) if path == "/pay/expected" else otto
    before = count(browser)
    for _ in range(2):
        build.released(build.rep(user.team))
        sales.sold(user, 10, date(2026, 3, 1))
    assert (count(browser), before <= 12) == (before, True)


def test_a_statement_with_many_lines_means_more_queries(user, app, session):
    few, many = build.released(user), build.rep(user.team)
    for number in range(6):
        sales.sold(many, 100 + number, date(2026, 1, 10))
    more = build.released(many)
    numbers = []
    for statement in (few, more):
        browser = Browser(app).sign_in(statement.user)
        browser.get(f"/statements/{statement.id}")
        with watching(app, "SELECT") as seen:
            browser.get(f"/statements/{statement.id}")
        numbers.append(len(seen))
    assert (numbers[0] == numbers[1], numbers[0] <= 12) == (True, True), numbers


def test_ones_own_ramp_asks_too_often(app, session):
    ramp = ramps.ramping()
    browser = Browser(app).sign_in(ramp.user)
    browser.get("/ramps/mine")
    with watching(app, "SELECT") as seen:
        browser.get("/ramps/mine")
    assert len(seen) <= 12, "\n".join(seen)


def test_a_correction_that_was_replaced_breaks_its_page(user, otto):
    build.released(user)
    for number, deal in enumerate(("D-3", "D-4"), 20):
        sales.sold(user, 100, date(2026, 1, number), deal)
        again = build.computed(user)
    page = otto.get(f"/statements/{again.id}").click("Number 2, computed")
    assert page.heading == "Pay of Maya Chen for January 2026"
