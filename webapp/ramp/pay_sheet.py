"""A statement as people read it: what each line is called, its sentences, and the same as CSV and paper."""

from collections.abc import Iterable, Iterator, Mapping

from flask_babel import lazy_gettext as _l

from webapp.figures import day, money
from webapp.flows import state_label
from webapp.look import said
from webapp.ramp.periods import words
from webapp.translating import gettext as _
from workflows.money import Money
from workflows.pay.explaining import explain
from workflows.pay.records import DisputeAbout, Statement
from workflows.pay.trace import Line
from workflows.sales.periods import Period

KINDS = {
    "deal": _l("Commission"), "spiff": _l("Bonus on a deal"), "released": _l("Paid now, earned before"),
    "cap": _l("Above the plan's cap"), "cap_released": _l("Withheld before, paid now"), "floor": _l("Least pay"),
    "clawback": _l("Taken back"), "adjustment": _l("Difference of an earlier month"),
    "owed_before": _l("Owed from the month before"), "draw": _l("Draw"), "recovery": _l("Draw paid back"),
    "owed_after": _l("Carried into the next month")}
BUCKETS = {"earned": _l("In this pay"), "pending": _l("Pending"), "waiting": _l("Waiting"), "forfeited": _l("Not paid")}
ABOUT = {DisputeAbout.deal_missing: _l("A deal is missing"), DisputeAbout.deal_value: _l("A deal's value"),
         DisputeAbout.deal_share: _l("My share of a deal"), DisputeAbout.quota: _l("The quota"),
         DisputeAbout.rate: _l("The rate"), DisputeAbout.other: _l("Something else")}
CSV_HEADS = ("position", "kind", "deal", "component", "bucket", "amount", "currency", "explanation")


def month_words(statement: Statement) -> str:
    return words(Period(statement.from_on, statement.until_on))


def line_title(kind: str, deal: str, component: str = "", titles: Mapping[str, str] | None = None) -> str:
    """What a line is called: its kind, its component where the plan has several, and its deal."""
    parts = [str(KINDS[kind]), (titles or {}).get(component, "")]
    if deal and kind != "adjustment":
        parts.append(_("deal %(deal)s", deal=deal.rpartition(":")[2]))
    return ", ".join(part for part in parts if part)


def component_titles(statement: Statement) -> dict[str, str]:
    """The names of a plan's components; none when it has but one way of earning."""
    return {part["key"]: part["title"] for part in statement.pay_plan_version.body.get("components") or ()}


def rows(statement: Statement) -> Iterator[dict]:
    """The stored lines in order, each with its title, its sentences and what it is about."""
    titles = component_titles(statement)
    for line in statement.lines:
        trace = line.trace
        yield {"line": line, "title": line_title(line.kind, trace["deal"], trace["component"], titles),
               "bucket": trace["bucket"], "sentences": trace["sentences"], "amount_minor": line.amount_minor}


def fresh_rows(lines: Iterable[Line], currency: str) -> list[dict]:
    """Lines that were just computed, in the same shape."""
    return [{"title": line_title(line.kind.value, line.deal), "bucket": line.bucket.value,
             "sentences": explain(line, currency), "amount_minor": line.minor} for line in lines]


def csv_rows(statement: Statement) -> Iterator[list[object]]:
    """A row under `CSV_HEADS` for each line: amounts in major units with a point, sentences in the reader's words."""
    for row in rows(statement):
        trace, amount = row["line"].trace, Money(row["amount_minor"], statement.currency)
        yield [row["line"].position, str(KINDS[trace["kind"]]), trace["deal"], trace["component"],
               str(BUCKETS[trace["bucket"]]), amount.major, statement.currency,
               " ".join(said(each) for each in row["sentences"])]


def as_paper(statement: Statement) -> dict:
    """Plain data for the statement's PDF."""
    currency, lines = statement.currency, list(rows(statement))
    return {"recipient": {"name": statement.user.name, "lines": [statement.team.name]},
            "dated": statement.released_at.date() if statement.released_at else statement.created_at.date(),
            "month": month_words(statement), "number": statement.number, "state": state_label(statement),
            "plan": statement.pay_plan_version.title, "summary": [said(each) for each in statement.summary],
            "total": money(statement.total_minor, currency),
            "total_label": _("What the month comes to now") if statement.corrects_id else _("To be paid"),
            "quota": [[day(each.month_on, "MMMM yyyy"), money(each.amount_minor, currency)]
                      for each in statement.quotas],
            "lines": [{"title": row["title"], "state": str(BUCKETS[row["bucket"]]),
                       "amount": money(row["amount_minor"], currency),
                       "sentences": [said(each) for each in row["sentences"]]} for row in lines],
            "line_rows": [[row["title"], str(BUCKETS[row["bucket"]]), money(row["amount_minor"], currency)]
                          for row in lines]}
