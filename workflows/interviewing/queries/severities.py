"""How one rates beside one's peers: for one's own eyes, and only where nothing still to be written is given away."""

from dataclasses import dataclass

import sqlalchemy as sa

from workflows.db import db
from workflows.interviewing.machine import ScorecardState
from workflows.interviewing.panel_answer import Severity, severity_of
from workflows.interviewing.records import Fit, FitPurpose, Interview, Scorecard
from workflows.permits import Actor
from workflows.recruiting.records import Candidacy, Opening, ScoreVisibility

MOST = 20


@dataclass(frozen=True)
class OwnRating:
    """One opening in which one has rated; `severity` is None while one still writes there (`writing`), where the
    opening never shows what comes of colleagues' scorecards (`never`), or before anything was computed."""

    opening: Opening
    scorecards: int
    writing: bool
    never: bool
    severity: Severity | None


def own_ratings(actor: Actor) -> list[OwnRating]:
    """The openings in which `actor` submitted scorecards, the newest first."""
    drafts = sa.func.sum(sa.case((Scorecard.state == ScorecardState.draft, 1), else_=0))
    submitted = sa.func.sum(sa.case((Scorecard.state == ScorecardState.submitted, 1), else_=0))
    rows = db.session.execute(
        sa.select(Opening, drafts, submitted).join(Candidacy, Candidacy.opening_id == Opening.id)
        .join(Interview, Interview.candidacy_id == Candidacy.id).join(Scorecard, Scorecard.interview_id == Interview.id)
        .where(Scorecard.author_id == actor.user_id).group_by(Opening.id).having(submitted > 0)
        .order_by(Opening.id.desc()).limit(MOST)).all()
    known = _severities([opening.id for opening, *_ in rows], actor.user_id or 0)
    return [OwnRating(opening, done, open_ > 0, opening.visibility is ScoreVisibility.never,
                      None if open_ or opening.visibility is ScoreVisibility.never else known.get(opening.id))
            for opening, open_, done in rows]


def _severities(opening_ids: list[int], user_id: int) -> dict[int, Severity]:
    newest = (sa.select(sa.func.max(Fit.id)).where(Fit.opening_id.in_(opening_ids), Fit.purpose == FitPurpose.panel)
              .group_by(Fit.opening_id))
    rows = db.session.execute(sa.select(Fit.opening_id, Fit.answer["severities"]).where(Fit.id.in_(newest)))
    found = {opening_id: severity_of(stored, user_id) for opening_id, stored in rows}
    return {key: value for key, value in found.items() if key is not None and value is not None}
