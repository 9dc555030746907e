import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.commands import onramp

SHAPES = Path(__file__).parents[3] / "curricula" / "ramp_shapes"
ASKED = ["--start", "2026-03-16", "--full-quota", "30000", "--through", "2026-06"]


def run(*arguments):
    return CliRunner().invoke(onramp, ["ramp", "schedule", *(str(each) for each in arguments)])


def months(*arguments):
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return {each["month"]: each["quota_minor"] for each in json.loads(result.stdout)["months"]}


def test_the_schedule_is_the_daily_sum_of_each_month():
    assert months("--policy", SHAPES / "standard.toml", *ASKED) == {
        "2026-03": 0, "2026-04": 375_000, "2026-05": 1_137_097, "2026-06": 1_875_000}


def test_every_shape_that_ships_can_be_walked_to_full_quota():
    for path in sorted(SHAPES.glob("*.toml")):
        assert months("--policy", path, *ASKED[:4], "--through", "2027-03")["2027-03"] == 3_000_000


def test_each_month_says_how_its_days_count():
    result = run("--policy", SHAPES / "standard.toml", *ASKED)
    assert "2026-05         11,370.97 USD  15/31 days × 25% + 16/31 days × 50%" in result.stdout.splitlines()


@pytest.mark.parametrize(("change", "said"), [
    (["--through", "2026-01"], "2026-01 is before the start on 16 March 2026."),
    (["--through", "June"], "“June” is not a period."),
    (["--full-quota", "30,000"], "“30,000” is not an amount."),
    (["--currency", "dollars"], "“dollars” is not a currency code.")])
def test_a_wrong_option_is_answered_with_what_to_do(change, said):
    result = run("--policy", SHAPES / "standard.toml", *ASKED, *change)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_shape_says_everything_that_is_wrong_with_it_at_once(tmp_path):
    text = (SHAPES / "standard.toml").read_text().replace('day_count = "inclusive"\n', "").replace(
        "hold_max_days = 45", 'hold_max_days = "long"').replace('"sign_off"', '"nod"')
    (tmp_path / "shape.toml").write_text(text)
    assert run("--policy", tmp_path / "shape.toml", *ASKED).stderr == (
        "Error: “steps[5].gates[4].kind” is “nod”. Wanted: certificate, modules, sign_off, pipeline_coverage, "
        "no_open_hold.\n“day_count” is missing. Wanted: inclusive, exclusive.\n"
        "“hold_max_days” is “long”. Wanted: a whole number from 0.\n")
