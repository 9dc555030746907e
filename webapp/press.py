"""The press: charts and papers are made in a process of its own, which takes the memory they need.

Each process that asks gets one press, started when first asked for; it ends with who asked, for then nothing more can
be read. So a process that answers people stays small, and the engines, not made for threads, do one thing at a time.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
ROOT = Path(__file__).parent.parent
RENEWED_AFTER = 500
"""Pieces of work until a new press takes over, so that what an engine never gives back does not add up."""
LONGEST = 60
"""Seconds after which a piece of work is given up, for while one goes on nobody else gets a chart or a paper."""
GONE = (EOFError, BrokenPipeError, pickle.UnpicklingError)


class Press:
    """One such process, and what is left for it to do."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "webapp.press", str(LONGEST)], cwd=ROOT,
                                        start_new_session=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.left = RENEWED_AFTER

    def make(self, work: Any) -> Any:
        """(whether it went well, what came of it). Raises one of GONE when the process ended before."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.left -= 1
        pickle.dump(work, self.process.stdin)
        self.process.stdin.flush()
        return pickle.load(self.process.stdout)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


_at_work: list[Press] = []
_one_at_a_time = threading.Lock()


def ask(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work`, a function of a module, makes of plain values; its exceptions reach the caller.

    A press that was killed is replaced once; EOFError or BrokenPipeError when that one ends as well. TimeoutError when
    the work took too long.
    """
    with _one_at_a_time:
        try:
            well, came = _made((work, args, kwargs))
        except GONE:
            well, came = _made((work, args, kwargs))
    if not well:
        raise came
    made: R = came
    return made


def _made(work: Any) -> Any:
    if not _at_work or not _at_work[0].left:
        _retire()
        _at_work.append(Press())
    press = _at_work[0]
    try:
        return press.make(work)
    except BaseException:
        _retire()  # or the next to ask would get what was meant for this one
        if press.process.returncode == -signal.SIGALRM:
            raise TimeoutError(f"a chart or paper was not made within {LONGEST} seconds") from None
        raise


@atexit.register
def _retire() -> None:
    while _at_work:
        _at_work.pop().end()


def serve(asked: IO[bytes], answers: IO[bytes], longest: int) -> None:
    """Do what is asked, one piece after the other, until nobody can ask any more or one takes more than `longest`
    seconds: the alarm then ends the process, whatever the engine is at.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    while True:
        try:
            work, args, kwargs = pickle.load(asked)
        except EOFError:
            return
        signal.alarm(longest)
        try:
            came = True, work(*args, **kwargs)
        except BaseException as fault:  # noqa: BLE001 - whatever it is, who asked gets it
            came = False, fault
        packed = _packed(*came)
        signal.alarm(0)
        answers.write(packed)
        answers.flush()


def _packed(well: bool, came: Any) -> bytes:
    try:
        return pickle.dumps((well, came))
    except Exception:  # noqa: BLE001 - some faults cannot be sent as they are
        return pickle.dumps((False, RuntimeError(repr(came))))


if __name__ == "__main__":
    mine = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    serve(sys.stdin.buffer, mine, int(sys.argv[1]))
