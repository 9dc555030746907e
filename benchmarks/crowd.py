"""Many candidates, fast: copies of one the demo company has, written in bulk under `maintenance`."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from workflows.acting import maintenance
from workflows.db import Record, db
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy, CandidacyMove, Candidate

BATCH = 2000


def values(record: Record, **changed: Any) -> dict[str, Any]:
    """The record's columns without its id, with some of them changed."""
    kept = {column.key: getattr(record, column.key) for column in sa.inspect(type(record)).column_attrs}
    return {name: value for name, value in {**kept, **changed}.items() if name != "id"}


def grow_to(total: int) -> int:
    """Add candidates to the demo's first live opening until there are `total`; returns how many were added."""
    model = db.session.scalars(sa.select(Candidacy).where(Candidacy.state == CandidacyState.applied)
                               .order_by(Candidacy.id)).first()
    if model is None:
        raise SystemExit("The demo company has nobody who has only applied; the bench copies such a candidacy.")
    there = db.session.scalar(sa.select(sa.func.count(Candidate.id))) or 0
    first = (db.session.scalar(sa.select(sa.func.max(Candidate.id))) or 0) + 1
    person, way = values(model.candidate), values(model)
    for start in range(there, total, BATCH):
        numbers = range(first + start - there, first + min(start + BATCH, total) - there)
        with maintenance("a crowd for the bench"):
            db.session.execute(sa.insert(Candidate), list(people(person, numbers)))
            db.session.execute(sa.insert(Candidacy), [{**way, "candidate_id": number} for number in numbers])
            fresh = db.session.scalars(sa.select(Candidacy.id).where(Candidacy.candidate_id.in_(numbers)))
            db.session.execute(sa.insert(CandidacyMove), [
                {"candidacy_id": each, "before": None, "after": CandidacyState.applied, "actor_name": "Bench"}
                for each in fresh])
    return max(total - there, 0)


def people(model: dict[str, Any], numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        yield {**model, "id": number, "email": f"crowd{number}@example.com", "name": f"Candidate {number:05d}"}
