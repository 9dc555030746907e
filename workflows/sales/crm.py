"""The adapter for a CRM export of CSV files: pipeline, teams, products, accounts. Bytes in; deals and faults out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from workflows.errors import OnrampError, Refused
from workflows.money import Money, exponent
from workflows.reasons import Reason
from workflows.sales.deals import DealStage, ImportedDeal, ImportedProduct, ImportedRep
from workflows.sales.rows import Quarantined, Row, read_rows
from workflows.sales.sources import Step, Tell, counted, rows_in, silent
from workflows.sales.spelling import KnownNames, Mended

PIPELINE_COLUMNS = ("opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date",
                    "close_value")
TEAM_COLUMNS = ("sales_agent", "manager", "regional_office")
PRODUCT_COLUMNS = ("product", "series", "sales_price")
ACCOUNT_COLUMNS = ("account",)
STAGES = {"prospecting": DealStage.prospecting, "engaging": DealStage.engaging, "won": DealStage.won,
          "lost": DealStage.lost}
LONGEST_NAME = {"sales_agent": 160, "product": 120, "account": 200, "manager": 80, "regional_office": 35}
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REFERENCE = re.compile(r"[\x21-\x7e]{1,64}")


@dataclass(frozen=True)
class CrmExport:
    """What one reading of the files found. Quarantined rows of teams and products are in `team_quarantined`."""

    deals: tuple[ImportedDeal, ...]
    reps: tuple[ImportedRep, ...]
    products: tuple[ImportedProduct, ...]
    mended: tuple[Mended, ...]
    quarantined: tuple[Quarantined, ...]
    team_quarantined: tuple[Quarantined, ...] = ()
    accounts_unknown: tuple[str, ...] = ()

    @property
    def reps_without_deals(self) -> tuple[str, ...]:
        busy = {deal.rep for deal in self.deals}
        return tuple(rep.name for rep in self.reps if rep.name not in busy)


class _Unusable(OnrampError):
    """One cell spoils its row."""

    def __init__(self, column: str, reason: Reason) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read_crm(pipeline: bytes, teams: bytes, products: bytes, currency: str,
             accounts: bytes | None = None, tell: Tell = silent) -> CrmExport:
    """Raises Refused only when a whole file is unusable; a bad row is quarantined and the others are taken.

    With `accounts` the accounts' spelling is mended as well; a name that is not among them is kept and reported.
    """
    exponent(currency)
    team_rows, team_bad = _apart(read_rows(teams, TEAM_COLUMNS, "teams"))
    product_rows, product_bad = _apart(read_rows(products, PRODUCT_COLUMNS, "products"))
    reps, rep_faults = _reps(team_rows)
    offered, product_faults = _products(product_rows, currency)
    rows, unread = _apart(counted(read_rows(pipeline, PIPELINE_COLUMNS, "pipeline"), Step.reading, rows_in(pipeline),
                                  tell))
    customers = [row.cells["account"] for row in _apart(read_rows(accounts, ACCOUNT_COLUMNS, "accounts"))[0]
                 if row.cells["account"]] if accounts is not None else []
    reader = _DealReader([rep.name for rep in reps], [product.name for product in offered], customers, currency)
    deals, faulty = reader.read(rows, tell)
    return CrmExport(deals, reps, offered, reader.mended, _by_line(unread, faulty),
                     (*_by_line(team_bad, rep_faults), *_by_line(product_bad, product_faults)),
                     tuple(sorted(reader.strangers)) if accounts is not None else ())


class _DealReader:
    def __init__(self, reps: Sequence[str], products: Sequence[str], accounts: Sequence[str], currency: str) -> None:
        self.reps = KnownNames("sales_agent", reps)
        self.products = KnownNames("product", products)
        self.accounts = KnownNames("account", accounts)
        self.currency = currency
        self.strangers: set[str] = set()

    @property
    def mended(self) -> tuple[Mended, ...]:
        return (*self.reps.mended, *self.products.mended, *self.accounts.mended)

    def read(self, rows: Sequence[Row], tell: Tell) -> tuple[tuple[ImportedDeal, ...], list[Quarantined]]:
        """A reference that comes twice with the same content is taken once; with different content, not at all."""
        deals: dict[str, ImportedDeal] = {}
        faulty: list[Quarantined] = []
        disputed = _disputed(rows)
        for row in counted(rows, Step.checking, len(rows), tell):
            try:
                deal = self._deal(row, disputed)
                if deal.reference in deals:
                    raise _Unusable("opportunity_id", Reason(
                        "sales.deal-repeated", {"reference": deal.reference, "row": deals[deal.reference].number}))
            except _Unusable as unusable:
                faulty.append(Quarantined(row.number, unusable.column, unusable.reason, row.raw))
            else:
                deals[deal.reference] = deal
                self.reps.count(row.cells["sales_agent"], deal.rep)
                self.products.count(row.cells["product"], deal.product)
                self.accounts.count(row.cells["account"], deal.account)
                self.strangers |= {deal.account} - self.accounts.names - {""}
        return tuple(deals.values()), faulty

    def _deal(self, row: Row, disputed: Mapping[str, list[int]]) -> ImportedDeal:
        cells = row.cells
        reference = cells["opportunity_id"]
        if not _REFERENCE.fullmatch(reference):
            raise _Unusable("opportunity_id", Reason("sales.reference-unusable", {"text": reference[:64]}))
        if reference in disputed:
            raise _Unusable("opportunity_id", Reason(
                "sales.deal-contradicted", {"reference": reference, "rows": disputed[reference]}))
        stage = STAGES.get(cells["deal_stage"].casefold())
        if stage is None:
            raise _Unusable("deal_stage", Reason("sales.stage-unknown", {"text": cells["deal_stage"][:64]}))
        rep, product = self._name(self.reps, cells), self._name(self.products, cells)
        if len(cells["account"]) > LONGEST_NAME["account"]:
            raise _Unusable("account", Reason("sales.name-too-long", {"limit": LONGEST_NAME["account"]}))
        engaged_on, closed_on = _days(cells, stage)
        value = _value(cells["close_value"], stage, self.currency)
        account = self.accounts.find(cells["account"]) or cells["account"]
        digest = _digest(reference, rep, product, account, stage, engaged_on, closed_on, value)
        return ImportedDeal(reference, rep, product, account, stage, engaged_on, closed_on, value, digest, row.number)

    @staticmethod
    def _name(known: KnownNames, cells: Mapping[str, str]) -> str:
        written = cells[known.column]
        name = known.find(written)
        if name is None:
            what = "rep" if known.column == "sales_agent" else "product"
            raise _Unusable(known.column, Reason(f"sales.{what}-unknown", {"text": written[:64]}))
        return name


def _days(cells: Mapping[str, str], stage: DealStage) -> tuple[date | None, date | None]:
    engaged_on, closed_on = (_day(cells, column) for column in ("engage_date", "close_date"))
    if stage.closed and closed_on is None:
        raise _Unusable("close_date", Reason("sales.closed-without-date", {"stage": stage.value}))
    if not stage.closed and closed_on is not None:
        raise _Unusable("close_date", Reason("sales.open-with-close-date", {"stage": stage.value}))
    if engaged_on and closed_on and closed_on < engaged_on:
        raise _Unusable("close_date", Reason("sales.closed-before-engaged", {
            "engaged_on": engaged_on.isoformat(), "closed_on": closed_on.isoformat()}))
    return engaged_on, closed_on


def _day(cells: Mapping[str, str], column: str) -> date | None:
    text = cells[column]
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not 1990 <= day.year <= 2200:
        raise _Unusable(column, Reason("sales.day-unreadable", {"column": column, "text": text[:40]}))
    return day


def _value(text: str, stage: DealStage, currency: str) -> Money | None:
    if not text:
        if stage.closed:
            raise _Unusable("close_value", Reason("sales.closed-without-value", {"stage": stage.value}))
        return None
    try:
        value = Money.parse(text, currency)
    except Refused as refused:
        raise _Unusable("close_value", refused.reasons[0]) from None
    if value.minor < 0 or (stage is DealStage.won and value.minor == 0):
        raise _Unusable("close_value", Reason("sales.value-not-positive", {"text": text[:40], "stage": stage.value}))
    if stage is DealStage.lost and value.minor:
        raise _Unusable("close_value", Reason("sales.lost-with-value", {"text": text[:40]}))
    return value


def _disputed(rows: Sequence[Row]) -> dict[str, list[int]]:
    said: dict[str, set[tuple[str, ...]]] = {}
    lines: dict[str, list[int]] = {}
    for row in rows:
        reference = row.cells["opportunity_id"]
        said.setdefault(reference, set()).add(tuple(row.cells[column] for column in PIPELINE_COLUMNS))
        lines.setdefault(reference, []).append(row.number)
    return {reference: lines[reference] for reference, versions in said.items() if len(versions) > 1 and reference}


def _reps(rows: Sequence[Row]) -> tuple[tuple[ImportedRep, ...], list[Quarantined]]:
    counts = Counter(row.cells["sales_agent"] for row in rows)
    reps, faulty = [], []
    for row in rows:
        name = row.cells["sales_agent"]
        unusable = next((column for column in TEAM_COLUMNS
                         if not 0 < len(row.cells[column]) <= LONGEST_NAME[column]), None)
        if unusable or counts[name] > 1:
            code = "sales.name-unusable" if unusable else "sales.rep-repeated"
            faulty.append(Quarantined(row.number, unusable or "sales_agent", Reason(code, {"text": name[:64]}), row.raw,
                                      "teams"))
        else:
            reps.append(ImportedRep(name, row.cells["manager"], row.cells["regional_office"]))
    return tuple(reps), faulty


def _products(rows: Sequence[Row], currency: str) -> tuple[tuple[ImportedProduct, ...], list[Quarantined]]:
    products: dict[str, ImportedProduct] = {}
    faulty = []
    for row in rows:
        name = row.cells["product"]
        try:
            price = Money.parse(row.cells["sales_price"], currency)
        except Refused as refused:
            faulty.append(Quarantined(row.number, "sales_price", refused.reasons[0], row.raw, "products"))
            continue
        if not name or len(name) > LONGEST_NAME["product"] or name in products:
            code = "sales.product-repeated" if name in products else "sales.name-unusable"
            faulty.append(Quarantined(row.number, "product", Reason(code, {"text": name[:64]}), row.raw, "products"))
        else:
            products[name] = ImportedProduct(name, row.cells["series"], price)
    return tuple(products.values()), faulty


def _apart(rows: Iterator[Row | Quarantined]) -> tuple[list[Row], list[Quarantined]]:
    good: list[Row] = []
    bad: list[Quarantined] = []
    for row in rows:
        if isinstance(row, Row):
            good.append(row)
        else:
            bad.append(row)
    return good, bad


def _by_line(*groups: Sequence[Quarantined]) -> tuple[Quarantined, ...]:
    return tuple(sorted((each for group in groups for each in group), key=lambda each: each.number))


def _digest(*meaning: object) -> str:
    return sha256("\x1f".join("" if part is None else str(part) for part in meaning).encode()).hexdigest()
