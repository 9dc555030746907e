"""`make bench`: start-up, memory, time and SQL queries of the pages people use most, at 1,000 and 10,000 candidates.

Everything runs on this machine in a folder of its own: a real web process as `make run` starts it, one reader who
keeps a connection, and beside it a bare Flask page with three indexed queries as the yardstick. Prints Markdown.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from benchmarks import clicks, ready
from benchmarks.crowd import grow_to
from config import Config
from webapp import create_app
from webapp.access import COOKIE
from webapp.commands.upgrade import upgrade_database
from workflows.db import db
from workflows.people.actions import accounts

SIZES = (1_000, 10_000)
WARM_UPS, ROUNDS = 5, 40
ROOT = Path(__file__).parent.parent


FIRST = "FROM candidacies WHERE state = 'applied' ORDER BY id LIMIT 1"
LEADER = "(SELECT user_id FROM role_grants WHERE role = 'leader' AND revoked_at IS NULL ORDER BY id LIMIT 1)"


@dataclass(frozen=True)
class Named:
    """A page of the bench. `pick` is the SQL for its record's id, which `path` names {id}, and its reader's user id."""

    name: str
    path: str
    pick: str

    def found(self) -> tuple[str, int] | None:
        """Path and reader, or None when the demo has no such record."""
        row = db.session.execute(sa.text(self.pick)).first()
        return (self.path.format(id=row[0]), row[1]) if row else None


PAGES = (
    Named("desk", "/", f"SELECT 0, owner_id {FIRST}"),
    Named("openings", "/openings", f"SELECT 0, owner_id {FIRST}"),
    Named("board", "/openings/{id}", f"SELECT opening_id, owner_id {FIRST}"),
    Named("candidate list", "/openings/{id}?state=applied&page=2", f"SELECT opening_id, owner_id {FIRST}"),
    Named("candidate", "/candidacies/{id}", f"SELECT id, owner_id {FIRST}"),
    Named("scorecard", "/scorecards/{id}", "SELECT id, author_id FROM scorecards ORDER BY id LIMIT 1"),
    Named("plans", "/onboarding", "SELECT 0, coach_id FROM plans ORDER BY id LIMIT 1"),
    Named("plan", "/plans/{id}", "SELECT id, coach_id FROM plans ORDER BY id LIMIT 1"),
    Named("team", "/teams/{id}", f"SELECT 1, {LEADER}"),
    Named("team week", "/teams/{id}/week", f"SELECT 1, {LEADER}"),
    Named("ramps", "/ramps", f"SELECT 1, {LEADER}"),
    Named("ramp", "/ramps/{id}", "SELECT id, user_id FROM ramps ORDER BY id LIMIT 1"),
    Named("debrief", "/debriefs/{id}", "SELECT id, decider_id FROM debriefs WHERE state = 'decided' LIMIT 1"),
    Named("match", "/openings/{id}/match", f"SELECT opening_id, owner_id {FIRST}"),
    Named("attainment", "/attainment", f"SELECT 1, {LEADER}"),
    Named("statement", "/statements/{id}", "SELECT id, user_id FROM statements WHERE state = 'paid' LIMIT 1"),
    Named("search", "/search?q=Candidate", f"SELECT 0, owner_id {FIRST}"),
    Named("a chart", "/ramps/{id}/quota.svg", "SELECT id, user_id FROM ramps ORDER BY id LIMIT 1"),
    Named("a paper", "/statements/{id}/statement.pdf",
          "SELECT id, user_id FROM statements WHERE state = 'paid' LIMIT 1"),
)


@contextmanager
def serving(target: str, **environment: str) -> Iterator[tuple[int, float, int]]:
    """A web process as `make run` starts it; gives port, seconds to its first answer, and the worker's process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4", "--bind", f"127.0.0.1:{port}",
         "--no-control-socket", "--log-level", "error", "--keep-alive", "30", target],
        cwd=ROOT, env={**os.environ, **environment})
    try:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise SystemExit(f"{target} does not start")
            time.sleep(0.02)
        took = time.perf_counter() - began
        yield port, took, children_of(process.pid)[0]
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/sign-in")
        connection.getresponse().read()
    except OSError:
        return False
    return True


class Reading:
    """One reader's connection to a server."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"{COOKIE}={cookie}", "Accept-Encoding": "gzip"}

    def ask(self, path: str) -> float:
        """Milliseconds until all of a page was here."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return (time.perf_counter() - began) * 1000

    def rounds(self, path: str) -> Iterator[float]:
        """Milliseconds of each round, after some that do not count."""
        for _ in range(WARM_UPS):
            self.ask(path)
        for _ in range(ROUNDS):
            yield self.ask(path)


