"""How far a running import has come: a figure on disk, not a row.

A transaction tells nobody before its end, and while it writes, SQLite lets no other write. The figure is for the eye
only: that an import is running, done or broken off is known from its job and its batch.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import current_app

from workflows import clock
from workflows.sales.sources import Step, Tell

QUIET = timedelta(seconds=20)


@dataclass(frozen=True)
class Progress:
    """So many of so many rows were through this step at that moment."""

    step: Step
    done: int
    total: int
    at: datetime

    @property
    def quiet(self) -> bool:
        """Whether so much time went by since that the worker may be gone."""
        return clock.now() - self.at > QUIET


@contextmanager
def telling(batch_id: int) -> Iterator[Tell]:
    """What to call with the progress of this import; what a killed worker last told is forgotten, at the end all."""
    forget(batch_id)
    yield partial(tell, batch_id)
    forget(batch_id)


def tell(batch_id: int, step: Step, done: int, total: int) -> None:
    """Keep the figure for `told`, also of another process; a disk that takes no more of it stops no import."""
    target = _path(batch_id)
    partial_file = target.with_name(f".{uuid4().hex}")
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        partial_file.write_text(json.dumps([step.value, done, total, clock.now().isoformat()]))
        partial_file.replace(target)


def told(batch_id: int) -> Progress | None:
    """The figure as it is now; None when nothing was told yet."""
    with suppress(FileNotFoundError):
        step, done, total, at = json.loads(_path(batch_id).read_text())
        return Progress(Step(step), done, total, datetime.fromisoformat(at))
    return None


def forget(batch_id: int) -> None:
    _path(batch_id).unlink(missing_ok=True)


def _path(batch_id: int) -> Path:
    root: Any = current_app.config["ONRAMP"].instance
    return Path(root) / "progress" / f"import-{batch_id}.json"
