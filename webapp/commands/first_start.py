"""`python -m webapp.commands.first_start`: what must be there before web and worker start.

Tables of this version; on the first start the demo company, or with DEMO=0 the one-time link that sets up an empty
installation; that link, too, while people are here, by an import, but nobody who administers it. A program of its own,
so that what it loads does not stay in the memory of the one that watches.
"""

import fcntl
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

import config
from config import Config
from webapp.commands.children import Child
from webapp.commands.settings import complaints

SIGN_INS = "sign-ins.txt"
UNFINISHED = "demo-unfinished"
PEOPLE = "SELECT 1 FROM users LIMIT 1"
ADMINISTRATORS = ("SELECT 1 FROM users JOIN role_grants ON role_grants.user_id = users.id "
                  "WHERE role = 'admin' AND role_grants.team_id IS NULL AND revoked_at IS NULL "
                  "AND deactivated_at IS NULL AND password_hash IS NOT NULL LIMIT 1")
"""Who can sign in and administer; `people.actions.setup.blocker` asks the same."""
VERSIONS = Path(config.__file__).parent / "migrations" / "versions"


def is_ready(settings: Config) -> bool:
    """Whether the embedded database has the newest tables and somebody who can sign in and administer it: a quick look
    without the records' code."""
    file = settings.instance / "onramp.db"
    if settings.database_url or not file.exists() or (settings.instance / UNFINISHED).exists():
        return False
    newest = max(VERSIONS.glob("[0-9]*.py")).name.split("_")[0]
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            at = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return at == (newest,) and connection.execute(ADMINISTRATORS).fetchone() is not None
    except sqlite3.Error:
        return False


def begin(settings: Config) -> int:
    """Bring the database up, fill it on the first start, and say who can sign in; returns the exit code."""
    if wrong := complaints(settings):
        click.echo("\n".join(wrong), err=True)
        return 1
    settings.own_instance()
    code = 0
    if not is_ready(settings):
        with alone_in(settings.instance):
            code = 0 if is_ready(settings) else make_ready(settings)
    kept = settings.instance / SIGN_INS
    if code == 0 and kept.exists():
        click.echo("\n" + with_address(kept.read_text().rstrip(), settings.public_url))
    return code


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One start at a time in an instance folder: a second one waits, so that it never takes a demo away half built."""
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            click.echo("Another start is at work in this folder; waiting for it ...")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def with_address(sign_ins: str, address: str) -> str:
    """The list of who can sign in, a candidate's link completed: the file is kept for any port."""
    return sign_ins.replace(" /my/", f" {address or 'http://localhost:8000'}/my/")


def make_ready(settings: Config) -> int:
    import sqlalchemy as sa  # slow import

    from webapp.commands.faults import sentence_for  # slow import
    from webapp.commands.upgrade import holds, upgrade_database  # slow import

    url = settings.resolved_database_url()
    if not clear_unfinished(settings):
        return 1
    try:
        before, after = upgrade_database(url)
        if before != after:
            click.echo(f"Database ready ({after}).")
        if holds(url, ADMINISTRATORS):
            return 0
        empty = not holds(url, PEOPLE)
    except (sa.exc.SQLAlchemyError, ImportError) as failure:
        said = sentence_for(failure, settings)
        if said is None:
            raise
        click.echo(said, err=True)
        return 1
    if empty and os.environ.get("DEMO") != "0":
        return build_demo(settings)
    if not empty:
        click.echo("There are people here, but nobody who can sign in and administer Onramp.")
    return call("setup")


def clear_unfinished(settings: Config) -> bool:
    """Take away what an interrupted first start left; only what we made in the instance folder is ours to take."""
    marker = settings.instance / UNFINISHED
    if not marker.exists():
        return True
    if settings.database_url:
        click.echo("The demo company was not finished the last time. Empty the database that DATABASE_URL names, "
                   f"delete {marker} and start again.", err=True)
        return False
    click.echo("The demo company was not finished the last time; beginning anew.")
    for left in (*settings.instance.glob("onramp.db*"), settings.instance / SIGN_INS, marker):
        left.unlink(missing_ok=True)
    return True


def build_demo(settings: Config) -> int:
    """The demo company; its marker stands from before the first row until after the last one."""
    click.echo("Building the demo company (once; DEMO=0 make run starts empty) ...")
    marker = settings.instance / UNFINISHED
    marker.touch()
    code = call("seed")
    if code == 0:
        marker.unlink()
    return code


def call(command: str) -> int:
    """Run an `onramp` command; ctrl-C reaches only who watches, and ends us and it."""
    return Child(command, str(Path(sys.executable).with_name("onramp")), command).process.wait()


if __name__ == "__main__":
    try:
        sys.exit(begin(Config()))
    except OSError as failure:
        click.echo(f"Cannot write {failure.filename}: {failure.strerror}", err=True)
        sys.exit(1)
