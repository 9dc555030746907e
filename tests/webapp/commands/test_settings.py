"""Settings nobody can work with: one sentence each with what to write instead, whoever starts with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ONRAMP = Path(sys.executable).with_name("onramp")
WRONG = {
    "ONRAMP_LOCALE": ("xx_YY", "ONRAMP_LOCALE is “xx_YY”, which is no language that is known. Write en, or en_GB."),
    "ONRAMP_TIME_ZONE": ("Moon/Base", "ONRAMP_TIME_ZONE is “Moon/Base”, which is no time zone that is known. Write "
                                      "UTC, or a place as Europe/Berlin."),
    "ONRAMP_REGION": ("ZZ", "ONRAMP_REGION is “ZZ”, whose public holidays nobody knows. Write a country as DE, or a "
                            "part of one as US-CA."),
    "ONRAMP_PUBLIC_URL": ("nonsense", "ONRAMP_PUBLIC_URL is “nonsense”, which is no address of a website. Write "
                                      "https://onramp.example.com."),
    "ONRAMP_SMTP_URL": ("ana:secret@mail", "ONRAMP_SMTP_URL is no address of a mail server. Write "
                                           "smtp://user:password@host:587, or smtps:// for TLS from the start."),
    "ONRAMP_MAIL_FROM": ("Onramp", "ONRAMP_MAIL_FROM is “Onramp”, which is no sender of mail. Write Onramp "
                                   "<onramp@example.com>."),
    "ONRAMP_SECURE_COOKIES": ("yes", "ONRAMP_SECURE_COOKIES is “yes”; write 1 for on, or 0 for off."),
    "ONRAMP_PROXIES": ("true", "ONRAMP_PROXIES is “true”; write 1 for on, or 0 for off."),
}
ALL = "".join(f"{sentence}\n" for _, sentence in WRONG.values())
RIGHT = {"ONRAMP_LOCALE": "en_GB", "ONRAMP_TIME_ZONE": "Europe/London", "ONRAMP_REGION": "GB-SCT",
         "ONRAMP_PROXIES": "0", "ONRAMP_PUBLIC_URL": "https://onramp.example.com:8443/sales",
         "ONRAMP_SMTP_URL": "smtps://a%40b:c@[::1]:465",
         "ONRAMP_MAIL_FROM": "sales@example.com", "ONRAMP_SECURE_COOKIES": "1"}


def told(instance: Path, *command, **environment: str) -> tuple[int, str]:
    """What a start with these settings ends with, and all that it says."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env={
        **os.environ, "ONRAMP_INSTANCE": str(instance), "DATABASE_URL": "", **environment})
    return done.returncode, done.stdout + done.stderr


def wrong() -> dict[str, str]:
    return {name: given for name, (given, _) in WRONG.items()}


def test_a_start_with_wrong_settings_goes_on_or_ends_in_a_traceback(tmp_path, unused_port):
    assert told(tmp_path, ONRAMP, "run", PORT=unused_port, **wrong()) == (
        1, f"{ALL}Error: Onramp did not start; the lines above say why.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("processes", ["0", "abc", "-3", "9999"])
def test_a_number_of_processes_that_is_none_is_told_by_gunicorn(tmp_path, unused_port, processes):
    said = f"WEB_PROCESSES is “{processes}”; it must be a number from 1 to 999: WEB_PROCESSES=2 make run\n"
    assert told(tmp_path, ONRAMP, "run", PORT=unused_port, WEB_PROCESSES=processes, **wrong()) == (
        1, f"Error: {said}{ALL}")


def test_a_worker_with_wrong_settings_works_on(tmp_path):
    assert told(tmp_path, ONRAMP, "worker", "--once", **wrong()) == (1, f"Error: {ALL}")


def test_a_web_process_started_by_hand_with_wrong_settings_shows_errors_only(tmp_path, unused_port):
    code, said = told(tmp_path, sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{unused_port}",
                      "--no-control-socket", "--log-level", "critical", "webapp:create_app()", **wrong())
    assert (code != 0, said) == (True, ALL)


def test_settings_that_are_right_are_refused(tmp_path):
    assert told(tmp_path, ONRAMP, "upgrade", **RIGHT)[0] == 0
    assert told(tmp_path, ONRAMP, "worker", "--once", **RIGHT) == (0, "")
