"""What the draws say together: adjusted scores, sums over competencies, differences, and effects behind them.

Given a draw's standard deviations every quantity is normal, so only its mean and variance are kept for each draw
(Rao–Blackwell); a statement averages normals with the draws' weights.
"""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from workflows.measurement.ratings_draws import Draws
from workflows.measurement.ratings_model import LEVEL_MEAN, Design, Solved, batches, solve
from workflows.measurement.ratings_panel import Floats, Ints

# Labels are rounded and end at 1 and 5, which the model does not know: ranges are this much wider for it.
ROUNDING_INFLATION = 1.08
RANGE = 0.90
# A draw that adds less than this to every statement is not solved again.
NEGLIGIBLE = 1e-7


@dataclass(frozen=True)
class Sums:
    """Which weighted sums over competencies are wanted.

    `weights` (M,K): distinct rows summing to 1. `of` (C,): each candidate's row, −1 for none. `first`, `second`
    (P,) candidates to compare, `by` (P,) the row both can be compared on.
    """

    weights: Floats
    of: Ints
    first: Ints
    second: Ints
    by: Ints


@dataclass(frozen=True)
class Moments:
    """Means and variances given each draw: adjusted (D,C,K), total (D,C), difference (D,P), and effects' means."""

    adjusted: Floats
    adjusted_variance: Floats
    total: Floats
    total_variance: Floats
    difference: Floats
    difference_variance: Floats
    shared: Floats
    shared_variance: Floats
    block: Floats


@dataclass(frozen=True)
class Mixture:
    """Normals mixed with weights (D,): `mean` and `variance` have one row per draw, answers one entry per column."""

    weights: Floats
    means: Floats
    variances: Floats

    @cached_property
    def mean(self) -> Floats:
        """Over all draws: one entry per quantity."""
        return np.asarray(np.tensordot(self.weights, self.means, 1))

    @cached_property
    def sd(self) -> Floats:
        """Root of the mean variance within a draw plus the variance of the draws' means."""
        spread = np.tensordot(self.weights, self.variances + (self.means - self.mean) ** 2, 1)
        return np.asarray(np.sqrt(np.maximum(spread, 0)))

    def columns(self, which: slice) -> "Mixture":
        """The same mixture of some of the quantities."""
        return Mixture(self.weights, self.means[:, which], self.variances[:, which])

    def above(self, bound: float | Floats) -> Floats:
        """P(quantity > bound). Not widened for rounding: simulated, stated chances are truer without."""
        deviations = np.sqrt(np.maximum(self.variances, 1e-18))
        return np.asarray(np.tensordot(self.weights, ndtr((self.means - bound) / deviations), 1))

    def quantile(self, probability: float) -> Floats:
        """By bisection between bounds that hold it for certain, widened for rounding around the mean."""
        reach = 9 * np.sqrt(self.variances.max(axis=0, initial=0.0))
        low, high = self.means.min(axis=0, initial=np.inf) - reach, self.means.max(axis=0, initial=-np.inf) + reach
        deviations = np.sqrt(np.maximum(self.variances, 1e-18))
        for _ in range(18):
            middle = (low + high) / 2
            below = np.tensordot(self.weights, ndtr((middle - self.means) / deviations), 1) < probability
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray(self.mean + ROUNDING_INFLATION * ((low + high) / 2 - self.mean))


@dataclass(frozen=True)
class Posterior:
    """The draws that matter, their moments, and a mixture for each prior: 0 base, 1 scales halved, 2 doubled."""

    draws: Draws
    moments: Moments

    def adjusted(self, prior: int = 0) -> Mixture:
        return Mixture(self.draws.weights[prior], self.moments.adjusted, self.moments.adjusted_variance)

    def total(self, prior: int = 0) -> Mixture:
        return Mixture(self.draws.weights[prior], self.moments.total, self.moments.total_variance)

    def difference(self, prior: int = 0) -> Mixture:
        return Mixture(self.draws.weights[prior], self.moments.difference, self.moments.difference_variance)

    def shared(self, prior: int = 0) -> Mixture:
        return Mixture(self.draws.weights[prior], self.moments.shared, self.moments.shared_variance)

    @property
    def block(self) -> Floats:
        """Posterior means of α, γ and h under the base prior: (C,b)."""
        return np.asarray(np.tensordot(self.draws.weights[0], self.moments.block, 1))


def posterior(design: Design, draws: Draws, sums: Sums) -> Posterior:
    """The moments of every draw that matters under some prior; weights sum to 1 again without the others."""
    matters = draws.weights.max(axis=0) > NEGLIGIBLE
    weights = draws.weights[:, matters]
    kept = Draws(draws.sds[matters], weights / weights.sum(axis=1, keepdims=True), draws.mode)
    parts = [moments(design, solve(design, batch), sums) for batch in batches(design, kept.sds)]
    return Posterior(kept, Moments(*(np.concatenate([getattr(part, field.name) for part in parts])
                                     for field in fields(Moments))))


