"""`onramp measure variance`: a mixed model of a CSV of scores, given in the command's options."""

from pathlib import Path

import click

from webapp.commands.tables import FILE, BadFile, Table, print_json, read_table, write_csv
from workflows.errors import Refused


@click.command("variance")
@click.argument("file", type=FILE)
@click.option("--score", required=True, metavar="C", help="Column: the score, a number in every row.")
@click.option("--random", "random", multiple=True, required=True, metavar="A",
              help="Column of a random effect, or A:B for the pairs of two. Repeatable.")
@click.option("--fixed", multiple=True, metavar="C", help="Column of a fixed effect, numbers or words. Repeatable.")
@click.option("--method", type=click.Choice(["reml", "ml"]), default="reml", show_default=True)
@click.option("--effects", type=click.Path(dir_okay=False, writable=True), metavar="OUT.csv",
              help="Write every level's effect with its posterior SD here.")
def variance(file: str, score: str, random: tuple[str, ...], fixed: tuple[str, ...], method: str, effects: str | None):
    """Variance components: how much of the scores is candidates, interviewers, questions, and chance.

    \b
    FILE is a CSV with one row per score and the columns named in the options. Effects may be crossed or nested;
    levels of a nested column that repeat in each group (cask a of batch 1, of batch 2) are written A:B.

    JSON: deviance (−2 log likelihood), components (variance, sd, standard_error, share), fixed, reasons.
    What cannot be estimated is null, with its reason.
    """
    from workflows.measurement.variance import Method, fit_variance  # slow import

    _refuse_no_folder(effects)
    columns = list(dict.fromkeys(part for name in random for part in name.split(":")))
    table = read_table(file, [score, *columns, *fixed])
    try:
        fit = fit_variance(table.numbers(score), {name: table.texts(name) for name in columns}, random,
                           {name: _fixed(table, name) for name in fixed}, Method(method))
    except Refused as refusal:
        raise BadFile.refused(table.name, refusal) from refusal
    if effects:
        write_csv(effects, ["factor", "level", "effect", "sd", "scores"],
                  ((each.factor, each.level, each.effect, each.sd, each.scores) for each in fit.effects))
    print_json({"method": fit.method, "scores": fit.scores, "deviance": fit.deviance,
                "components": [vars(each) for each in fit.components], "fixed": [vars(each) for each in fit.fixed],
                "steps": fit.steps, "reasons": [reason.as_json() for reason in fit.reasons]})


def _refuse_no_folder(effects: str | None) -> None:
    """Before minutes of computing, not after."""
    if effects and not Path(effects).absolute().parent.is_dir():
        raise BadFile(f"--effects {effects}: there is no folder {Path(effects).absolute().parent}. Make it first.")


def _fixed(table: Table, name: str) -> list[float] | list[str]:
    """Numbers if every cell is one, else words."""
    return table.numbers(name) if all(map(table.is_number, table.cells(name))) else table.texts(name)
