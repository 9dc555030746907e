"""A CRM export as it comes: what is taken, mended, set aside, and what it adds up to."""

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import cannot_run
from workflows.errors import Refused
from workflows.money import Money
from workflows.reasons import Reason
from workflows.sales.crm import read_crm
from workflows.sales.deals import DealStage
from workflows.sales.periods import Period
from workflows.sales.rules import (
    ImportPlan,
    import_plan,
)
from workflows.sales.spelling import Mended

CRM = Path(__file__).resolve().parents[4] / "shared" / "data" / "crm"
TEAMS = b"sales_agent,manager,regional_office\nAna Ruiz,Bo Lind,North\nMei-Mei Johns,Bo Lind,North\n"
PRODUCTS = b"product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n"
HEADER = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
GOOD = "D1,Ana Ruiz,GTX Pro,Isdom,Won,2026-01-05,2026-02-01,4514.50\n"


def read(*rows, header=HEADER, teams=TEAMS, products=PRODUCTS):
    content = "".join([header, *rows])
    return read_crm(content.encode("utf-8", "surrogateescape"), teams, products, "USD")


@pytest.fixture(scope="module")
def practice():
    if not CRM.is_dir():
        cannot_run("The practice export is not there: put shared/data/crm beside the checkout")
    return read_crm(*((CRM / name).read_bytes() for name in
                      ("sales_pipeline.csv", "sales_teams.csv", "products.csv")), "USD")


def test_the_practice_set_reaches_its_known_figures(practice):
    won = [deal.value for deal in practice.deals if deal.stage is DealStage.won and deal.value]
    assert sum(won, Money(0, "USD")) == Money(1_000_553_400, "USD")


def test_the_practice_sets_mess_is_mended_or_kept_and_nothing_is_lost(practice):
    assert practice.mended == (Mended("product", "GTXPro", "GTX Pro", 1_480),)
    assert (practice.quarantined, practice.team_quarantined) == ((), ())
    assert sum(not deal.account for deal in practice.deals) == 1_425
    assert practice.reps_without_deals == (
        "Mei-Mei Johns", "Elizabeth Anderson", "Natalya Ivanova", "Carol Thompson", "Carl Lin")
    assert (len(practice.reps), len(practice.products), len(practice.deals)) == (35, 7, 8_800)
    assert len({deal.rep for deal in practice.deals if deal.stage is DealStage.won}) == 30


def test_a_second_import_of_the_same_file_changes_nothing(practice):
    known = {deal.reference: deal.digest for deal in practice.deals}
    assert import_plan(practice.deals, known) == ImportPlan((), (), practice.deals)


def test_only_the_deal_that_moved_on_is_changed():
    before, after = read(GOOD, "D2,Ana Ruiz,GTX Pro,,Engaging,,,\n"), read(
        GOOD, "D2,Ana Ruiz,GTX Pro,,Won,2026-01-01,2026-03-01,10\n", "D3,Ana Ruiz,GTX Pro,,Prospecting,,,\n")
    plan = import_plan(after.deals, {deal.reference: deal.digest for deal in before.deals})
    assert [[deal.reference for deal in group] for group in (plan.new, plan.changed, plan.unchanged)] == [
        ["D3"], ["D2"], ["D1"]]


def test_another_spelling_of_the_same_deal_is_no_change():
    first = read(GOOD).deals[0]
    again = read("D1, Ana  Ruiz ,gtx-pro,Isdom,WON,2026-01-05,2026-02-01,4514.5\n")
    assert again.deals[0].digest == first.digest
    assert again.mended == (Mended("sales_agent", "Ana  Ruiz", "Ana Ruiz", 1),
                            Mended("product", "gtx-pro", "GTX Pro", 1))


def test_a_won_deal_arrives_with_its_money_and_days():
    (deal,) = read(GOOD).deals
    assert (deal.stage, deal.value, deal.engaged_on, deal.closed_on, deal.number) == (
        DealStage.won, Money(451_450, "USD"), date(2026, 1, 5), date(2026, 2, 1), 2)


def test_open_deals_need_neither_dates_nor_value_nor_account():
    deals = read("D1,Ana Ruiz,GTX Pro,,Prospecting,,,\n", "D2,Ana Ruiz,GTX Pro,,Engaging,2026-01-05,,\n").deals
    assert [(deal.engaged_on, deal.closed_on, deal.value, deal.account) for deal in deals] == [
        (None, None, None, ""), (date(2026, 1, 5), None, None, "")]


