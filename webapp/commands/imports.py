"""`onramp import`: deals of a CRM export and quotas, with a report of what was taken and what was not."""

import re
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import click

from webapp import create_app
from webapp.commands.plain_sentences import plain
from webapp.commands.tables import FILE, BadFile
from workflows.errors import OnrampError, Refused
from workflows.permits import System
from workflows.sales import queries
from workflows.sales.actions import deals, quotas
from workflows.sales.crm import CrmExport, read_crm
from workflows.sales.given import file_problems
from workflows.sales.preview import Preview, preview_deals, preview_quotas
from workflows.sales.quotas import QuotaFile, quotas_csv, read_quotas, sample_quotas
from workflows.sales.rows import Quarantined
from workflows.sales.sources import SourceFile, Step

SHOWN = 20
DONE = {Step.reading: "rows read", Step.checking: "rows checked", Step.writing: "deals written",
        Step.crediting: "deals credited"}
COMMAND = System("import command")
TEAMS = click.option("--teams", type=FILE, required=True, help="Who sells for whom: sales_agent, manager, "
                     "regional_office.")
PRODUCTS = click.option("--products", type=FILE, required=True, help="What is sold: product, series, sales_price.")
CURRENCY = click.option("--currency", required=True, help="The currency of all amounts, such as USD.")


def _source(context: click.Context, option: click.Parameter, given: str) -> str:
    if not re.fullmatch("[a-z0-9-]{1,40}", given):
        raise click.BadParameter("Use at most 40 small letters, digits and hyphens, such as crm.")
    return given


SOURCE = click.option("--source", default="crm", show_default=True, callback=_source,
                      help="The system the references belong to.")
DRY = click.option("--dry-run", is_flag=True, help="Report what would be done and change nothing.")


@click.group()
def imports():
    """Take deals and quotas from CSV files. A second run of the same file changes nothing.

    Rows that cannot be taken are quarantined, the others taken. Exit 1: not one row of a file could be taken.
    """


@imports.command("deals")
@click.argument("file", type=FILE)
@TEAMS
@PRODUCTS
@click.option("--accounts", type=FILE, help="The customers, to mend the spelling of their names.")
@CURRENCY
@click.option("--quotas", "quota_file", type=FILE, help="Quotas to take after the deals.")
@SOURCE
@DRY
def import_deals(file: str, teams: str, products: str, accounts: str | None, currency: str, quota_file: str | None,
                 source: str, dry_run: bool):
    """Take the deals of FILE, the pipeline of a CRM export, with the people and products they name."""
    export, files = _export(file, teams, products, accounts, currency)
    with create_app().app_context():
        report = preview_deals(export, source)
        if not dry_run:
            deals.import_deals(COMMAND, export, files=files, currency=currency, source=source, tell=_tell)
        _print("deals", file, report, dry_run)
        in_vain = _in_vain(report)
        if quota_file and not (dry_run and report.new_people):
            in_vain |= _quotas(quota_file, currency, source, dry_run)
        elif quota_file:
            click.echo(f"quotas: {quota_file} is looked at once the people are here.")
    sys.exit(1 if in_vain else 0)


@imports.command("quotas")
@click.argument("file", type=FILE)
@CURRENCY
@SOURCE
@DRY
def import_quotas(file: str, currency: str, source: str, dry_run: bool):
    """Take the monthly quotas of FILE: sales_agent, month, quota, label."""
    with create_app().app_context():
        in_vain = _quotas(file, currency, source, dry_run)
    sys.exit(1 if in_vain else 0)


@imports.command("sample-quotas")
@click.argument("out", type=click.Path(dir_okay=False, writable=True))
@click.option("--deals", "file", type=FILE, required=True, help="The pipeline whose won deals are looked at.")
@TEAMS
@PRODUCTS
@CURRENCY
@click.option("--factor", type=Decimal, default=Decimal("1.1"), show_default=True,
              help="How much of the median rep's average month.")
def make_sample_quotas(out: str, file: str, teams: str, products: str, currency: str, factor: Decimal):
    """Write OUT, a quota file made from past deals to try the product with. Each row's label says “sample”."""
    if not Decimal("0.1") <= factor <= Decimal(10):
        raise BadFile(f"--factor: {factor} is not between 0.1 and 10.")
    export, _ = _export(file, teams, products, None, currency)
    try:
        made = sample_quotas(export.deals, factor, currency)
    except Refused as refused:
        raise _bad(file, refused) from None
    Path(out).write_text(quotas_csv(made), encoding="utf-8")
    click.echo(f"{out}: {len(made)} sample quotas of {made[0].amount} a month. They are no one's real quota.")


