"""The press: charts and papers take their memory in a process of its own, which is replaced and never left behind."""

import os
import signal
import subprocess
import sys

import pytest

from webapp import paper, press

ROWS = [{"competency": "Negotiation", "target": 3, "expected": 1.6}]
DRAWS = f"""
import sys
from webapp import charts, paper
svg = charts.render_svg(charts.gap_by_competency({ROWS}, target_label="Needed", expected_label="Now", unit="people"))
assert "Negotiation" in svg and paper.pdf_of("<p>Paper</p>")[:4] == b"%PDF"
print(sorted(sys.modules.keys() & {{"altair", "vl_convert", "weasyprint", "narwhals", "fontTools"}}))
"""


def test_the_engines_of_charts_and_papers_stay_in_the_process_that_answers_people():
    said = subprocess.run([sys.executable, "-c", DRAWS], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_killed_press_is_never_replaced():
    os.kill(press.ask(os.getpid), signal.SIGKILL)
    assert paper.pdf_of("<p>Paper</p>")[:4] == b"%PDF"


def test_work_that_never_ends_keeps_everybody_from_charts_and_papers(monkeypatch):
    monkeypatch.setattr(press, "LONGEST", 1)
    os.kill(press.ask(os.getpid), signal.SIGKILL)
    with pytest.raises(TimeoutError, match="1 seconds"):
        press.ask(signal.sigwait, [signal.SIGUSR1])
    assert press.ask(divmod, 7, 2) == (3, 1)


def test_a_fault_of_the_work_is_swallowed_or_breaks_the_press():
    before = press.ask(os.getpid)
    with pytest.raises(ZeroDivisionError):
        press.ask(divmod, 1, 0)
    assert press.ask(os.getpid) == before


def test_a_killed_process_leaves_its_press_behind():
    """The press holds the other end of what is read here: the reading ends when both have ended."""
    asks = "import os, signal; from webapp import press; press.ask(os.getpid); os.kill(os.getpid(), signal.SIGKILL)"
    assert subprocess.run([sys.executable, "-c", asks], capture_output=True, timeout=60).returncode == -signal.SIGKILL


def test_what_cannot_be_sent_is_answered_to_the_next_who_asks():
    with pytest.raises(Exception, match="pickle"):
        press.ask(str, lambda: "no function of a module")
    with pytest.raises(RuntimeError, match="generator"):
        press.ask(a_generator)
    assert press.ask(divmod, 7, 2) == (3, 1)


def a_generator():
    return (each for each in "ab")
