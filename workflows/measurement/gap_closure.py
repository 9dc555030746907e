"""What a team is expected to have, what it lacks, and how much of that a candidate would close.

Levels are on the competency's scale (1–5). Every function is pure: pass `today`. Sentences are made elsewhere.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.polynomial.hermite_e import hermegauss

from workflows.errors import Refused
from workflows.reasons import Reason, Reasons

DAYS_A_YEAR = 365.25
MEETS_AT = 0.5  # likelier than not
OPINIONS_NEEDED = 2
COMMON = 0.3  # three raters under the priors of ratings.py: halo and severity are shared by one person's competencies
GRID = 1_000  # the interval is exact to a tenth of a percent


class Verdict(StrEnum):
    MEETS = "meets"
    SHORT = "short"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True)
class Level:
    """A level known up to a normal error: `mean` and `sd` in level points, `sd` 0 for certain."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and math.isfinite(self.sd) and self.sd >= 0):
            raise Refused(Reason("reading.not-a-level", {"level": str(self.mean), "standard_error": str(self.sd)}))

    def chance_at_least(self, level: float) -> float:
        """P(true level ≥ `level`)."""
        if self.sd == 0:
            return float(self.mean >= level)
        return 0.5 * math.erfc((level - self.mean) / (self.sd * math.sqrt(2)))


@dataclass(frozen=True)
class Reading:
    """One measured level of one person: level points, standard error in level points, the day it was taken."""

    person: Hashable
    level: float
    standard_error: float
    on: date

    def __post_init__(self) -> None:
        Level(self.level, self.standard_error)


@dataclass(frozen=True)
class Score(Level):
    """A candidate's level in one competency, and how many independent interviewers rated it."""

    raters: int = OPINIONS_NEEDED


@dataclass(frozen=True)
class Gap:
    """`people` needed at `level` or above, `expected` of them there now; `weight` ≥ 0 against other competencies."""

    competency: str
    level: float
    people: float
    expected: float
    weight: float = 1.0
    must_have: bool = False

    def __post_init__(self) -> None:
        numbers = (self.level, self.people, self.expected, self.weight)
        if not all(map(math.isfinite, numbers)) or self.weight < 0:
            raise Refused(Reason("gap.not-a-number", {"competency": self.competency}))

    @property
    def size(self) -> float:
        """People still needed, never below 0."""
        return gap(self.people, self.expected)


@dataclass(frozen=True)
class Part:
    """One competency of a match. `chance` of being at the level is None when not known; `closed` is in people."""

    gap: Gap
    verdict: Verdict
    chance: float | None
    closed: float
    raters: int


@dataclass(frozen=True)
class Closure:
    """How much of the judged gap a candidate closes, 0 to 1; None when there is nothing to close or to judge by.

    `low` to `high` is the 90 % interval, `judged` the share of the weighted gap with at least two opinions on the
    candidate, `of_all` the share closed of the whole gap, counting what was not judged as not closed.
    """

    mean: float | None
    low: float | None
    high: float | None
    judged: float
    of_all: float
    parts: tuple[Part, ...]
    reasons: Reasons

    @property
    def must_haves_met(self) -> bool:
        """Whether every must-have among the competencies meets its level."""
        return all(part.verdict is Verdict.MEETS for part in self.parts if part.gap.must_have)


def current_level(readings: Iterable[Reading], today: date, drift: float) -> Level | None:
    """What one person's readings say of today, None without any; readings of later days are not yet known.

    Levels wander: between two days a year apart the true level moves by `drift` (SD, level points per √year), so an
    old reading weighs less. Precision weighting in order of time, a shared past counted once (Kalman, 1960).
    """
    mean, variance, last = 0.0, math.inf, None
    for reading in sorted((r for r in readings if r.on <= today), key=lambda r: r.on):
        variance += _aged(drift, last, reading.on)
        error = reading.standard_error**2
        gain = 1.0 if variance == math.inf else 0.5 if variance + error == 0 else variance / (variance + error)
        mean += gain * (reading.level - mean)
        variance = error if variance == math.inf else variance * (1 - gain)
        last = reading.on
    return None if last is None else Level(mean, math.sqrt(variance + _aged(drift, last, today)))


def current_levels(readings: Iterable[Reading], today: date, drift: float) -> dict[Hashable, Level]:
    """`current_level` of each person who has a reading by `today`."""
    by_person: dict[Hashable, list[Reading]] = {}
    for reading in readings:
        by_person.setdefault(reading.person, []).append(reading)
    found = {person: current_level(theirs, today, drift) for person, theirs in by_person.items()}
    return {person: level for person, level in found.items() if level is not None}


