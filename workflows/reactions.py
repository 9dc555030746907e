"""What follows from what: one table from event to handlers, all in the transaction of the action that announced it."""

from collections.abc import Mapping

from workflows.acting import Handler
from workflows.jobs import Work
from workflows.recruiting.actions import resumes

TABLE: Mapping[type, tuple[Handler, ...]] = {}

JOBS: Mapping[str, Work] = {
    "recruiting.read_resume": resumes.read_resume,
}
