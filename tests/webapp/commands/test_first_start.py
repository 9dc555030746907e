"""The first start: interrupted, it leaves nothing half made; finished, it says who can come in, and where."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from config import Config
from webapp import create_app
from webapp.commands.first_start import SIGN_INS, UNFINISHED, clear_unfinished, is_ready, with_address
from webapp.commands.upgrade import upgrade_database
from workflows.db import db
from workflows.people.actions import members
from workflows.permits import Role, System

ONRAMP = Path(sys.executable).with_name("onramp")


def starting(instance: Path, *command, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(command or [ONRAMP, "run"], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={
        **os.environ, "ONRAMP_INSTANCE": str(instance), "DATABASE_URL": "", "ONRAMP_PUBLIC_URL": "", "PORT": "0",
        "PYTHONUNBUFFERED": "1", **environment})


def interrupted(instance: Path, port: str) -> list[str]:
    """What a start says that is interrupted in the middle of the demo's second chapter."""
    with starting(instance, PORT=port) as running:
        told = []
        for line in iter(running.stdout.readline, ""):
            told.append(line)
            if line.startswith("  opening:"):
                break
        running.send_signal(signal.SIGINT)
        told += running.stdout.readlines()
        assert (running.wait(), running.stderr.read()[-900:]) == (130, ""), told
    return told


def people(instance: Path) -> int:
    with closing(sqlite3.connect(instance / "onramp.db")) as connection:
        return connection.execute("SELECT count(*) FROM users").fetchone()[0]


def test_an_interrupted_first_start_leaves_half_a_demo_for_ever(tmp_path, unused_port):
    goodbye = "Stopped before Onramp was ready; start it again whenever you like.\n"
    anew = "The demo company was not finished the last time; beginning anew.\n"
    told = interrupted(tmp_path, unused_port)
    assert (told[-1], anew in told) == (goodbye, False)
    assert (tmp_path / UNFINISHED).exists()
    assert people(tmp_path) > 0
    assert not is_ready(Config(instance=tmp_path, database_url=""))
    with starting(tmp_path, sys.executable, "-m", "webapp.commands.first_start", DEMO="0") as empty:
        told = empty.stdout.read()
        assert (empty.wait(), told.startswith(anew), "Set up Onramp here (once, within 24 hours): " in told) == (
            0, True, True)
    assert (people(tmp_path), (tmp_path / UNFINISHED).exists()) == (0, False)


@pytest.mark.parametrize("demo", ["", "0"])
def test_an_installation_that_begins_with_an_import_has_no_way_in(tmp_path, demo):
    upgrade_database(f"sqlite:///{tmp_path}/onramp.db")
    with create_app(Config(instance=tmp_path, database_url="")).app_context():
        members.add_user(System("import"), email="moses@crm.invalid", name="Moses", roles=[(Role.rep, None)])
        db.session.remove()
        db.engine.dispose()
    with starting(tmp_path, sys.executable, "-m", "webapp.commands.first_start", DEMO=demo, PORT="8000") as first:
        nobody, way_in = first.stdout.read().splitlines()
        assert first.wait() == 0
    assert nobody == "There are people here, but nobody who can sign in and administer Onramp."
    assert way_in.startswith("Set up Onramp here (once, within 24 hours): http://localhost:8000/setup/")
    assert (people(tmp_path), is_ready(Config(instance=tmp_path, database_url=""))) == (1, False)


def test_a_database_of_ones_own_is_emptied_after_an_interrupted_start(tmp_path, capsys):
    own = tmp_path / "elsewhere.db"
    upgrade_database(f"sqlite:///{own}")
    (tmp_path / "onramp.db").touch()
    (tmp_path / UNFINISHED).touch()
    before = own.read_bytes()
    assert not clear_unfinished(Config(instance=tmp_path, database_url=f"sqlite:///{own}"))
    assert capsys.readouterr().err == (
        "The demo company was not finished the last time. Empty the database that DATABASE_URL names, delete "
        f"{tmp_path / UNFINISHED} and start again.\n")
    assert (own.read_bytes() == before, (tmp_path / "onramp.db").exists()) == (True, True)


def test_what_an_interrupted_start_left_stays(tmp_path, capsys):
    for name in ("onramp.db", "onramp.db-wal", "onramp.db-shm", SIGN_INS, UNFINISHED, "secret-key"):
        (tmp_path / name).touch()
    assert clear_unfinished(Config(instance=tmp_path, database_url=""))
    assert [each.name for each in tmp_path.iterdir()] == ["secret-key"]


def test_another_user_of_the_machine_reads_salaries_and_sign_in_links(tmp_path):
    made, found = tmp_path / "made", tmp_path / "found"
    found.mkdir()
    found.chmod(0o755)
    for name in ("onramp.db", SIGN_INS):
        (found / name).touch()
        (found / name).chmod(0o644)
    for folder in (made, found):
        create_app(Config(instance=folder, database_url=""))
    rights = {str(each.relative_to(tmp_path)): oct(each.stat().st_mode & 0o777)
              for each in (made, *made.iterdir(), found, *found.iterdir())}
    assert rights == {"made": "0o700", "made/secret-key": "0o600", "found": "0o700", "found/secret-key": "0o600",
                      "found/onramp.db": "0o600", f"found/{SIGN_INS}": "0o600"}


def test_a_folder_that_everybody_uses_is_closed_to_them(tmp_path):
    tmp_path.chmod(0o1777)
    Config(instance=tmp_path).own_instance()
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777


def test_the_candidates_link_is_printed_without_an_address():
    kept = "  Leader                     lena@example.com\n  Candidate Ines Duarte      /my/a-token"
    assert with_address(kept, "http://localhost:8080").splitlines() == [
        "  Leader                     lena@example.com",
        "  Candidate Ines Duarte      http://localhost:8080/my/a-token"]
