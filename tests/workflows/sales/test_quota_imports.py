"""Quotas from a file, and the sample of one."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests.builders import people
from tests.builders import sales as build
from workflows.errors import Refused
from workflows.permits import Role
from workflows.sales.quotas import quotas_csv, read_quotas, sample_quotas
from workflows.sales.records import Quota

HEADER = "sales_agent,month,quota,label\n"


def read(*rows, names=("Ana Ruiz", "Uma Roy")):
    return read_quotas((HEADER + "".join(rows)).encode(), names, "USD")


@pytest.mark.parametrize(("row", "column", "code"), [
    ("Nobody,2026-02,5,\n", "sales_agent", "sales.quota-rep-unknown"),
    ("Ana Ruiz,2026-Q1,5,\n", "month", "sales.quota-not-a-month"),
    ("Ana Ruiz,February,5,\n", "month", "sales.period-unreadable"),
    ("Ana Ruiz,2026-02,-5,\n", "quota", "sales.quota-negative"),
    ('Ana Ruiz,2026-02,"1,000",\n', "quota", "money.not-a-number"),
    ("Ana Ruiz,2026-02,5," + "x" * 121 + "\n", "label", "sales.name-too-long"),
    ("Ana Ruiz,2026-02,5\n", "", "sales.row-width")])
def test_a_bad_quota_spoils_the_others_or_is_lost(row, column, code):
    found = read(row, "Uma Roy,2026-02,7,\n")
    assert [(each.number, each.column, each.reason.code) for each in found.quarantined] == [(2, column, code)]
    assert [(each.rep, each.amount.minor) for each in found.quotas] == [("Uma Roy", 700)]


def test_the_first_of_two_quotas_for_one_month_wins():
    found = read("Ana Ruiz,2026-02,5,\n", "ana ruiz,2026-02,6,\n", "Uma Roy,2026-02,7,\n")
    assert [(each.rep, each.amount.minor) for each in found.quotas] == [("Uma Roy", 700)]
    assert [(each.number, each.reason.code, each.reason.params["row"]) for each in found.quarantined] == [
        (2, "sales.quota-repeated", 3), (3, "sales.quota-repeated", 2)]
    assert [(each.was, each.now) for each in found.mended] == [("ana ruiz", "Ana Ruiz")]


def test_one_quota_listed_twice_is_lost_or_added_up():
    found = read("Ana Ruiz,2026-02,5,\n", "Ana Ruiz,2026-02,5,\n")
    assert ([each.amount.minor for each in found.quotas], found.quarantined) == ([500], ())


def test_a_new_quota_overwrites_the_old_one(session):
    ana = people.person(Role.rep, name="Ana Ruiz")
    first = build.quota(("Ana Ruiz", "2026-02", "5"), ("Ana Ruiz", "2026-03", "5"))
    again = build.quota(("Ana Ruiz", "2026-02", "5"), ("Ana Ruiz", "2026-03", "6"))
    assert [(each.imported, each.updated, each.unchanged) for each in (first, again)] == [(2, 0, 0), (0, 1, 1)]
    rows = session.scalars(sa.select(Quota).where(Quota.user_id == ana.id).order_by(Quota.id)).all()
    assert [(f"{each.month_on:%Y-%m}", each.amount_minor, each.replaced_at is None) for each in rows] == [
        ("2026-02", 500, True), ("2026-03", 500, False), ("2026-03", 600, True)]


def test_a_sample_does_not_say_that_it_is_one():
    deals = build.export(build.row("D1", value="900"), build.row("D2", rep="Uma Roy", value="2100"),
                         build.row("D3", closed="2026-03-01", value="600")).deals
    made = sample_quotas(deals, Decimal("1.2"), "USD")
    # Ana sold 1,500 and Uma 2,100 in two months: the median month is 900, and 120 % of it 1,080.
    assert [(each.rep, f"{each.month_on:%Y-%m}", str(each.amount)) for each in made] == [
        (rep, month, "1,100.00 USD") for rep in ("Ana Ruiz", "Uma Roy") for month in ("2026-02", "2026-03")]
    assert {each.label for each in made} == {"sample: 120 % of the median month"}
    back = read_quotas(quotas_csv(made).encode(), ["Ana Ruiz", "Uma Roy"], "USD")
    assert [(each.rep, each.month_on, each.amount, each.label) for each in back.quotas] == [
        (each.rep, each.month_on, each.amount, each.label) for each in made]


def test_a_sample_is_made_from_nothing():
    with pytest.raises(Refused, match="no-won-deals"):
        sample_quotas((), Decimal(1), "USD")
