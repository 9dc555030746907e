"""`onramp measure agreement`: intraclass correlations and Krippendorff's α of a CSV of scores."""

from dataclasses import asdict
from typing import Any

import click

from webapp.commands.tables import FILE, MISSING, BadFile, Table, print_json, read_table
from workflows.errors import Refused


@click.command("agreement")
@click.argument("file", type=FILE)
@click.option("--unit", required=True, metavar="C", help="Column: what is rated.")
@click.option("--rater", required=True, metavar="C", help="Column: who rates.")
@click.option("--score", required=True, metavar="C", help="Column: the score; empty or NA where there is none.")
@click.option("--level", type=click.Choice(["nominal", "ordinal", "interval", "ratio"]), default="interval",
              show_default=True, help="What differences between scores mean, for α.")
@click.option("--scale", type=(float, float), default=(1.0, 5.0), show_default=True, metavar="LOW HIGH",
              help="The scale's ends, to tell a restricted range from raters who differ.")
def agreement(file: str, unit: str, rater: str, score: str, level: str, scale: tuple[float, float]):
    """How far raters agree: ICC(1|2|3, 1|k) with 95 % intervals, Krippendorff's α, and what more raters would give.

    \b
    FILE is a CSV with one row per score and the columns named by --unit, --rater and --score.
    Scores are numbers; with --level nominal they may be words.

    JSON: icc (units every rater scored only), alpha (missing scores allowed), generalizability with a decision study
    of 1 to 6 raters (e_rho2: all units meet the same raters, phi: each meets others, sem: standard error), reasons.
    What cannot be computed is null, with its reason.
    """
    table = read_table(file, [unit, rater, score])
    try:
        answer = _answer(table, unit, rater, score, level, scale)
    except Refused as refusal:
        raise BadFile.refused(table.name, refusal) from refusal
    print_json(answer)


def _answer(table: Table, unit: str, rater: str, score: str, level: str, scale: tuple[float, float]) -> dict[str, Any]:
    from workflows.measurement import agreement as measured  # slow import

    units, raters = table.texts(unit), table.texts(rater)
    words = level == "nominal" and not all(cell in MISSING or table.is_number(cell) for cell in table.cells(score))
    scores = _codes(table.cells(score)) if words else table.numbers_or_missing(score)
    _refuse_twice(table, units, raters, unit, scores)
    seen = [row for row, value in enumerate(scores) if value is not None]
    if not seen:
        table.bad(0, score, "there is no score in the whole column.")
    cells = measured.score_table([units[row] for row in seen], [raters[row] for row in seen],
                                 [value for value in scores if value is not None])
    alpha = measured.krippendorff(cells, measured.MeasurementLevel(level))
    answer = {"level": level, "alpha": asdict(alpha) | {"reasons": [each.as_json() for each in alpha.reasons]}}
    return answer if level == "nominal" else answer | _numeric(cells, scale)


def _numeric(cells: Any, scale: tuple[float, float]) -> dict[str, Any]:
    from workflows.measurement import agreement as measured  # slow import
    from workflows.measurement.generalizability import generalizability  # slow import

    icc = measured.intraclass(cells)
    single = icc.coefficients[2].value
    return {"icc": {each.name: {"value": each.value, "low": each.low, "high": each.high} for each in icc.coefficients},
            "mean_squares": icc.mean_squares, "units": icc.units, "raters": icc.raters,
            "generalizability": _generalizability(generalizability(cells)),
            "reasons": [each.as_json() for each in (*icc.reasons, *measured.range_reasons(cells, single, scale))]}


def _generalizability(found: Any) -> dict[str, Any]:
    return {"variances": {"unit": found.unit, "rater": found.rater, "residual": found.residual},
            "decision_study": [{"raters": each.interviewers, "e_rho2": each.same_panel, "phi": each.any_panel,
                                "sem": each.sd} for each in found.decisions],
            "reasons": [each.as_json() for each in found.reasons]}


def _codes(cells: list[str]) -> list[float | None]:
    numbers = {word: float(n) for n, word in enumerate(dict.fromkeys(cells)) if word not in MISSING}
    return [numbers.get(cell) for cell in cells]


def _refuse_twice(table: Table, units: list[str], raters: list[str], unit: str, scores: list[float | None]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row, pair in enumerate(zip(units, raters, strict=True)):
        if scores[row] is None:
            continue
        if pair in seen:
            table.bad(row, unit, f"{pair[1]} scored “{pair[0]}” in row {seen[pair] + 2} already.")
        seen[pair] = row
