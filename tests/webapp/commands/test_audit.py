"""`onramp audit seal` and `verify`, on a database of their own."""

import sqlite3

import pytest
from click.testing import CliRunner

from config import Config
from tests.builders import people
from webapp import create_app
from webapp.commands import onramp
from webapp.commands.upgrade import upgrade_database


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The database file of an installation in which a team and a person were added."""
    monkeypatch.setenv("ONRAMP_INSTANCE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    upgrade_database(Config().resolved_database_url())
    with create_app().app_context():
        people.team("North")
        people.person()
    return tmp_path / "onramp.db"


UNSEALED = ("Entries not sealed yet: %s. The worker seals them within seconds while it runs. Until then nobody would "
            "miss a removed one.")


def run(*arguments: str, code: int = 0) -> tuple[list[str], list[str]]:
    result = CliRunner().invoke(onramp, ["audit", *arguments])
    assert result.exit_code == code, result.output
    return result.stdout.splitlines(), result.stderr.splitlines()


def tamper(file, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def head(lines: list[str]) -> str:
    return next(line.removeprefix("Newest seal: ") for line in lines if line.startswith("Newest seal: "))


def test_what_is_not_sealed_is_called_proven(file):
    assert run("verify") == (["0 entries sealed, 2 not sealed yet.", "Nothing was changed after it was written.",
                              UNSEALED % 2], [])
    said, _ = run("seal")
    assert said[0] == "Sealed 2 entries."
    proven, _ = run("verify")
    assert proven[:2] == ["2 entries sealed, 0 not sealed yet.", "Nothing was changed after it was written."]
    assert head(proven) == head(said)
    assert run("seal")[0][0] == "Everything is sealed already."


def test_a_tampered_row_is_not_named(file):
    run("seal")
    tamper(file, "UPDATE audit_entries SET verb = 'team.rename' WHERE id = 1")
    said, complaint = run("verify", code=1)
    assert said[0] == "2 entries sealed, 0 not sealed yet."
    assert complaint == ["Entry 1 (team.rename): changed after it was written."]


@pytest.mark.parametrize(("change", "told"), [
    ("audit_entries SET facts = 'nonsense' WHERE id = 2", "Entry 2 (user.add): changed after it was written."),
    ("audit_entries SET at = 'x' WHERE id = 2", "Entry 2 (user.add): changed after it was written."),
    ("audit_texts SET body = '7' WHERE entry_id = 2", "Entry 2 (user.add): its text was changed after it was written."),
    ("audit_seals SET members = 'nonsense'",
     "Seal 1: the chain is broken here. Seals or their order were changed.")])
def test_a_row_that_cannot_be_read_ends_the_proof_in_a_traceback(file, change, told):
    run("seal")
    tamper(file, f"UPDATE {change}")
    said, complaint = run("verify", code=1)
    assert (said[0], complaint) == ("2 entries sealed, 0 not sealed yet.", [told])


def test_an_erased_text_is_not_counted(file):
    run("seal")
    tamper(file, "DELETE FROM audit_texts WHERE entry_id = 2")
    assert run("verify")[0][1:3] == [
        "Texts erased: 1. What a person wrote or is called was deleted there; compare the number with what you were "
        "asked to erase.", "Nothing else was changed after it was written."]


def test_a_deleted_row_is_not_named(file):
    run("seal")
    tamper(file, "DELETE FROM audit_texts WHERE entry_id = 2")
    tamper(file, "DELETE FROM audit_entries WHERE id = 2")
    assert run("verify", code=1)[1] == ["Entry 2: removed."]


def test_a_row_cut_from_the_unsealed_tail_passes_for_proven(file):
    """Nobody can miss it: so it is said that nobody would."""
    tamper(file, "DELETE FROM audit_texts WHERE entry_id = 2")
    tamper(file, "DELETE FROM audit_entries WHERE id = 2")
    assert run("verify")[0] == ["0 entries sealed, 1 not sealed yet.", "Nothing was changed after it was written.",
                                UNSEALED % 1]
    run("seal")
    assert not any("not sealed yet:" in line for line in run("verify")[0])


def test_seals_that_were_cut_off_are_not_missed(file):
    noted = head(run("seal")[0])
    run("verify", "--head", noted)
    tamper(file, "UPDATE audit_entries SET seal_id = NULL")
    tamper(file, "DELETE FROM audit_seals")
    run("verify")
    assert run("verify", "--head", noted, code=1)[1] == [
        "The chain no longer holds the hash given: seals were cut off or replaced."]


def test_a_database_without_tables_ends_in_a_traceback(tmp_path, monkeypatch):
    monkeypatch.setenv("ONRAMP_INSTANCE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert run("verify", code=1)[1] == ["Error: no such table: audit_entries. Are the tables there? onramp upgrade"]
