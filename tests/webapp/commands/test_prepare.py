"""What `make` checks and installs first: an old Python, a folder one may not write to, no network, no rights."""

import os
from pathlib import Path

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


def program(path: Path, *lines: str) -> Path:
    """A program of these shell lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines]))
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(("pip_says", "sentence"), [
    ("Temporary failure in name resolution", "there is no network, or the package index does not answer"),
    ("OSError: [Errno 28] No space left on device", "The disk is full"),
    ("error: metadata-generation-failed", "ends with:\n")])
def test_packages_that_cannot_be_installed_end_in_a_long_log(root, capsys, pip_says, sentence):
    prepare.check_folder()
    program(root / ".venv" / "bin" / "python", f"echo '{pip_says}' >&2", "exit 1")
    assert sentence in said(lambda: prepare.install("run"), capsys)
    assert not list((root / ".venv").glob("*.stamp"))


def test_the_environment_is_made_anew_at_every_start(root):
    for name in ("requirements.lock", "pyproject.toml"):
        (root / name).write_text(name)
    prepare.check_folder()
    program(root / ".venv" / "bin" / "python", "exit 0")
    assert not prepare.is_prepared("run")
    prepare.install("run")
    assert prepare.is_prepared("run")
    (root / "requirements.lock").write_text("another version of something")
    assert not prepare.is_prepared("run")


def test_a_bare_machine_is_not_told_what_it_lacks(root, monkeypatch):
    monkeypatch.setattr(prepare, "NATIVE", {"libpango-1.0-0": "libthere-is-none.so.0"})
    monkeypatch.setenv("PATH", str(root))
    assert "libpango-1.0-0" in prepare.missing_packages("run")
    assert "chromium" not in prepare.missing_packages("run")
    assert "chromium" in prepare.missing_packages("test")


def test_somebody_without_rights_is_asked_for_a_password(root, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert prepare.begin_native(["chromium", "postgresql"]) is None
    assert capsys.readouterr().out == (
        "For PDFs, and for all tests, this machine still needs: chromium, postgresql\n  sudo sh -c 'apt-get update && "
        "apt-get install -y --no-install-recommends chromium postgresql'\n")


@pytest.mark.parametrize("works", [True, False])
def test_root_has_to_install_the_libraries_by_hand(root, monkeypatch, capsys, works):
    prepare.check_folder()
    program(root / "bin" / "apt-get", f'echo "$@" >> {root}/asked', "exit 0" if works else "exit 1")
    monkeypatch.setenv("PATH", f"{root / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    prepare.end_native(prepare.begin_native(["chromium"]), ["chromium"])
    asked, told = (root / "asked").read_text().splitlines(), capsys.readouterr().out
    assert asked == ["update", "install -y --no-install-recommends chromium"][:1 + works]
    assert ("could not be installed" in told) is not works
