"""How far several people who rate the same things agree: intraclass correlations and Krippendorff's α.

What cannot be computed is None with its reason, never 1.0 and never NaN.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution

from workflows.errors import Refused
from workflows.reasons import Reason, Reasons, reasons

Floats = NDArray[np.float64]
SCALE = (1.0, 5.0)
LOW_AGREEMENT = 0.5
ALIKE = 0.7  # r_wg above which raters are said to agree (James, Demaree & Wolf, 1984)


class MeasurementLevel(StrEnum):
    """What differences between scores mean (Stevens, 1946)."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with its F-based interval; None where it is not estimable."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Intraclass:
    """The six coefficients of Shrout & Fleiss and the mean squares they are made of, in squared score points."""

    coefficients: tuple[Coefficient, ...]
    units: int
    raters: int
    mean_squares: dict[str, float]
    reasons: Reasons


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's α = 1 − observed / expected disagreement, over the pairable scores only."""

    value: float | None
    observed: float
    expected: float
    units: int
    pairable: int
    reasons: Reasons


def score_table(units: Sequence[Hashable], raters: Sequence[Hashable], scores: Sequence[float]) -> Floats:
    """Units × raters in order of first appearance, NaN where nobody scored. Refused when a pair is there twice."""
    rows = {unit: n for n, unit in enumerate(dict.fromkeys(units))}
    columns = {rater: n for n, rater in enumerate(dict.fromkeys(raters))}
    table = np.full((len(rows), len(columns)), np.nan)
    for unit, rater, score in zip(units, raters, scores, strict=True):
        if not np.isnan(table[rows[unit], columns[rater]]):
            raise Refused(Reason("agreement.scored-twice", {"unit": str(unit), "rater": str(rater)}))
        table[rows[unit], columns[rater]] = score
    return table


def intraclass(table: Floats, confidence: float = 0.95) -> Intraclass:
    """ICC(1|2|3, 1|k) of a units × raters table with F-based intervals (Shrout & Fleiss, 1979).

    1: each unit by other raters; 2: raters are a sample, absolute agreement; 3: just these raters, consistency; ,1 for
    one rater and ,k for the mean of all. Only units that every rater scored count; the rest is reported as left out.
    A negative estimate, which no variance can have, is reported as 0 and said so; the interval's ends are left as
    they are.
    """
    whole = table[~np.isnan(table).any(axis=1)]
    n, k = whole.shape
    left_out = Reason("agreement.units-left-out", {"count": len(table) - n}) if n < len(table) else None
    if n < 2 or k < 2:
        return _not_estimable(n, k, {}, reasons(left_out, Reason("agreement.too-few", {"units": n, "raters": k})))
    squares = _mean_squares(whole)
    if np.ptp(whole) == 0:
        return _not_estimable(n, k, squares, reasons(left_out, Reason("agreement.all-equal")))
    found = [_clipped(each) for each in _coefficients(squares, n, k, 1 - (1 - confidence) / 2)]
    zero = [name for name, _, negative in found if negative]
    return Intraclass(tuple(each for _, each, _ in found), n, k, squares, reasons(
        left_out, Reason("agreement.negative-variance", {"coefficients": zero}) if zero else None))


def krippendorff(table: Floats, level: MeasurementLevel = MeasurementLevel.INTERVAL) -> Alpha:
    """α of a units × raters table with NaN where a score is missing (Krippendorff, 2004, ch. 11).

    Units with fewer than two scores pair with nothing and are left out. Ratio scores must not be negative. When all
    pairable scores are equal there is nothing to agree about: not estimable.
    """
    if level is MeasurementLevel.RATIO and np.nanmin(table, initial=0.0) < 0:
        raise Refused(Reason("agreement.ratio-negative"))
    counted = [row[~np.isnan(row)] for row in table]
    paired = [row for row in counted if len(row) > 1]
    left_out = Reason("agreement.units-left-out", {"count": len(table) - len(paired)})
    skipped = left_out if len(paired) < len(table) else None
    if not paired:
        return Alpha(None, 0.0, 0.0, 0, 0, reasons(skipped, Reason("agreement.nothing-pairable")))
    values, codes = np.unique(np.concatenate(paired), return_inverse=True)
    coincidences = np.zeros((len(values), len(values)))
    start = 0
    for row in paired:
        counts = np.bincount(codes[start:start + len(row)], minlength=len(values)).astype(float)
        coincidences += (np.outer(counts, counts) - np.diag(counts)) / (len(row) - 1)
        start += len(row)
    totals = coincidences.sum(axis=1)
    total = float(totals.sum())
    distances = _distances(values, totals, level)
    observed = float((coincidences * distances).sum()) / total
    expected = float((np.outer(totals, totals) * distances).sum()) / (total * (total - 1))
    if expected == 0:
        return Alpha(None, observed, expected, len(paired), round(total),
                     reasons(skipped, Reason("agreement.all-equal")))
    return Alpha(1 - observed / expected, observed, expected, len(paired), round(total), reasons(skipped))


