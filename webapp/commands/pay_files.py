"""The files of `onramp pay run`: deals, quotas, exchange rates and reversals as CSV, read into facts."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from webapp.commands.plain_sentences import plain
from webapp.commands.tables import Table, read_table
from workflows.errors import OnrampError
from workflows.money import Money, exponent
from workflows.pay.facts import DealFact, ExchangeRate, Reversal, Share
from workflows.sales.periods import Period

Value = TypeVar("Value")
LARGEST_PERCENT = 1_000


class Row:
    """One row of a table; a column that is not there is as an empty cell."""

    def __init__(self, table: Table, at: int) -> None:
        self.table, self.at = table, at
        self.cells = dict(zip(table.header, table.rows[at], strict=True))

    def text(self, column: str) -> str:
        return self.cells.get(column, "") or self._bad(column, "the cell is empty.")

    def optional(self, column: str, read: Callable[["Row", str], Value]) -> Value | None:
        return read(self, column) if self.cells.get(column) else None

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            return self._bad(column, f"“{self.cells[column]}” is not a day; write 2026-03-31.")

    def money(self, column: str) -> Money:
        try:
            return Money.parse(self.text(column), self.text("currency"))
        except OnrampError as refused:
            return self._bad(column, plain(refused.reasons[0]))

    def period(self, column: str) -> Period:
        try:
            return Period.parse(self.text(column))
        except OnrampError as refused:
            return self._bad(column, plain(refused.reasons[0]))

    def share_bp(self, column: str, default: int) -> int:
        """Percent with up to two decimals, as basis points; `default` where there is none."""
        cell = self.cells.get(column, "").removesuffix("%").strip()
        if not cell:
            return default
        share = self.number(column, cell) * 100
        if share != int(share) or not 0 <= share <= LARGEST_PERCENT * 100:
            return self._bad(column, f"“{cell}” is not a percentage from 0 to {LARGEST_PERCENT} with two decimals.")
        return int(share)

    def number(self, column: str, cell: str) -> Decimal:
        if not self.table.is_number(cell) or "e" in cell.lower():
            return self._bad(column, f"“{cell}” is not a number.")
        return Decimal(cell)

    def _bad(self, column: str, problem: str):
        self.table.bad(self.at, column, problem)


def rows(table: Table) -> list[Row]:
    return [Row(table, at) for at in range(len(table))]


def read_deals(path: str) -> list[DealFact]:
    """One deal per `deal`; several rows of the same deal are its shares and must agree on everything else."""
    table = read_table(path, ("deal", "rep", "booked_on", "value", "currency"))
    shares: dict[str, list[Share]] = defaultdict(list)
    first: dict[str, tuple[Row, DealFact]] = {}
    for row in rows(table):
        reference = row.text("deal")
        commission = row.share_bp("split_percent", 10_000)
        shares[reference].append(Share(row.text("rep"), commission, row.share_bp("credit_percent", commission)))
        fact = _deal(reference, row)
        known = first.setdefault(reference, (row, fact))
        if known[1] != fact:
            table.bad(row.at, "deal", f"“{reference}” says something else in row {known[0].at + 2}.")
    return [replace(fact, shares=tuple(shares[reference])) for reference, (_, fact) in first.items()]


def _deal(reference: str, row: Row) -> DealFact:
    return DealFact(reference, row.cells.get("product", ""), row.money("value"), row.day("booked_on"), (),
                    row.optional("invoiced_on", Row.day), row.optional("collected_on", Row.day),
                    row.optional("collected", Row.money))


def read_quotas(path: str, plan_period: Period) -> dict[str, Money]:
    """Rep → quota of the plan's period, the sum of the rows whose period lies in it. A rep's row twice is refused."""
    table = read_table(path, ("rep", "period", "quota", "currency"))
    found: dict[str, Money] = {}
    seen: dict[tuple[str, Period], int] = {}
    for row in rows(table):
        period, quota = row.period("period"), row.money("quota")
        rep = row.text("rep")
        if (rep, period) in seen:
            table.bad(row.at, "period", f"{rep} has a quota for {period} in row {seen[rep, period] + 2} already.")
        seen[rep, period] = row.at
        if plan_period.from_on <= period.from_on and period.to_on <= plan_period.to_on:
            found[rep] = found[rep] + quota if rep in found else quota
    return found


def read_rates(path: str) -> list[ExchangeRate]:
    table = read_table(path, ("currency", "rate", "on", "source"))
    found = []
    for row in rows(table):
        rate = row.number("rate", row.text("rate"))
        if rate <= 0:
            table.bad(row.at, "rate", "a rate is above 0.")
        try:
            exponent(row.text("currency"))
        except OnrampError as refused:
            table.bad(row.at, "currency", plain(refused.reasons[0]))
        found.append(ExchangeRate(row.text("currency"), rate, row.day("on"), row.text("source")))
    return found


def read_reversals(path: str) -> list[Reversal]:
    table = read_table(path, ("deal", "on", "percent", "why"))
    return [Reversal(row.text("deal"), row.day("on"), row.share_bp("percent", 10_000), row.text("why"))
            for row in rows(table)]
