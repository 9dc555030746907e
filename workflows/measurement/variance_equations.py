"""Henderson's mixed-model equations with the largest independent part eliminated.

Effects are scaled by τ = √(σ²_factor / σ²_residual), so that τ = 0 is an ordinary point (Bates et al., 2015). Factors
nested in one grouping (candidates, and what varies within a candidate) make a block-diagonal matrix that is inverted
block by block; what remains (interviewers, questions, fixed effects) is small and dense.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky
from scipy.linalg.lapack import dpotri
from scipy.sparse import csr_array, hstack

from workflows.errors import Refused
from workflows.measurement.variance_design import Codes, Design, Factor, Floats, nested
from workflows.reasons import Reason

MOST_DENSE = 6_000
LARGEST_BLOCK = 400


@dataclass(frozen=True)
class _Blocks:
    """All diagonal blocks of one size: `columns` (b, s) of the eliminated part and `cross` (b, s, s) of Z'Z."""

    columns: NDArray[np.int64]
    cross: Floats


class Equations:
    """What does not change with the variances: cross-products of factors, fixed effects and scores, and their order.

    Columns are those of the eliminated factors, then of the other factors, then of `x`.
    """

    def __init__(self, design: Design, reml: bool) -> None:
        self.design, self.reml = design, reml
        inside, group = _eliminated(design.factors)
        self.order = [*inside, *(f for f in design.factors if f not in inside)]
        sizes = [each.size for each in self.order]
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        self.spans = [slice(a, b) for a, b in pairwise(starts.tolist())]
        self.cut = int(starts[len(inside)])
        self.random = int(starts[-1])
        if self.random - self.cut > MOST_DENSE:
            raise Refused(Reason("variance.too-many-levels", {"levels": self.random - self.cut, "most": MOST_DENSE}))
        self.inside = len(inside)
        self.repeats = np.array([*sizes, design.x.shape[1]])
        parts = [_indicator(each) for each in self.order]
        self.wide = csr_array(hstack([*parts, csr_array(design.x)]))
        cross = csr_array(self.wide.T @ self.wide)
        self.between = csr_array(cross[:self.cut, self.cut:])
        self.dense = cross[self.cut:, self.cut:].toarray()
        self.blocks = _blocks(csr_array(cross[:self.cut, :self.cut]), self.order[:self.inside], group)

    @property
    def freedom(self) -> int:
        """n − p under REML, n under ML."""
        return len(self.design.y) - (self.design.x.shape[1] if self.reml else 0)

    def at(self, tau: Floats) -> "Point":
        """The equations factored at `tau`, SDs of the factors in units of the residual's, in their `order`."""
        return Point(self, tau)

    def sums(self, each: int, values: Floats) -> Floats:
        """Z'v of the factor at place `each`."""
        chosen = self.order[each]
        return np.bincount(chosen.codes, weights=values, minlength=chosen.size).astype(float)


class Point:
    """The equations at given τ (one per factor in `order`), factored once; what is asked for is computed on demand."""

    def __init__(self, equations: Equations, tau: Floats) -> None:
        self.equations, self.tau = equations, tau
        scale = np.repeat(np.append(tau, 1.0), equations.repeats)
        self.scale, cut = scale, equations.cut
        self.inverse, self.log_inside = _inverted(equations.blocks, scale[:cut])
        self.between = csr_array(equations.between.multiply(scale[:cut, None]).multiply(scale[None, cut:]))
        self.reduced = csr_array(self.inverse @ self.between)
        dense = equations.dense * scale[cut:, None] * scale[None, cut:]
        dense.flat[:(equations.random - cut) * (len(dense) + 1):len(dense) + 1] += 1.0
        self.factor = cholesky(dense - (self.between.T @ self.reduced).toarray(), lower=True, check_finite=False)
        self.effects = self.solve(equations.design.y)
        self.residual = equations.design.y - self.fitted(self.effects)

    def solve(self, values: Floats) -> Floats:
        """Scaled effects, then fixed effects, that fit `values` (n,)."""
        cut = self.equations.cut
        right = self.scale * (self.equations.wide.T @ values)
        outside = cho_solve((self.factor, True), right[cut:] - self.reduced.T @ right[:cut], check_finite=False)
        return np.concatenate([self.inverse @ right[:cut] - self.reduced @ outside, outside])

    def fitted(self, effects: Floats) -> Floats:
        """What scaled effects, then fixed effects, say of each observation: (n,)."""
        return np.asarray(self.equations.wide @ (self.scale * effects), float)

    def project(self, values: Floats) -> Floats:
        """P v: what neither fixed nor random effects take up."""
        return values - self.fitted(self.solve(values))

    @cached_property
    def penalized(self) -> float:
        """Residual sum of squares and that of the scaled random effects: what the effects minimise."""
        return float(self.residual @ self.residual + (self.effects[:self.equations.random] ** 2).sum())

    @property
    def sigma2(self) -> float:
        """The residual variance that fits best at this τ."""
        return self.penalized / self.equations.freedom

    @cached_property
    def deviance(self) -> float:
        """−2 log likelihood (REML or ML), residual variance profiled out."""
        logs = 2 * np.log(np.diag(self.factor))
        split = self.equations.random - self.equations.cut
        determinant = self.log_inside + logs[:split].sum() + (logs[split:].sum() if self.equations.reml else 0.0)
        freedom = self.equations.freedom
        return float(determinant + freedom * (1 + np.log(2 * np.pi * self.sigma2)))

    def traces(self) -> Floats:
        """tr C per factor: the part of each factor's prior variance that remains after the data, summed over levels."""
        size = len(self.factor) if self.equations.reml else self.equations.random - self.equations.cut
        dense = _symmetric_inverse(self.factor[:size, :size])
        found = []
        inner = self.inverse.diagonal()
        for each, span in enumerate(self.equations.spans):
            if each < self.equations.inside:
                part = self.reduced[span][:, :size]
                pairs = (part.T @ part).tocoo()
                found.append(inner[span].sum() + (pairs.data * dense[pairs.row, pairs.col]).sum())
            else:
                place = slice(span.start - self.equations.cut, span.stop - self.equations.cut)
                found.append(np.diag(dense)[place].sum())
        return np.array(found, float)

    def variances(self) -> tuple[Floats, Floats]:
        """Posterior variance of every scaled effect over σ², fixed effects integrated; covariance of the fixed."""
        dense = _symmetric_inverse(self.factor)
        outer = np.asarray(self.reduced.multiply(self.reduced @ dense).sum(axis=1)).ravel()
        split = self.equations.random - self.equations.cut
        return np.concatenate([self.inverse.diagonal() + outer, np.diag(dense)[:split]]), dense[split:, split:]


