"""What more interviewers or questions would buy: generalizability of scores and the decision study of our design."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workflows.measurement.variance import VarianceFit, fit_variance
from workflows.reasons import Reason, Reasons

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """Variances of our design in squared rating points.

    What we want to know: `candidate` (α) and `own` (γ, candidate × competency). What disturbs it: `interviewer` (s,
    severity), `interviewer_competency`, `halo` (candidate × interviewer), `question` (difficulty) and `residual`.
    """

    candidate: float
    own: float = 0.0
    interviewer: float = 0.0
    interviewer_competency: float = 0.0
    halo: float = 0.0
    question: float = 0.0
    residual: float = 0.0


# The factor of a variance fit on columns candidate, competency, interviewer, question that holds each part.
FACTORS = {"candidate": "candidate", "own": "candidate:competency", "interviewer": "interviewer",
           "interviewer_competency": "interviewer:competency", "halo": "candidate:interviewer",
           "question": "question", "residual": "residual"}


@dataclass(frozen=True)
class Decision:
    """`same_panel` (Eρ²) holds when all candidates meet the same interviewers and questions, `any_panel` (Φ) when each
    meets others; `sd` is the error's standard deviation for any panel, in rating points. None: nothing varies."""

    interviewers: int
    same_panel: float | None
    any_panel: float | None
    sd: float


@dataclass(frozen=True)
class Generalizability:
    """Variances of units, raters and residual in squared score points, and what 1 to 6 raters would give."""

    unit: float | None
    rater: float | None
    residual: float | None
    decisions: tuple[Decision, ...]
    reasons: Reasons


def spread_of(fit: VarianceFit) -> Spread:
    """The parts of our design that a fit found; factors it does not hold or could not estimate count as 0."""
    found = {each.name: each.variance or 0.0 for each in fit.components}
    return Spread(**{part: found.get(name, 0.0) for part, name in FACTORS.items()})


def decision_study(spread: Spread, interviewers: Iterable[int] = range(2, 7), questions: int = 1,
                   competencies: int = 1) -> tuple[Decision, ...]:
    """Reliability of a candidate's mean over so many interviewers, each asking `questions` on each competency.

    With one competency it is that of T_ck, with more that of their plain mean (Cronbach et al., 1972; Brennan, 2001).
    """
    true = spread.candidate + spread.own / competencies
    return tuple(_decision(spread, true, n, questions, competencies) for n in interviewers)


def generalizability(table: Floats, raters: Iterable[int] = range(1, 7)) -> Generalizability:
    """Of a units × raters table, NaN where a score is missing; variances by REML, so that gaps are no obstacle.

    A variance of 0 where data would make it negative is said so. Without two units and two raters with scores, or
    when all scores are equal, nothing is estimable.
    """
    rows, columns = np.nonzero(~np.isnan(table))
    scores = table[rows, columns]
    if len(scores) < 3:
        return Generalizability(None, None, None, (), (Reason("agreement.too-few-scores", {"scores": len(scores)}),))
    fit = fit_variance(scores.tolist(), {"unit": rows.tolist(), "rater": columns.tolist()}, ["unit", "rater"])
    unit, rater, residual = (fit.variance(name) for name in ("unit", "rater", "residual"))
    if unit is None or residual is None:
        return Generalizability(unit, rater, residual, (), fit.reasons)
    spread = Spread(candidate=unit, interviewer=rater or 0.0, residual=residual)
    return Generalizability(unit, rater, residual, decision_study(spread, raters), fit.reasons)


def _decision(spread: Spread, true: float, interviewers: int, questions: int, competencies: int) -> Decision:
    answers = interviewers * questions * competencies
    relative = spread.halo / interviewers + spread.residual / answers
    severity = spread.interviewer / interviewers + spread.interviewer_competency / (interviewers * competencies)
    absolute = relative + severity + spread.question / answers
    return Decision(interviewers, _share(true, relative), _share(true, absolute), float(absolute**0.5))


def _share(true: float, error: float) -> float | None:
    return true / (true + error) if true + error > 0 else None