@pytest.mark.parametrize(("row", "column", "code"), [
    (",Ana Ruiz,GTX Pro,,Won,,2026-02-01,5\n", "opportunity_id", "sales.reference-unusable"),
    ("D1,Nobody,GTX Pro,,Won,,2026-02-01,5\n", "sales_agent", "sales.rep-unknown"),
    ("D1,Ana Ruiz,GTX Max,,Won,,2026-02-01,5\n", "product", "sales.product-unknown"),
    ("D1,Ana Ruiz,,,Won,,2026-02-01,5\n", "product", "sales.product-unknown"),
    ("D1,Ana Ruiz,GTX Pro,,Signed,,2026-02-01,5\n", "deal_stage", "sales.stage-unknown"),
    ("D1,Ana Ruiz,GTX Pro,,Won,,,5\n", "close_date", "sales.closed-without-date"),
    ("D1,Ana Ruiz,GTX Pro,,Engaging,,2026-02-01,\n", "close_date", "sales.open-with-close-date"),
    ("D1,Ana Ruiz,GTX Pro,,Won,2026-02-02,2026-02-01,5\n", "close_date", "sales.closed-before-engaged"),
    ("D1,Ana Ruiz,GTX Pro,,Won,,2026-02-30,5\n", "close_date", "sales.day-unreadable"),
    ("D1,Ana Ruiz,GTX Pro,,Won,,02/01/2026,5\n", "close_date", "sales.day-unreadable"),
    ("D1,Ana Ruiz,GTX Pro,,Won,0026-01-01,2026-02-01,5\n", "engage_date", "sales.day-unreadable"),
    ("D1,Ana Ruiz,GTX Pro,,Won,,2026-02-01,\n", "close_value", "sales.closed-without-value"),
    ("D1,Ana Ruiz,GTX Pro,,Won,,2026-02-01,0\n", "close_value", "sales.value-not-positive"),
    ("D1,Ana Ruiz,GTX Pro,,Won,,2026-02-01,-5\n", "close_value", "sales.value-not-positive"),
    ('D1,Ana Ruiz,GTX Pro,,Won,,2026-02-01,"1,054"\n', "close_value", "money.not-a-number"),
    ("D1,Ana Ruiz,GTX Pro,,Won,,2026-02-01,1e9\n", "close_value", "money.not-a-number"),
    ("D1,Ana Ruiz,GTX Pro,,Won,,2026-02-01,1.005\n", "close_value", "money.too-many-digits"),
    ("D1,Ana Ruiz,GTX Pro,,Lost,,2026-02-01,5\n", "close_value", "sales.lost-with-value"),
    ("D1,Ana Ruiz,GTX Pro," + "x" * 201 + ",Won,,2026-02-01,5\n", "account", "sales.name-too-long"),
    ("D1,Ana Ruiz,GTX Pro,Caf\udce9,Won,,2026-02-01,5\n", "account", "sales.cell-not-utf8"),
    ("D1,Ana Ruiz,GTX Pro,a\x00b,Won,,2026-02-01,5\n", "account", "sales.cell-control"),
    ("D1,Ana Ruiz,GTX Pro\n", "", "sales.row-width"),
    ('D1,"Ana Ruiz,GTX Pro,,Won,,2026-02-01,5\n', "", "sales.row-unreadable")])
def test_a_bad_row_is_set_aside_with_its_reason_and_the_others_are_taken(row, column, code):
    found = read(row, GOOD.replace("D1", "D9"))
    assert [(each.number, each.column, each.reason.code) for each in found.quarantined] == [(2, column, code)]
    assert [deal.reference for deal in found.deals] == ["D9"]


def test_a_broken_letter_is_shown_as_bytes_not_as_another_letter():
    (found,) = read("D1,Ana Ruiz,GTX Pro,Caf\udce9,Won,,2026-02-01,5\n").quarantined
    assert found.raw == "D1,Ana Ruiz,GTX Pro,Caf\\xe9,Won,,2026-02-01,5"


def test_a_row_that_comes_twice_counts_once():
    found = read(GOOD, GOOD)
    assert len(found.deals) == 1
    assert [(each.number, each.reason) for each in found.quarantined] == [
        (3, Reason("sales.deal-repeated", {"reference": "D1", "row": 2}))]


def test_two_versions_of_one_deal_are_both_set_aside_because_neither_is_surely_right():
    found = read(GOOD, GOOD.replace("4514.50", "9000"))
    assert found.deals == ()
    assert [(each.number, each.reason) for each in found.quarantined] == [
        (number, Reason("sales.deal-contradicted", {"reference": "D1", "rows": [2, 3]})) for number in (2, 3)]


