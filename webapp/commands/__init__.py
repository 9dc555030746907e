"""`onramp`: one lazy group, so that a command pays only for what it uses."""

from importlib import import_module

import click


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called or listed by name.

    `lazy` maps a command's name to "module:attribute" and its one line of help.
    """

    def __init__(self, *args, lazy: dict[str, tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx):
        return sorted({*super().list_commands(ctx), *self.lazy})

    def get_command(self, ctx, name):
        if name not in self.lazy:
            return super().get_command(ctx, name)
        module, attribute = self.lazy[name][0].split(":")
        return getattr(import_module(module), attribute)

    def invoke(self, ctx):
        """Run the command; settings or a database that cannot be used are told in a sentence, whoever met them."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise
        except Exception as failure:  # naming the database's faults would load SQLAlchemy for every command
            if (said := _sentence_for(failure)) is None:
                raise
            raise click.ClickException(said) from None

    def format_commands(self, ctx, formatter):
        rows = [(name, self.lazy[name][1] if name in self.lazy else self.commands[name].get_short_help_str())
                for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _sentence_for(failure: Exception) -> str | None:
    from config import Config  # slow import
    from webapp.commands.faults import sentence_for  # slow import

    return sentence_for(failure, Config())


@click.group(cls=LazyGroup, lazy={
    "audit": ("webapp.commands.audit:audit", "Seal the audit ledger, and prove that nothing in it was changed."),
    "content": ("webapp.commands.content:content", "Check and load question banks and curricula."),
    "import": ("webapp.commands.imports:imports", "Take deals and quotas from CSV files."),
    "measure": ("webapp.commands.measure:measure", "The statistics of the product on your own CSV files."),
    "pay": ("webapp.commands.pay:pay", "Compute a commission statement without a database."),
    "ramp": ("webapp.commands.ramp:ramp", "Compute a ramp's quota schedule without a database."),
    "run": ("webapp.commands.serve:run", "Start web and worker on this machine."),
    "seed": ("webapp.commands.seed:seed", "Build the demo company through the actions."),
    "setup": ("webapp.commands.setup:setup", "Print a one-time link to set up an installation nobody administers."),
    "upgrade": ("webapp.commands.upgrade:upgrade", "Bring the database to this version's tables."),
    "worker": ("webapp.commands.serve:worker", "Run background jobs until told to stop."),
})
def onramp():
    """Onramp: recruiting and onboarding for sales teams, from the first interview to the first quota."""
