"""From posterior to facts: each estimate, sum, pair and severity with its range, or with the reasons for none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from workflows.measurement.ratings_adjustments import Causes, adjustments, causes
from workflows.measurement.ratings_facts import Deviation, Estimate, Pair, Severity, Total
from workflows.measurement.ratings_model import COMPONENTS, Design
from workflows.measurement.ratings_panel import Floats, Panel
from workflows.measurement.ratings_posterior import RANGE, Mixture, Posterior, Sums
from workflows.measurement.ratings_rules import (
    ORDER_PROBABILITY,
    estimate_blockers,
    pair_blockers,
    severity_blockers,
    total_blockers,
)
from workflows.reasons import Reasons

TAIL = (1 - RANGE) / 2
Numbers = tuple[float | None, float | None, float | None, float | None]
NO_NUMBERS: Numbers = (None, None, None, None)


@dataclass(frozen=True)
class Ranges:
    """Means, spreads and 90 % ranges in the ratings' labels; means and ranges end where the scale ends.

    `bounded=False` is for differences and severities, which have no scale to leave and no origin to shift.
    """

    mixture: Mixture
    panel: Panel
    bounded: bool = True

    @cached_property
    def mean(self) -> Floats:
        return self._labels(self.mixture.mean)

    @cached_property
    def sd(self) -> Floats:
        return self.mixture.sd * self.panel.unit

    @cached_property
    def low(self) -> Floats:
        return self._labels(self.mixture.quantile(TAIL))

    @cached_property
    def high(self) -> Floats:
        return self._labels(self.mixture.quantile(1 - TAIL))

    def at(self, *place: int) -> tuple[float, float, float, float]:
        """Mean, sd, low and high of one quantity."""
        return float(self.mean[place]), float(self.sd[place]), float(self.low[place]), float(self.high[place])

    def _labels(self, points: Floats) -> Floats:
        if not self.bounded:
            return points * self.panel.unit
        return np.clip(self.panel.scale[0] + (points - 1) * self.panel.unit, *self.panel.scale)


def estimates(design: Design, found: Posterior, levels: Mapping[str, float],
              tends: Mapping[str, str | None]) -> tuple[Estimate, ...]:
    """`levels` needed per competency; `tends` says which interviewers are called severe or lenient."""
    panel = design.panel
    ranges = Ranges(found.adjusted(), panel)
    cause = causes(design, found.shared().mean, found.block)
    above = {label: found.adjusted().above(panel.points(label)) for label in panel.labels_above_lowest}
    wanted = np.array([panel.points(levels.get(name, panel.scale[0])) for name in panel.competencies])
    reach = found.adjusted().above(wanted)
    return tuple(_estimate(design, ranges, cause, above, reach, levels, tends, c, k)
                 for c in range(len(panel.candidates)) for k in range(len(panel.competencies)))


def _estimate(design: Design, ranges: Ranges, cause: Causes, above: Mapping[int, Floats], reach: Floats,
              levels: Mapping[str, float], tends: Mapping[str, str | None], c: int, k: int) -> Estimate:
    panel, raters = design.panel, int(design.panel.raters[c, k])
    candidate, competency = panel.candidates[c], panel.competencies[k]
    reasons, level = estimate_blockers(candidate, competency, raters), levels.get(competency)
    raw = panel.label(float(panel.raw_mean[c, k])) if raters else None
    rated = int(design.bb[c, 1 + k, 1 + k])
    if reasons:
        return Estimate(candidate, competency, raters, rated, raw, None, None, None, None, {}, level, None, (), reasons)
    cut = (float(ranges.mean[c, k]) - panel.label(float(ranges.mixture.mean[c, k]))) / panel.unit
    return Estimate(candidate, competency, raters, rated, raw, *ranges.at(c, k),
                    {label: float(chance[c, k]) for label, chance in above.items()}, level,
                    None if level is None else float(reach[c, k]),
                    adjustments(design, cause, c, k, tends=tends, off_scale=cut), ())


def pairs(panel: Panel, found: Posterior, sums: Sums, blocked: Reasons) -> tuple[Pair, ...]:
    """Every two rated candidates; `blocked` are the reasons why nobody in this opening is ordered."""
    base = Ranges(found.difference(), panel, bounded=False)
    chances = np.stack([found.difference(prior).above(0.0) for prior in range(3)], axis=1)
    place = {(int(a), int(b)): at for at, (a, b) in enumerate(zip(sums.first, sums.second, strict=True))}
    rated = np.flatnonzero(panel.met.any(axis=1)).tolist()
    answer: list[Pair] = []
    for a, b in ((a, b) for a in rated for b in rated if a < b):
        names, at = (panel.candidates[a], panel.candidates[b]), place.get((a, b))
        stated: list[float] = [] if at is None else chances[at].tolist()
        reasons = pair_blockers(*names, connected=bool(panel.component[a] == panel.component[b]),
                                common=at is not None, probabilities=stated) or blocked
        better = None if reasons else names[0 if stated[0] >= ORDER_PROBABILITY else 1]
        mean, sd = (None, None) if at is None else (float(base.mean[at]), float(base.sd[at]))
        p, halved, doubled = stated or (None, None, None)
        answer.append(Pair(*names, mean, sd, p, halved, doubled, better, reasons))
    return tuple(answer)


def totals(panel: Panel, found: Posterior, sums: Sums, weights: Floats, orders: Iterable[tuple[str, str]],
           ) -> tuple[Total, ...]:
    """`weights` (K,) of sum 1; `orders` are (better, worse)."""
    ranges, declared = Ranges(found.total(), panel), sorted(orders)
    judged = judged_mask(panel)
    answer: list[Total] = []
    for c, name in enumerate(panel.candidates):
        over = tuple(worse for better, worse in declared if better == name)
        under = tuple(better for better, worse in declared if worse == name)
        reasons = total_blockers(name, rated=bool(panel.met[c].any()), judged=bool(sums.of[c] >= 0))
        raw: float | None = None
        numbers = NO_NUMBERS
        if not reasons:
            plain = np.where(judged[c], panel.raw_mean[c], 0.0) @ sums.weights[sums.of[c]]
            raw, numbers = panel.label(float(plain)), ranges.at(c)
        answer.append(Total(name, raw, *numbers, float(weights @ judged[c]), int(panel.component[c]), over, under,
                            reasons))
    return tuple(answer)


def judged_mask(panel: Panel) -> NDArray[np.bool_]:
    """Where a candidate's competency may count in a sum: (C,K)."""
    return np.array([[not estimate_blockers(name, skill, int(panel.raters[c, k]))
                      for k, skill in enumerate(panel.competencies)] for c, name in enumerate(panel.candidates)],
                    dtype=np.bool_).reshape(len(panel.candidates), len(panel.competencies))


