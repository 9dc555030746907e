"""A database that cannot be used: one sentence with what to do, whichever command meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from config import Config
from webapp.commands import onramp
from webapp.commands.first_start import begin

ONRAMP = Path(sys.executable).with_name("onramp")
WRITE = "Write postgresql+psycopg://user:password@host/name, or leave it out for the embedded database."


def told(instance: Path, url: str, *command: str) -> tuple[int, str]:
    done = CliRunner().invoke(onramp, command, env={"ONRAMP_INSTANCE": str(instance), "DATABASE_URL": url})
    return done.exit_code, done.output


@pytest.mark.parametrize(("url", "begins"), [("foo", "foo"), ("postgres://ana:secret@db/onramp", "postgres"),
                                             ("mysql://db/onramp", "mysql")])
def test_a_database_url_that_is_none_ends_in_a_traceback(tmp_path, url, begins, capsys):
    sentence = f"DATABASE_URL begins with “{begins}”. {WRITE}\n"
    assert told(tmp_path, url, "setup") == (1, "Error: " + sentence)
    assert (begin(Config(instance=tmp_path, database_url=url)), capsys.readouterr().err) == (1, sentence)


def test_a_file_that_is_no_database_ends_in_a_traceback(tmp_path, capsys):
    file = tmp_path / "onramp.db"
    file.write_bytes(b"My holiday pictures, all of them. " * 300)
    sentence = f"{file} cannot be read (file is not a database). Put a backup in its place, or move it away.\n"
    assert told(tmp_path, "", "setup") == (1, "Error: " + sentence)
    assert (begin(Config(instance=tmp_path, database_url="")), capsys.readouterr().err) == (1, sentence)
    assert file.read_bytes().startswith(b"My holiday")


def test_commands_before_there_are_tables_end_in_a_traceback(tmp_path):
    worker = subprocess.run([ONRAMP, "worker", "--once"], capture_output=True, text=True, check=False, env={
        **os.environ, "ONRAMP_INSTANCE": str(tmp_path), "DATABASE_URL": ""})
    assert (worker.returncode, worker.stdout + worker.stderr) == (
        1, "Error: The tables of this version are not there yet (no such table: jobs). Make them: onramp upgrade\n")


def test_a_database_that_is_away_ends_in_a_traceback(tmp_path, unused_port):
    code, said = told(tmp_path, f"postgresql+psycopg://ana@127.0.0.1:{unused_port}/onramp", "upgrade")
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("Error: The database does not answer: connection ")


def test_a_web_process_started_by_hand_tells_a_wrong_address_in_a_traceback(tmp_path, unused_port):
    web = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{unused_port}", "--no-control-socket", "--log-level",
         "critical", "webapp:create_app()"], capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "ONRAMP_INSTANCE": str(tmp_path), "DATABASE_URL": "mysql://db/onramp"})
    assert web.returncode != 0
    assert web.stdout + web.stderr == f"DATABASE_URL begins with “mysql”. {WRITE}\n"
