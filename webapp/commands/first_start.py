"""`python -m webapp.commands.first_start`: what must be there before web and worker start.

Tables of this version; on the first start the demo company, or with DEMO=0 the one-time link that sets up an empty
installation. A program of its own, so that what it loads does not stay in the memory of the one that watches.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click

import config
from config import Config

SIGN_INS = "sign-ins.txt"
VERSIONS = Path(config.__file__).parent / "migrations" / "versions"


def is_ready(settings: Config) -> bool:
    """Whether the embedded database has the newest tables and people in it: a quick look without the records' code."""
    file = settings.instance / "onramp.db"
    if settings.database_url or not file.exists():
        return False
    newest = max(VERSIONS.glob("[0-9]*.py")).name.split("_")[0]
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            at = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return at == (newest,) and connection.execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return False


def begin(settings: Config) -> int:
    """Bring the database up, fill it on the first start, and say who can sign in; returns the exit code."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    code = 0 if is_ready(settings) else make_ready(settings)
    kept = settings.instance / SIGN_INS
    if code == 0 and kept.exists():
        click.echo("\n" + kept.read_text().rstrip())
    return code


def make_ready(settings: Config) -> int:
    import sqlalchemy as sa  # slow import

    from webapp.commands.upgrade import has_people, upgrade_database  # slow import

    url = settings.resolved_database_url()
    try:
        before, after = upgrade_database(url)
        if before != after:
            click.echo(f"Database ready ({after}).")
        if has_people(url):
            return 0
    except sa.exc.OperationalError as failure:
        click.echo(f"The database does not answer: {failure.orig}", err=True)
        return 1
    command = "setup" if os.environ.get("DEMO") == "0" else "seed"
    if command == "seed":
        click.echo("Building the demo company (once; DEMO=0 make run starts empty) ...")
    return subprocess.call([Path(sys.executable).with_name("onramp"), command])


if __name__ == "__main__":
    try:
        sys.exit(begin(Config()))
    except OSError as failure:
        click.echo(f"Cannot write {failure.filename}: {failure.strerror}", err=True)
        sys.exit(1)
