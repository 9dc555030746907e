import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.commands.measure_ratings import ratings

SAMPLE = Path(__file__).parents[3] / "docs" / "samples" / "ratings.csv"
HEADER = "candidate,interviewer,competency,score"


def run(*arguments):
    return CliRunner().invoke(ratings, [str(argument) for argument in arguments])


def written(folder, *lines):
    path = folder / "panel.csv"
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    return path


def test_sample_file_gives_everything_the_help_promises():
    answer = json.loads(run(SAMPLE, "--levels", "discovery=4").stdout)
    assert list(answer) == [
        "version", "scale", "weights", "estimates", "totals", "pairs", "tiers", "leading", "severities", "deviations",
        "prior_scales", "reliability", "effective_sample_size", "draws", "ends_share", "ordering", "remarks", "seed",
        "data_sha256", "next_interviews", "seconds"]
    maya = next(one for one in answer["estimates"] if (one["candidate"], one["competency"]) == ("Maya", "discovery"))
    assert (maya["raw_mean"], maya["raters"], maya["level"]) == (4.0, 3, 4.0)
    assert maya["low"] < maya["adjusted_mean"] < maya["high"]
    assert maya["p_level"] == maya["at_least"]["4"]
    hana = next(one for one in answer["estimates"] if (one["candidate"], one["competency"]) == ("Hana", "forecasting"))
    assert (hana["adjusted_mean"], [reason["code"] for reason in hana["reasons"]]) == (None, ["ratings.single-opinion"])


def test_same_file_gives_the_same_numbers_twice():
    first, second = (json.loads(run(SAMPLE).stdout) for _ in range(2))
    assert {**first, "seconds": 0} == {**second, "seconds": 0}


def test_empty_score_keeps_the_candidate_in_view(tmp_path):
    answer = json.loads(run(written(tmp_path, "Ana,Ivo,ask,4", "Ben,Ivo,ask,")).stdout)
    assert [one["candidate"] for one in answer["totals"]] == ["Ana", "Ben"]
    assert [reason["code"] for reason in answer["totals"][1]["reasons"]] == ["ratings.candidate-not-rated"]


@pytest.mark.parametrize(("lines", "options", "message"), [
    (["Ana,Ivo,ask,4", "Ben,Ivo,ask,7"], [], "row 3, column score: “7” is not a number from 1 to 5."),
    (["Ana,Ivo,,4"], [], "row 2, column competency: the cell is empty."),
    (["Ana,Ivo,ask,4"], ["--weights", "aks=2"], "“aks” is not in the file. Its competencies are: ask."),
    (["Ana,Ivo,ask,4"], ["--levels", "ask"], "“ask” is not a competency, “=” and a number"),
    (["Ana,Ivo,ask,4"], ["--weights", "ask=0"], "at least one competency must weigh more than 0."),
    (["Ana,Ivo,ask,4"], ["--scale", "5", "1"], "the lowest score must be below the highest."),
])
def test_bad_file_or_option_is_named_and_ends_with_two(tmp_path, lines, options, message):
    answer = run(written(tmp_path, *lines), *options)
    assert answer.exit_code == 2
    assert message in answer.stderr
