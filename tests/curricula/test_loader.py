"""A curriculum is read whole or refused with everything that is wrong in it."""

import shutil

import pytest

from curricula.loader import ACCOUNT_EXECUTIVE, read_curriculum
from workflows.authored import AuthoredInvalid


@pytest.fixture
def pack(tmp_path):
    return shutil.copytree(ACCOUNT_EXECUTIVE, tmp_path / "pack")


def mend(path, before, after):
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def problems(pack):
    with pytest.raises(AuthoredInvalid) as refused:
        read_curriculum(pack)
    return [(problem.file, problem.field, problem.message) for problem in refused.value.problems]


def test_the_account_executive_curriculum_is_enough_to_start_with():
    curriculum = read_curriculum(ACCOUNT_EXECUTIVE)
    readings = [module for module in curriculum.modules if module.kind == "reading"]
    assert (curriculum.weeks, len(curriculum.checkpoints), len(curriculum.scenarios)) == (8, 3, 3)
    assert len(curriculum.modules) >= 18
    assert len(readings) >= 9
    assert sum(len(quiz.items) for quiz in curriculum.quizzes) >= 60


def test_a_circle_of_prerequisites_is_refused_with_its_path(pack):
    mend(pack / "curriculum.toml", 'key = "asking-for-coaching"\n',
         'key = "asking-for-coaching"\nrequires = ["foundations-quiz"]\n')
    assert ("curriculum.toml", "modules[4].requires",
            "goes in a circle: asking-for-coaching → foundations-quiz → asking-for-coaching") in problems(pack)


def test_mistakes_in_several_files_are_reported_at_once(pack):
    mend(pack / "curriculum.toml", 'kind = "checklist"', 'kind = "check-list"')
    mend(pack / "checkpoints.toml", "proves.discovery = 4", "proves.charm = 4")
    mend(pack / "quizzes/foundations.toml", 'answer = "b"', 'answer = "z"')
    (pack / "modules/working-rhythm.md").write_text("Too short.")
    assert {file for file, _, _ in problems(pack)} == {
        "curriculum.toml", "checkpoints.toml", "quizzes/foundations.toml", "modules/working-rhythm.md"}
