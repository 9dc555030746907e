"""Proving a long ledger: as many questions as for a short one, and no more of it held than a part."""

import weakref

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.builders import people as build
from tests.watching import statements
from workflows import ledger, proving
from workflows.acting import act, maintenance
from workflows.db import db
from workflows.ledger import AuditEntry, AuditSeal, AuditText
from workflows.permits import System, allow, declared, system

SITE = System("a test")

if "ledger_test.note" not in declared():
    allow("ledger_test.note", system)


def sealed(seals: int, each: int = 2) -> None:
    """So many more seals of `each` entries."""
    team = build.team()
    for _ in range(seals):
        for number in range(each):
            with act(SITE, "ledger_test.note", team) as this:
                this.note(number=number)
        with maintenance("a test seals"):
            ledger.seal(db.session())


@pytest.mark.both_databases
def test_a_proof_asks_the_database_more_with_every_seal(session, app):
    sealed(1)
    with statements(app, "SELECT") as one:
        assert proving.verify(session()).faults == ()
    sealed(7)
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditSeal)) == 8
    with statements(app, "SELECT") as eight:
        proof = proving.verify(session())
    assert (proof.faults, proof.unsealed, proof.sealed) == ((), 0, session.scalar(
        sa.select(sa.func.count()).select_from(AuditEntry)))
    assert len(one) == len(eight) <= 6


@pytest.mark.both_databases
def test_what_was_done_to_one_of_many_seals_is_put_down_to_another(session, app):
    sealed(6)
    links = session.scalars(sa.select(AuditSeal).order_by(AuditSeal.id)).all()
    gone, moved, away = links[1].members[0][0], links[2].members[0][0], links[4].members[1][0]
    with maintenance("a test tampers"):
        session.execute(sa.delete(AuditText).where(AuditText.entry_id == gone))
        session.execute(sa.delete(AuditEntry).where(AuditEntry.id == gone))
        session.execute(sa.update(AuditEntry).where(AuditEntry.id == moved).values(seal_id=links[5].id))
        session.execute(sa.update(AuditEntry).where(AuditEntry.id == away).values(seal_id=None))
    proof = proving.verify(session())
    assert [(each.code, each.number) for each in proof.faults] == [
        ("ledger.entry-removed", gone), ("ledger.entry-changed", moved), ("ledger.entry-changed", away),
        ("ledger.entry-uncovered", moved)]
    assert proof.head == links[5].hash


def test_a_proof_holds_the_whole_ledger_in_memory(session, app, monkeypatch):
    sealed(20)
    session.expunge_all()
    monkeypatch.setattr(proving, "AT_ONCE", 4)
    alive: weakref.WeakSet[AuditEntry] = weakref.WeakSet()
    most = 0

    def loaded(entry: AuditEntry, context: object) -> None:
        nonlocal most
        alive.add(entry)
        most = max(most, len(alive))

    event.listen(AuditEntry, "load", loaded)
    try:
        assert proving.verify(session()).faults == ()
    finally:
        event.remove(AuditEntry, "load", loaded)
    assert 0 < most <= 20


@pytest.mark.both_databases
def test_a_seal_that_came_while_the_proof_ran_counts_as_a_fault(session, app):
    """The entries were read before it and the links after it: its entries are asked for."""
    sealed(2)
    late = session.scalars(sa.select(AuditSeal).order_by(AuditSeal.id.desc())).first()
    found, count = proving._faults_below(session(), late, ())
    assert (found, count) == ([], 2)
