"""`onramp ramp`: a ramp's quota per month from its shape, without a database."""

from datetime import datetime
from decimal import Decimal

import click

from webapp.commands.plain_sentences import plain, plain_day
from webapp.commands.tables import FILE, BadFile, print_json, read_toml
from workflows.errors import OnrampError
from workflows.money import Money
from workflows.ramp.authored import shape_from
from workflows.ramp.events import planned_events
from workflows.ramp.schedule import FullQuota, QuotaMonth, QuotaPart, schedule
from workflows.ramp.shapes import RampShape, planned_on
from workflows.sales.periods import Period

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def ramp():
    """Compute a ramp's quota schedule without a database."""


@ramp.command("schedule")
@click.option("--policy", type=FILE, required=True, help="A ramp shape, such as curricula/ramp_shapes/standard.toml.")
@click.option("--start", type=DAY, required=True, help="The rep's start date.")
@click.option("--full-quota", required=True, help="Full quota in major units, per the shape's quota_per.")
@click.option("--currency", default="USD", show_default=True)
@click.option("--through", required=True, help="The last month, such as 2026-06.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def schedule_(policy: str, start: datetime, full_quota: str, currency: str, through: str, as_json: bool):
    """The quota of each month if every step comes on its day, counted day by day.

    Σ days × full quota per day × the step's share × the season's weight; each month is rounded once.
    """
    start_on = start.date()
    try:
        shape = shape_from(read_toml(policy))
        last = Period.parse(through)
        full = FullQuota(start_on, Money.parse(full_quota, currency))
        months = schedule(shape, [full], planned_events(shape, start_on), Period.parse(through).from_on)
    except OnrampError as refused:
        raise BadFile("\n".join(plain(reason) for reason in refused.reasons)) from refused
    if last.from_on < start_on.replace(day=1):
        raise BadFile(f"{through} is before the start on {plain_day(start_on)}.")
    if as_json:
        return print_json({"policy": shape.key, "start_on": start_on.isoformat(), "currency": currency,
                           "months": [_month(line) for line in months]})
    return _print(shape, start, full, months)


def _month(line: QuotaMonth) -> dict:
    return {"month": str(line.period), "quota_minor": line.amount.minor,
            "parts": [{"from_on": part.from_on.isoformat(), "to_on": part.to_on.isoformat(), "days": part.days,
                       "step": part.step + 1, "share_bp": part.share_bp, "season_bp": part.season_bp,
                       "exact_minor": f"{part.exact:f}"} for part in line.parts]}


def _print(shape: RampShape, start: datetime, full: FullQuota, months: tuple[QuotaMonth, ...]) -> None:
    click.echo(f"{shape.title}; start {plain_day(start.date())} ({shape.day_count.value}), "
               f"full quota {full.amount} per {shape.quota_per.value}")
    for number, step in enumerate(shape.steps):
        click.echo(f"  step {number + 1}  {step.share_bp / 100:>5g}%  from "
                   f"{plain_day(planned_on(shape, start.date(), number))}")
    click.echo()
    for line in months:
        click.echo(f"{line.period}  {line.amount!s:>20}  {' + '.join(_part(shape, part) for part in line.parts)}")


def _part(shape: RampShape, part: QuotaPart) -> str:
    season = "" if part.season_bp == 10_000 else f" × season {Decimal(part.season_bp) / 100:f}%"
    whole = Period.of(part.from_on, shape.quota_per).days
    return f"{part.days}/{whole} days × {Decimal(part.share_bp) / 100:f}%{season}"


