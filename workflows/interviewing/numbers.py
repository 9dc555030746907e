"""What a panel's levels say of one candidate: raw mean, standard error, chance, and how much of the gap would close."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from workflows.interviewing.records import Standing
from workflows.measurement.gap_closure import OPINIONS_NEEDED, Closure, Gap, Score, Verdict, closure

LEAST_SD = 0.7
"""One interviewer's opinion is off by at least this much (levels; the prior of ε in measurement.ratings)."""


@dataclass(frozen=True)
class Given:
    """One level that one interviewer gave on one question about one competency."""

    rating_id: int
    competency: str
    rater: int
    level: int


@dataclass(frozen=True)
class Line:
    """One competency of the debrief. With fewer than two raters there is a raw mean at most, and no judgement."""

    gap: Gap
    raters: int
    mean: float | None
    standard_error: float | None
    chance: float | None
    standing: Standing
    rating_ids: tuple[int, ...]

    @property
    def low(self) -> float | None:
        """Where a 90 % range begins, within the scale."""
        return self._end(-1.645)

    @property
    def high(self) -> float | None:
        return self._end(1.645)

    def _end(self, errors: float) -> float | None:
        if self.mean is None or self.standard_error is None:
            return None
        return min(5.0, max(1.0, self.mean + errors * self.standard_error))


@dataclass(frozen=True)
class Numbers:
    """The debrief's figures: a line per gap, and the gap a hire would close, from lines with two raters only."""

    lines: tuple[Line, ...]
    closing: Closure


def debrief_numbers(gaps: Sequence[Gap], given: Iterable[Given]) -> Numbers:
    """A line for each gap in order. Several answers to one interviewer are one opinion: their mean.

    The standard error is s/√n over interviewers' means with s at least LEAST_SD; P(level ≥ L) is normal.
    """
    levels = list(given)
    scores: dict[str, Score] = {}
    found: dict[str, tuple[Given, ...]] = {}
    for gap in gaps:
        found[gap.competency] = tuple(each for each in levels if each.competency == gap.competency)
        score = _score(_opinions(found[gap.competency]))
        if score is not None:
            scores[gap.competency] = score
    closing = closure(gaps, scores)
    lines = tuple(_line(part.gap, part.verdict, part.chance, scores.get(part.gap.competency), found)
                  for part in closing.parts)
    return Numbers(lines, closing)


def _opinions(given: Iterable[Given]) -> list[float]:
    by_rater: dict[int, list[int]] = {}
    for each in given:
        by_rater.setdefault(each.rater, []).append(each.level)
    return [fmean(levels) for levels in by_rater.values()]


def _score(opinions: list[float]) -> Score | None:
    if not opinions:
        return None
    spread = max(LEAST_SD, stdev(opinions)) if len(opinions) > 1 else LEAST_SD
    return Score(fmean(opinions), spread / math.sqrt(len(opinions)), raters=len(opinions))


STANDINGS = {Verdict.MEETS: Standing.meets, Verdict.SHORT: Standing.short, Verdict.NOT_KNOWN: Standing.not_known}


def _line(gap: Gap, verdict: Verdict, chance: float | None, score: Score | None,
          found: Mapping[str, tuple[Given, ...]]) -> Line:
    ids = tuple(each.rating_id for each in found[gap.competency])
    if score is None:
        return Line(gap, 0, None, None, None, Standing.not_known, ids)
    enough = score.raters >= OPINIONS_NEEDED
    return Line(gap, score.raters, score.mean, score.sd if enough else None, chance, STANDINGS[verdict], ids)
