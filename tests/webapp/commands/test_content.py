"""What `onramp content check` says of ramp shapes, pay plans and the code of conduct."""

import shutil

import pytest
from click.testing import CliRunner

from webapp import packs
from webapp.commands.content import content
from workflows.content.packaged import FOLDER


@pytest.fixture
def copied(tmp_path):
    """The packaged terms, to be spoilt."""
    for name in ("ramp_shapes", "pay_plans"):
        shutil.copytree(FOLDER / name, tmp_path / name)
    shutil.copy(FOLDER / "code_of_conduct.md", tmp_path)
    return tmp_path


def spoil(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_what_is_packaged_is_called_wrong():
    result = CliRunner().invoke(content, ["check"])
    assert (result.exit_code, result.output) == (0, "content is in order\n")


def test_mistakes_in_two_files_are_told_one_at_a_time(copied):
    spoil(copied / "ramp_shapes/standard.toml", "share_bp = 2500", "share_bp = \"a quarter\"")
    spoil(copied / "pay_plans/account-executive.toml", 'period = "quarter"', 'period = "fortnight"')
    found = {problem.file: problem for problem in packs.problems(copied)}
    assert set(found) == {"ramp_shapes/standard.toml", "pay_plans/account-executive.toml"}
    shape = found["ramp_shapes/standard.toml"]
    line = (copied / shape.file).read_text().splitlines().index('share_bp = "a quarter"') + 1
    assert (shape.line, shape.field) == (line, "steps[2].share_bp")
    assert "fortnight" in found["pay_plans/account-executive.toml"].message


def test_a_gate_nobody_can_open_passes(copied):
    spoil(copied / "ramp_shapes/standard.toml", '"discovery-certified"', '"discovery-certifed"')
    (problem,) = packs.problems(copied)
    assert problem.field == "steps[2].gates[1].checkpoint"
    assert problem.line == (copied / problem.file).read_text().splitlines().index(
        'checkpoint = "discovery-certifed"') + 1


def test_a_broken_file_hides_the_others_mistakes(copied):
    (copied / "ramp_shapes/standard.toml").write_text("key = ")
    (copied / "code_of_conduct.md").write_text("No title\n")
    assert {problem.file for problem in packs.problems(copied)} == {"ramp_shapes/standard.toml", "code_of_conduct.md"}


def test_a_misspelt_minimum_passes_silently(copied):
    spoil(copied / "ramp_shapes/standard.toml", "minimum_bp = 7500", "minumum_bp = 9000")
    spoil(copied / "pay_plans/account-executive.toml", "clawback_days = 90", "clawback_day = 90")
    found = {problem.file: problem for problem in packs.problems(copied)}
    shape, pay = found["ramp_shapes/standard.toml"], found["pay_plans/account-executive.toml"]
    lines = (copied / shape.file).read_text().splitlines()
    assert (shape.field, shape.line) == ("steps[2].gates[1].minumum_bp", lines.index("minumum_bp = 9000") + 1)
    assert shape.message == ("“steps[2].gates[1].minumum_bp” is no field here. There are: "
                             "“checkpoint”, “kind”, “minimum_bp”.")
    assert "clawback_day" in pay.field