def severities(design: Design, found: Posterior) -> tuple[Severity, ...]:
    """For each interviewer in points of the ratings; who tends to low or high has to do so under all three priors."""
    panel = design.panel
    first = len(panel.competencies) + len(panel.questions)
    mixtures = [found.shared(prior).columns(slice(first, first + len(panel.interviewers))) for prior in range(3)]
    ranges = Ranges(mixtures[0], panel, bounded=False)
    chances = np.stack([mixture.above(0.0) for mixture in mixtures])
    answer: list[Severity] = []
    for i, name in enumerate(panel.interviewers):
        met = int(panel.met[:, i].sum())
        reasons = severity_blockers(name, met)
        tends = "low" if chances[:, i].min() >= ORDER_PROBABILITY else (
            "high" if 1 - chances[:, i].max() >= ORDER_PROBABILITY else "neither")
        answer.append(Severity(name, met, *ranges.at(i), None if reasons else tends, reasons))
    return tuple(answer)


def deviations(panel: Panel, found: Posterior) -> tuple[Deviation, ...]:
    """Posterior mean and weighted 5 % and 95 % quantile of each of COMPONENTS, in points of the ratings' labels."""
    weights, sds = found.draws.weights[0], found.draws.sds * panel.unit
    answer: list[Deviation] = []
    for at, component in enumerate(COMPONENTS):
        order = np.argsort(sds[:, at])
        reached = np.cumsum(weights[order])
        low, high = (float(sds[order[min(int(np.searchsorted(reached, p)), len(order) - 1)], at])
                     for p in (TAIL, 1 - TAIL))
        answer.append(Deviation(component, float(weights @ sds[:, at]), low, high))
    return tuple(answer)


def reliability(found: Posterior) -> float | None:
    """How much of the expected squared difference between two candidates is known: 1 − E[var] / E[d²]; None: no pairs.

    The generalizability coefficient for comparing candidates (Brennan 2001), of these candidates on these ratings.
    """
    difference = found.difference()
    if not difference.mean.size:
        return None
    unknown = float((difference.sd**2).mean())
    return 1 - unknown / float((difference.mean**2 + difference.sd**2).mean())
