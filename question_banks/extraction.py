"""The text in a document, got out in a child process that may be slow, greedy or crash without hurting anyone.

The child sets its own limits before it sees a byte of the document, answers in JSON and ends. Run by hand:
`python -m question_banks.extraction LIMITS-JSON < file`.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from question_banks.resumes.documents import DocumentError, Extracted, Unreadable, UploadKind, named
from workflows.reasons import Reason

_READY = b"ready\n"
_ROOT = str(Path(__file__).resolve().parent.parent)
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL}


@dataclass(frozen=True)
class ChildLimits:
    """What one document may cost, and how much of it is read."""

    wall_seconds: float = 20
    cpu_seconds: int = 15
    memory_mb: int = 512
    pages: int = 30
    characters: int = 200_000


def extract(name: str, data: bytes, limits: ChildLimits | None = None) -> Extracted | Unreadable:
    """The text of the file called `name`, or why there is none. Never raises; takes `wall_seconds` at the most."""
    limits = limits or ChildLimits()
    try:
        child = _start_child(limits)
    except OSError:
        return Unreadable(Reason("document.reader-unavailable", {"name": name}))
    with child:
        try:
            answer = child.communicate(data, timeout=limits.wall_seconds)[0]
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return Unreadable(Reason("document.timed-out", {"name": name, "seconds": limits.wall_seconds}))
    return _understood(name, child.returncode, answer, limits)


def _start_child(limits: ChildLimits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "question_banks.extraction", json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": _ROOT, "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )


def _understood(name: str, returncode: int, answer: bytes, limits: ChildLimits) -> Extracted | Unreadable:
    """A child that died after it was ready was killed by the document; one that never was ready is our fault."""
    if returncode in _OUT_OF_TIME:
        return Unreadable(Reason("document.timed-out", {"name": name, "seconds": limits.cpu_seconds}))
    if not answer.startswith(_READY):
        return Unreadable(Reason("document.reader-unavailable", {"name": name}))
    if returncode != 0:
        return Unreadable(Reason("document.damaged", {"name": name}))
    said = json.loads(answer[len(_READY) :])
    if "unreadable" in said:
        return Unreadable(named(Reason.from_json(said["unreadable"]), name))
    return Extracted(
        name=name,
        kind=UploadKind(said["kind"]),
        text=said["text"],
        pages=said["pages"],
        pages_read=said["pages_read"],
        links=tuple(said["links"]),
        remarks=tuple(map(Reason.from_json, said["remarks"])),
        resume=said["resume"],
    )


def main(limits: ChildLimits) -> None:
    """The child: limits first, then imports, then `ready`, then the document."""
    _limit_myself(limits)
    from question_banks.resumes import readers  # slow import: pypdf, which only the child needs

    out = sys.stdout.buffer
    out.write(_READY)
    out.flush()
    try:
        said = readers.read(sys.stdin.buffer.read(), limits.pages, limits.characters)
    except DocumentError as error:
        said = {"unreadable": error.reason.as_json()}
    except MemoryError:
        said = {"unreadable": Reason("document.too-much-memory", {"memory_mb": limits.memory_mb}).as_json()}
    out.write(json.dumps(said).encode("ascii"))


def _limit_myself(limits: ChildLimits) -> None:
    """Also outlives a parent that was killed: the alarm and the CPU limit end the child on their own."""
    memory = limits.memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + 1)


def _limits_from(argument: str) -> ChildLimits:
    given: dict[str, Any] = json.loads(argument)
    return ChildLimits(**given)


if __name__ == "__main__":
    main(_limits_from(sys.argv[1]))
