"""The wording of scorecards, read in the worker, because only the worker loads spaCy."""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from question_banks.bank import OffLimit
from question_banks.loader import SALES, read_off_limits
from workflows import clock, jobs
from workflows.acting import get, maintenance
from workflows.db import db
from workflows.interviewing.machine import ScorecardState
from workflows.interviewing.queries.readings import reading_of
from workflows.interviewing.records import Scorecard, ScorecardReading
from workflows.interviewing.wording import digest_of, texts_of, wording_of


def ask_for_reading(card: Scorecard) -> None:
    """Have the worker read what was changed, if anything was."""
    found = reading_of(card.id)
    if wording_of(card, found.fields if found else {}).unread:
        jobs.enqueue("interviewing.read_scorecard", once_key=f"read-scorecard-{card.id}", scorecard_id=card.id)


def read_scorecard(scorecard_id: int) -> None:
    """The job `interviewing.read_scorecard`: flags for each text that was changed. Twice changes nothing."""
    card: Scorecard = get(Scorecard, scorecard_id)
    if card.state is not ScorecardState.draft:
        return
    found = reading_of(card.id)
    known, texts = dict(found.fields) if found else {}, texts_of(card)
    db.session.rollback()
    fields = {field: _read(field, text, known.get(field)) for field, text in texts.items()}
    with maintenance("read the wording of a scorecard"):
        kept = db.session.scalar(sa.select(ScorecardReading).where(ScorecardReading.scorecard_id == scorecard_id)
                                 .with_for_update())
        if kept is None:
            kept = ScorecardReading(scorecard_id=scorecard_id)
            db.session.add(kept)
        kept.fields, kept.read_at = fields, clock.now()


def _read(field: str, text: str, known: dict[str, Any] | None) -> dict[str, Any]:
    from question_banks import notes  # slow import

    digest = digest_of(text)
    if known is not None and known["digest"] == digest:
        return known
    read = notes.read_evidence if field.startswith("evidence") else notes.read_note
    return {"digest": digest, "flags": [flag.as_json() for flag in read(text, off_limits())]}


@lru_cache(maxsize=1)
def off_limits() -> tuple[OffLimit, ...]:
    """The topics of the installed question bank that have no place in an interview."""
    return read_off_limits(SALES)
