"""`onramp content`: check and load question banks and curricula."""

import sys

import click

from webapp import create_app, packs
from workflows.authored import AuthoredInvalid
from workflows.permits import System


@click.group()
def content():
    """Check and load question banks and curricula."""


@content.command()
def check():
    """Print every problem of every packaged file (file:line: field: what is wrong); exit 1 when there is one.

    Files are named as they are found from the project's folder.
    """
    problems = packs.check()
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(f"{len(problems)} problem{'s' * (len(problems) > 1)}" if problems else "content is in order")
    sys.exit(1 if problems else 0)


@content.command()
def load():
    """Load everything that is packaged; what is loaded already stays as it is."""
    with create_app().app_context():
        try:
            versions = packs.load(System("content load"))
            for version in versions:
                click.echo(f"{version.kind.value.replace('_', ' ')}: {version.title}, version {version.number}")
            if left := packs.left_alone(versions):
                click.echo(f"left as they were shaped in the app: {', '.join(left)}")
        except AuthoredInvalid as invalid:
            raise click.ClickException("\n".join(str(problem) for problem in invalid.problems)) from None
