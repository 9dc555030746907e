"""Attainment and the deals behind it, as leaders, operations and reps see them."""

from datetime import date

import pytest

from tests.browser import Browser
from tests.builders import people
from tests.builders import sales as build
from tests.watching import statements
from webapp.ramp.sales import note
from workflows.permits import Role
from workflows.sales.attainment import MonthFigure, standing

HEADS = ["Credit", "Quota", "Attainment", "How to read it"]
NOTE = "months without a quota are left out of the percentage"


@pytest.fixture
def north(session):
    return people.team("North", office="Oslo")


@pytest.fixture
def leader(north, app):
    return Browser(app).sign_in(people.person(Role.leader, team=north, name="Lena Brandt"))


@pytest.fixture
def ana(north):
    ana = people.person(Role.rep, team=north, name="Ana Ruiz")
    build.sold(ana, 1_000, date(2026, 1, 10))
    build.sold(ana, 500, date(2026, 2, 10))
    return ana


@pytest.fixture
def uma(north):
    return people.person(Role.rep, team=north, name="Uma Roy")


def test_the_figures_of_the_practice_set_are_not_reached(session, app):
    build.practice()
    browser = Browser(app).sign_in(people.person(Role.operations))
    page = browser.get("/attainment?by=region&period=all")
    assert [row[:2] for row in page.rows("Attainment")[1:]] == [
        ["West", "$3,568,647"], ["Central", "$3,346,293"], ["East", "$3,090,594"]]
    assert "$10,005,534" in page.main
    for quarter, total in (("2017-Q2", "$3,086,111"), ("2017-Q3", "$2,982,255"), ("2017-Q4", "$2,802,496")):
        assert total in browser.get(f"/attainment?by=team&period={quarter}").main
    reps = browser.get("/attainment?period=all").rows("Attainment")[1:]
    assert [reps[0][:2], len(reps)] == [["Darcel Schlecht Central · Melvin Marxen", "$1,153,214"], 35]
    assert [row[1:4] for row in reps[-5:]] == [["none yet", "no quota set", "no figure yet"]] * 5
    page = browser.get("/attainment?by=region&period=2017-Q2").click("Deals")
    assert "Together $3,086,111.00 of credit." in page.main


@pytest.mark.both_databases
def test_a_month_without_quota_makes_the_percentage_too_high(leader, ana):
    build.quota(("Ana Ruiz", "2026-01", "800"))
    page = leader.get("/attainment")
    assert page.rows("Attainment") == [["Rep", *HEADS], ["Ana Ruiz North", "$1,500", "$800", "125%", NOTE]]
    assert "$1,000 of credit in months that have a quota, over $800." in page.main
    assert page.rows("Credit and quota in USD")[:4] == [
        ["Period", "Credit", "Quota", "Attainment"], ["January 2026", "$1,000", "$800", "125%"],
        ["February 2026", "$500", "no quota set", "no quota set"]]


def test_nobody_is_told_that_a_quota_is_a_sample(leader, ana):
    build.quota(("Ana Ruiz", "2026-01", "800"), label="sample: 110 % of the median month")
    assert "labelled “sample: 110 % of the median month”" in leader.get("/attainment").main
    assert "labelled" not in leader.get("/attainment?period=2026-02").main


def test_a_rep_without_quota_is_divided_by_zero(leader, ana, uma):
    build.quota(("Ana Ruiz", "2026-01", "0"))
    assert leader.get("/attainment").rows("Attainment")[1:] == [
        ["Ana Ruiz North", "$1,500", "$0", "quota of 0", NOTE],
        ["Uma Roy North", "none yet", "no quota set", "no figure yet", ""]]


def test_each_figure_does_not_lead_to_its_deals(leader, ana):
    page = leader.get("/attainment?period=2026-02").click("$500")
    assert (page.heading, "Together $500.00 of credit." in page.main) == ("Deals of Ana Ruiz", True)
    (row,) = page.rows("Credits")[1:]
    assert row[0] == "Feb 10, 2026"
    page = page.click(row[1])
    assert page.rows("Credits and reversals")[1:] == [
        ["February 10, 2026", "Ana Ruiz", "credited on March 2, 2026", "100%", "$500.00"]]
    for by in ("team", "region"):
        (address,) = leader.get(f"/attainment?by={by}&period=2026-Q1").xpath("//td//a[contains(@href, '/deals')]/@href")
        assert "Together $1,500.00 of credit." in leader.get(address).main


