"""`make run` from the second start on: what is checked first, what is watched, how it ends."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread

import click
import pytest

from config import Config
from webapp import create_app
from webapp.commands import serve
from webapp.commands.children import Child
from webapp.commands.first_start import is_ready
from webapp.commands.serve import watch
from webapp.commands.upgrade import upgrade_database
from workflows import jobs
from workflows.acting import act
from workflows.db import db
from workflows.people.actions import accounts, members
from workflows.permits import Role, System

ROOT = Path(__file__).parents[3]
ONRAMP = Path(sys.executable).with_name("onramp")
FOREVER = (sys.executable, "-c", "import signal; signal.pause()")


@pytest.fixture
def taken():
    """A port that somebody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield str(listening.getsockname()[1])


@pytest.fixture
def instance(tmp_path):
    """An installation with tables and an administrator."""
    upgrade_database(f"sqlite:///{tmp_path}/onramp.db")
    app = create_app(Config(instance=tmp_path, database_url="", secret_key="tests only", testing=True))
    with app.app_context():
        ana = members.add_user(System("a test"), email="ana@example.com", name="Ana", roles=[(Role.admin, None)])
        accounts.set_password(ana, "seven green lamps")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return tmp_path


def prepare(**environment: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-I", ROOT / "webapp" / "commands" / "prepare.py", "serve"],
                          env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def a_free_port(host: str = "127.0.0.1") -> str:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return str(probe.getsockname()[1])


def test_a_taken_port_is_told_too_late_or_in_riddles(taken, monkeypatch):
    told = prepare(PORT=taken)
    assert (told.returncode, told.stderr) == (
        1, f"Port {taken} cannot be used (Address already in use). Stop what uses it, or choose another: "
           "PORT=8080 make run\n")
    monkeypatch.setenv("PORT", taken)
    with pytest.raises(click.ClickException, match=f"Port {taken} cannot be used"):
        serve.address()


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_told_in_riddles(port, monkeypatch):
    told = prepare(PORT=port)
    assert told.returncode == 1
    assert told.stderr.startswith(f"PORT is “{port}”; it must be a number from 1 to 65535")
    monkeypatch.setenv("PORT", port)
    with pytest.raises(click.ClickException, match="it must be a number from 1 to 65535"):
        serve.address()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "8.8.8.8", "a" * 80])
def test_a_host_that_is_none_is_told_in_riddles_or_as_a_taken_port(host, monkeypatch):
    told = prepare(HOST=host, PORT=a_free_port())
    assert (told.returncode, told.stderr) == (
        1, f"HOST is “{host}”, which is no address of this machine. Leave it out, or write 0.0.0.0 for all it has.\n")
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", a_free_port())
    with pytest.raises(click.ClickException, match="which is no address of this machine"):
        serve.address()


def test_an_empty_installation_counts_as_ready(tmp_path, instance):
    empty = Config(instance=tmp_path / "empty", database_url="")
    assert not is_ready(empty)
    empty.instance.mkdir()
    upgrade_database(empty.resolved_database_url())
    assert not is_ready(empty)
    assert is_ready(Config(instance=instance, database_url=""))


class Broken(BaseHTTPRequestHandler):
    """A web that has nothing but errors to show."""

    def do_GET(self):
        self.send_error(500)

    def log_message(self, *_):
        """Say nothing."""


def test_a_web_that_shows_errors_only_is_called_ready():
    child = Child("web", *FOREVER)
    with HTTPServer(("127.0.0.1", 0), Broken) as broken:
        Thread(target=broken.serve_forever, daemon=True).start()
        with pytest.raises(click.ClickException, match=r"answers with an error \(500\), so it was stopped"):
            serve.await_answer(f"http://127.0.0.1:{broken.server_port}/sign-in", child, Event())
        broken.shutdown()
    child.stop()


