"""What training would close of a team's gap, instead of a hire or after one."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from workflows.measurement.gap_closure import Gap, Level, Score


@dataclass(frozen=True)
class Trained:
    """What training `people` (the best placed, by gain) would close in one competency, in people."""

    gap: Gap
    people: tuple[Hashable, ...]
    closed: float


def trained(candidate: Mapping[str, Score], lifts: Mapping[str, Level]) -> dict[str, Score]:
    """The candidate's scores after training that lifts a competency by `lifts` (level points, with its own error)."""
    return {competency: replace(score, mean=after.mean, sd=after.sd)
            for competency, score in candidate.items()
            for after in [_lifted(score, lifts.get(competency))]}


def training(gaps: Sequence[Gap], team: Mapping[str, Mapping[Hashable, Level]], lifts: Mapping[str, Level],
             places: int = 1) -> tuple[Trained, ...]:
    """What training at most `places` people of the present team per competency would close instead of a hire.

    `team[competency][person]` is where they are today. Only competencies with a gap and a lift are answered.
    """
    answered = (each for each in gaps if each.size > 0 and each.competency in lifts)
    return tuple(_training(each, team.get(each.competency, {}), lifts[each.competency], places) for each in answered)


def _training(each: Gap, people: Mapping[Hashable, Level], lift: Level, places: int) -> Trained:
    gains = {person: _lifted(now, lift).chance_at_least(each.level) - now.chance_at_least(each.level)
             for person, now in people.items()}
    best = [person for person in sorted(gains, key=lambda p: (-gains[p], str(p))) if gains[person] > 0][:places]
    return Trained(each, tuple(best), min(each.size, math.fsum(gains[person] for person in best)))


def _lifted(level: Level, lift: Level | None) -> Level:
    return level if lift is None else Level(level.mean + lift.mean, math.hypot(level.sd, lift.sd))
