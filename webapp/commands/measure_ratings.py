"""`onramp measure ratings`: a panel's ratings from a CSV file."""

import time

import click

from webapp.commands.tables import FILE, print_json, read_table
from workflows.measurement.ratings import Rating, fit
from workflows.measurement.ratings_next import next_interviews

COLUMNS = ("candidate", "interviewer", "competency", "score")


class Numbers(click.ParamType):
    """`discovery=2,closing=1` as a dictionary."""

    name = "COMPETENCY=NUMBER,…"

    def convert(self, value, param, ctx):
        numbers: dict[str, float] = {}
        for part in value if isinstance(value, dict) else value.split(","):
            competency, _, number = part.rpartition("=")
            try:
                numbers[competency.strip()] = float(number)
            except ValueError:
                self.fail(f"“{part.strip()}” is not a competency, “=” and a number.", param, ctx)
            if not competency.strip() or not 0 <= numbers[competency.strip()] < float("inf"):
                self.fail(f"“{part.strip()}” is not a competency, “=” and a number of at least 0.", param, ctx)
        return numbers


@click.command()
@click.argument("file", type=FILE)
@click.option("--weights", type=Numbers(), help="What each competency counts in the sum; default: all the same.")
@click.option("--levels", type=Numbers(), help="The level each competency needs; adds the chance that it is reached.")
@click.option("--scale", type=(float, float), default=(1, 5), show_default=True, help="Lowest and highest score.")
@click.option("--next", "limit", type=click.IntRange(min=0), default=10, show_default=True,
              help="How many further interviews to suggest.")
def ratings(file: str, weights: dict[str, float] | None, levels: dict[str, float] | None,
            scale: tuple[float, float], limit: int):
    """Adjusted scores of a small interview panel, with fair ranges, and orders only where the evidence supports them.

    \b
    FILE is CSV with a header:
      candidate, interviewer, competency   names
      score                                1–5 (or --scale); empty or NA: was there, not rated
      question                             optional: which question the score answers

    \b
    JSON: estimates (candidate × competency: raw and adjusted mean, sd, 90 % range, raters, adjustments), totals,
    pairs (p under the base prior and with its scales halved and doubled), tiers, leading, severities, deviations,
    reliability, effective_sample_size, ordering and remarks (reasons), next_interviews, seconds.
    """
    if scale[0] >= scale[1]:
        raise click.BadParameter("the lowest score must be below the highest.", param_hint="--scale")
    found = _ratings(file, scale)
    _known("--weights", weights, found)
    _known("--levels", levels, found)
    for name, level in (levels or {}).items():
        if not scale[0] <= level <= scale[1]:
            raise click.BadParameter(f"{name}={level:g} is not on the scale from {scale[0]:g} to {scale[1]:g}.",
                                     param_hint="--levels")
    if weights is not None and not sum(weights.values()) > 0:
        raise click.BadParameter("at least one competency must weigh more than 0.", param_hint="--weights")
    start = time.perf_counter()
    answer = fit(found, weights=weights, levels=levels, scale=scale)
    seconds = time.perf_counter() - start
    print_json({**answer.as_json(), "next_interviews": [one.as_json() for one in next_interviews(answer, limit=limit)],
                "seconds": round(seconds, 3)})


def _ratings(file: str, scale: tuple[float, float]) -> list[Rating]:
    table = read_table(file, COLUMNS)
    questions = table.cells("question") if "question" in table.header else [""] * len(table)
    return [Rating(candidate, interviewer, competency, score, question or None)
            for candidate, interviewer, competency, score, question
            in zip(table.texts("candidate"), table.texts("interviewer"), table.texts("competency"),
                   table.numbers_or_missing("score", *scale), questions, strict=True)]


def _known(option: str, numbers: dict[str, float] | None, found: list[Rating]) -> None:
    rated = sorted({one.competency for one in found})
    for name in numbers or {}:
        if name not in rated:
            raise click.BadParameter(f"“{name}” is not in the file. Its competencies are: {', '.join(rated)}.",
                                     param_hint=option)
