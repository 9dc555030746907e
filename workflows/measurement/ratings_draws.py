"""Not knowing the standard deviations: draws of all seven, weighted so that they stand for their posterior.

Each prior (base, scales halved, scales doubled) has its mode found and a split multivariate t laid around it
(Geweke 1989), in the coordinate ψ in which that prior is standard normal: σ = a·Φ⁻¹((1+Φ(ψ))/2). Where the data
say little the posterior is then nearly normal too, which log-SDs are not. The draws of all three proposals are
pooled and weighted once per prior with the balance heuristic (Veach & Guibas 1995), so one set of draws, and one
solution of the model for each, serves the fit and both refits. Further draws come from what the earlier ones found
(adaptive multiple importance sampling, Cornuet et al. 2012), until enough of them count.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, ndtr, ndtri

from workflows.measurement.ratings_model import COMPONENTS, PRIOR_SCALES, Design, batches, solve
from workflows.measurement.ratings_panel import Floats

REFITS = (1.0, 0.5, 2.0)
FIRST_DRAWS, MORE_DRAWS = 100, 50
LEAST_ROUNDS, MOST_ROUNDS, EFFECTIVE_WANTED = 2, 8, 150
DEGREES = 7.0
START: Floats = np.full(7, -0.3)
PROBES = np.array([0.5, 1.0, 2.0, 3.5])
LogDensity = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Proposal:
    """A split t in ψ: `side` (2,7) stretches each column of `root` to the right and to the left of `mode`."""

    scales: Floats
    mode: Floats
    root: Floats
    side: Floats

    @property
    def top(self) -> Floats:
        """The standard deviations at the mode: (7,)."""
        return deviations(self.mode, self.scales)

    def draw(self, generator: np.random.Generator, count: int) -> Floats:
        """Standard deviations: (count, 7)."""
        size = (count, len(self.mode))
        steps = np.abs(generator.normal(size=size))
        right = generator.random(size) < self.side[0] / self.side.sum(axis=0)
        steps /= np.sqrt(generator.chisquare(DEGREES, size=(count, 1)) / DEGREES)
        steps *= np.where(right, self.side[0], -self.side[1])
        return deviations(self.mode + steps @ self.root.T, self.scales)

    def log_density(self, sds: Floats) -> Floats:
        """Of standard deviations (D,7), as a density over them: (D,)."""
        psi, parts = coordinates(sds, self.scales), len(self.mode)
        steps = np.linalg.solve(self.root, (psi - self.mode).T).T
        steps /= np.where(steps > 0, self.side[0], self.side[1])
        constant = (gammaln((DEGREES + parts) / 2) - gammaln(DEGREES / 2) - parts / 2 * np.log(DEGREES * np.pi)
                    - np.log(self.side.mean(axis=0)).sum() - np.log(np.diag(self.root)).sum())
        tail = -(DEGREES + parts) / 2 * np.log1p((steps**2).sum(axis=1) / DEGREES)
        stretch = log_prior(sds, self.scales) + (psi**2 / 2 + np.log(2 * np.pi) / 2).sum(axis=1)
        return np.asarray(constant + tail + stretch)


@dataclass(frozen=True)
class Draws:
    """`sds` (D,7); `weights` (3,D), a row per entry of REFITS that sums to 1; `mode` (7,) under the base prior."""

    sds: Floats
    weights: Floats
    mode: Floats

    @property
    def effective(self) -> Floats:
        """Kish's effective number of draws under each prior: (3,)."""
        return np.asarray(1 / (self.weights**2).sum(axis=1))


@dataclass
class Pool:
    """All draws so far with all that proposed them; every round's proposals learn from the draws before."""

    design: Design
    generator: np.random.Generator
    first: list[Proposal]
    proposals: list[Proposal]
    counts: list[int]
    sds: Floats
    likelihood: Floats

    def add(self, proposals: list[Proposal], count: int) -> None:
        """`count` more draws of each of `proposals`, with their likelihoods."""
        new = np.concatenate([proposal.draw(self.generator, count) for proposal in proposals])
        self.proposals += proposals
        self.counts += [count] * len(proposals)
        self.sds = np.concatenate([self.sds, new])
        self.likelihood = np.concatenate([self.likelihood, log_likelihood(self.design, new)])

    def draws(self) -> Draws:
        """All draws so far, weighted for each prior by its density against the mixture of all that proposed them."""
        proposed = np.logaddexp.reduce([np.log(count) + proposal.log_density(self.sds)
                                        for count, proposal in zip(self.counts, self.proposals, strict=True)], axis=0)
        logs = np.stack([self.likelihood + log_prior(self.sds, one.scales) - proposed for one in self.first])
        weights = np.exp(logs - logs.max(axis=1, keepdims=True))
        return Draws(self.sds, weights / weights.sum(axis=1, keepdims=True), self.first[0].top)


