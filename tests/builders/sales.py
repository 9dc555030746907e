"""Deals, credits and quotas, taken through the imports."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.builders.people import BUILDER
from tests.conftest import cannot_run
from workflows.people.records import User
from workflows.sales.actions import deals, quotas
from workflows.sales.crm import CrmExport, read_crm
from workflows.sales.quotas import read_quotas
from workflows.sales.records import ImportBatch
from workflows.sales.sources import SourceFile

CRM = Path(__file__).resolve().parents[3] / "shared" / "data" / "crm"
TEAMS = ("sales_agent,manager,regional_office\nAna Ruiz,Bo Lind,North\nMei-Mei Johns,Bo Lind,North\n"
         "Uma Roy,Cy Park,South\n")
PRODUCTS = "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n"
HEADER = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
GOOD = "D1,Ana Ruiz,GTX Pro,Isdom,Won,2026-01-05,2026-02-01,4514.50\n"


def row(reference: str = "D1", *, rep: str = "Ana Ruiz", product: str = "GTX Pro", account: str = "Isdom",
        stage: str = "Won", engaged: str = "2026-01-05", closed: str = "2026-02-01", value: str = "1000") -> str:
    return f"{reference},{rep},{product},{account},{stage},{engaged},{closed},{value}\n"


def export(*rows: str, teams: str = TEAMS, products: str = PRODUCTS, currency: str = "USD") -> CrmExport:
    return read_crm("".join([HEADER, *(rows or (GOOD,))]).encode(), teams.encode(), products.encode(), currency)


def imported(*rows: str, currency: str = "USD", source: str = "crm", **files: Any) -> ImportBatch:
    found = export(*rows, currency=currency, **files)
    content = "".join(rows or (GOOD,)).encode()
    return deals.import_deals(BUILDER, found, files=[SourceFile.of("pipeline", "deals.csv", content)],
                              currency=currency, source=source)


def sold(user: User, amount: int = 1_000, on: date = date(2026, 2, 1), reference: str = "") -> ImportBatch:
    """A deal won by somebody who is here already, worth `amount` in whole units."""
    team = f"sales_agent,manager,regional_office\n{user.name},Bo Lind,North\n"
    return imported(row(reference or f"{user.id}-{on}-{amount}", rep=user.name, closed=on.isoformat(),
                        engaged="2016-01-01", value=str(amount)), teams=team)


def quota(*lines: tuple[str, str, str], label: str = "sample", names: frozenset[str] | None = None) -> ImportBatch:
    """Quotas as (name, month, amount)."""
    content = "sales_agent,month,quota,label\n" + "".join(f"{name},{month},{amount},{label}\n"
                                                          for name, month, amount in lines)
    found = read_quotas(content.encode(), names or {name for name, *_ in lines}, "USD")
    return quotas.import_quotas(BUILDER, found, file=SourceFile.of("quotas", "quotas.csv", content.encode()))


def practice() -> ImportBatch:
    """The practice export beside the checkout, imported whole."""
    if not CRM.is_dir():
        cannot_run("The practice export is not there: put shared/data/crm beside the checkout")
    contents = {part: (CRM / name).read_bytes() for part, name in (
        ("pipeline", "sales_pipeline.csv"), ("teams", "sales_teams.csv"), ("products", "products.csv"))}
    found = read_crm(contents["pipeline"], contents["teams"], contents["products"], "USD")
    return deals.import_deals(BUILDER, found, currency="USD",
                              files=[SourceFile.of(part, f"{part}.csv", each) for part, each in contents.items()])
