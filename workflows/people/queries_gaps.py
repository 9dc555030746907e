"""What teams lack today: targets in force against the levels of their people, and what those levels are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows.db import db
from workflows.measurement import gap_closure
from workflows.measurement.gap_closure import Level
from workflows.people.records import Competency, Reading, ReadingPolicy, Target, User

DRIFT = 0.35  # levels per √year, while operations have set no policy


@dataclass(frozen=True)
class TeamGap:
    """One target in force. `expected` people are at `level` or above today, `gap` (in people) more are needed.

    `measured` people have a reading at all; nobody else counts.
    """

    competency: Competency
    target: Target
    expected: float
    gap: float
    level: int
    weight_bp: int
    measured: int = 0


class Counted(NamedTuple):
    """A reading that counts, with what its competency is called."""

    id: int
    user_id: int
    competency_id: int
    competency: str
    level: float
    standard_error: float
    taken_on: date


@dataclass(frozen=True)
class TeamLevels:
    """What counts today about the people of a team: their readings, corrected ones left out, and the drift."""

    readings: Sequence[Counted]
    drift: float

    @cached_property
    def by_competency(self) -> Mapping[int, list[gap_closure.Reading]]:
        found: dict[int, list[gap_closure.Reading]] = defaultdict(list)
        for row in self.readings:
            found[row.competency_id].append(gap_closure.Reading(row.user_id, row.level, row.standard_error,
                                                                row.taken_on))
        return found

    def estimates(self, today: date) -> dict[tuple[int, int], Level]:
        """(user id, competency id) → level today with its standard error."""
        return {(int(str(user)), key): level for key, readings in self.by_competency.items()
                for user, level in gap_closure.current_levels(readings, today, self.drift).items()}

    def newest(self) -> dict[tuple[int, int], Counted]:
        """(user id, competency id) → the reading taken last."""
        return {(row.user_id, row.competency_id): row
                for row in sorted(self.readings, key=lambda each: (each.taken_on, each.id))}


def team_gaps(team_id: int, today: date) -> list[TeamGap]:
    """The team's gap per target in force, heaviest first, from the readings of its present people."""
    return gaps_by_team([team_id], today)[team_id]


def gaps_by_team(team_ids: Sequence[int], today: date,
                 levels: Mapping[int, TeamLevels] | None = None) -> dict[int, list[TeamGap]]:
    """As `team_gaps`, for several teams in the same number of queries; `levels` when they are read already."""
    levels = levels_by_team(team_ids) if levels is None else levels
    found: dict[int, list[TeamGap]] = {team_id: [] for team_id in team_ids}
    for target in db.session.scalars(TARGETS, {"teams": team_ids}):
        found[target.team_id].append(gap_of(target, levels[target.team_id], today))
    return found


def gap_of(target: Target, levels: TeamLevels, today: date) -> TeamGap:
    readings = levels.by_competency.get(target.competency_id, [])
    expected = gap_closure.expected_count(readings, target.level, today, levels.drift)
    return TeamGap(target.competency, target, expected, gap_closure.gap(target.people, expected), target.level,
                   target.weight_bp, len({each.person for each in readings if each.on <= today}))


def biggest(gaps: Iterable[TeamGap]) -> TeamGap | None:
    """The gap that weighs most: people missing times weight; None when nothing is missing."""
    open_gaps = [each for each in gaps if each.gap > 0]
    return max(open_gaps, key=lambda each: each.gap * each.weight_bp, default=None)


def levels_by_team(team_ids: Iterable[int]) -> dict[int, TeamLevels]:
    """The levels of each team's active people, by team id."""
    ids = list(team_ids)
    by_team: dict[int, list[Counted]] = {team_id: [] for team_id in ids}
    rows = db.session.execute(COUNTED, {"teams": ids}).all()
    for team_id, _, *reading in rows:
        by_team[team_id].append(Counted(*reading))
    drift = rows[0][1] if rows else DRIFT
    return {team_id: TeamLevels(readings, drift) for team_id, readings in by_team.items()}


def counts() -> sa.ColumnElement[bool]:
    """Whether a reading counts: no other row corrects it."""
    return Reading.id.not_in(sa.select(Reading.corrects_id).where(Reading.corrects_id.is_not(None)))


TEAMS: Any = sa.bindparam("teams", expanding=True)
TARGETS = (sa.select(Target).where(Target.team_id.in_(TEAMS), Target.replaced_at.is_(None))
           .options(joinedload(Target.competency)).order_by(Target.weight_bp.desc(), Target.id))
COUNTED: Any = (
    sa.select(User.team_id,
              sa.func.coalesce(sa.select(sa.func.max(ReadingPolicy.drift_per_year)).scalar_subquery(), DRIFT),
              Reading.id, Reading.user_id, Reading.competency_id, Competency.name, Reading.level,
              Reading.standard_error, Reading.taken_on)
    .join(User, User.id == Reading.user_id).join(Competency, Competency.id == Reading.competency_id)
    .where(User.team_id.in_(TEAMS), User.deactivated_at.is_(None), counts()).order_by(Reading.id))


def drift_per_year() -> float:
    """How much a level may wander in a year, in levels, by the policy or built in."""
    found = db.session.scalar(sa.select(sa.func.max(ReadingPolicy.drift_per_year)))
    return DRIFT if found is None else found


def standard_errors(defaults: Mapping[str, float]) -> dict[str, float]:
    """The policy's standard errors by source, the given defaults where it says nothing."""
    policies = db.session.scalars(sa.select(ReadingPolicy))
    return {**defaults, **{each.source.value: each.standard_error for each in policies}}