def test_two_products_that_differ_in_spacing_only_are_never_guessed():
    products = PRODUCTS + b"GTX  PRO,GTX,1\n"
    found = read("D1,Ana Ruiz,GTXPro,,Won,,2026-02-01,5\n", GOOD.replace("D1", "D2"), products=products)
    assert [each.reason.code for each in found.quarantined] == ["sales.product-unknown"]
    assert [deal.product for deal in found.deals] == ["GTX Pro"]


def test_a_quoted_comma_a_quoted_line_break_and_an_inch_sign_are_plain_text():
    found = read('D1,Ana Ruiz,GTX Pro,"Smith, Sons",Won,,2026-02-01,5\n',
                 'D2,Ana Ruiz,GTX Pro,"Two\nlines",Won,,2026-02-01,5\n',
                 'D3,Ana Ruiz,GTX Pro,Pipe 5" Ltd,Won,,2026-02-01,5\n', GOOD.replace("D1", "D4"))
    assert found.quarantined == ()
    assert [(deal.account, deal.number) for deal in found.deals] == [
        ("Smith, Sons", 2), ("Two\nlines", 3), ('Pipe 5" Ltd', 5), ("Isdom", 6)]


def test_windows_line_ends_a_byte_order_mark_and_other_column_orders_are_read():
    header = "\ufeffclose_value,note,close_date,engage_date,deal_stage,account,product,sales_agent,opportunity_id\r\n"
    (deal,) = read("5,,2026-02-01,,Won,,GTX Pro,Mei-Mei Johns,D1\r\n", "\r\n", header=header).deals
    assert (deal.reference, deal.rep, deal.value) == ("D1", "Mei-Mei Johns", Money(500, "USD"))


@pytest.mark.parametrize(("content", "code"), [
    (b"", "sales.file-empty"), (b" \n\n", "sales.file-empty"), (b"PK\x03\x04 a zip", "sales.file-not-csv"),
    ("opportunity_id".encode("utf-16"), "sales.file-not-csv"),
    (HEADER.replace(",", ";").encode(), "sales.columns-missing"),
    (HEADER.replace("account", "product").encode(), "sales.columns-missing"),
    (HEADER.replace("\n", ",product\n").encode(), "sales.columns-doubled")])
def test_a_file_that_is_no_pipeline_is_refused_as_a_whole(content, code):
    with pytest.raises(Refused) as refused:
        read_crm(content, TEAMS, PRODUCTS, "USD")
    assert [reason.code for reason in refused.value.reasons] == [code]


def test_missing_columns_are_named():
    with pytest.raises(Refused) as refused:
        read_crm(b"opportunity_id,product\n", TEAMS, PRODUCTS, "USD")
    assert refused.value.reasons == (Reason("sales.columns-missing", {
        "file": "pipeline", "missing": ["sales_agent", "account", "deal_stage", "engage_date", "close_date",
                                        "close_value"], "found": ["opportunity_id", "product"]}),)


def test_a_rep_listed_twice_and_a_product_without_price_are_set_aside():
    found = read(GOOD.replace("Ana Ruiz", "Mei-Mei Johns"), teams=TEAMS + b"Ana Ruiz,Cy Park,South\n",
                 products=PRODUCTS + b"GTK 500,GTK,\n")
    assert [(each.number, each.column, each.reason.code) for each in found.team_quarantined] == [
        (2, "sales_agent", "sales.rep-repeated"), (4, "sales_agent", "sales.rep-repeated"),
        (4, "sales_price", "money.not-a-number")]
    assert [rep.name for rep in found.reps] == ["Mei-Mei Johns"]


@pytest.mark.parametrize("content", [b'"' * 50_000, b"x" * 300_000, b"a,b\n" * 1_000, b'"a\n' * 2_000])
def test_a_file_made_to_hurt_is_refused_quickly(content):
    with pytest.raises(Refused, match="columns-missing"):
        read_crm(content, TEAMS, PRODUCTS, "USD")


def test_periods_are_read_and_written_the_same_way():
    for text in ("2026", "2026-Q1", "2026-Q4", "2026-02"):
        assert str(Period.parse(text)) == text
    assert Period.parse("2026-Q4") == Period(date(2026, 10, 1), date(2027, 1, 1))
    for text in ("2026-Q5", "2026-13", "26-01", "2026-1", "0001", ""):
        with pytest.raises(Refused, match="period-unreadable"):
            Period.parse(text)
