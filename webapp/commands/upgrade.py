"""`onramp upgrade`: bring the database to this version's tables, once, whoever asks first."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event

import config
from workflows.schema import metadata

MIGRATIONS = Path(config.__file__).parent / "migrations"
ONE_AT_A_TIME = 7_206_531


@contextmanager
def migrating(url: str) -> Iterator[AlembicConfig]:
    """Alembic's configuration with one open transaction on the database; everything in it happens or nothing does.

    SQLite changes a table by copying it, so foreign keys are checked once at the end instead of at every step.
    """
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hand_over_transactions)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            alembic = AlembicConfig()
            alembic.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            alembic.attributes.update(connection=connection, metadata=metadata)
            yield alembic
            if engine.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise click.ClickException(f"Nothing was changed: rows would point at nothing: {broken[:5]}")
    finally:
        engine.dispose()


def _hand_over_transactions(connection, _):
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=60000")
    connection.execute("PRAGMA foreign_keys=OFF")


def upgrade_database(url: str, revision: str = "head") -> tuple[str | None, str | None]:
    """Migrate to `revision`; returns the revision before and after. Does nothing when it is there already."""
    with migrating(url) as alembic:
        before = MigrationContext.configure(alembic.attributes["connection"]).get_current_revision()
        goal = ScriptDirectory.from_config(alembic).get_current_head() if revision == "head" else revision
        if before != goal:
            command.upgrade(alembic, revision)
        return before, goal


def downgrade_database(url: str, revision: str = "base") -> None:
    with migrating(url) as alembic:
        command.downgrade(alembic, revision)


def holds(url: str, question: str) -> bool:
    """Whether this query of the database finds a row."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(sa.text(question)).first() is not None
    finally:
        engine.dispose()


@click.command
@click.option("--to", "revision", default="head", help="A revision other than the newest.")
def upgrade(revision: str) -> None:
    """Bring the database to this version's tables."""
    settings = config.Config()
    settings.own_instance()
    before, after = upgrade_database(settings.resolved_database_url(), revision)
    if before == after:
        click.echo("The tables are up to date.")
    else:
        click.echo(f"Tables brought from {before or 'nothing'} to {after}.")
