"""`onramp audit`: seal the ledger, and prove that nothing in it was changed."""

import sys

import click
import sqlalchemy as sa

from webapp import create_app
from webapp.sentences import sentence
from workflows import ledger, proving
from workflows.acting import maintenance
from workflows.db import db
from workflows.proving import Fault
from workflows.reasons import Reason


@click.group()
def audit():
    """Seal the audit ledger, and prove that nothing in it was changed."""


@audit.command()
def seal():
    """Seal what was written since the last seal; the worker does so by itself. Prints the newest link's hash."""
    with create_app().test_request_context():
        sealed = 0
        while (link := _next_link()) is not None:
            sealed += len(link.members)
        click.echo(f"Sealed {sealed} entries." if sealed else "Everything is sealed already.")
        _say_head(ledger.newest(db.session()))


@audit.command()
@click.option("--head", metavar="HASH", help="A hash that was printed earlier: the chain must still hold it.")
def verify(head: str | None):
    """Recompute the whole chain; name every entry that does not fit, and exit 1 when there is one."""
    with create_app().test_request_context():
        try:
            proof = proving.verify(db.session())
        except sa.exc.OperationalError as failure:
            raise click.ClickException(f"{failure.orig}. Are the tables there? onramp upgrade") from None
        click.echo(f"{proof.sealed} entries sealed, {proof.unsealed} not sealed yet.")
        if proof.erased:
            click.echo(f"Texts erased: {proof.erased}. What a person wrote or is called was deleted there; compare the "
                       "number with what you were asked to erase.")
        for fault in proof.faults:
            click.echo(told(fault), err=True)
        gone = head is not None and not ledger.holds(db.session(), head)
        if gone:
            click.echo("The chain no longer holds the hash given: seals were cut off or replaced.", err=True)
        if not proof.faults and not gone:
            click.echo("Nothing else was changed after it was written." if proof.erased else
                       "Nothing was changed after it was written.")
        if proof.unsealed:
            click.echo(f"Entries not sealed yet: {proof.unsealed}. The worker seals them within seconds while it runs. "
                       "Until then nobody would miss a removed one.")
        _say_head(proof.head)
        sys.exit(1 if proof.faults or gone else 0)


def told(fault: Fault) -> str:
    """A fault as a sentence."""
    return sentence(Reason(fault.code, {"number": str(fault.number), "verb": fault.verb}))


def _next_link() -> ledger.AuditSeal | None:
    with maintenance("seal the ledger"):
        return ledger.seal(db.session())


def _say_head(head: str) -> None:
    if head:
        click.echo(f"Newest seal: {head}\nKept elsewhere, it lets `onramp audit verify --head …` tell whether seals "
                   "were cut off.")
