"""Work asked for while a worker takes it: only PostgreSQL lets the two write at the same moment."""

from threading import Event

import pytest

from tests.watching import together
from workflows import jobs
from workflows.acting import act
from workflows.db import db
from workflows.people.records import Team
from workflows.permits import System, allow, declared, system

if "jobs_at_once_test.ask" not in declared():
    allow("jobs_at_once_test.ask", system)
SITE = System("a test")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_work_that_was_asked_for_again_is_done_before_what_it_is_about_is_there(app, session):
    asked, looked, seen = Event(), Event(), []
    table = {"jobs_at_once_test.look": lambda: seen.append(db.session.query(Team).count())}
    with act(SITE, "jobs_at_once_test.ask"):
        jobs.enqueue("jobs_at_once_test.look", once_key="look")

    def ask() -> None:
        with act(SITE, "jobs_at_once_test.ask") as this:
            this.add(Team(name="Central"))
            jobs.enqueue("jobs_at_once_test.look", once_key="look")
            asked.set()
            looked.wait(30)

    def work() -> None:
        asked.wait(30)
        jobs.run_next(table)
        looked.set()

    assert together(app, ask, work) == [None, None]
    while jobs.run_next(table):
        pass
    assert seen[-1:] == [1]
