"""From all levels of all openings: how much candidates, interviewers, questions and chance differ. Numbers only."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from statistics import fmean
from typing import Any

from workflows.reasons import Reason, Reasons, reasons

METHOD = "variance-reml-1"
LEAST_CANDIDATES, LEAST_INTERVIEWERS, LEAST_RATINGS = 20, 4, 100
LEAST_A_QUARTER = 20
DRIFT = "interviewer:quarter"
RANDOM = ("candidate", "candidate:competency", "interviewer", "interviewer:competency", "candidate:interviewer",
          "question", DRIFT)


@dataclass(frozen=True)
class Scored:
    """One level with what it may depend on; everything by id, the quarter as “2026-1”."""

    candidate: int
    interviewer: int
    competency: int
    question: str
    quarter: str
    level: int


@dataclass(frozen=True)
class Practice:
    """Counts of how interviewing is done: pairs of interview and competency, and scorecards of held interviews."""

    planned: int
    rated: int
    due: int
    submitted: int
    in_time: int
    excused: int


@dataclass(frozen=True)
class Calibrated:
    answer: dict[str, Any]
    data_sha256: str


def calibrate(scored: Sequence[Scored], practice: Practice) -> Calibrated:
    """Variance components, what 2 to 6 interviewers would give, drift and practice; reasons where data are too few."""
    blocked = too_few(scored)
    answer = {"counts": {"ratings": len(scored), "candidates": len({each.candidate for each in scored}),
                         "interviewers": len({each.interviewer for each in scored})},
              "practice": asdict(practice), "components": [], "decisions": [], "quarters": _quarters(scored),
              "reasons": [each.as_json() for each in blocked]}
    if not blocked:
        answer |= _components(scored)
    digest = hashlib.sha256(repr(sorted(map(astuple, scored))).encode()).hexdigest()
    return Calibrated(answer, digest)


def too_few(scored: Sequence[Scored]) -> Reasons:
    """Why nothing can be told from so little."""
    found = {"candidates": (len({each.candidate for each in scored}), LEAST_CANDIDATES),
             "interviewers": (len({each.interviewer for each in scored}), LEAST_INTERVIEWERS),
             "ratings": (len(scored), LEAST_RATINGS)}
    return reasons(*(Reason(f"calibration.too-few-{name}", {"count": there, "least": least})
                     if there < least else None for name, (there, least) in found.items()))


def _components(scored: Sequence[Scored]) -> dict[str, Any]:
    from workflows.measurement.generalizability import decision_study, spread_of  # slow import
    from workflows.measurement.variance import fit_variance  # slow import

    columns: Mapping[str, Sequence[Any]] = {
        name: [getattr(each, name) for each in scored]
        for name in ("candidate", "interviewer", "competency", "question", "quarter")}
    drifting = len(set(columns["quarter"])) > 1
    random = [name for name in RANDOM if name != DRIFT or drifting]
    found = fit_variance([each.level for each in scored], columns, random,
                         fixed={"competency": [str(each.competency) for each in scored]})
    spread = spread_of(found)
    spread = replace(spread, interviewer=spread.interviewer + (found.variance(DRIFT) or 0.0 if drifting else 0.0))
    settled = any(each.variance is not None for each in found.components)
    return {"components": [asdict(each) for each in found.components],
            "decisions": [asdict(each) for each in decision_study(spread)] if settled else [],
            "reasons": [each.as_json() for each in found.reasons]}


def _quarters(scored: Sequence[Scored]) -> list[dict[str, Any]]:
    """Mean level per quarter, where there are enough levels to mean something."""
    by_quarter: dict[str, list[int]] = {}
    for each in scored:
        by_quarter.setdefault(each.quarter, []).append(each.level)
    return [{"quarter": quarter, "ratings": len(levels), "mean": fmean(levels),
             "standard_error": _standard_error(levels)}
            for quarter, levels in sorted(by_quarter.items()) if len(levels) >= LEAST_A_QUARTER]


def _standard_error(levels: Sequence[int]) -> float:
    middle = fmean(levels)
    return math.sqrt(math.fsum((each - middle) ** 2 for each in levels) / (len(levels) - 1) / len(levels))
