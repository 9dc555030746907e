"""The tables that `onramp upgrade` makes are the tables that the records mean, on both databases, up and down."""

import warnings

import pytest
import sqlalchemy as sa

from tests.conftest import DATABASES, fresh
from webapp.commands.upgrade import downgrade_database, upgrade_database
from workflows.schema import metadata


@pytest.fixture(params=DATABASES)
def empty(request, tmp_path):
    """The URL of a database without tables, and one more for comparison."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/migrated.db", f"sqlite:///{tmp_path}/meant.db"
    cluster = request.getfixturevalue("cluster")
    for name in ("migrated", "meant"):
        cluster.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    return cluster.url("migrated"), cluster.url("meant")


def described(url: str) -> dict[str, list[str]]:
    """Everything a database says about its tables, in an order of its own."""
    engine = sa.create_engine(url)
    warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")  # see `indexes`
    try:
        look = sa.inspect(engine)
        told = {}
        for table in sorted(set(look.get_table_names()) - {"alembic_version"}):
            facts = [*look.get_columns(table), look.get_pk_constraint(table), *look.get_foreign_keys(table),
                     *look.get_unique_constraints(table), *look.get_check_constraints(table)]
            told[table] = sorted(map(str, facts)) + indexes(engine, table)
        return told
    finally:
        engine.dispose()


def indexes(engine: sa.Engine, table: str) -> list[str]:
    """Every index as the database itself writes it, the partial ones and those over expressions too."""
    asked = {"sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :table",
             "postgresql": "SELECT indexdef FROM pg_indexes WHERE tablename = :table"}[engine.dialect.name]
    with engine.connect() as connection:
        return sorted(connection.scalars(sa.text(asked), {"table": table}))


def test_an_upgraded_database_differs_from_the_records(empty):
    migrated, meant = empty
    upgrade_database(migrated)
    engine = sa.create_engine(meant)
    fresh(metadata).create_all(engine)
    engine.dispose()
    wanted = described(meant)
    assert set(wanted) == {table.name for table in metadata.sorted_tables if shipped(table)}
    assert described(migrated) == wanted


def shipped(table: sa.Table) -> bool:
    """Tests may declare records of their own; they belong to no migration."""
    return not table.name.startswith("test_")


def test_a_database_cannot_be_taken_back_and_forth(empty):
    migrated, _ = empty
    upgrade_database(migrated)
    before = described(migrated)
    downgrade_database(migrated)
    assert described(migrated) == {}
    upgrade_database(migrated)
    assert described(migrated) == before


def test_a_second_upgrade_changes_something(empty):
    migrated, _ = empty
    assert upgrade_database(migrated) == (None, "0001")
    assert upgrade_database(migrated) == ("0001", "0001")


def test_a_failing_upgrade_leaves_half_of_it_behind(empty):
    migrated, _ = empty
    engine = sa.create_engine(migrated)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE outbox (in_the_way INTEGER)"))
    with pytest.raises(sa.exc.DBAPIError, match="outbox"):
        upgrade_database(migrated)
    assert sa.inspect(engine).get_table_names() == ["outbox"]
    engine.dispose()
