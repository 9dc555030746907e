"""What a team lacks today: its targets in force against the levels of its people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows.db import db
from workflows.measurement import gap_closure
from workflows.people.records import Competency, Reading, ReadingPolicy, Target, User

DRIFT = 0.35  # levels per √year, while operations have set no policy


@dataclass(frozen=True)
class TeamGap:
    """One target in force. `expected` people are at `level` or above today, `gap` (in people) more are needed."""

    competency: Competency
    target: Target
    expected: float
    gap: float
    level: int
    weight_bp: int


def team_gaps(team_id: int, today: date) -> list[TeamGap]:
    """The team's gap per target in force, heaviest first, from the readings of its present people."""
    targets = db.session.scalars(sa.select(Target).where(Target.team_id == team_id, Target.replaced_at.is_(None))
                                 .options(joinedload(Target.competency)).order_by(Target.weight_bp.desc(), Target.id))
    readings = _readings(team_id)
    drift = db.session.scalar(sa.select(sa.func.max(ReadingPolicy.drift_per_year)))
    return [_gap(target, readings.get(target.competency_id, ()), today, DRIFT if drift is None else drift)
            for target in targets]


def _gap(target: Target, readings: Iterable[gap_closure.Reading], today: date, drift: float) -> TeamGap:
    expected = gap_closure.expected_count(readings, target.level, today, drift)
    return TeamGap(target.competency, target, expected, gap_closure.gap(target.people, expected), target.level,
                   target.weight_bp)


def _readings(team_id: int) -> dict[int, list[gap_closure.Reading]]:
    """Readings by competency of the people who are in the team now; corrected ones are left out."""
    corrected = sa.select(Reading.corrects_id).where(Reading.corrects_id.is_not(None))
    rows = db.session.scalars(sa.select(Reading).join(User, User.id == Reading.user_id).where(
        User.team_id == team_id, User.deactivated_at.is_(None), Reading.id.not_in(corrected)))
    found: dict[int, list[gap_closure.Reading]] = {}
    for row in rows:
        found.setdefault(row.competency_id, []).append(
            gap_closure.Reading(row.user_id, row.level, row.standard_error, row.taken_on))
    return found