def test_a_killed_process_stays_dead():
    stopping, again = Event(), Event()

    class Watched(Child):
        def start(self):
            super().start()
            if len(self.starts) == 2:
                again.set()

    child = Watched("worker", *FOREVER)
    first = child.process.pid
    watching = Thread(target=watch, args=([child], stopping))
    watching.start()
    os.kill(first, signal.SIGKILL)
    assert again.wait(30)
    stopping.set()
    watching.join(30)
    assert child.process.pid != first
    child.stop()
    assert child.ended


def test_a_process_that_always_ends_is_started_for_ever():
    child = Child("worker", sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(click.ClickException, match=r"The worker process keeps ending \(3\), so everything was stopped"):
        watch([child], Event())


@pytest.mark.parametrize(("host", "shown"), [
    ("", "localhost"), ("127.0.0.2", "127.0.0.2"), ("0.0.0.0", "localhost"), ("::1", "[::1]")])
def test_ctrl_c_leaves_a_process_behind_or_another_host_is_said_not_to_answer(instance, host, shown):
    port = a_free_port(host or "127.0.0.1")
    environment = {**os.environ, "HOST": host, "PORT": port, "ONRAMP_INSTANCE": str(instance), "DATABASE_URL": "",
                   "ONRAMP_PUBLIC_URL": "", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen([ONRAMP, "run"], env=environment, stdout=subprocess.PIPE, text=True) as running:
        told = [line for line in iter(running.stdout.readline, "ctrl-C stops it.\n") if line.strip()]
        warned = [f"Links in mail lead to http://localhost:{port}, which nobody elsewhere can open. Say what address "
                  "others use: ONRAMP_PUBLIC_URL=https://…\n"] if host in serve.EVERYWHERE else []
        assert told == [*warned, f"Onramp is ready: http://{shown}:{port}\n"]
        with urllib.request.urlopen(f"http://{serve.in_link(host or '127.0.0.1', int(port))}/sign-in") as page:
            assert b"<h1>Sign in</h1>" in page.read()
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        their_address = {line for child in children for line in Path(f"/proc/{child}/environ").read_text().split("\0")
                         if line.startswith("ONRAMP_PUBLIC_URL=")}
        assert their_address == {f"ONRAMP_PUBLIC_URL=http://{shown}:{port}"}  # where links in mails lead
        running.send_signal(signal.SIGINT)
        assert running.stdout.read() == "Onramp has stopped.\n"
    assert running.returncode == 0
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


def test_the_worker_cannot_be_asked_to_do_what_is_due_and_end(instance):
    done = subprocess.run([ONRAMP, "worker", "--once"], env={**os.environ, "ONRAMP_INSTANCE": str(instance),
                                                            "DATABASE_URL": ""}, check=False)
    assert done.returncode == 0
    app = create_app(Config(instance=instance, database_url="", secret_key="tests only", testing=True))
    with app.app_context():
        sealed = db.session.execute(db.text("SELECT count(*) FROM audit_entries WHERE seal_id IS NULL")).scalar()
        db.session.remove()
        db.engine.dispose()
    assert sealed == 0


def test_the_job_a_worker_was_killed_in_rests_for_ten_minutes(instance):
    app = create_app(Config(instance=instance, database_url="", secret_key="tests only", testing=True))
    with app.app_context():
        with act(System("a test"), "user.ask_reset"):
            jobs.enqueue("ledger.forget_nothing")
        killed_in, _ = jobs.claim("abcd1234")
        db.session.remove()
        again = subprocess.run([ONRAMP, "worker", "--once", "--name", "abcd1234"], check=False, env={
            **os.environ, "ONRAMP_INSTANCE": str(instance), "DATABASE_URL": ""})
        tried = db.session.get(jobs.Job, killed_in)
        assert (again.returncode, tried.tries, tried.last_error) == (0, 2, "KeyError: 'ledger.forget_nothing'")
        db.session.remove()
        db.engine.dispose()
