"""Watching what reaches the database, and letting several people act at the same moment."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Barrier, Thread
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.globals import _cv_app
from sqlalchemy import event

from workflows import waits
from workflows.db import db
from workflows.people.queries import actor_for
from workflows.people.records import User


def waiting(user: User) -> list[str]:
    """The codes of everything open that waits for this person or for a role they hold, most urgent first."""
    mine = waits.waits_for(user.id, actor_for(user).grants)
    return list(db.session.scalars(sa.select(waits.Wait.code).where(mine).order_by(*waits.URGENCY)))


@contextmanager
def statements(app: Flask, only: str = "") -> Iterator[list[str]]:
    """The statements that reach the database meanwhile; `only` keeps those whose beginning matches, as `SELECT`.

    For "a page asks the same number of questions with 1 row and with 3": fetch it once first, then count.
    """
    seen: list[str] = []

    def look(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if re.match(rf"\s*({only})", statement, re.IGNORECASE):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", look)


def together(app: Flask, *deeds: Callable[[], Any]) -> list[Any]:
    """Do all `deeds` at the same moment, each in a thread with an app context of its own; their results in order.

    A deed that raises counts its exception as its result, so that a test can say who won and how the others were told.
    A deed fetches the records it needs itself: those of the test's session belong to the test's thread.
    """
    results: list[Any] = [None] * len(deeds)
    start = Barrier(len(deeds))

    def run(number: int, deed: Callable[[], Any]) -> None:
        _cv_app.set(None)  # type: ignore[arg-type]  # the test's own app context stays with the test
        with app.app_context():
            start.wait(30)
            try:
                results[number] = deed()
            except Exception as failure:  # noqa: BLE001 - it is the result, and the test looks at it
                results[number] = failure
            finally:
                db.session.remove()

    threads = [Thread(target=copy_context().run, args=(run, number, deed)) for number, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for somebody for ever"
    return results
