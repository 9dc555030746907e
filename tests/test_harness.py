"""That each test has a database of its own, on both kinds, and sees what a request wrote."""

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from workflows.acting import maintenance
from workflows.db import db
from workflows.jobs import Job


@pytest.mark.both_databases
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_sees_what_another_test_wrote(session, turn):
    assert session.scalars(sa.select(Job)).all() == []
    with maintenance("leave something for the next test"):
        session.add(Job(work="nothing", params={}))
    assert [job.work for job in session.scalars(sa.select(Job))] == ["nothing"]


def test_a_request_shares_its_session_with_the_test(app, session):
    seen = []
    app.before_request_funcs.setdefault(None, []).append(lambda: seen.append(db.session()))
    try:
        Browser(app).get("/sign-in")
    finally:
        app.before_request_funcs[None].pop()
    assert len(seen) == 1
    assert seen[0] is not session()


def test_time_moves_between_two_looks_at_the_clock(clock):
    before = clock.now
    assert clock.now == before
    clock.travel(days=2)
    assert (clock.now - before).days == 2
