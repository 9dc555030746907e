"""A quota file: who is to sell how much in which month, and how a sample of one is made from past deals."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from statistics import median

from workflows.errors import Refused
from workflows.money import Money, exponent
from workflows.reasons import Reason
from workflows.sales.deals import DealStage, ImportedDeal
from workflows.sales.periods import Period, PeriodLength, months_between
from workflows.sales.rows import Quarantined, Row, read_rows
from workflows.sales.sources import Step, Tell, counted, rows_in, silent
from workflows.sales.spelling import KnownNames, Mended

COLUMNS = ("sales_agent", "month", "quota", "label")
LONGEST_LABEL = 120


@dataclass(frozen=True)
class ImportedQuota:
    """One month's quota of one rep. `label` says where it comes from; a sample says that it is one."""

    rep: str
    month_on: date
    amount: Money
    label: str
    number: int


@dataclass(frozen=True)
class QuotaFile:
    quotas: tuple[ImportedQuota, ...]
    mended: tuple[Mended, ...]
    quarantined: tuple[Quarantined, ...]


def read_quotas(content: bytes, reps: Iterable[str], currency: str, tell: Tell = silent) -> QuotaFile:
    """Raises Refused when the file is unusable; a bad row is set aside and the others are taken.

    Two different quotas for one rep and month are both set aside; the same one twice counts once.
    """
    exponent(currency)
    known = KnownNames("sales_agent", reps)
    given: dict[tuple[str, date], list[tuple[Row, ImportedQuota]]] = defaultdict(list)
    bad: list[Quarantined] = []
    for row in counted(read_rows(content, COLUMNS, "quotas"), Step.reading, rows_in(content), tell):
        found = row if isinstance(row, Quarantined) else _quota(row, known, currency)
        if isinstance(found, Quarantined):
            bad.append(found)
        elif isinstance(row, Row):
            given[found.rep, found.month_on].append((row, found))
            known.count(row.cells["sales_agent"], found.rep)
    quotas: list[ImportedQuota] = []
    for alike in given.values():
        if len({(quota.amount, quota.label) for _, quota in alike}) == 1:
            quotas.append(alike[0][1])
        else:
            bad += _contradicting(alike)
    return QuotaFile(tuple(quotas), known.mended, tuple(sorted(bad, key=lambda each: each.number)))


def _contradicting(alike: Sequence[tuple[Row, ImportedQuota]]) -> Iterable[Quarantined]:
    """Each of several rows for one rep and month, with the nearest row that says something else."""
    for row, quota in alike:
        other = next(each.number for _, each in alike if (each.amount, each.label) != (quota.amount, quota.label))
        yield Quarantined(row.number, "month", Reason("sales.quota-repeated", {
            "rep": quota.rep, "month": row.cells["month"], "row": other}), row.raw, "quotas")


def _quota(row: Row, known: KnownNames, currency: str) -> ImportedQuota | Quarantined:
    cells = row.cells

    def bad(column: str, reason: Reason) -> Quarantined:
        return Quarantined(row.number, column, reason, row.raw, "quotas")

    rep = known.find(cells["sales_agent"])
    if rep is None:
        return bad("sales_agent", Reason("sales.quota-rep-unknown", {"text": cells["sales_agent"][:64]}))
    try:
        month = Period.parse(cells["month"])
        amount = Money.parse(cells["quota"], currency)
    except Refused as refused:
        reason = refused.reasons[0]
        return bad("month" if reason.code == "sales.period-unreadable" else "quota", reason)
    if month != Period.of(month.from_on, PeriodLength.month):
        return bad("month", Reason("sales.quota-not-a-month", {"text": cells["month"]}))
    if amount.minor < 0:
        return bad("quota", Reason("sales.quota-negative", {"text": cells["quota"][:40]}))
    if len(cells["label"]) > LONGEST_LABEL:
        return bad("label", Reason("sales.name-too-long", {"limit": LONGEST_LABEL}))
    return ImportedQuota(rep, month.from_on, amount, cells["label"], row.number)


def sample_quotas(deals: Sequence[ImportedDeal], factor: Decimal, currency: str) -> tuple[ImportedQuota, ...]:
    """A quota to try the product with: `factor` × the median rep's average month, in whole hundreds, for everyone who
    won something, from the month of the first won deal through that of the last."""
    won = [(deal.rep, deal.closed_on, deal.value) for deal in deals
           if deal.stage is DealStage.won and deal.closed_on and deal.value]
    if not won:
        raise Refused(Reason("sales.no-won-deals"))
    days = [closed_on for _, closed_on, _ in won]
    months = list(months_between(min(days), max(days)))
    sold: dict[str, Decimal] = defaultdict(Decimal)
    for rep, _, value in won:
        sold[rep] += value.major
    step = Decimal(100)
    usual = Decimal(median(total / len(months) for total in sold.values()))
    amount = Money.parse(str(int((usual * factor / step).to_integral_value()) * step), currency)
    label = f"sample: {(factor * 100).normalize():f} % of the median month"
    return tuple(ImportedQuota(rep, month.from_on, amount, label, 0) for rep in sorted(sold) for month in months)


def quotas_csv(quotas: Iterable[ImportedQuota]) -> str:
    """The file that `read_quotas` reads."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((each.rep, f"{each.month_on:%Y-%m}", each.amount.major, each.label) for each in quotas)
    return out.getvalue()
