"""The guard of the database: nothing is written but by an action, an autosave or named maintenance."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.builders import people as build
from workflows import clock
from workflows.acting import maintenance
from workflows.db import db
from workflows.errors import WriteOutsideAct
from workflows.people.records import SignInAttempt, Team

pytestmark = pytest.mark.both_databases


@pytest.fixture
def north(session) -> Team:
    return build.team("North")


def names(session) -> list[str]:
    session.rollback()
    return list(session.scalars(sa.select(Team.name)))


def test_a_page_changes_a_loaded_record_and_flushes(session, north):
    north.name = "South"
    with pytest.raises(WriteOutsideAct):
        session.flush()
    assert names(session) == ["North"]


def test_a_page_adds_a_record(session, north):
    session.add(Team(name="South"))
    with pytest.raises(WriteOutsideAct):
        session.commit()
    assert names(session) == ["North"]


def test_a_page_deletes_a_record(session, north):
    session.delete(north)
    with pytest.raises(WriteOutsideAct):
        session.flush()
    assert names(session) == ["North"]


@pytest.mark.parametrize("statement", [
    sa.update(Team).values(name="South"), sa.delete(Team), sa.insert(Team).values(name="South", region="US", office="",
                                                                                  currency="USD",
                                                                                  created_at=clock.now())])
def test_a_page_writes_in_bulk(session, north, statement):
    with pytest.raises(WriteOutsideAct):
        session.execute(statement)
    assert names(session) == ["North"]


@pytest.mark.parametrize("text", [
    "UPDATE teams SET name = 'South'", "  delete from teams", "/* quick */ UPDATE teams SET name = 'South'",
    "-- quick\nUPDATE teams SET name = 'South'", "DROP TABLE priorities", "CREATE TABLE more (id integer)",
    "WITH t AS (SELECT 1) DELETE FROM teams"])
def test_somebody_writes_in_plain_sql(session, north, text):
    with pytest.raises(WriteOutsideAct):
        session.execute(sa.text(text))
    session.rollback()
    with db.engine.connect() as connection, pytest.raises(WriteOutsideAct):
        connection.exec_driver_sql(text)
    assert names(session) == ["North"]


def test_a_second_session_writes(session, north):
    with Session(db.engine) as other:
        other.add(Team(name="South"))
        with pytest.raises(WriteOutsideAct):
            other.flush()
    assert names(session) == ["North"]


def test_the_right_to_write_outlives_the_action(session, north):
    with maintenance("a test"):
        north.office = "Oslo"
    north.name = "South"
    with pytest.raises(WriteOutsideAct):
        session.flush()
    session.rollback()
    assert (north.name, north.office) == ("North", "Oslo")


def test_a_page_cannot_read_words_that_sound_like_writing(session, north):
    assert session.scalar(sa.text("SELECT 'update, delete, insert into' FROM teams")) is not None
    later = sa.select(sa.literal("x").label("deleted")).cte("updates")
    assert session.scalar(sa.select(later.c.deleted)) == "x"
    assert session.scalar(sa.select(sa.func.replace(Team.name, "N", "n"))) == "north"


def test_maintenance_goes_without_a_reason():
    with pytest.raises(ValueError, match="reason"), maintenance(""):
        pass


def test_a_failed_maintenance_leaves_half_behind(session):
    def break_half_way():
        with maintenance("a test that fails"):
            session.add(SignInAttempt(key="k" * 64))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_half_way()
    assert session.scalar(sa.select(sa.func.count()).select_from(SignInAttempt)) == 0
