"""`onramp setup`: the one-time link that sets up an installation nobody administers."""

import os

import click

from webapp import create_app
from webapp.sentences import sentence
from workflows.errors import Refused
from workflows.people.actions import setup as actions
from workflows.permits import System


@click.command()
def setup():
    """Print a one-time link to set up an installation nobody administers.

    It works for a day; an earlier one stops working.
    """
    app = create_app()
    settings = app.config["ONRAMP"]
    base = settings.public_url or f"http://localhost:{os.environ.get('PORT') or '8000'}"
    with app.test_request_context(base_url=base):
        try:
            token = actions.begin(System("onramp setup"))
        except Refused as refusal:
            raise click.ClickException(" ".join(sentence(reason) for reason in refusal.reasons)) from None
        link = app.url_for("account.setup", token=token, _external=True)
        click.echo(f"Set up Onramp here (once, within 24 hours): {link}")
