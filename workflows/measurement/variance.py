"""Variance components of many ratings: crossed, nested and interacting random effects, REML or ML."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from workflows.errors import Refused
from workflows.measurement.variance_design import Design, Factor, Floats, design, factor
from workflows.measurement.variance_equations import Equations, Point
from workflows.measurement.variance_steps import maximise
from workflows.reasons import Reason, Reasons


class Method(StrEnum):
    REML = "reml"
    ML = "ml"


@dataclass(frozen=True)
class Component:
    """One variance in squared score points; None where it is not estimable (the fit's reasons say why).

    `standard_error` is asymptotic and None at 0; `share` is of the sum of all variances, residual included.
    """

    name: str
    levels: int
    variance: float | None
    sd: float | None
    standard_error: float | None
    share: float | None


@dataclass(frozen=True)
class FixedEffect:
    name: str
    estimate: float
    standard_error: float


@dataclass(frozen=True)
class Effect:
    """One level's best linear unbiased prediction, in score points, with its posterior SD and number of scores."""

    factor: str
    level: str
    effect: float
    sd: float
    scores: int


@dataclass(frozen=True)
class VarianceFit:
    """`deviance` is −2 log likelihood as `method` defines it, comparable only between fits with the same fixed part.

    `effects` are in order of factor and first appearance. `steps` were needed to settle.
    """

    method: Method
    scores: int
    deviance: float | None
    components: tuple[Component, ...]
    fixed: tuple[FixedEffect, ...]
    effects: tuple[Effect, ...]
    steps: int
    reasons: Reasons

    def variance(self, name: str) -> float | None:
        """Of a factor, or of "residual"."""
        return next(each.variance for each in self.components if each.name == name)


def fit_variance(scores: Sequence[float], columns: Mapping[str, Sequence[Hashable]], random: Sequence[str],
                 fixed: Mapping[str, Sequence[float] | Sequence[str]] | None = None,
                 method: Method = Method.REML) -> VarianceFit:
    """y = Xβ + Σ Z_f u_f + e with u_f ~ N(0, σ²_f), e ~ N(0, σ²), all of length n.

    `random` names factors: a column, or "A:B" for the pairs of A and B. `fixed` adds covariates (numbers) and contrasts
    (words) to the intercept. Solves Henderson's equations (Henderson, 1953) with the largest nested part eliminated, by
    average-information steps (Gilmour, Thompson & Cullis, 1995) on τ = σ_f/σ ≥ 0 as in Bates et al. (2015), so a
    variance can be exactly 0. Posterior SDs integrate the fixed effects and take the variances as known.
    A factor with one level, one score per level, or the same groups as another is not estimable and left out with a
    reason. Raises Refused for scores that are no numbers, an unknown column, or too few scores.
    """
    chosen = [factor(name, columns) for name in dict.fromkeys(random)]
    drawn = design(scores, chosen, fixed or {})
    if np.ptp(drawn.y) == 0:
        return _nothing(drawn, chosen, method, Reason("variance.all-equal"))
    equations = Equations(drawn, method is Method.REML)
    try:
        point, steps = maximise(equations)
    except Refused as refusal:
        return _nothing(drawn, chosen, method, *refusal.reasons)
    zero = [each.name for each, tau in zip(equations.order, point.tau, strict=True) if tau == 0]
    reasons = (*drawn.reasons, *((Reason("variance.zero", {"factors": zero}),) if zero else ()))
    posterior, covariance = point.variances()
    return VarianceFit(method, len(drawn.y), point.deviance, _components(chosen, point),
                       _fixed(drawn, point, covariance), _effects(drawn, point, posterior), steps, reasons)


def _components(chosen: Sequence[Factor], point: Point) -> tuple[Component, ...]:
    order = point.equations.order
    variances = [*(point.tau**2 * point.sigma2).tolist(), point.sigma2]
    errors = _standard_errors(point)
    total = sum(variances)
    found = {name: (variance, error) for name, variance, error in
             zip([*(each.name for each in order), "residual"], variances, errors, strict=True)}
    sizes = {each.name: each.size for each in chosen} | {"residual": len(point.equations.design.y)}
    return tuple(Component(name, size, found[name][0], found[name][0] ** 0.5, found[name][1], found[name][0] / total)
                 if name in found else Component(name, size, None, None, None, None) for name, size in sizes.items())


def _standard_errors(point: Point) -> list[float | None]:
    """From the average information in (σ²_f, …, σ²), over the variances that are not 0."""
    equations, sigma2 = point.equations, point.sigma2
    there = np.append(point.tau > 0, True)
    working = [equations.sums(n, point.residual)[each.codes] for n, each in enumerate(equations.order)]
    working = [values for values, kept in zip([*working, point.residual], there, strict=True) if kept]
    projected = [point.project(values) for values in working]
    information = np.array([[one @ other for other in projected] for one in working], float) / (2 * sigma2**3)
    errors = iter(np.sqrt(np.maximum(np.diag(np.linalg.pinv(information)), 0)).tolist())
    return [next(errors) if kept else None for kept in there]


def _fixed(drawn: Design, point: Point, covariance: Floats) -> tuple[FixedEffect, ...]:
    estimates = point.effects[point.equations.random:]
    errors = np.sqrt(np.diag(covariance) * point.sigma2)
    return tuple(FixedEffect(name, float(estimate), float(error))
                 for name, estimate, error in zip(drawn.names, estimates, errors, strict=True))


def _effects(drawn: Design, point: Point, posterior: Floats) -> tuple[Effect, ...]:
    spans = dict(zip((each.name for each in point.equations.order), point.equations.spans, strict=True))
    scale = point.scale[:point.equations.random]
    values = scale * point.effects[:point.equations.random]
    sds = scale * np.sqrt(point.sigma2 * posterior)
    return tuple(Effect(each.name, level, effect, sd, count) for each in drawn.factors for level, effect, sd, count in
                 zip(each.levels, values[spans[each.name]].tolist(), sds[spans[each.name]].tolist(),
                     each.counts().tolist(), strict=True))


def _nothing(drawn: Design, chosen: Sequence[Factor], method: Method, *why: Reason) -> VarianceFit:
    sizes = {each.name: each.size for each in chosen} | {"residual": len(drawn.y)}
    components = tuple(Component(name, size, None, None, None, None) for name, size in sizes.items())
    return VarianceFit(method, len(drawn.y), None, components, (), (), 0, (*drawn.reasons, *why))
