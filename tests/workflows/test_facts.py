"""A state and its facts agree in the table itself: no statement says hired without its day, or the day without it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import MONDAY
from workflows import schema
from workflows.db import WRITES, Moment, kinds

pytestmark = pytest.mark.both_databases

FACT = re.compile(r"\(state (IN|=) (?P<states>.+)\) = \((?P<filled>\w+ IS NOT NULL.*)\)")
EMPTY = {"plan": {"exemption"}, "ramp": {"exemption"}}  # instead of a hire
EMPTY_AT_FIRST = {"debrief": {"first_words"}}
NO_FOREIGN_KEYS = {"sqlite": "PRAGMA defer_foreign_keys=ON", "postgresql": "SET LOCAL session_replication_role=replica"}
assert schema.metadata.tables


def facts(table: sa.Table) -> list[tuple[set[str], list[str]]]:
    """What `fact(...)` says of the table: states, and the columns that are filled in exactly these."""
    found = (FACT.fullmatch(str(each.sqltext)) for each in table.constraints if isinstance(each, sa.CheckConstraint))
    return [(set(re.findall(r"'(\w+)'", each["states"])), re.findall(r"(\w+) IS NOT NULL", each["filled"]))
            for each in found if each]


TABLES = {kind: record.__table__ for kind, record in sorted(kinds().items()) if facts(record.__table__)}


STATES = {kind: [each.value for each in table.c.state.type.enum_class] for kind, table in TABLES.items()}


def something(column: sa.Column[Any], number: int) -> Any:
    """A value the column takes; another one for each column."""
    kind = column.type
    if isinstance(kind, sa.Enum):
        return next(iter(kind.enum_class))
    if isinstance(kind, Moment):
        return MONDAY + timedelta(days=number)
    if isinstance(kind, sa.Date):
        return date(2026, 3, 1) + timedelta(days=number)
    if isinstance(kind, sa.String):
        return f"{number}"
    return True if isinstance(kind, sa.Boolean) else {} if isinstance(kind, sa.JSON) else number


def row_in(kind: str, state: str) -> dict[str, Any]:
    """A row as this state wants it: everything is filled but the facts of other states."""
    table = TABLES[kind]
    empty = {name for states, names in facts(table) if state not in states for name in names} | EMPTY.get(kind, set())
    if state == STATES[kind][0]:
        empty |= EMPTY_AT_FIRST.get(kind, set())
    row = {column.name: something(column, number) for number, column in enumerate(table.columns, 5)}
    return {**row, **dict.fromkeys(empty), "state": table.c.state.type.enum_class(state)}


def disagreements(kind: str) -> Iterator[tuple[str, str]]:
    """The pairs of states between which no statement may simply go: the facts of the one are not those of the other."""
    for source in STATES[kind]:
        filled = row_in(kind, source)
        yield from ((source, target) for target in STATES[kind] if any(
            (target in where) != all(filled[name] is not None for name in names)
            for where, names in facts(TABLES[kind])))


@pytest.mark.parametrize("kind", TABLES)
def test_a_state_is_written_without_what_it_says_happened(session, kind):
    table = TABLES[kind]
    pairs = list(disagreements(kind))
    session.rollback()
    connection = session.connection(execution_options={WRITES: True})
    connection.exec_driver_sql(NO_FOREIGN_KEYS[connection.dialect.name])
    taken = []
    for source, target in pairs:
        with connection.begin_nested() as attempt:
            connection.execute(table.insert().values(**row_in(kind, source)))
            try:
                with connection.begin_nested():
                    connection.execute(table.update().values(state=table.c.state.type.enum_class(target)))
                taken.append((source, target))
            except sa.exc.IntegrityError:
                pass
            attempt.rollback()
    session.rollback()
    assert pairs != []
    assert taken == []
