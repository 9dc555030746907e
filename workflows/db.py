"""The database handle, the column kinds all slices use, and the guard that refuses writes outside an action."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, make_transient_to_detached, mapped_column

from workflows import clock
from workflows.errors import WriteOutsideAct

WRITES = "onramp_writes"
_WRITING = re.compile(r"^\s*(?:(?:/\*.*?\*/|--[^\n]*)\s*)*(?:WITH\b.*?\b)?"
                      r"(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|CREATE|ALTER|DROP)\b", re.IGNORECASE | re.DOTALL)


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    })


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


Minor = Annotated[int, mapped_column(sa.BigInteger)]
"""The type of every `*_minor` column: an amount of money in minor units (32 bits end at 21 million dollars)."""


class Moment(sa.TypeDecorator[datetime]):
    """A moment, stored in UTC, always aware in Python."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """One call per value instead of three: a page reads hundreds of moments."""
        read = self.impl_instance.result_processor(dialect, coltype)

        def moment(stored: Any) -> datetime | None:
            value: datetime | None = read(stored) if read else stored
            if value is None:
                return None
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

        return moment


def one_of(kind: type[StrEnum], name: str | None = None) -> sa.Enum:
    """A column type for an enum, stored by value with a CHECK, portable to SQLite and PostgreSQL.

    A second column of the same kind in a table needs a `name` for its CHECK: PostgreSQL refuses two of one name.
    """
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    return sa.Enum(kind, values_callable=lambda members: [m.value for m in members], native_enum=False, length=40,
                   create_constraint=True, validate_strings=True, name=name or snake)


class Record(Base):
    """A row with an identity. `KIND` is its glossary name in verbs, waits and the ledger."""

    __abstract__ = True
    KIND: ClassVar[str] = ""

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)


class Stateful:
    """Mixed into a Record that a machine moves: its optimistic lock. `state` itself is declared by the record."""

    @declared_attr
    @classmethod
    def version(cls) -> Mapped[int]:
        return mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Drafted:
    """Mixed into a Record that is written bit by bit on a page: the mark of the window that wrote last, if any did."""

    written_in: Mapped[str] = mapped_column(sa.String(40), default="")


def fact(states: str | tuple[str, ...], *columns: str, name: str) -> sa.CheckConstraint:
    """CHECK that the state is one of `states` exactly when every one of `columns` is filled."""
    wanted = (states,) if isinstance(states, str) else states
    listed = ", ".join(f"'{state}'" for state in wanted)
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    return sa.CheckConstraint(f"(state IN ({listed})) = ({filled})", name=name)


R = TypeVar("R", bound=Record)


def table_of(kind: type[Base]) -> sa.Table:
    """The table beneath, for a statement whose rows need no records."""
    table: Any = kind.__table__
    return table  # type: ignore[no-any-return]  # a mapped class of ours has a Table


def insert_unless_there(kind: type[R], key: str, **values: Any) -> R | None:
    """Add a row within the running action and return it; None when another has the same in `key`, a unique column.

    One statement, also when two ask in the same moment: the second is told so once the first has decided.
    """
    made = db.session.execute(_insert_unless_there(kind, key, db.session.get_bind().dialect.name), values).scalar()
    if made is None:
        return None
    record = kind(id=made, **values)
    make_transient_to_detached(record)  # it is there: known to the session without being read once more
    db.session.add(record)
    return record


@cache
def _insert_unless_there(kind: type[Record], key: str, dialect: str) -> Any:
    insert, table = postgresql.insert if dialect == "postgresql" else sqlite.insert, table_of(kind)
    return insert(table).on_conflict_do_nothing(index_elements=[key]).returning(table.c.id)


def kinds() -> dict[str, type[Record]]:
    """Every record class by its KIND."""
    return {cls.KIND: cls for cls in (m.class_ for m in Base.registry.mappers)
            if issubclass(cls, Record) and cls.KIND}


def guard(engine: Engine) -> None:
    """Refuse every write on `engine` but those of a connection that `act`, `draft` or `maintenance` opened."""
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", _refuse_stray_write)


def _tune_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=15000", "foreign_keys=ON", "synchronous=NORMAL",
                   "cache_size=-16000", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refuse_stray_write(connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any,
                        executemany: bool) -> None:
    if connection.get_execution_options().get(WRITES):
        return
    if (context is not None and context.isinsert | context.isupdate | context.isdelete) or _WRITING.match(statement):
        raise WriteOutsideAct(f"write outside act: {statement.split(None, 3)[:3]}")

