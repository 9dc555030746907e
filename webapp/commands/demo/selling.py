"""What is sold, month by month: the customer system's export as it grows, quotas, statements released and paid."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import sqlalchemy as sa

from webapp.commands.demo.story import REPS, Story
from workflows import clock
from workflows.db import db
from workflows.pay.actions import statements
from workflows.pay.machine import StatementState
from workflows.pay.records import Statement
from workflows.sales.actions.deals import import_deals
from workflows.sales.actions.quotas import import_quotas
from workflows.sales.crm import read_crm
from workflows.sales.periods import add_months
from workflows.sales.quotas import read_quotas
from workflows.sales.sources import SourceFile

CURRENCY = "USD"
FULL_QUOTA = 50_000
PRODUCTS = (("Line Guard", "Guard", 9_500), ("Line Guard Plus", "Guard", 16_000), ("Plant View", "View", 24_000))
PLANTS = ("Ashby Castings", "Bellweather Foods", "Corliss Valves", "Dunmore Paper", "Erie Glass", "Fenwick Tools",
          "Granite Bottling", "Harlow Plastics", "Indigo Mills", "Juniper Motors")
STRENGTH = {"Jonas Weber": 1.1, "Priya Nair": 0.95, "Tom Alvarez": 0.7, "Sofia Rossi": 1.0, "Ben Carter": 0.8,
            "Yuki Mori": 0.9}
MAYA_SELLS = (0.0, 0.1, 0.34, 0.6, 0.7, 0.75)
MONTHS = 11


def export(story: Story) -> bytes:
    """Every opportunity known today, as the customer system writes them."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date",
                     "close_value"))
    dice = random.Random(11)
    first = add_months(story.ends.date().replace(day=1), 1 - MONTHS)
    for at in range(MONTHS):
        month = add_months(first, at)
        for rep in (*REPS, "Maya Chen"):
            share = STRENGTH[rep] * dice.uniform(0.7, 1.25) if rep in STRENGTH else _of_maya(at)
            writer.writerows(_of_month(story, rep, month, share, dice))
    return out.getvalue().encode()


def _of_maya(at: int) -> float:
    """Her share of a full quota: nothing before she came, then as her ramp opens."""
    since = at - (MONTHS - len(MAYA_SELLS))
    return MAYA_SELLS[since] if since >= 0 else 0.0


def _of_month(story: Story, rep: str, month: date, share: float, dice: random.Random) -> Iterator[tuple[object, ...]]:
    left, today, workdays = FULL_QUOTA * share, clock.today(), story.workdays
    for number in range(6):
        name, _, price = PRODUCTS[dice.randrange(3)]
        value = round(price * dice.uniform(0.7, 1.1), -2)
        closed = workdays.at_or_before(month + timedelta(days=3 + 4 * number))
        engaged = workdays.at_or_before(closed - timedelta(days=dice.randrange(25, 70)))
        wins, plant = left > value / 2, dice.choice(PLANTS)
        left -= value if wins else 0
        if engaged > today or (rep == "Maya Chen" and share == 0):
            continue
        key = f"{month:%y%m}{rep[:2].upper()}{number}"
        if closed > today:
            yield key, rep, name, plant, "Engaging", engaged, "", ""
        elif wins:
            yield key, rep, name, plant, "Won", engaged, closed, int(value)
        elif number < 4:
            yield key, rep, name, plant, "Lost", engaged, closed, 0


def bring_deals(story: Story) -> None:
    """Operations imports the export of the day; what was imported before stays as it is."""
    pipeline = export(story)
    teams = "sales_agent,manager,regional_office\n" + "".join(
        f"{rep},Marc Oduya,Central\n" for rep in (*REPS, "Maya Chen"))
    products = "product,series,sales_price\n" + "".join(
        f"{name},{series},{price}\n" for name, series, price in PRODUCTS)
    import_deals(story.as_("otto"), read_crm(pipeline, teams.encode(), products.encode(), CURRENCY),
                 files=[SourceFile.of("pipeline", "opportunities.csv", pipeline)], currency=CURRENCY)


def set_quotas(story: Story) -> None:
    """The year's quotas of those who are not on a ramp."""
    first = add_months(story.ends.date().replace(day=1), 1 - MONTHS)
    lines = ["sales_agent,month,quota,label"]
    lines += [f"{rep},{add_months(first, at):%Y-%m},{FULL_QUOTA},Annual plan" for at in range(MONTHS + 3)
              for rep in REPS]
    content = "\n".join(lines).encode()
    import_quotas(story.as_("otto"), read_quotas(content, REPS, CURRENCY),
                  file=SourceFile.of("quotas", "quotas.csv", content))


def pay_out(story: Story) -> None:
    """Operations releases what is computed and marks it as paid; last month's waits a few days longer."""
    otto, last = story.as_("otto"), add_months(clock.today().replace(day=1), -1)
    query = sa.select(Statement).where(Statement.state == StatementState.computed).order_by(Statement.from_on)
    for statement in db.session.scalars(query).all():
        if statement.from_on < last or clock.today().day >= 12:
            newest = statements.compute_statement(otto, statement.user, statement.from_on)
            statements.release(otto, newest)
            statements.pay(otto, newest)