def _indicator(each: Factor) -> csr_array:
    n = len(each.codes)
    return csr_array((np.ones(n), each.codes, np.arange(n + 1)), shape=(n, each.size))


def _eliminated(factors: Sequence[Factor]) -> tuple[list[Factor], Factor | None]:
    """The factors nested in the grouping that leaves fewest columns to treat densely, and that grouping."""
    best: tuple[int, list[Factor], Factor | None] = (0, [], None)
    for group in factors:
        inside = [each for each in factors if nested(each, group)]
        removed = sum(each.size for each in inside)
        if removed > best[0] and _largest_block(inside, group) <= LARGEST_BLOCK:
            best = removed, inside, group
    return best[1], best[2]


def _largest_block(inside: Sequence[Factor], group: Factor) -> int:
    return int(np.sum([np.bincount(_parents(each, group), minlength=group.size) for each in inside], axis=0).max())


def _parents(inner: Factor, outer: Factor) -> Codes:
    parents = np.zeros(inner.size, np.int64)
    parents[inner.codes] = outer.codes
    return parents


def _blocks(cross: csr_array, inside: Sequence[Factor], group: Factor | None) -> list[_Blocks]:
    if group is None:
        return []
    label = np.concatenate([_parents(each, group) for each in inside])
    columns = np.argsort(label, kind="stable")
    sizes = np.bincount(label, minlength=group.size)
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    local = np.empty(len(label), np.int64)
    local[columns] = np.arange(len(label)) - np.repeat(starts, sizes)
    pairs = cross.tocoo()
    found = []
    for size in np.unique(sizes):
        chosen = np.flatnonzero(sizes == size)
        number = np.full(group.size, -1)
        number[chosen] = np.arange(len(chosen))
        at = number[label[pairs.row]]
        dense = np.zeros((len(chosen), size, size))
        dense[at[at >= 0], local[pairs.row][at >= 0], local[pairs.col][at >= 0]] = pairs.data[at >= 0]
        found.append(_Blocks(columns[starts[chosen][:, None] + np.arange(size)], dense))
    return found


def _inverted(blocks: Sequence[_Blocks], scale: Floats) -> tuple[csr_array, float]:
    """Inverse and log determinant of the scaled block-diagonal part plus identity."""
    data, rows, columns, logs = [], [], [], 0.0
    for each in blocks:
        size = each.columns.shape[1]
        by = scale[each.columns]
        matrices = each.cross * by[:, :, None] * by[:, None, :] + np.eye(size)
        logs += float(np.linalg.slogdet(matrices)[1].sum())
        data.append(np.linalg.inv(matrices).ravel())
        rows.append(np.repeat(each.columns, size, axis=1).ravel())
        columns.append(np.tile(each.columns, (1, size)).ravel())
    if not data:
        return csr_array((len(scale), len(scale))), 0.0
    places = np.concatenate(rows), np.concatenate(columns)
    return csr_array((np.concatenate(data), places), shape=(len(scale), len(scale))), logs


def _symmetric_inverse(factor: Floats) -> Floats:
    if factor.size == 0:
        return factor
    lower, _ = dpotri(np.asfortranarray(factor), lower=1, overwrite_c=False)
    return np.asarray(np.tril(lower) + np.tril(lower, -1).T, float)
