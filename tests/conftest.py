"""What every test may ask for; tests/README.md tells how to use it.

One app per database for the whole run; each test gets it with an empty database of its own and a clock that stands
still at MONDAY. What this machine cannot run is skipped with `cannot_run` and listed at the end with its reason.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings

from config import Config
from tests import postgres
from tests.browser import Browser
from workflows import clock as wall_clock
from workflows.db import WRITES, Base, db

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DATABASES = ("sqlite", "postgresql")
LONGEST = ("test_bad_input", "test_whole_way", "test_blindness_everywhere", "test_demo", "test_ratings_calibration",
           "journeys/")

settings.register_profile("onramp", deadline=None, max_examples=60, derandomize=True, print_blob=True,
                          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
settings.load_profile("onramp")


def cannot_run(reason: str) -> NoReturn:
    """Leave a test out because this machine lacks something; say what, and what would bring it."""
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """List what was left out, so that nobody takes a green run for more than it is."""
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple)
                      else str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section("could not run on this machine")
        for reason, count in reasons.most_common():
            terminalreporter.write_line(f"{count} × {reason}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: next((n for n, each in enumerate(LONGEST) if each in item.nodeid), len(LONGEST)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database", DATABASES, indirect=True)


@dataclass
class Clock:
    """The test's own time. `travel` moves it on, `to` sets it; requests made by `browser` see it too."""

    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def now(self) -> datetime:
        return wall_clock.now()

    def to(self, moment: datetime) -> None:
        self.stack.enter_context(wall_clock.at(moment))

    def travel(self, **units: float) -> None:
        """`clock.travel(days=3, hours=2)`"""
        self.to(self.now + timedelta(**units))


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    standing = Clock()
    with standing.stack:
        standing.to(MONDAY)
        yield standing


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    found = postgres.programs()
    if found is None:
        cannot_run("PostgreSQL is not installed: apt-get install postgresql")
    with postgres.cluster(found) as running:
        yield running


@dataclass
class Database:
    """An app on one kind of database, and how to empty it: by putting back a copy of the fresh tables."""

    app: Flask
    file: Path | None = None
    cluster: postgres.Cluster | None = None

    def build(self) -> None:
        with self.app.app_context(), db.engine.connect() as connection:
            fresh(Base.metadata).create_all(connection.execution_options(**{WRITES: True}))
            connection.commit()
        self.close()
        if self.file:
            self.file.rename(self.file.with_suffix(".template"))

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def renew(self) -> None:
        if self.cluster:
            self.cluster.renew("onramp", "template_onramp")
        elif self.file:
            for left in self.file.parent.glob(f"{self.file.name}*"):
                left.unlink()
            shutil.copy(self.file.with_suffix(".template"), self.file)


def fresh(metadata: sa.MetaData) -> sa.MetaData:
    """A copy to create tables from: PostgreSQL's creation marks late foreign keys, and SQLite would leave them out."""
    copy = sa.MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(copy)
    return copy


class Databases:
    """Each kind's database, made when first asked for."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self.request, self.folder, self.made = request, folder, dict[str, Database]()

    def get(self, kind: str) -> Database:
        if kind not in self.made:
            self.made[kind] = getattr(self, kind)()
        return self.made[kind]

    def app(self, url: str) -> Flask:
        from webapp import create_app  # slow import: tests of plain rules and statistics do without the web

        return create_app(Config(instance=self.folder, database_url=url, secret_key="tests only", smtp_url="",
                                 public_url="", locale="en", time_zone="UTC", region="US", testing=True))

    def sqlite(self) -> Database:
        file = self.folder / "onramp.db"
        database = Database(self.app(f"sqlite:///{file}"), file=file)
        database.build()
        return database

    def postgresql(self) -> Database:
        cluster: postgres.Cluster = self.request.getfixturevalue("cluster")
        cluster.run("CREATE DATABASE onramp")
        database = Database(self.app(cluster.url("onramp")), cluster=cluster)
        database.build()
        cluster.run("ALTER DATABASE onramp RENAME TO template_onramp")
        return database


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return Databases(request, tmp_path_factory.mktemp("instance"))


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    """SQLite; for a test marked `both_databases` each of the two in turn."""
    chosen = databases.get(getattr(request, "param", "sqlite"))
    chosen.renew()
    yield chosen
    chosen.close()


@pytest.fixture
def app(database: Database) -> Flask:
    return database.app


@pytest.fixture
def session(app: Flask) -> Iterator[sa.orm.scoped_session[Any]]:
    """The database session of the test itself, inside an app context, for builders, actions and queries."""
    with app.app_context():
        yield db.session
        db.session.remove()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of the demo company, built once by the command itself, in the time of day; do not write."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    folder = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    instance = folder / "demo"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not instance.exists():
            begun = folder / "demo-begun"
            subprocess.run([Path(sys.executable).with_name("onramp"), "seed"], check=True, stdout=subprocess.DEVNULL,
                           env={**os.environ, "ONRAMP_INSTANCE": str(begun), "DATABASE_URL": ""})
            begun.rename(instance)
    return instance


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app on a copy of the demo company of the module's own. A module that uses it needs the clock to run."""
    from webapp import create_app  # slow import

    copy = tmp_path_factory.mktemp("copy") / "instance"
    shutil.copytree(demo_folder, copy)
    return create_app(Config(instance=copy, database_url="", testing=True))


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser nobody has signed in with. For a second person make another: `Browser(app).sign_in(raj)`."""
    return Browser(app)