def _export(file: str, teams: str, products: str, accounts: str | None,
            currency: str) -> tuple[CrmExport, list[SourceFile]]:
    named = {"pipeline": file, "teams": teams, "products": products} | ({"accounts": accounts} if accounts else {})
    contents = {part: _content(part, path) for part, path in named.items()}
    try:
        export = read_crm(contents["pipeline"], contents["teams"], contents["products"], currency,
                          contents.get("accounts"), _tell)
    except OnrampError as refused:
        part = str(refused.reasons[0].params.get("file", ""))
        raise _bad(named.get(part, "--currency"), refused) from None
    return export, [SourceFile.of(part, Path(path).name, contents[part]) for part, path in named.items()]


def _quotas(file: str, currency: str, source: str, dry_run: bool) -> bool:
    """Take a quota file and report it; returns whether that was in vain."""
    content = _content("quotas", file)
    try:
        found: QuotaFile = read_quotas(content, queries.seller_names(), currency)
    except OnrampError as refused:
        raise _bad(file, refused) from None
    report = preview_quotas(found, source)
    if not dry_run:
        quotas.import_quotas(COMMAND, found, file=SourceFile.of("quotas", Path(file).name, content), source=source)
    _print("quotas", file, report, dry_run)
    return _in_vain(report)


def _in_vain(report: Preview) -> bool:
    """Whether rows were quarantined and none was taken, now or earlier."""
    return bool(report.quarantined) and not report.imported + report.updated + report.unchanged


def _content(part: str, path: str) -> bytes:
    content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    if problems := tuple(file_problems(part, content)):
        raise _bad(path, Refused(*problems))
    return content


def _bad(path: str, refused: OnrampError) -> BadFile:
    """Each reason with its place: a wrong header is in line 1, a wrong currency was typed."""
    return BadFile("\n".join(
        f"{path}: line 1: {plain(reason)}" if "columns" in reason.code else
        f"{'--currency' if 'currency' in reason.code else path}: {plain(reason)}" for reason in refused.reasons))


def _tell(step: Step, done: int, total: int) -> None:
    if done:
        click.echo(f"  {done} of {total} {DONE[step]}", err=True)


def _print(what: str, file: str, report: Preview, dry_run: bool) -> None:
    click.echo(f"{what}: {file}" + (" (dry run: nothing is changed)" if dry_run else ""))
    for label, count in (("imported", report.imported), ("updated", report.updated), ("unchanged", report.unchanged),
                         ("quarantined", len(report.quarantined))):
        click.echo(f"  {label:<12}{count:>8}")
    for each in report.mended:
        rows = f"{each.rows} row{'s' if each.rows > 1 else ''}"
        click.echo(f"  mended: {each.column} “{each.was}” read as “{each.now}” in {rows}")
    _names("accounts added, without invitation", report.new_people)
    _names("teams added", report.new_teams)
    _names("without any deal", report.without_deals)
    _names("customers that are not in the accounts file, kept as written", report.accounts_unknown)
    if report.accounts_blank:
        click.echo(f"  deals without a customer, kept: {report.accounts_blank}")
    _print_quarantined(report.quarantined)


def _print_quarantined(rows: Sequence[Quarantined]) -> None:
    """One line for each reason in each file and column, with the lines it holds for."""
    lines: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        lines.setdefault((row.file, row.column, plain(row.reason)), []).append(row.number)
    for (file, column, said), numbers in list(lines.items())[:SHOWN]:
        first = ", ".join(str(number) for number in numbers[:SHOWN]) + (", …" if len(numbers) > SHOWN else "")
        column = f", {column}" if column else ""
        click.echo(f"  quarantined: {file} line{'s' if len(numbers) > 1 else ''} {first}{column}: {said}")
    if len(lines) > SHOWN:
        click.echo(f"  … and {len(lines) - SHOWN} more reasons; all are on the import's page.")


def _names(label: str, names: Sequence[str]) -> None:
    if names:
        click.echo(f"  {label}: {len(names)} ({', '.join(names[:SHOWN])}{', …' if len(names) > SHOWN else ''})")
