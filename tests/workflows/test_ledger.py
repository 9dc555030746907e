"""The audit ledger: what was done can be proven, tampering is named, erasing personal text breaks nothing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.builders import people as build
from tests.conftest import MONDAY
from tests.watching import together
from workflows import ledger, proving
from workflows.acting import act, maintenance
from workflows.db import db
from workflows.ledger import AuditEntry, AuditSeal, AuditText
from workflows.people.records import Team
from workflows.permits import System, allow, declared, system
from workflows.proving import Fault

pytestmark = pytest.mark.both_databases
SITE = System("a test")

if "ledger_test.note" not in declared():
    allow("ledger_test.note", system)


@pytest.fixture
def entries(session) -> list[AuditEntry]:
    """Four entries about a team, with what a person wrote beside them."""
    team = build.team("North")
    for number in range(3):
        note(team, number)
    return everything(session)


def note(team: Team, number: int) -> None:
    with act(SITE, "ledger_test.note", team) as this:
        this.note(number=number, share=0.1 * number, names=["b", "a"], nothing=None)
        this.remember(reason=f"Because of Ýr № {number}.")


def everything(session) -> list[AuditEntry]:
    return list(session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))


def seal(limit: int = 5000) -> AuditSeal | None:
    with maintenance("a test seals"):
        return ledger.seal(db.session(), limit)


def tamper(statement) -> None:
    """As somebody with the database's password would."""
    with maintenance("a test tampers"):
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def found(session) -> tuple[int, int, tuple[Fault, ...]]:
    proof = proving.verify(session())
    return proof.sealed, proof.unsealed, proof.faults


def test_an_empty_ledger_is_not_in_order(session):
    assert proving.verify(session()) == proving.Proof(0, 0, (), "", 0)


def test_what_is_not_sealed_yet_is_called_proven(session, entries):
    assert found(session) == (0, 4, ())
    seal(limit=3)
    assert found(session) == (3, 1, ())
    seal()
    assert found(session) == (4, 0, ())
    assert seal() is None


def test_the_last_link_cannot_be_noted_elsewhere(session, entries):
    first = seal(limit=2).hash
    assert proving.verify(session()).head == first
    second = seal()
    assert (second.previous, proving.verify(session()).head) == (first, second.hash)


@pytest.mark.parametrize("change", [
    {"facts": {"number": 7}}, {"actor_id": 1}, {"verb": "ledger_test.other"}, {"record_id": 2}, {"team_id": None},
    {"record_kind": "user"}, {"cause_id": 1}, {"text_digest": "0" * 64}, {"digest": "0" * 64},
    {"at": MONDAY - timedelta(days=30)}])
def test_somebody_changes_an_entry_and_nobody_hears_of_it(session, entries, change):
    seal()
    changed = entries[2]
    tamper(sa.update(AuditEntry).where(AuditEntry.id == changed.id).values(**change))
    assert found(session) == (4, 0, (Fault("ledger.entry-changed", changed.id, changed.verb),))


def test_somebody_changes_an_entry_with_its_digest_and_nobody_hears_of_it(session, entries):
    seal()
    forged = entries[2]
    with maintenance("a test tampers"):
        forged.facts = {"number": 7}
        forged.digest = ledger.digest_of(forged)
    assert found(session) == (4, 0, (Fault("ledger.entry-changed", forged.id, forged.verb),))


def test_an_entry_of_the_unsealed_tail_is_changed_unseen(session, entries):
    tamper(sa.update(AuditEntry).where(AuditEntry.id == entries[3].id).values(facts={"number": 7}))
    assert found(session) == (0, 4, (Fault("ledger.entry-changed", entries[3].id, entries[3].verb),))


def test_somebody_deletes_an_entry_and_nobody_hears_of_it(session, entries):
    seal()
    gone = entries[3].id
    tamper(sa.delete(AuditText).where(AuditText.entry_id == gone))
    tamper(sa.delete(AuditEntry).where(AuditEntry.id == gone))
    assert found(session) == (4, 0, (Fault("ledger.entry-removed", gone),))


def test_somebody_slips_an_entry_in_and_nobody_hears_of_it(session, entries):
    link = seal()
    note(session.scalars(sa.select(Team)).one(), 9)
    forged = everything(session)[-1]
    tamper(sa.update(AuditEntry).where(AuditEntry.id == forged.id).values(seal_id=link.id))
    assert found(session) == (4, 0, (Fault("ledger.entry-uncovered", forged.id, forged.verb),))


def test_somebody_takes_an_entry_out_of_its_seal_and_nobody_hears_of_it(session, entries):
    seal()
    tamper(sa.update(AuditEntry).where(AuditEntry.id == entries[1].id).values(seal_id=None))
    assert found(session)[2] == (Fault("ledger.entry-changed", entries[1].id, entries[1].verb),)


def test_somebody_breaks_a_seal_and_nobody_hears_of_it(session, entries, clock):
    first = seal(limit=2)
    seal()
    tamper(sa.update(AuditSeal).where(AuditSeal.id == first.id).values(sealed_at=clock.now.replace(year=2020)))
    assert found(session) == (4, 0, (Fault("ledger.chain-broken", first.id),))


def test_somebody_forges_a_whole_seal_and_nobody_hears_of_it(session, entries):
    first, second = seal(limit=2), seal()
    with maintenance("a test tampers"):
        entries[0].facts = {"number": 7}
        entries[0].digest = ledger.digest_of(entries[0])
        first.members = [[entries[0].id, entries[0].digest], first.members[1]]
        first.hash = ledger.hash_of(first)
    assert found(session) == (4, 0, (Fault("ledger.chain-broken", second.id),))


