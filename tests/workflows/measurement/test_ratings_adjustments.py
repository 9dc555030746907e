"""Why an adjusted level differs from the raw one, on the sample of the documents."""

import csv
from pathlib import Path

from workflows.measurement.ratings import Rating, fit


def sample():
    with (Path(__file__).parents[3] / "docs" / "samples" / "ratings.csv").open(newline="") as file:
        return fit([Rating(r["candidate"], r["interviewer"], r["competency"], float(r["score"]), r["question"] or None)
                    for r in csv.DictReader(file) if r["score"]])


def test_interviewer_of_whom_nothing_is_sure_is_said_to_score_low():
    answer = sample()
    assert {one.interviewer: one.tends for one in answer.severities} == {
        "Ana": "high", "Ben": "neither", "Raj": "neither", "Sofia": None}
    maya = next(one for one in answer.estimates if (one.candidate, one.competency) == ("Maya", "discovery"))
    severe = {part.why.code: (part.why.params.get("interviewer"), round(part.points, 2)) for part in maya.adjustments
              if part.why.code.endswith(("severity", "panel"))}
    assert severe == {"ratings.lowered-for-severity": ("Ana", -0.15), "ratings.raised-for-panel": (None, 0.25)}


def test_adjustment_of_nothing_is_listed():
    further = [part for one in sample().estimates for part in one.adjustments[1:]]
    assert len(further) > 40
    assert min(part.why.params["points"] for part in further) > 0.05
