"""What `onramp content check` says of ramp shapes, pay plans and the code of conduct."""

import re
import shutil

import pytest
from click.testing import CliRunner

from curricula.loader import ACCOUNT_EXECUTIVE
from question_banks.loader import SALES
from webapp import packs
from webapp.commands.content import content
from workflows.content import packaged
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


@pytest.fixture
def project(tmp_path, monkeypatch):
    """All that is packaged, in a project's folder of its own."""
    for pack in (SALES, ACCOUNT_EXECUTIVE):
        shutil.copytree(pack, tmp_path / pack.parent.name / pack.name)
    for name in ("ramp_shapes", "pay_plans"):
        shutil.copytree(FOLDER / name, tmp_path / "curricula" / name)
    shutil.copy(FOLDER / "code_of_conduct.md", tmp_path / "curricula")
    monkeypatch.setattr(packaged, "FOLDER", tmp_path / "curricula")
    monkeypatch.setattr(packaged, "SALES", tmp_path / "question_banks" / "sales")
    monkeypatch.setattr(packaged, "ACCOUNT_EXECUTIVE", tmp_path / "curricula" / "account-executive")
    return tmp_path


def checked() -> tuple[int, list[str]]:
    result = CliRunner().invoke(content, ["check"])
    return result.exit_code, result.output.splitlines()


def test_a_problems_file_cannot_be_opened_as_it_is_named(project):
    names = ("question_banks/sales/profiles.toml", "curricula/account-executive/checkpoints.toml",
             "curricula/pay_plans/account-executive.toml")
    for name in names:
        (project / name).write_text("key = ")
    code, (*lines, summary) = checked()
    assert code == 1
    assert {line.split(":")[0] for line in lines} == set(names)
    assert summary == f"{len(lines)} problems"


def test_a_keys_first_place_cannot_be_opened_and_one_problem_is_many(project):
    questions = project / "question_banks/sales/questions"
    key = (questions / "drive.toml").read_text().split('key = "')[1].split('"')[0]
    other = (questions / "negotiation.toml").read_text().split('key = "')[1].split('"')[0]
    spoil(questions / "negotiation.toml", f'key = "{other}"', f'key = "{key}"')
    code, (told, summary) = checked()
    places = sorted(["question_banks/sales/questions/drive.toml", "question_banks/sales/questions/negotiation.toml"])
    assert (code, summary, sorted(re.findall(r"question_banks/[a-z/.]+", told))) == (1, "1 problem", places)


@pytest.mark.parametrize("folder", ["ramp_shapes", "pay_plans"])
def test_content_without_ramps_or_pay_is_in_order(project, folder):
    shutil.rmtree(project / "curricula" / folder)
    assert checked() == (1, [
        f"curricula/{folder}:1: is missing or empty; at least one .toml file is needed there", "1 problem"])


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
