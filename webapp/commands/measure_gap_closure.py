"""`onramp measure gap-closure`: targets, readings and candidates from a TOML file."""

from collections.abc import Hashable
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from webapp.commands.tables import FILE, print_json, read_toml
from webapp.commands.toml_fields import Fields
from workflows.measurement.gap_closure import (
    COMMON,
    Closure,
    Gap,
    Level,
    Reading,
    Score,
    closure,
    current_levels,
    expected_count,
)
from workflows.measurement.training_closure import trained, training
from workflows.reasons import Reason


@click.command("gap-closure")
@click.argument("file", type=FILE)
def gap_closure(file: str):
    """What a team lacks and how much of it each candidate closes.

    \b
    FILE is TOML:
      today     the day to compute for
      drift     how far a true level wanders in a year (SD, level points)
      common    share of a candidate's error common to all competencies (default 0.3)
      [[targets]]     competency, level, people; weight (1), must_have (false)
      [[readings]]    person, competency, level, standard_error, on
      [[candidates]]  name; [[candidates.scores]] competency, mean, sd, raters
      [training]      places (1); [[training.lifts]] competency, mean, sd

    JSON: gaps (expected, gap), candidates (mean, low and high of the 90 % interval, judged, of_all, parts, reasons),
    reasons (what the file holds and no figure counts: readings after today, competencies without a target), and,
    where training is given, what it would close instead.
    """
    fields = Fields(file, read_toml(file))
    today, drift = fields.day("today"), fields.number("drift", low=0)
    common = fields.number("common", COMMON, low=0, high=0.99)
    readings = [_reading(row) for row in fields.rows("readings", needed=False)]
    gaps = [_gap(row, readings, today, drift) for row in fields.rows("targets")]
    candidates = [(row.text("name"), _scores(row)) for row in fields.rows("candidates", needed=False)]
    trained_by = _training_of(fields.part("training")) if "training" in fields else None
    fields.refuse_unknown()
    answer: dict[str, Any] = {
        "today": today.isoformat(), "reasons": [each.as_json() for each in _unused(readings, gaps, candidates, today)],
        "gaps": [asdict(each) | {"gap": each.size} for each in gaps],
        "candidates": [{"name": name} | _closure(closure(gaps, scores, common)) for name, scores in candidates],
    }
    if trained_by:
        answer["training"] = _training(*trained_by, gaps, readings, today, drift, candidates, common)
    print_json(answer)


def _reading(row: Fields) -> tuple[str, Reading]:
    return row.text("competency"), Reading(row.text("person"), row.number("level"),
                                           row.number("standard_error", low=0), row.day("on"))


def _gap(row: Fields, readings: list[tuple[str, Reading]], today: date, drift: float) -> Gap:
    competency, level = row.text("competency"), row.number("level")
    expected = expected_count((r for about, r in readings if about == competency), level, today, drift)
    return Gap(competency, level, row.number("people", low=0), expected, row.number("weight", 1.0, low=0),
               row.flag("must_have"))


def _scores(row: Fields) -> dict[str, Score]:
    return {score.text("competency"): Score(score.number("mean"), score.number("sd", low=0), score.whole("raters"))
            for score in row.rows("scores", needed=False)}


def _closure(found: Closure) -> dict[str, Any]:
    return {"mean": found.mean, "low": found.low, "high": found.high, "judged": found.judged, "of_all": found.of_all,
            "must_haves_met": found.must_haves_met,
            "parts": [{"competency": part.gap.competency, "level": part.gap.level, "gap": part.gap.size,
                       "verdict": part.verdict.value, "chance": part.chance, "closed": part.closed,
                       "raters": part.raters, "must_have": part.gap.must_have} for part in found.parts],
            "reasons": [reason.as_json() for reason in found.reasons]}


def _training_of(fields: Fields) -> tuple[dict[str, Level], int]:
    """What training adds per competency, and for how many people there is room."""
    lifts = {row.text("competency"): Level(row.number("mean"), row.number("sd", low=0)) for row in fields.rows("lifts")}
    return lifts, fields.whole("places", 1)


def _unused(readings: list[tuple[str, Reading]], gaps: list[Gap], candidates: list[tuple[str, dict[str, Score]]],
            today: date) -> list[Reason]:
    """What the file holds and no figure counts."""
    targets = {each.competency for each in gaps}
    named = {about for about, _ in readings} | {about for _, scores in candidates for about in scores}
    found = [Reason("reading.after-today", {"person": str(each.person), "competency": about,
                                            "taken_on": each.on.isoformat()})
             for about, each in readings if each.on > today]
    without = sorted(named - targets)
    return [*found, Reason("gap.no-target", {"competencies": without})] if without else found


def _training(lifts: dict[str, Level], places: int, gaps: list[Gap], readings: list[tuple[str, Reading]], today: date,
              drift: float, candidates: list[tuple[str, dict[str, Score]]], common: float) -> dict[str, Any]:
    team: dict[str, dict[Hashable, Level]] = {
        competency: current_levels((r for about, r in readings if about == competency), today, drift)
        for competency in lifts}
    return {
        "team": [{"competency": each.gap.competency, "people": list(each.people), "closed": each.closed}
                 for each in training(gaps, team, lifts, places)],
        "candidates": [{"name": name, "mean": after.mean, "low": after.low, "high": after.high}
                       for name, scores in candidates
                       for after in [closure(gaps, trained(scores, lifts), common)]],
    }