def moments(design: Design, solved: Solved, sums: Sums) -> Moments:
    """For the D draws `solved`: means and variances in points of every quantity that is stated, `sums` among them.

    T_ck varies with the shared effects (its row of `skill_rows`) and, given these, with its candidate's own.
    """
    rows, own = skill_rows(design, solved), skill_covariance(design, solved)
    skills = len(design.panel.competencies)
    adjusted = (LEVEL_MEAN + solved.shared[:, None, :skills] + solved.block[:, :, :1]
                + solved.block[:, :, 1:1 + skills])
    inverse = solved.shared_inverse
    flat = rows.reshape(len(rows), adjusted[0].size, rows.shape[-1])
    variance = ((flat @ inverse) * flat).sum(axis=-1).reshape(adjusted.shape) + np.diagonal(own, axis1=2, axis2=3)
    shared_variance = np.diagonal(inverse, axis1=1, axis2=2) * solved.shared_scale**2
    return Moments(adjusted, variance, *_sums(adjusted, rows, own, inverse, sums), solved.shared, shared_variance,
                   solved.block)


def skill_rows(design: Design, solved: Solved) -> Floats:
    """How T_ck leans on the scaled shared effects once its candidate's block is absorbed: (D,C,K,f)."""
    skills = len(design.panel.competencies)
    of_candidate, of_skill = solved.block_scale[:, None, :1, None], solved.block_scale[:, None, 1:1 + skills, None]
    rows = of_candidate * solved.absorbed[:, :, :1] + of_skill * solved.absorbed[:, :, 1:1 + skills]
    rows *= -1 / solved.noise[:, None, None, None]
    rows[:, :, np.arange(skills), np.arange(skills)] += 1
    return np.asarray(rows * solved.shared_scale[:, None, None, :])


def skill_covariance(design: Design, solved: Solved) -> Floats:
    """What is left unknown in a candidate's own α + γ once the shared effects are known: (D,C,K,K)."""
    inside = slice(1, 1 + len(design.panel.competencies))
    scaled = solved.block_inverse * (solved.block_scale[:, None, :, None] * solved.block_scale[:, None, None, :])
    return np.asarray(scaled[:, :, :1, :1] + scaled[:, :, inside, :1] + scaled[:, :, :1, inside]
                      + scaled[:, :, inside, inside])


def _sums(adjusted: Floats, rows: Floats, own: Floats, inverse: Floats, sums: Sums,
          ) -> tuple[Floats, Floats, Floats, Floats]:
    total, total_variance = np.zeros(adjusted.shape[:2]), np.zeros(adjusted.shape[:2])
    difference = np.zeros((len(adjusted), len(sums.first)))
    difference_variance = np.zeros_like(difference)
    for number, weights in enumerate(sums.weights):
        mean, lean = adjusted @ weights, np.einsum("k,dckf->dcf", weights, rows)
        covariance = lean @ inverse @ lean.transpose(0, 2, 1)
        covariance[:, np.arange(mean.shape[1]), np.arange(mean.shape[1])] += (own @ weights) @ weights
        mine, compared = sums.of == number, sums.by == number
        a, b = sums.first[compared], sums.second[compared]
        spread = np.diagonal(covariance, axis1=1, axis2=2)
        total[:, mine], total_variance[:, mine] = mean[:, mine], spread[:, mine]
        difference[:, compared] = mean[:, a] - mean[:, b]
        difference_variance[:, compared] = spread[:, a] + spread[:, b] - 2 * covariance[:, a, b]
    return total, total_variance, difference, np.maximum(difference_variance, 0)


def requested(weights: Floats, judged: NDArray[np.bool_], component: Ints) -> Sums:
    """Each candidate's sum over what was judged of them, and for every pair the sum over what was judged in both.

    weights (K,), judged (C,K), component (C,). Pairs of different components or without a common weighted
    competency are left out.
    """
    found: dict[bytes, int] = {}
    kept: list[Floats] = []

    def row(mask: NDArray[np.bool_]) -> int:
        part = np.where(mask, weights, 0.0)
        if part.sum() <= 0:
            return -1
        number = found.setdefault(part.tobytes(), len(found))
        if number == len(kept):
            kept.append(part / part.sum())
        return number

    of = np.array([row(mask) for mask in judged], dtype=np.int64)
    pairs = [(a, b, row(judged[a] & judged[b])) for a in range(len(of)) for b in range(a + 1, len(of))
             if component[a] == component[b]]
    first, second, by = np.array([pair for pair in pairs if pair[2] >= 0], dtype=np.int64).reshape(-1, 3).T
    return Sums(np.array(kept).reshape(len(kept), len(weights)), of, first, second, by)
