"""The register of automated assistance: every fit, and what people decided with it before them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from workflows.db import db
from workflows.interviewing.queries.readers import versions_withheld
from workflows.interviewing.records import DebriefLine, Fit
from workflows.ledger import AuditEntry
from workflows.people.queries import names
from workflows.permits import Actor

PAGE = 50


@dataclass(frozen=True)
class Decided:
    """A human decision that followed: what, when and by whom; append-only, so re-opened debriefs keep theirs."""

    debrief_id: int
    decision: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Entry:
    """`withheld`: it knows of scorecards that are hidden from this reader, who interviews or decides there; figures
    that follow from what scorecards say are not for them."""

    fit: Fit
    withheld: bool
    decisions: list[Decided]


def register(actor: Actor, page: int | None = 1) -> tuple[list[Entry], int]:
    """A page of the register for this reader, newest first, and how many fits there are; all for `page` None."""
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Fit)) or 0
    query = sa.select(Fit).options(joinedload(Fit.opening)).order_by(Fit.id.desc())
    if page is not None:
        query = query.limit(PAGE).offset((page - 1) * PAGE)
    hidden = versions_withheld(actor)
    fits = list(db.session.scalars(query.options(undefer(Fit.versions)) if hidden else query))
    decided = _decisions([fit.id for fit in fits])
    return [Entry(fit, bool(hidden) and not hidden.isdisjoint(fit.versions), decided.get(fit.id, []))
            for fit in fits], total


def _decisions(fit_ids: Sequence[int]) -> dict[int, list[Decided]]:
    """From the ledger, which forgets no decision; a debrief's lines say which fit it rested on."""
    debriefs = sa.select(DebriefLine.debrief_id).where(DebriefLine.fit_id.in_(fit_ids))
    rows = list(db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.verb == "debrief.decide", AuditEntry.record_kind == "debrief",
                                    AuditEntry.record_id.in_(debriefs)).order_by(AuditEntry.id)))
    known = names(row.actor_id for row in rows if row.actor_id)
    found: dict[int, list[Decided]] = {}
    for row in rows:
        fit_id = row.facts.get("fit_id")
        if fit_id is not None and row.record_id is not None:
            found.setdefault(fit_id, []).append(
                Decided(row.record_id, row.facts["decision"], row.at, known.get(row.actor_id or 0, "")))
    return found