def expected_count(readings: Iterable[Reading], level: float, today: date, drift: float) -> float:
    """Σ P(level_i ≥ `level`) over the people in `readings` of one competency; nobody without a reading counts."""
    return math.fsum(known.chance_at_least(level) for known in current_levels(readings, today, drift).values())


def gap(target: float, expected: float) -> float:
    """People still needed, never below 0."""
    return max(0.0, target - expected)


def closure(gaps: Sequence[Gap], candidate: Mapping[str, Score], common: float = COMMON) -> Closure:
    """Σ w·min(gap, P(T ≥ L)) / Σ w·gap over the competencies at least two interviewers rated.

    A gap is closed once: surplus counts nowhere, so it offsets no must-have. The interval is that of the share closed
    when the candidate turns out to be at each level or not; `common` is the part of the error variance that a
    candidate's competencies share (0 to below 1). Where a gap is less than one person the interval is widened to hold
    the mean.
    """
    parts = tuple(_part(each, candidate.get(each.competency)) for each in gaps)
    known = [part for part in parts if part.chance is not None]
    total = math.fsum(each.weight * each.size for each in gaps)
    judged = math.fsum(part.gap.weight * part.gap.size for part in known)
    closed = math.fsum(part.gap.weight * part.closed for part in known)
    share_judged = min(1.0, judged / total) if total > 0 else 0.0
    reasons = _reasons(parts, total, share_judged)
    if judged == 0:
        return Closure(None, None, None, share_judged, 0.0, parts, reasons)
    mean = min(1.0, closed / judged)
    low, high = _interval([part.gap for part in known], candidate, judged, common)
    return Closure(mean, min(low, mean), max(high, mean), share_judged, min(1.0, closed / total), parts, reasons)


def _aged(drift: float, since: date | None, until: date) -> float:
    return 0.0 if since is None else drift**2 * (until - since).days / DAYS_A_YEAR


def _part(each: Gap, score: Score | None) -> Part:
    if score is None or score.raters < OPINIONS_NEEDED:
        return Part(each, Verdict.NOT_KNOWN, None, 0.0, score.raters if score else 0)
    chance = score.chance_at_least(each.level)
    verdict = Verdict.MEETS if chance >= MEETS_AT else Verdict.SHORT
    return Part(each, verdict, chance, min(each.size, chance), score.raters)


def _interval(gaps: Sequence[Gap], candidate: Mapping[str, Score], judged: float, common: float) -> tuple[float, float]:
    """5 and 95 % points of Σ w·min(gap, 0 or 1), exact on a grid given the shared error, which is integrated over."""
    nodes, weights = hermegauss(25)
    shares = np.zeros((nodes.size, GRID + len(gaps) + 1))  # room for what rounding adds
    shares[:, 0] = 1.0
    for each in gaps:
        score = candidate[each.competency]
        own, shared = score.sd * math.sqrt(1 - common), score.sd * math.sqrt(common)
        chance = np.array([[Level(score.mean + shared * float(z), own).chance_at_least(each.level)] for z in nodes])
        step = round(GRID * each.weight * min(each.size, 1.0) / judged)
        moved = np.zeros_like(shares)
        moved[:, step:] = shares[:, :shares.shape[1] - step]
        shares = (1 - chance) * shares + chance * moved
    below = np.cumsum(weights @ shares) / weights.sum()
    low, high = np.searchsorted(below, [0.05, 0.95 - 1e-12])
    return float(low) / GRID, min(float(high) / GRID, 1.0)


def _reasons(parts: Sequence[Part], total: float, judged: float) -> Reasons:
    if total == 0:
        return (Reason("match.no-gap"),)
    found = [reason for part in parts for reason in _part_reasons(part)]
    if judged < 1 - 1e-9:
        found.append(Reason("match.partly-judged", {"share_bp": _bp(judged)}))
    return tuple(found)


def _part_reasons(part: Part) -> Reasons:
    params = {"competency": part.gap.competency, "level": part.gap.level}
    if part.verdict is Verdict.NOT_KNOWN:
        code = "match.single-opinion" if part.raters else "match.not-rated"
        missing = (Reason("match.must-have-not-known", params),) if part.gap.must_have else ()
        return (Reason(code, params), *missing)
    if part.chance is not None and part.verdict is Verdict.SHORT and part.gap.must_have:
        return (Reason("match.must-have-short", {**params, "chance_bp": _bp(part.chance)}),)
    return ()


def _bp(share: float) -> int:
    return round(10_000 * share)
