"""How one rates beside one's peers: for one's own eyes, and only where nothing still to be written is given away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from workflows.db import db
from workflows.interviewing.machine import ScorecardState
from workflows.interviewing.panel_answer import Severity, severity_of
from workflows.interviewing.queries.blindness import hidden_among
from workflows.interviewing.queries.fits import best_of, counted_in, newest_fits
from workflows.interviewing.records import Fit, Interview, Scorecard
from workflows.permits import Actor
from workflows.recruiting.records import Candidacy, Opening, ScoreVisibility

MOST = 20
MOST_FITS = 50
"""So many of the newest fits of each opening are looked through."""


@dataclass(frozen=True)
class OwnRating:
    """One opening in which one has rated; `severity` is None while one still writes there (`writing`), where the
    opening never shows what comes of colleagues' scorecards (`never`), where one may see no scorecard because one is
    still to write first as the decider (`deciding`), or before anything was computed."""

    opening: Opening
    scorecards: int
    writing: bool
    never: bool
    deciding: bool
    severity: Severity | None


def own_ratings(actor: Actor) -> list[OwnRating]:
    """The openings in which `actor` submitted scorecards, the newest first; each severity from a fit that knows only of
    scorecards that `actor` may see."""
    drafts = sa.func.sum(sa.case((Scorecard.state == ScorecardState.draft, 1), else_=0))
    submitted = sa.func.sum(sa.case((Scorecard.state == ScorecardState.submitted, 1), else_=0))
    rows = db.session.execute(
        sa.select(Opening, drafts, submitted).join(Candidacy, Candidacy.opening_id == Opening.id)
        .join(Interview, Interview.candidacy_id == Candidacy.id).join(Scorecard, Scorecard.interview_id == Interview.id)
        .where(Scorecard.author_id == actor.user_id).group_by(Opening.id).having(submitted > 0)
        .order_by(Opening.id.desc()).limit(MOST)).all()
    told = [opening.id for opening, open_, _ in rows if not open_ and opening.visibility is not ScoreVisibility.never]
    visible = _visible(actor, told)
    known = _severities(visible, actor.user_id or 0)
    return [OwnRating(opening, done, open_ > 0, opening.visibility is ScoreVisibility.never,
                      visible.get(opening.id) == [], known.get(opening.id)) for opening, open_, done in rows]


def _visible(actor: Actor, opening_ids: Sequence[int]) -> dict[int, list[int]]:
    """Per opening the versions of those scorecards that count and that `actor` may see something of."""
    counted = counted_in(*opening_ids)
    hidden = hidden_among(actor, {each.candidacy_id for each in counted})
    found: dict[int, list[int]] = {each: [] for each in opening_ids}
    for each in counted:
        if each.candidacy_id not in hidden:
            found[each.opening_id].append(each.version_id)
    return found


def _severities(visible: Mapping[int, Sequence[int]], user_id: int) -> dict[int, Severity]:
    best = {opening_id: best_of(stored, visible[opening_id])
            for opening_id, stored in newest_fits(list(visible), MOST_FITS).items()}
    rows = db.session.execute(sa.select(Fit.opening_id, Fit.answer["severities"])
                              .where(Fit.id.in_([each for each in best.values() if each is not None])))
    found = {opening_id: severity_of(stored, user_id) for opening_id, stored in rows}
    return {key: value for key, value in found.items() if key is not None and value is not None}
