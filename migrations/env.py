"""Run by Alembic for `onramp upgrade`, which hands over the connection and the tables (webapp.commands.upgrade)."""

from alembic import context
from sqlalchemy import DateTime

from workflows.db import Moment
from workflows.legible import LegibleFacts


def render(kind, thing, autogen):
    """Write our own column kinds as what the database stores, so that migrations outlive the records' code."""
    if kind == "type" and isinstance(thing, Moment):
        return repr(DateTime(timezone=True)).replace("DateTime", "sa.DateTime")
    if kind == "type" and isinstance(thing, LegibleFacts):
        return "sa.JSON()"
    return False


given = context.config.attributes
context.configure(connection=given["connection"], target_metadata=given["metadata"], render_as_batch=True,
                  render_item=render, compare_type=True)
context.run_migrations()
