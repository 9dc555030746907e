"""`onramp pay`: a commission statement from a plan and CSV files, without a database."""

import json
from hashlib import sha256
from pathlib import Path

import click

from webapp.commands.pay_files import read_deals, read_quotas, read_rates, read_reversals
from webapp.commands.plain_sentences import plain
from webapp.commands.tables import FILE, BadFile, print_json, read_toml
from workflows.errors import OnrampError
from workflows.money import Money
from workflows.pay.explaining import explain, summary
from workflows.pay.facts import Carried, RepFacts
from workflows.pay.plans import plan_from
from workflows.pay.rules import run_statement
from workflows.pay.stored import carried_from_json, statement_as_json
from workflows.pay.terms import PayPlan
from workflows.pay.trace import Line, Statement
from workflows.sales.periods import Period


@click.group()
def pay():
    """Compute a commission statement without a database."""


@pay.command("run")
@click.option("--plan", "plan_file", type=FILE, required=True, help="A pay plan in TOML.")
@click.option("--deals", "deals_file", type=FILE, required=True,
              help="CSV: deal, rep, booked_on, value, currency; optional product, invoiced_on, collected_on, "
                   "collected, split_percent, credit_percent.")
@click.option("--period", "period_text", required=True, help="2026-Q1, 2026-03 or 2026.")
@click.option("--quota", "quota_file", type=FILE, help="CSV: rep, period, quota, currency.")
@click.option("--rates", "rates_file", type=FILE, help="CSV: currency, rate, on, source.")
@click.option("--reversals", "reversals_file", type=FILE, help="CSV: deal, on, percent, why.")
@click.option("--carried", "carried_file", type=FILE, help="What --json printed for the period before.")
@click.option("--rep", "only", multiple=True, help="Only this rep; may be repeated.")
@click.option("--in-ramp", multiple=True, metavar="REP", help="This rep is not at full quota yet.")
@click.option("--certificate", multiple=True, help="A certificate the reps hold.")
@click.option("--evidence", multiple=True, help="Evidence that is there for the reps.")
@click.option("--acknowledged", is_flag=True, help="The reps have acknowledged the plan.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with the whole trace.")
def run(plan_file, period_text, only, in_ramp, certificate, evidence, acknowledged, as_json, **files):
    """One statement per rep, each line with the sentences to check it by hand."""
    deals = read_deals(files["deals_file"])
    try:
        plan, period = _plan(plan_file), Period.parse(period_text)
        quotas = read_quotas(files["quota_file"], Period.of(period.from_on, plan.period)) if files["quota_file"] else {}
        rates = read_rates(files["rates_file"]) if files["rates_file"] else []
        reversals = read_reversals(files["reversals_file"]) if files["reversals_file"] else []
        before = _carried(files["carried_file"])
        statements = [
            run_statement(plan, deals, quotas.get(rep), period, before.get(rep, Carried()), rates=rates,
                          reversals=reversals,
                          rep=RepFacts(rep, rep not in in_ramp, frozenset(certificate), frozenset(evidence),
                                       acknowledged))
            for rep in _reps(deals, quotas, before, only)]
    except OnrampError as refused:
        raise BadFile("\n".join(plain(reason) for reason in refused.reasons)) from refused
    if as_json:
        return print_json({"plan": plan.key, "plan_version": plan.version, "period": str(period),
                           "statements": [statement_as_json(each) for each in statements]})
    for statement in statements:
        _print(plan, statement)
    return None


def _plan(path: str) -> PayPlan:
    """The version of a plan read from a file is the beginning of its content's SHA-256."""
    if path == "-":
        raise BadFile("A plan is read from a file, because its digest is its version.")
    return plan_from(read_toml(path), sha256(Path(path).read_bytes()).hexdigest()[:12])


def _reps(deals, quotas, before, only) -> list[str]:
    known = {share.rep for deal in deals for share in deal.shares} | set(quotas) | set(before)
    if missing := sorted(set(only) - known):
        raise BadFile(f"No deal, quota or earlier statement is of {', '.join(missing)}.")
    return sorted(only or known)


def _carried(path: str | None) -> dict[str, Carried]:
    if path is None:
        return {}
    try:
        statements = json.loads(Path(path).read_text(encoding="utf-8"))["statements"]
        return {each["rep"]: carried_from_json(each["carried"]) for each in statements}
    except (ValueError, KeyError, TypeError, ArithmeticError, AttributeError) as problem:
        raise BadFile(f"{path}: this is not what `onramp pay run --json` printed.") from problem


def _print(plan: PayPlan, statement: Statement) -> None:
    click.echo(f"{statement.rep} · {statement.period} · {plan.title} (version {statement.plan_version})")
    for reason in summary(statement):
        click.echo(f"  {plain(reason)}")
    for number, line in enumerate(statement.lines, start=1):
        click.echo(f"{number:>4}. {_head(line):<52}{Money(line.minor, statement.currency)!s:>20}")
        for reason in explain(line, statement.currency):
            click.echo(f"        {plain(reason)}")
    click.echo()


def _head(line: Line) -> str:
    name = line.kind.value.replace("_", " ")
    about = " ".join(part for part in (line.component, line.deal) if part)
    state = "" if line.bucket.value == "earned" else f" ({line.bucket.value})"
    return f"{name} {about}".strip() + state
