import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp import sentences
from webapp.commands import onramp

SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
AGREEMENT = ["measure", "agreement", "--unit", "target", "--rater", "judge", "--score", "score"]
VARIANCE = ["measure", "variance", "--score", "diameter", "--random", "plate", "--random", "sample"]


def run(*arguments, text=None):
    return CliRunner().invoke(onramp, [str(each) for each in arguments], input=text)


def answer(*arguments, text=None):
    result = run(*arguments, text=text)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refusal(*arguments, text=None):
    result = run(*arguments, text=text)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_agreement_of_the_sample_is_shrout_and_fleiss():
    found = answer(*AGREEMENT, SAMPLES / "agreement.csv")
    assert {name: round(each["value"], 2) for name, each in found["icc"].items()} == {
        "ICC(1,1)": 0.17, "ICC(1,k)": 0.44, "ICC(2,1)": 0.29, "ICC(2,k)": 0.62, "ICC(3,1)": 0.71, "ICC(3,k)": 0.91}
    assert [row["raters"] for row in found["generalizability"]["decision_study"]] == [1, 2, 3, 4, 5, 6]


def test_words_have_a_nominal_alpha_only():
    text = "call,coach,kind\n1,Ana,pitch\n1,Raj,pitch\n2,Ana,listen\n2,Raj,NA\n3,Ana,listen\n3,Raj,listen\n"
    found = answer("measure", "agreement", "-", "--unit", "call", "--rater", "coach", "--score", "kind", "--level",
                   "nominal", text=text)
    assert (found["alpha"]["value"], found["alpha"]["units"], "icc" in found) == (1.0, 2, False)


def test_score_that_is_no_number_names_row_and_column():
    text = "target,judge,score\n1,1,4\n1,2,good\n"
    assert refusal(*AGREEMENT, "-", text=text) == (
        "Error: standard input: row 3, column score: “good” is not a number.\n")


def test_rater_who_scored_twice_names_both_rows():
    text = "target,judge,score\n1,1,4\n1,2,3\n1,1,5\n"
    assert "row 4, column target: 1 scored “1” in row 2 already" in refusal(*AGREEMENT, "-", text=text)


def test_everyone_equal_is_null_with_a_reason_and_never_nan():
    found = answer(*AGREEMENT, "-", text="target,judge,score\n1,1,3\n1,2,3\n2,1,3\n2,2,3\n")
    assert {each["value"] for each in found["icc"].values()} == {None}
    assert found["alpha"]["reasons"] == [{"code": "agreement.all-equal", "params": {}}]


@pytest.mark.parametrize(("method", "deviance"), [("reml", 330.860589), ("ml", 332.188349)])
def test_variance_of_the_sample_is_the_published_one(method, deviance):
    assert answer(*VARIANCE, SAMPLES / "variance.csv", "--method", method)["deviance"] == pytest.approx(
        deviance, abs=1e-6)


