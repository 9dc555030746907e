"""The columns of a mixed model: factors as codes, fixed effects as a matrix, and what cannot be told apart."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr

from workflows.errors import Refused
from workflows.reasons import Reason, Reasons

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Factor:
    """A grouping of the n ratings: `codes` (n,) points into `levels`, in order of first appearance."""

    name: str
    codes: Codes
    levels: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many levels occur."""
        return len(self.levels)

    def counts(self) -> Codes:
        """Observations of each level: (size,)."""
        return np.bincount(self.codes, minlength=self.size)


@dataclass(frozen=True)
class Design:
    """What will be fitted: `x` (n, p) with its column names, the estimable factors, and why others are left out."""

    y: Floats
    x: Floats
    names: tuple[str, ...]
    factors: tuple[Factor, ...]
    reasons: Reasons


def factor(name: str, columns: Mapping[str, Sequence[Hashable]]) -> Factor:
    """A column's factor, or with "A:B" that of the pairs of A and B that occur."""
    missing = [part for part in name.split(":") if part not in columns]
    if missing:
        raise Refused(Reason("variance.unknown-column", {"column": missing[0]}))
    labels = [":".join(map(str, row)) for row in zip(*(columns[part] for part in name.split(":")), strict=True)]
    places = {label: n for n, label in enumerate(dict.fromkeys(labels))}
    return Factor(name, np.fromiter((places[label] for label in labels), np.int64, len(labels)), tuple(places))


def design(scores: Sequence[float], random: Sequence[Factor], fixed: Mapping[str, Sequence[float] | Sequence[str]],
           ) -> Design:
    """Intercept, numbers as covariates, words as contrasts to their first level. Aliased columns are left out."""
    y = np.asarray(scores, float)
    if len(y) == 0 or not np.isfinite(y).all():
        raise Refused(Reason("variance.scores-not-numbers"))
    x, names, aliased = _fixed(len(y), fixed)
    if len(y) <= x.shape[1] + 1:
        raise Refused(Reason("variance.too-few-scores", {"scores": len(y), "fixed": x.shape[1]}))
    factors, reasons = _estimable(random, len(y))
    return Design(y, x, names, factors, (*aliased, *reasons))


def _fixed(n: int, fixed: Mapping[str, Sequence[float] | Sequence[str]]) -> tuple[Floats, tuple[str, ...], Reasons]:
    columns, names = [np.ones(n)], ["(intercept)"]
    for name, values in fixed.items():
        if all(isinstance(value, int | float) for value in values):
            columns.append(np.asarray(values, float))
            names.append(name)
        else:
            levels = factor(name, {name: values})
            columns += [(levels.codes == n).astype(float) for n in range(1, levels.size)]
            names += [f"{name}[{level}]" for level in levels.levels[1:]]
    x = np.column_stack(columns)
    kept = _independent(x)
    aliased = tuple(Reason("variance.fixed-aliased", {"column": names[n]}) for n in range(len(names)) if n not in kept)
    return x[:, kept], tuple(names[n] for n in kept), aliased


def _independent(x: Floats) -> list[int]:
    """Columns that add something to those before them."""
    scale = np.linalg.norm(x, axis=0)
    triangle = qr(x / np.where(scale == 0, 1, scale), mode="r")[0]
    kept: list[int] = []
    for column in range(x.shape[1]):
        tried = triangle[:, [*kept, column]]
        if np.linalg.matrix_rank(tried, tol=1e-9) == len(kept) + 1:
            kept.append(column)
    return kept


def _estimable(random: Sequence[Factor], n: int) -> tuple[tuple[Factor, ...], Reasons]:
    kept: list[Factor] = []
    reasons: list[Reason] = []
    for each in random:
        twin = next((other for other in kept if _same(each, other)), None)
        if each.size == 1:
            reasons.append(Reason("variance.one-level", {"factor": each.name}))
        elif each.size == n:
            reasons.append(Reason("variance.one-score-a-level", {"factor": each.name}))
        elif twin is not None:
            reasons.append(Reason("variance.same-groups", {"factor": each.name, "other": twin.name}))
        else:
            kept.append(each)
    return tuple(kept), tuple(reasons)


def _same(one: Factor, other: Factor) -> bool:
    return one.size == other.size and nested(one, other)


def nested(inner: Factor, outer: Factor) -> bool:
    """Whether each level of `inner` occurs in one level of `outer` only."""
    parent = np.zeros(inner.size, np.int64)
    parent[inner.codes] = outer.codes
    return bool((parent[inner.codes] == outer.codes).all())
