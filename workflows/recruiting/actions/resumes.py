"""Reading a résumé, in the worker: what was found, or why nothing could be."""

from functools import lru_cache
from pathlib import Path

import question_banks
from question_banks.loader import read_phrases
from workflows import clock, files, permits
from workflows.acting import act, get
from workflows.db import db
from workflows.errors import NotFound
from workflows.permits import System, system
from workflows.recruiting.records import ReadingOutcome, Resume

PACK = Path(question_banks.__file__).parent / "sales"

permits.allow("resume.read", system)


def read_resume(resume_id: int) -> None:
    """The job `recruiting.read_resume`. Reads outside the transaction; doing it twice changes nothing."""
    from question_banks import reading  # slow import

    resume: Resume = get(Resume, resume_id)
    if resume.outcome is not ReadingOutcome.waiting:
        return
    name = resume.file.name
    try:
        data = files.read(resume.file)
    except NotFound as gone:
        _record(resume, reason=gone.reasons[0].as_json(), found=None)
        return
    db.session.rollback()
    read = reading.read_resume(name, data, phrases())
    if read.problem is not None:
        _record(resume, reason=read.problem.as_json(), found=None)
    else:
        _record(resume, reason=None, found=read.as_json())


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[str, ...]]:
    """Per competency the wording that the installed question bank takes as evidence."""
    return read_phrases(PACK)


def _record(resume: Resume, *, reason: dict[str, object] | None, found: dict[str, object] | None) -> None:
    with act(System("résumé reading"), "resume.read", resume) as this:
        if resume.outcome is ReadingOutcome.waiting:
            resume.outcome = ReadingOutcome.unreadable if reason else ReadingOutcome.read
            resume.reason, resume.found, resume.read_at = reason, found, clock.now()
            this.note(outcome=resume.outcome.value, code=reason["code"] if reason else None)