def test_effects_file_has_every_level_with_its_error(tmp_path):
    answer(*VARIANCE, SAMPLES / "variance.csv", "--effects", tmp_path / "effects.csv")
    with (tmp_path / "effects.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["factor", "level", "effect", "sd", "scores"]
    assert len(rows) == 24 + 6
    assert sum(float(row["effect"]) for row in rows if row["factor"] == "sample") == pytest.approx(0, abs=1e-6)


def test_pairs_and_fixed_effects_are_columns_of_the_file():
    text = "cask,batch,strength,wave\n" + "".join(
        f"{cask},{batch},{strength + n / 10},{n}\n" for batch, by in (("A", 0), ("B", 3), ("C", 1))
        for cask, strength in (("a", 60 + by), ("b", 62 - by)) for n in range(3))
    found = answer("measure", "variance", "-", "--score", "strength", "--random", "batch", "--random", "batch:cask",
                   "--fixed", "wave", text=text.replace("60.2", "60.9"))
    assert [each["name"] for each in found["components"]] == ["batch", "batch:cask", "residual"]
    assert [each["name"] for each in found["fixed"]] == ["(intercept)", "wave"]


def test_unknown_column_lists_those_there_are():
    assert "There is no column" not in refusal(*VARIANCE, SAMPLES / "agreement.csv")
    assert "row 1, column diameter: there is no such column. The columns are: target, judge, score." in refusal(
        *VARIANCE, SAMPLES / "agreement.csv")


def test_interview_plan_of_the_sample_keeps_every_rule():
    found = answer("measure", "interview-plan", SAMPLES / "interview-plan.toml", "--gap", "0")
    assert (found["broken"], found["gap"], found["staff"]["hiring manager"]) == ([], 0.0, "Ana")
    asked = {ask["question"]: ask for ask in found["asks"]}
    assert "walk-away-price" in asked
    assert "trade-not-give" not in asked
    assert len({ask["interviewer"] for ask in found["asks"] if ask["competency"] == "negotiation"}) == 2


def test_interview_plan_that_names_an_unknown_question_is_refused(tmp_path):
    text = (SAMPLES / "interview-plan.toml").read_text().replace('core = ["walk-away-price"]', 'core = ["gone"]')
    (tmp_path / "plan.toml").write_text(text)
    said = refusal("measure", "interview-plan", tmp_path / "plan.toml")
    assert "names the question “gone”, which is not in the bank" in said


def test_gap_closure_of_the_sample_says_what_maya_closes():
    found = answer("measure", "gap-closure", SAMPLES / "gap-closure.toml")
    maya = found["candidates"][0]
    assert maya["name"] == "Maya"
    assert {part["competency"]: part["verdict"] for part in maya["parts"]} == {
        "negotiation": "meets", "discovery": "short", "drive": "not-known"}
    assert maya["low"] <= maya["mean"] <= maya["high"]
    assert found["training"]["team"][0]["people"] == ["Raj"]


@pytest.mark.parametrize(("change", "message"), [
    (("level = 4.5", 'level = "high"'), "readings, row 1, column level: is not a number"),
    (("standard_error = 0.4", "standard_error = -1"), "readings, row 2, column standard_error: is not from 0 to inf"),
    (("on = 2026-01-10", "on = 5"), "readings, row 2, column on: is not a day"),
    (("people = 2\n", ""), "targets, row 2, column people: is missing"),
    (("drift = 0.3", "drift = "), "line 3"),
])
def test_gap_closure_with_a_bad_field_names_its_place(tmp_path, change, message):
    text = (SAMPLES / "gap-closure.toml").read_text()
    assert change[0] in text
    (tmp_path / "gap.toml").write_text(text.replace(*change, 1))
    assert message in refusal("measure", "gap-closure", tmp_path / "gap.toml")


@pytest.mark.parametrize(("raw", "message"), [
    (b"", "row 1: the file is empty"),
    (b"target,judge,score\n", "row 2: there are no rows"),
    (b"target,judge\n1,2\n", "row 1, column score: there is no such column"),
    (b"target,judge,judge,score\n1,2,3,4\n", "row 1, column judge: the name is there twice"),
    (b"target,judge,score\n1,2\n", "row 2, column score: the row has 2 cells, the header has 3"),
    (b"target,judge,score\n1,2,3\n1,,4\n", "row 3, column judge: the cell is empty"),
    (b"target,judge,score\n1,2,inf\n", "row 2, column score: “inf” is not a number"),
    (b"target,judge,score\n1,\xff,3\n", "row 2, column judge: the file is not in UTF-8. Save it as CSV UTF-8."),
    (b'target,judge,score\n1,"2,3\n', "row 2, column judge: this is not CSV"),
    (b'target,judge,score\n1,"2\n5",3\n1,2,"3"4\n', "row 3, column score: this is not CSV"),
    (b"target,judge,score\n1,2,\n", "row 2, column score: there is no score"),
])
def test_bad_file_is_named_with_row_and_column(tmp_path, raw, message):
    (tmp_path / "scores.csv").write_bytes(raw)
    assert message in refusal(*AGREEMENT, tmp_path / "scores.csv")


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_spreadsheets_of_other_countries_are_read(tmp_path, between):
    text = (SAMPLES / "agreement.csv").read_text().replace(",", between)
    (tmp_path / "scores.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert answer(*AGREEMENT, tmp_path / "scores.csv")["units"] == 6


def test_everything_is_computed_before_a_missing_folder_is_seen(tmp_path):
    said = refusal(*VARIANCE, SAMPLES / "agreement.csv", "--effects", tmp_path / "gone" / "effects.csv")
    assert said == (f"Error: --effects {tmp_path / 'gone' / 'effects.csv'}: there is no folder {tmp_path / 'gone'}. "
                    "Make it first.\n")


@pytest.mark.parametrize(("name", "change", "message"), [
    ("interview-plan", ("worth = 2.0", "worht = 2.0"),
     "questions, row 3, column worht: is not known here. Known are: competency, exposure, key, minutes, worth."),
    ("interview-plan", ("exposure_limit = 20", "exposure_limits = 20"), "column exposure_limits: is not known here"),
    ("interview-plan", ('interviewer = "Ana"', 'interviewr = "Ana"'),
     "pins, row 1, column interview: a pin names an interview, and a question or an interviewer or both"),
    ("interview-plan", ('interviewer = "Ana"', 'interviewer = "Eve"'),
     "pins, row 1, column interviewer: “Eve” is not among the interviewers of the file"),
    ("interview-plan", ('key = "Kim"', 'key = "Raj"'), "interviewers, row 3, column key: “Raj” is there twice"),
    ("interview-plan", ("worth = 2.0", "worth = 0"), "questions, row 3, column worth: is not above 0"),
    ("gap-closure", ("must_have = true", "must_hav = true"), "targets, row 1, column must_hav: is not known here"),
    ("gap-closure", ("raters = 1 }", "raters = 1, rater = 2 }"), "scores, row 3, column rater: is not known here"),
    ("gap-closure", ("places = 1", "place = 1"), "training, column place: is not known here"),
])
def test_a_slip_in_the_file_gives_another_answer(tmp_path, name, change, message):
    text = (SAMPLES / f"{name}.toml").read_text()
    assert change[0] in text
    (tmp_path / "file.toml").write_text(text.replace(*change, 1))
    assert message in refusal("measure", name, tmp_path / "file.toml")


def test_a_reading_of_tomorrow_vanishes_without_a_word(tmp_path):
    text = (SAMPLES / "gap-closure.toml").read_text().replace("on = 2026-01-10", "on = 2026-03-02")
    (tmp_path / "gap.toml").write_text(text.replace('{ competency = "drive"', '{ competency = "drvie"', 1))
    assert answer("measure", "gap-closure", tmp_path / "gap.toml")["reasons"] == [
        {"code": "reading.after-today",
         "params": {"person": "Raj", "competency": "negotiation", "taken_on": "2026-03-02"}},
        {"code": "gap.no-target", "params": {"competencies": ["drvie"]}}]
    assert answer("measure", "gap-closure", SAMPLES / "gap-closure.toml")["reasons"] == []


def test_a_level_off_the_scale_is_simply_never_reached():
    said = refusal("measure", "ratings", SAMPLES / "ratings.csv", "--levels", "discovery=9")
    assert "discovery=9 is not on the scale from 1 to 5." in said


def test_a_toml_file_is_to_be_saved_as_csv(tmp_path):
    (tmp_path / "gap.toml").write_bytes(b'today = 2026-03-01\ndrift = 0.3 # \xff\n')
    said = refusal("measure", "gap-closure", tmp_path / "gap.toml")
    assert said.endswith("gap.toml: line 2, column 15: the file is not in UTF-8. Save it as UTF-8.\n")


def test_missing_file_is_a_usage_error():
    assert run(*AGREEMENT, "no-such-file.csv").exit_code == 2


@pytest.mark.parametrize("name", ["agreement", "gap-closure", "interview-plan", "variance"])
def test_help_documents_what_the_file_holds(name):
    result = run("measure", name, "--help")
    assert result.exit_code == 0
    assert "FILE is" in result.stdout
    assert "JSON" in result.stdout


def test_listing_the_commands_imports_no_statistics():
    script = ("import sys; from webapp.commands import onramp; onramp(['measure', '--help'], standalone_mode=False); "
              "sys.exit(any(name in sys.modules for name in ('scipy', 'numpy', 'pandas')))")
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_every_reason_of_measurement_has_its_sentence():
    folder = Path(__file__).parents[3] / "workflows" / "measurement"
    used = set()
    for path in folder.glob("*.py"):
        if not path.name.startswith("ratings"):
            used |= {part for part in path.read_text().split('"')[1::2]
                     if part.split(".")[0] in {"agreement", "gap", "match", "plan", "reading", "variance"}
                     and "." in part and " " not in part}
    assert used - sentences.SENTENCES.keys() == set()
    assert {"plan.core-too-long", "variance.zero", "match.no-gap"} <= used
