"""Columns of the ledger, which are read also when somebody broke what is in them past Onramp.

What cannot be read comes out as a value that is never written, so that no digest ever fits it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workflows.db import Moment

NEVER = datetime(1900, 1, 1, tzinfo=UTC)
ILLEGIBLE = {"illegible": True}
MOST_MEMBERS = 5000
"""How many entries one seal covers at most."""


class LegibleMoment(Moment):
    """A moment; NEVER when what is stored is none."""

    cache_ok = True

    def column_expression(self, column: Any) -> Any:
        return sa.type_coerce(sa.cast(column, sa.Text), self)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        naive = dialect.name == "sqlite"

        def moment(stored: str | None) -> datetime | None:
            if stored is None:
                return None
            try:
                value = datetime.fromisoformat(stored)
                if naive:
                    return value.replace(tzinfo=UTC) if value.isoformat(" ", "microseconds") == stored else NEVER
                return value.astimezone(UTC)
            except (ValueError, OverflowError):
                return NEVER

        return moment


class LegibleFacts(sa.TypeDecorator[dict[str, Any]]):
    """Facts by name, as JSON; ILLEGIBLE when what is stored is nothing of the kind."""

    impl = sa.JSON
    cache_ok = True
    instead: ClassVar[Any] = ILLEGIBLE

    def column_expression(self, column: Any) -> Any:
        return sa.type_coerce(sa.cast(column, sa.Text), self)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], Any]:
        def read(stored: str | None) -> Any:
            if stored is None:
                return None
            try:
                value = json.loads(stored)
                if "\\ud" in stored:
                    json.dumps(value, ensure_ascii=False).encode()  # half a letter cannot be shown
                return value if self.fits(value) else self.instead
            except (ValueError, RecursionError):
                return self.instead

        return read

    def fits(self, value: Any) -> bool:
        """Whether it has the shape that is written here."""
        return isinstance(value, dict)


class LegibleMembers(LegibleFacts):
    """The entries of a seal, each [id, digest]; none when what is stored is nothing of the kind."""

    cache_ok = True
    instead = ()

    def fits(self, value: Any) -> bool:
        return isinstance(value, list) and len(value) <= MOST_MEMBERS and all(
            isinstance(each, list) and len(each) == 2 and type(each[0]) is int and 0 < each[0] < 2**31
            and isinstance(each[1], str) for each in value)


@contextmanager
def any_letters(session: Session) -> Iterator[None]:
    """Inside, SQLite also hands out texts that are no UTF-8, with a sign for what is none; PostgreSQL keeps none."""
    bare = session.connection().connection.dbapi_connection
    if session.get_bind().dialect.name != "sqlite" or bare is None:
        yield
        return
    bare.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        yield
    finally:
        bare.text_factory = str