def range_reasons(table: Floats, coefficient: float | None, scale: tuple[float, float] = SCALE) -> Reasons:
    """Why agreement looks low: raters far apart, or units too alike to tell apart.

    r_wg (James, Demaree & Wolf, 1984) compares the variance within units with that of ratings spread evenly over the
    scale's whole steps; at .70 or more the raters agree and it is the range that is restricted.
    """
    counted = [row[~np.isnan(row)] for row in table]
    within = [(row.var(ddof=1), len(row) - 1) for row in counted if len(row) > 1]
    if not within or (coefficient is not None and coefficient >= LOW_AGREEMENT):
        return ()
    variance = float(np.average([v for v, _ in within], weights=[w for _, w in within]))
    even = ((scale[1] - scale[0] + 1) ** 2 - 1) / 12
    alike = 1 - variance / even if even > 0 else 0.0
    spread = float(np.std([row.mean() for row in counted if len(row)]))
    code = "agreement.restricted-range" if alike >= ALIKE else "agreement.raters-differ"
    return (Reason(code, {"r_wg": round(alike, 3), "spread": round(spread, 3), "apart": round(variance**0.5, 3)}),)


def _distances(values: Floats, totals: Floats, level: MeasurementLevel) -> Floats:
    """Squared differences between values, c × c, as the level of measurement defines them."""
    first, second = np.meshgrid(values, values, indexing="ij")
    if level is MeasurementLevel.NOMINAL:
        return np.asarray(first != second, float)
    if level is MeasurementLevel.ORDINAL:
        middle = np.cumsum(totals) - totals / 2
        return np.asarray(np.subtract.outer(middle, middle) ** 2, float)
    if level is MeasurementLevel.INTERVAL:
        return np.asarray((first - second) ** 2, float)
    both = np.where(first + second == 0, 1.0, first + second)
    return np.asarray(((first - second) / both) ** 2, float)


def _mean_squares(whole: Floats) -> dict[str, float]:
    n, k = whole.shape
    rows, columns, grand = whole.mean(axis=1), whole.mean(axis=0), whole.mean()
    between = k * float(((rows - grand) ** 2).sum()) / (n - 1)
    raters = n * float(((columns - grand) ** 2).sum()) / (k - 1)
    within = float(((whole - rows[:, None]) ** 2).sum()) / (n * (k - 1))
    error = float(((whole - rows[:, None] - columns + grand) ** 2).sum()) / ((n - 1) * (k - 1))
    return {"between": between, "raters": raters, "within": within, "error": error}


def _coefficients(squares: dict[str, float], n: int, k: int, upto: float) -> list[Coefficient]:
    b, w, e = squares["between"], squares["within"], squares["error"]
    rater_part = (squares["raters"] - e) / n
    pairs = [("ICC(1", b - w, w, 0.0, _limits(b, w, n, k, n * (k - 1), upto)),
             ("ICC(2", b - e, e, rater_part, _limits_2(squares, n, k, upto)),
             ("ICC(3", b - e, e, 0.0, _limits(b, e, n, k, (n - 1) * (k - 1), upto))]
    found = []
    for name, true, error, raters, (low, high) in pairs:
        one = _ratio(true, true + k * (error + raters))
        found += [Coefficient(f"{name},1)", one, low, high),
                  Coefficient(f"{name},k)", _ratio(true, true + error + raters), _of_mean(low, k), _of_mean(high, k))]
    return found


def _limits(between: float, error: float, n: int, k: int, freedom: int, upto: float) -> tuple[float | None, ...]:
    if error <= 0:
        return None, None
    ratio = between / error
    low = ratio / f_distribution.ppf(upto, n - 1, freedom)
    high = ratio * f_distribution.ppf(upto, freedom, n - 1)
    return tuple(float((limit - 1) / (limit + k - 1)) for limit in (low, high))


def _limits_2(squares: dict[str, float], n: int, k: int, upto: float) -> tuple[float | None, ...]:
    """Satterthwaite's degrees of freedom for the raters' share of the error (Fleiss & Shrout, 1978)."""
    b, j, e = squares["between"], squares["raters"], squares["error"]
    one = _ratio(b - e, b + (k - 1) * e + k * (j - e) / n)
    if e <= 0 or one is None:
        return None, None
    one = max(one, 0.0)
    rest = n * (1 + (k - 1) * one) - k * one
    top = (k - 1) * (n - 1) * (k * one * j / e + rest) ** 2
    freedom = top / ((n - 1) * (k * one * j / e) ** 2 + rest**2)
    upper, lower = f_distribution.ppf(upto, n - 1, freedom), f_distribution.ppf(upto, freedom, n - 1)
    raters = k * j + (k * n - k - n) * e
    return (_ratio(float(n * (b - upper * e)), float(upper * raters + n * b)),
            _ratio(float(n * (lower * b - e)), float(raters + n * lower * b)))


def _ratio(top: float, bottom: float) -> float | None:
    return top / bottom if bottom > 0 else None


def _of_mean(limit: float | None, k: int) -> float | None:
    """Spearman–Brown: the same for the mean of k raters."""
    return None if limit is None or 1 + (k - 1) * limit <= 0 else k * limit / (1 + (k - 1) * limit)


def _clipped(each: Coefficient) -> tuple[str, Coefficient, bool]:
    if each.value is None or each.value >= 0:
        return each.name, each, False
    return each.name, Coefficient(each.name, 0.0, each.low, each.high), True


def _not_estimable(n: int, k: int, squares: dict[str, float], why: Reasons) -> Intraclass:
    names = [f"ICC({form},{of})" for form in (1, 2, 3) for of in ("1", "k")]
    return Intraclass(tuple(Coefficient(name, None) for name in names), n, k, squares, why)