def test_a_reversal_hides_from_the_deals(leader, ana):
    build.sold(ana, 500, date(2026, 3, 1), reference="moves")
    build.sold(ana, 300, date(2026, 3, 1), reference="moves")
    rows = leader.get("/deals?period=2026-03").rows("Credits")[1:]
    assert [(row[1], row[5]) for row in rows] == [("moves", "$300.00"), ("moves taken back", "-$500.00"),
                                                  ("moves", "$500.00")]
    assert "Together $300.00 of credit." in leader.get("/deals?period=2026-03").main


def test_a_rep_sees_what_a_colleague_sold(session, app, ana, uma):
    build.sold(uma, 777, date(2026, 2, 3), reference="secret")
    rep = Browser(app).sign_in(ana)
    page = rep.get("/attainment")
    assert [row[0] for row in page.rows("Attainment")[1:]] == ["Ana Ruiz North"]
    assert "777" not in page.text + rep.get("/deals").text
    rep.get(f"/deals?rep={uma.id}", expect=404)
    assert rep.get("/attainment.csv").response.text.count("\n") == 2
    own = Browser(app).sign_in(uma).get("/deals").xpath("//th//a/@href")[0]
    rep.get(own, expect=404)


def test_a_leader_sees_another_team(session, app, ana, leader):
    other = people.team("South", office="Rome")
    stranger = Browser(app).sign_in(people.person(Role.leader, team=other))
    assert "Nothing is credited" in stranger.get("/attainment").main
    assert "1,500" in leader.get("/attainment").main
    assert leader.get(f"/attainment?team={other.id}").main.count("$") == 0


def test_a_held_ramp_hides_what_was_scheduled(session):
    held = standing([MonthFigure(900, 1_000, 2_000, on_ramp=True), MonthFigure(600, 500, 500, on_ramp=True)])
    assert (held.share_bp, held.scheduled_share_bp) == (10_000, 6_000)
    assert note(held) == "held ramp: 60% of the scheduled quota"
    assert note(standing([MonthFigure(900, 1_000, 1_000, on_ramp=True)])) == "ramped quota"


def test_two_currencies_are_added_up(leader, ana):
    build.imported(build.row("EU1", rep="Ana Ruiz", value="70"), currency="EUR",
                   teams="sales_agent,manager,regional_office\nAna Ruiz,Bo Lind,North\n")
    rows = leader.get("/attainment").rows("Attainment")[1:]
    assert [row[1] for row in rows] == ["$1,500", "€70"]


def test_the_csv_lets_a_name_calculate(session, app, north):
    build.sold(people.person(Role.rep, team=north, name="=HYPERLINK(1)"), 5, date(2026, 2, 3))
    answer = Browser(app).sign_in(people.person(Role.operations)).get("/attainment.csv").response
    assert answer.text.splitlines()[1] == "'=HYPERLINK(1),2026-Q1,USD,5.00,,,,"
    assert answer.headers["Content-Disposition"] == "attachment; filename=attainment.csv"


@pytest.mark.parametrize("address", [
    "/attainment?by=nothing", "/attainment?period=soon", "/deals?period=2026-Q9", "/deals?rep=999999", "/deals/999999",
    "/attainment.svg?currency=EUR", "/attainment?period=0001"])
def test_an_address_that_means_nothing_is_a_fault(leader, ana, address):
    leader.get(address, expect=404)


def test_the_chart_shows_other_figures_than_the_table(leader, ana):
    drawn = leader.get("/attainment.svg?currency=USD&period=2026-Q1").response
    assert drawn.mimetype == "image/svg+xml"
    assert [month in drawn.text for month in ("Jan", "Feb")] == [True, True]


def test_pages_ask_more_with_more_people(session, app, leader, north, ana):
    def asked(path):
        leader.get(path)
        with statements(app, "SELECT") as seen:
            leader.get(path)
        return len(seen)

    paths = ("/attainment", "/attainment?by=team", "/deals")
    before = [asked(path) for path in paths]
    for name in ("Uma Roy", "Ida Lund", "Zoe Kim"):
        build.sold(people.person(Role.rep, team=north, name=name), 10, date(2026, 2, 3))
        build.quota((name, "2026-02", "10"))
    assert [asked(path) for path in paths] == before
    assert max(before) <= 12