def beside(rounds: Iterable[float], yardstick: Reading) -> tuple[list[float], float]:
    """Milliseconds of each round, and the median of the bare page's.

    One is asked after the other, so that whatever else this machine does slows both.
    """
    taken = [(each, yardstick.ask("/")) for each in rounds]
    return [each for each, _ in taken], statistics.median(bare for _, bare in taken)


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The statements this process sends to the database meanwhile."""
    seen: list[str] = []

    def look(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", look)


def queries(app: Flask, path: str, cookie: str) -> int:
    """How many statements one page sends to the database, once this process has read the content that never changes."""
    client = app.test_client()
    client.set_cookie(COOKIE, cookie)
    client.get(path)
    with counting(app) as seen:
        client.get(path)
    return len(seen)


class Inside(clicks.Clicker):
    """A person whose presses this process answers itself; `asked` counts the statements of the last one."""

    def __init__(self, app: Flask, session: str) -> None:
        self.app, self.client, self.asked = app, app.test_client(), 0
        self.client.set_cookie(COOKIE, session)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        with counting(self.app) as seen:
            answer = self.client.open(path, method=method, data=body, content_type=kind or None,
                                      environ_base={"REMOTE_ADDR": "127.0.0.2"})
        self.asked = len(seen)
        return answer.status_code, answer.get_data(as_text=True)


def children_of(process: int) -> list[int]:
    """The processes that any thread of this one started and that still run."""
    return [int(each) for tasks in Path(f"/proc/{process}/task").iterdir()
            for each in (tasks / "children").read_text().split()]


def resident(process: int) -> float:
    """Megabytes of memory the process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def measure(app: Flask, instance: Path, size: int, bare_port: int, said: Callable[[str], None]) -> None:
    with app.app_context():
        grow_to(size)
        there = {page.name: found for page in PAGES if (found := page.found())}
        tokens = {user: accounts.start_session(user_id=user) for user in {reader for _, reader in there.values()}}
    with serving("webapp:create_app()", ONRAMP_INSTANCE=str(instance)) as (port, started, process):
        yardstick = Reading(bare_port)
        for name, (path, reader) in there.items():
            taken, bare = beside(Reading(port, tokens[reader]).rounds(path), yardstick)
            middle, slow = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
            said(f"| {size:,} | {name} | {middle:.1f} | {slow:.1f} | {middle / bare:.1f} | "
                 f"{queries(app, path, tokens[reader])} |")
        for name, (session, rounds) in sending(app).items():
            taken, bare = beside(rounds(clicks.Clicker(port, session)), yardstick)
            middle, slow = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
            inside = Inside(app, session)
            deque(islice(rounds(inside), 2), maxlen=0)
            said(f"| {size:,} | *{name}* | {middle:.1f} | {slow:.1f} | {middle / bare:.1f} | {inside.asked} |")
        said(f"| {size:,} | *start-up {started:.1f} s, web process {resident(process):.0f} MB, its press "
             f"{sum(resident(each) for each in children_of(process)):.0f} MB* | | | | |")


def sending(app: Flask) -> dict[str, tuple[str, Callable[[clicks.Clicker], Iterator[float]]]]:
    """What people send, by its name: whose session, and the milliseconds of each time, one by one."""
    with app.app_context():
        slug = db.session.execute(sa.text(
            "SELECT slug FROM openings WHERE closed_at IS NULL ORDER BY id LIMIT 1")).scalar_one()
        card = ready.open_card()
        path, fields, author = f"/scorecards/{card.id}", ready.written(card), accounts.start_session(
            user_id=card.author_id)

    def reopen() -> None:
        with app.app_context():
            ready.open_card()

    return {"application with résumé": ("", lambda person: clicks.applications(person, slug)),
            "scorecard kept": (author, lambda person: clicks.autosaves(person, path, fields)),
            "scorecard submitted": (author, lambda person: clicks.submits(person, path, fields, reopen))}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="onramp-bench-") as folder:
        instance = Path(folder)
        environment = {**os.environ, "ONRAMP_INSTANCE": folder}
        upgrade_database(f"sqlite:///{instance}/onramp.db")
        subprocess.run([Path(sys.executable).with_name("onramp"), "seed"], env=environment, check=True,
                       stdout=subprocess.DEVNULL)
        app = create_app(Config(instance=instance, database_url=""))
        with serving("benchmarks.bare:create_app()", BARE_DATABASE_URL=f"sqlite:///{instance}/onramp.db") as (port, *_):
            bare = statistics.median(Reading(port).rounds("/"))
            print(f"Bare page with three indexed queries: p50 {bare:.1f} ms; asked again beside each page.\n")
            print("| candidates | page | p50 ms | p95 ms | × bare | queries |\n|---:|---|---:|---:|---:|---:|")
            for size in SIZES:
                measure(app, instance, size, port, lambda line: print(line, flush=True))
        press_at_once(app, instance)


def press_at_once(app: Flask, instance: Path) -> None:
    """1,000 presses of each button that may act once; then what came of it."""
    print(f"\n| {clicks.CLICKS:,} presses, {clicks.AT_ONCE} at once | answers | seconds | came of it |\n"
          "|---|---|---:|---|")
    with app.app_context():
        buttons = ready.buttons()
    with serving("webapp:create_app()", ONRAMP_INSTANCE=str(instance)) as (port, *_), app.app_context():
        for each in buttons:
            session = accounts.start_session(user_id=each.user_id)
            counted, took = clicks.all_at_once(port, each.path, session, each.form, each.fields)
            told = ", ".join(f"{times} × {status}" for status, times in sorted(counted.items()))
            print(f"| {each.name} | {told} | {took:.1f} | {each.came_of_it()} |", flush=True)


if __name__ == "__main__":
    main()