def draw(design: Design) -> Draws:
    """The same panel always gives the same draws: the generator's seed comes from its ratings."""
    first: list[Proposal] = []
    for factor in REFITS:
        scales = PRIOR_SCALES * factor
        first.append(propose(design, scales, coordinates(first[0].top, scales) if first else START))
    pool = Pool(design, np.random.default_rng(design.panel.seed), first, [], [], np.zeros((0, len(COMPONENTS))),
                np.zeros(0))
    pool.add(first, FIRST_DRAWS)
    drawn = pool.draws()
    for done in range(1, MOST_ROUNDS + 1):
        pool.add([learn(drawn, prior, proposal) for prior, proposal in enumerate(first)], MORE_DRAWS)
        drawn = pool.draws()
        if done >= LEAST_ROUNDS and drawn.effective.min() >= EFFECTIVE_WANTED:
            break
    return drawn


def learn(drawn: Draws, prior: int, first: Proposal) -> Proposal:
    """A t with the mean and, a fifth wider, the covariance that the draws have under a prior.

    No draw may count for more than ten average ones here, and the first proposal's covariance is a tenth of the new.
    """
    psi, weights = coordinates(drawn.sds, first.scales), drawn.weights[prior]
    weights = np.minimum(weights, 10 / len(weights))
    weights = weights / weights.sum()
    mean = weights @ psi
    spread = (psi - mean).T @ ((psi - mean) * weights[:, None])
    root = np.linalg.cholesky(0.9 * spread + 0.1 * first.root @ first.root.T)
    return Proposal(first.scales, mean, np.asarray(1.2 * root, dtype=np.float64), np.ones_like(first.side))


def deviations(psi: Floats, scales: Floats) -> Floats:
    """σ from ψ; beyond ±30 there is nothing to weigh."""
    return np.asarray(-scales * ndtri(ndtr(-np.clip(psi, -30, 30)) / 2))


def coordinates(sds: Floats, scales: Floats) -> Floats:
    """ψ from σ, the inverse of `deviations`: (…,7) for `scales` (7,). It stays finite for a σ of zero."""
    return np.asarray(-ndtri(np.clip(2 * ndtr(-sds / scales), 1e-300, 1 - 1e-16)))


def log_prior(sds: Floats, scales: Floats) -> Floats:
    """Of seven independent half-normals: (D,)."""
    each = np.log(2 / np.pi) / 2 - np.log(scales) - (sds / scales) ** 2 / 2
    return np.asarray(each.sum(axis=-1))


def log_likelihood(design: Design, sds: Floats) -> Floats:
    """Of the ratings given standard deviations `sds` (D,7), all effects integrated out: (D,)."""
    return np.concatenate([solve(design, batch).log_likelihood for batch in batches(design, sds)])


def propose(design: Design, scales: Floats, start: Floats) -> Proposal:
    """A split t at the mode, in ψ, of the posterior under half-normals of `scales` (7,); `start` (7,) is a first guess.

    Each side of each axis is as wide as a normal that falls off no faster than the posterior does at PROBES, within
    half and four times the curvature's width (Geweke 1989).
    """
    def log_density(psi: Floats) -> Floats:
        return np.asarray(log_likelihood(design, deviations(psi, scales)) - (psi**2).sum(axis=1) / 2)

    mode, covariance = climb(log_density, start)
    root = np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
    probes = mode + np.stack([sign * length * column for column in root.T for sign in (1, -1) for length in PROBES])
    top = log_density(mode[None])[0]
    drop = np.maximum(top - log_density(probes).reshape(len(mode), 2, len(PROBES)), 1e-6)
    side = np.clip((PROBES / np.sqrt(2 * drop)).max(axis=2), 0.5, 4.0).T
    return Proposal(scales, mode, root, side)


def climb(log_density: LogDensity, start: Floats, *, rounds: int = 15) -> tuple[Floats, Floats]:
    """The mode by Newton's steps on finite differences, and the inverse of the curvature there: (7,), (7,7).

    It only places a proposal, so it stops when a step gains less than a hundredth: weights make up for the rest.
    """
    at = start
    for _ in range(rounds):
        top, gradient, curvature = differences(log_density, at)
        roots, axes = np.linalg.eigh(-curvature)
        roots = np.maximum(np.abs(roots), 0.2)
        step = axes @ (axes.T @ gradient / roots)
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        tries = at + np.array([1.0, 0.5, 0.2, 1.5])[:, None] * step
        heights = log_density(tries)
        if heights.max() < top + 0.01:
            break
        at = tries[heights.argmax()]
    return at, axes / roots @ axes.T


def differences(log_density: LogDensity, at: Floats, *, width: float = 0.1) -> tuple[float, Floats, Floats]:
    """Value, gradient and second derivatives by central differences: 1 + 2n + n(n−1) evaluations."""
    n = len(at)
    along = np.eye(n) * width
    first, second = np.tril_indices(n, -1)
    both = along[first] + along[second]
    heights = log_density(np.concatenate([at[None], at + along, at - along, at + both, at - both]))
    top, up, down = heights[0], heights[1:1 + n], heights[1 + n:1 + 2 * n]
    two_up, two_down = heights[1 + 2 * n:].reshape(2, -1)
    curvature = np.diag((up + down - 2 * top) / width**2)
    mixed = two_up + two_down + 2 * top - (up + down)[first] - (up + down)[second]
    curvature[first, second] = curvature[second, first] = mixed / (2 * width**2)
    return float(top), (up - down) / (2 * width), curvature
