"""Programs that this one starts and looks after; none of them outlives it."""

import ctypes
import signal
import subprocess
import time
from collections import deque

RESTARTS, RESTARTS_WITHIN = 3, 60
STOP_WITHIN = 10
DIE_WITH_PARENT = 1


class Child:
    """A program that is to go on running. It dies with us, whatever ends us."""

    def __init__(self, name: str, *command: str) -> None:
        self.name, self.command = name, command
        self.starts: deque[float] = deque(maxlen=RESTARTS)
        self.start()

    def start(self) -> None:
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True,
                                        preexec_fn=die_with_parent)

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def hopeless(self) -> bool:
        """Whether it fell over so often lately that starting it again is no help."""
        return len(self.starts) == RESTARTS and time.monotonic() - self.starts[0] < RESTARTS_WITHIN

    def stop(self) -> None:
        if not self.ended:
            self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
