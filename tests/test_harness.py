"""That each test has a database of its own, on both kinds, and sees what a request wrote."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.watching import statements, together
from workflows.acting import maintenance
from workflows.db import db
from workflows.jobs import Job


@pytest.mark.both_databases
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_sees_what_another_test_wrote(session, turn):
    assert session.scalars(sa.select(Job)).all() == []
    with maintenance("leave something for the next test"):
        session.add(Job(work="nothing", params={}))
    assert [(job.id, job.work) for job in session.scalars(sa.select(Job))] == [(1, "nothing")]


@pytest.mark.both_databases
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_stands_before_tables_that_another_test_changed(session, turn):
    assert "left_behind" not in {column["name"] for column in sa.inspect(db.engine).get_columns("jobs")}
    with maintenance("change a table"):
        session.execute(sa.text("ALTER TABLE jobs ADD COLUMN left_behind integer"))
        session.commit()
    assert "left_behind" in {column["name"] for column in sa.inspect(db.engine).get_columns("jobs")}


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


@pytest.mark.both_databases
def test_two_at_the_same_moment_both_write_what_only_one_may(app, session):
    """The harness shows a race as a race: two jobs of one key, one of them refused by the database."""
    def write():
        with maintenance("both at once"):
            db.session.add(Job(work="nothing", params={}, once_key="the same"))

    results = together(app, write, write)
    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "NoneType"]
    assert len(session.scalars(sa.select(Job)).all()) == 1


def test_a_statement_is_missed_when_counting(app, session):
    with statements(app, "SELECT") as seen:
        session.scalars(sa.select(Job)).all()
        session.scalars(sa.select(Job)).all()
    assert len(seen) == 2


def test_what_could_not_run_goes_unmentioned(tmp_path):
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_terminal_summary\n")
    (tmp_path / "test_lacking.py").write_text(
        "from tests.conftest import cannot_run\ndef test_it():\n    cannot_run('no printer: apt-get install cups')\n")
    run = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", tmp_path], check=False, text=True,
                         cwd=Path(__file__).parent.parent, capture_output=True)
    assert "could not run on this machine" in run.stdout
    assert "1 × no printer: apt-get install cups" in run.stdout
