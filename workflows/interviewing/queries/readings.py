"""What is known of a scorecard's wording: for its author's page and its own actions only."""

import sqlalchemy as sa

from workflows.db import db
from workflows.interviewing.records import Scorecard, ScorecardReading
from workflows.interviewing.wording import Wording, wording_of


def reading_of(scorecard_id: int) -> ScorecardReading | None:
    return db.session.scalar(sa.select(ScorecardReading).where(ScorecardReading.scorecard_id == scorecard_id))


def wording(card: Scorecard) -> Wording:
    """The flags of what is written now; loads nothing slow."""
    found = reading_of(card.id)
    return wording_of(card, found.fields if found else {})
