"""What `make` checks before anything is installed: an old Python, a folder one may not write to."""

import os

import pytest

from webapp.commands import prepare


def said(check, capsys) -> str:
    with pytest.raises(SystemExit) as ended:
        check()
    assert ended.value.code == 1
    return capsys.readouterr().err


def test_an_old_python_ends_in_a_traceback(monkeypatch, capsys):
    monkeypatch.setattr("sys.version_info", (3, 10, 4, "final", 0))
    monkeypatch.setattr("sys.executable", "/usr/bin/python3")
    assert said(prepare.check_python, capsys) == (
        "Onramp needs Python 3.11 or newer, and /usr/bin/python3 is 3.10. Install a newer one and name it: "
        "make PYTHON=/path/to/python3.11 run\n")


def test_a_python_that_is_new_enough_is_refused():
    prepare.check_python()


@pytest.fixture
def root(tmp_path, monkeypatch):
    log = tmp_path / "instance" / "prepare.log"
    for name, path in (("ROOT", tmp_path), ("VENV", tmp_path / ".venv"), ("LOG", log)):
        monkeypatch.setattr(prepare, name, path)
    return tmp_path


def test_a_folder_one_may_write_to_is_refused(root):
    prepare.check_folder()
    assert (root / "instance" / "prepare.log").exists()


@pytest.mark.parametrize("name", ["", ".venv", "instance"])
def test_a_folder_one_may_not_write_to_ends_in_a_traceback(root, monkeypatch, capsys, name):
    shut = root / name
    shut.mkdir(exist_ok=True)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, how: str(path) != str(shut) and allowed(path, how))
    assert said(prepare.check_folder, capsys) == (
        f"You may not write to {shut}. Make it yours (sudo chown -R $USER {shut}) or copy the project to a folder of "
        "your own.\n")


def test_an_instance_that_cannot_be_made_ends_in_a_traceback(root, capsys):
    (root / "instance").touch(mode=0o755)  # a file in its place
    assert said(prepare.check_folder, capsys).startswith(f"Cannot write to {root}/instance/prepare.log: ")
