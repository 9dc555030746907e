"""The search for the variances: average-information steps in τ, bounded below so that zero can be reached."""

from dataclasses import dataclass

import numpy as np

from workflows.errors import Refused
from workflows.measurement.variance_design import Floats
from workflows.measurement.variance_equations import Equations, Point
from workflows.reasons import Reason

SMALLEST = 1e-4  # τ² = 1e-8 of the residual variance is as good as zero and still has a slope
LARGEST = 1e4
START = 0.5
MOST_STEPS = 100
PRECISION = 1e-12  # of the deviance the next step could still gain


@dataclass(frozen=True)
class Slope:
    """Half the deviance's gradient in τ² (`of_square`) and in τ, and its average information in τ."""

    of_square: Floats
    of_tau: Floats
    information: Floats


def maximise(equations: Equations) -> tuple[Point, int]:
    """The τ with least deviance and the number of steps (Gilmour, Thompson & Cullis, 1995; bounds after Bates).

    Raises Refused when the residual variance vanishes or the steps do not settle.
    """
    point = equations.at(np.full(len(equations.order), START))
    for steps in range(MOST_STEPS):
        slope = slope_at(point)
        move = _move(point.tau, slope)
        gain = -float(slope.of_tau @ move)
        if gain < PRECISION:
            return _at_zero(equations, point, slope), steps
        point, moved = _walk(equations, point, move)
        if point.tau.max(initial=0.0) >= LARGEST:
            raise Refused(Reason("variance.no-residual"))
        if not moved:
            return _at_zero(equations, point, slope), steps
    raise Refused(Reason("variance.not-settled", {"steps": MOST_STEPS}))


def slope_at(point: Point) -> Slope:
    """At a point's τ (q,): gradients (q,) and information (q,q), the mean of the observed and the expected (Gilmour,
    Thompson & Cullis, 1995).
    """
    equations, sigma2 = point.equations, point.sigma2
    sizes = np.array([each.size for each in equations.order], float)
    sums = [equations.sums(n, point.residual) for n in range(len(sizes))]
    squares = np.array([values @ values for values in sums], float) / sigma2
    held = (sizes - point.traces()) / np.maximum(point.tau, SMALLEST) ** 2
    of_square = (held - squares) / 2
    working = [values[equations.order[n].codes] for n, values in enumerate(sums)]
    projected = [point.project(values) for values in working]
    products = np.array([[one @ other for other in projected] for one in working], float).reshape(len(sums), len(sums))
    information = (products / sigma2 - np.outer(squares, squares) / equations.freedom) / 2
    by = 2 * point.tau
    return Slope(of_square, by * of_square, information * np.outer(by, by))


def _move(tau: Floats, slope: Slope) -> Floats:
    """The step to take; a variance at its lower bound that wants to fall further stays."""
    free = (tau > SMALLEST) | (slope.of_square < 0)
    move = np.zeros_like(tau)
    if free.any():
        information = slope.information[np.ix_(free, free)]
        ridge = 1e-9 * np.diag(np.diag(information)) + 1e-12 * np.eye(len(information))
        move[free] = -np.linalg.solve(information + ridge, slope.of_tau[free])
    return np.clip(tau + move, np.maximum(tau / 20, SMALLEST), 2 * tau + START) - tau


def _walk(equations: Equations, point: Point, move: Floats) -> tuple[Point, bool]:
    for halving in range(12):
        tried = equations.at(np.maximum(point.tau + move / 2**halving, SMALLEST))
        if tried.deviance <= point.deviance + 1e-9:
            return tried, True
    return point, False


def _at_zero(equations: Equations, point: Point, slope: Slope) -> Point:
    """Variances left at the bound are exactly zero."""
    zero = (point.tau <= SMALLEST * 1.001) & (slope.of_square >= 0)
    return equations.at(np.where(zero, 0.0, point.tau)) if zero.any() else point