def test_somebody_removes_a_seal_and_nobody_hears_of_it(session, entries):
    first, second = seal(limit=2), seal()
    tamper(sa.update(AuditEntry).where(AuditEntry.seal_id == first.id).values(seal_id=None))
    tamper(sa.delete(AuditSeal).where(AuditSeal.id == first.id))
    assert found(session) == (2, 2, (Fault("ledger.chain-broken", second.id),))


def test_erasing_what_a_person_wrote_breaks_the_chain(session, entries):
    seal()
    tamper(sa.delete(AuditText).where(AuditText.entry_id.in_([entries[0].id, entries[2].id])))
    assert found(session) == (4, 0, ())
    assert [entry.text is None for entry in everything(session)] == [True, False, True, False]


def test_texts_that_were_erased_are_not_counted(session, entries):
    seal(limit=3)
    tamper(sa.delete(AuditText).where(AuditText.entry_id.in_([entries[0].id, entries[3].id])))
    proof = proving.verify(session())
    assert (proof.faults, proof.erased) == ((), 2)


TORN_JSON = ["[1]", "7", "null", '"text"', '{"number": 1, "half": "\\ud800"}', '{"number": %s}' % ("1" * 5000),
             "[" * 900 + "]" * 900]
TORN_TEXT = ["'nonsense'", "''", "x'00ff'", "CAST(x'ff' AS TEXT)", "42", "'[' || hex(zeroblob(60000))"]


def raw(statement: str, **values) -> None:
    """What somebody types into the database's own shell."""
    tamper(sa.text(statement).bindparams(**values))


def torn(session, column: str) -> list[tuple[str, dict[str, str]]]:
    """What can be put into a column that is read as JSON or as a moment."""
    here = session.get_bind().dialect.name
    if column in ("at", "sealed_at"):
        there = ["'infinity'", "'0044-03-15 00:00:00+00 BC'"] if here == "postgresql" else [
            *TORN_TEXT, "'2026-03-02'", "'9999-99-99 00:00:00.000000'", "'20260302T090000'"]
        return [(each, {}) for each in there]
    found = [("CAST(:torn AS JSON)" if here == "postgresql" else ":torn", {"torn": each}) for each in TORN_JSON]
    return found if here == "postgresql" else [*found, *((each, {}) for each in TORN_TEXT)]


@pytest.mark.parametrize(("table", "key", "column", "code"), [
    ("audit_entries", "id", "at", "ledger.entry-changed"), ("audit_entries", "id", "facts", "ledger.entry-changed"),
    ("audit_texts", "entry_id", "body", "ledger.text-changed")])
@pytest.mark.parametrize("sealed", [True, False])
def test_an_entry_nobody_can_read_hides_what_was_changed(session, entries, table, key, column, code, sealed):
    if sealed:
        seal()
    changed, fault = entries[1].id, Fault(code, entries[1].id, entries[1].verb)
    for value, values in torn(session, column):
        raw(f"UPDATE {table} SET {column} = {value} WHERE {key} = {changed}", **values)
        assert (value, values, found(session)) == (value, values, ((4, 0) if sealed else (0, 4)) + ((fault,),))
    if not sealed:
        assert (len(seal().members), found(session)) == (4, (4, 0, (fault,)))


@pytest.mark.parametrize("column", ["members", "sealed_at"])
def test_a_seal_nobody_can_read_hides_what_was_changed(session, entries, column):
    broken = [seal(limit=2).id, seal().id][0]
    for value, values in torn(session, column):
        raw(f"UPDATE audit_seals SET {column} = {value} WHERE id = {broken}", **values)
        assert (value, values, found(session)) == (value, values, (4, 0, (Fault("ledger.chain-broken", broken),)))


@pytest.mark.parametrize(("column", "fault"), [("verb", "entry"), ("digest", "entry"), ("record_kind", "entry"),
                                               ("actor_id", "entry"), ("record_id", "entry"), ("salt", "text")])
def test_signs_that_are_no_letters_stop_the_proof(session, entries, column, fault):
    seal()
    if session.get_bind().dialect.name == "postgresql":
        return  # it keeps only letters in a text, and numbers in a number
    for value in ("x'00ff'", "CAST(x'ff' AS TEXT)"):
        raw(f"UPDATE audit_texts SET {column} = {value} WHERE entry_id = 2" if fault == "text" else
            f"UPDATE audit_entries SET {column} = {value} WHERE id = 2")
        assert [(each.code, each.number) for each in proving.verify(session()).faults] == [
            (f"ledger.{fault}-changed", 2)]


def test_a_link_that_is_no_text_stops_the_proof(session, entries):
    first, second = seal(limit=2).id, seal().id
    if session.get_bind().dialect.name == "postgresql":
        return
    raw(f"UPDATE audit_seals SET previous = x'00ff', hash = CAST(x'ff' AS TEXT) WHERE id = {second}")
    assert found(session) == (4, 0, (Fault("ledger.chain-broken", second),))
    note(session.scalars(sa.select(Team)).one(), 9)
    assert seal().id == second + 1
    assert {each.number for each in found(session)[2]} >= {second}
    assert first not in {each.number for each in found(session)[2]}


def test_rewriting_what_a_person_wrote_goes_unseen(session, entries):
    seal()
    tamper(sa.update(AuditText).where(AuditText.entry_id == entries[1].id).values(body={"reason": "Another one."}))
    assert found(session) == (4, 0, (Fault("ledger.text-changed", entries[1].id, entries[1].verb),))


def test_two_sealers_fork_the_chain_or_seal_an_entry_twice(app, session, entries):
    session.rollback()
    results = together(app, *[lambda: bool(seal())] * 4)
    assert sorted(results) == [False, False, False, True]
    assert found(session) == (4, 0, ())
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditSeal)) == 1
