"""`python -m webapp.commands.first_start`: what must be there before web and worker start.

Tables of this version; on the first start the demo company, or with DEMO=0 the one-time link that sets up an empty
installation. A program of its own, so that what it loads does not stay in the memory of the one that watches.
"""

import os
import subprocess
import sys
from pathlib import Path

import click
import sqlalchemy as sa

from config import Config
from webapp.commands.upgrade import upgrade_database

SIGN_INS = "sign-ins.txt"


def has_people(url: str) -> bool:
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            return connection.execute(sa.text("SELECT 1 FROM users LIMIT 1")).first() is not None
    finally:
        engine.dispose()


def begin(settings: Config) -> int:
    """Bring the database up, fill it on the first start, and say who can sign in; returns the exit code."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    url = settings.resolved_database_url()
    before, after = upgrade_database(url)
    if before != after:
        click.echo(f"Database ready ({after}).")
    if not has_people(url):
        command = "setup" if os.environ.get("DEMO") == "0" else "seed"
        if command == "seed":
            click.echo("Building the demo company (once; DEMO=0 make run starts empty) ...")
        code = subprocess.call([Path(sys.executable).with_name("onramp"), command])
        if code:
            return code
    kept = settings.instance / SIGN_INS
    if kept.exists():
        click.echo("\n" + kept.read_text().rstrip())
    return 0


if __name__ == "__main__":
    try:
        sys.exit(begin(Config()))
    except sa.exc.OperationalError as failure:
        click.echo(f"The database does not answer: {failure.orig}", err=True)
        sys.exit(1)
    except OSError as failure:
        click.echo(f"Cannot write {failure.filename}: {failure.strerror}", err=True)
        sys.exit(1)
