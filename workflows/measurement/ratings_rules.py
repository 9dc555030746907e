"""When the ratings are not enough to say something: each rule answers with reasons, and none hides evidence."""

from collections.abc import Iterable, Sequence

from workflows.measurement.ratings_panel import Panel
from workflows.reasons import Reason, Reasons, reasons

INDEPENDENT_RATERS = 2
ORDER_PROBABILITY = 0.90
LEAST_RELIABILITY = 0.50
LEAST_EFFECTIVE_DRAWS = 100
MOST_AT_ENDS = 0.25
CANDIDATES_FOR_SEVERITY = 5


def panel_remarks(panel: Panel) -> Reasons:
    """What a reader must know of the ratings as a whole, whatever is concluded."""
    components = len(set(panel.component[panel.met.any(axis=1)].tolist()))
    return reasons(
        Reason("ratings.none") if not len(panel.score) else None,
        Reason("ratings.panels-not-connected", {"components": components}) if components > 1 else None,
        Reason("ratings.duplicates-merged", {"ratings": panel.merged}) if panel.merged else None)


def ordering_blockers(*, reliability: float | None, effective_draws: float, ends_share: float) -> Reasons:
    """Why no candidate may be put before another anywhere in this opening. `reliability` None: nothing to compare."""
    return reasons(
        Reason("ratings.nothing-to-compare") if reliability is None else None,
        Reason("ratings.reliability-low", {
            "reliability_bp": round(reliability * 10_000), "least_bp": round(LEAST_RELIABILITY * 10_000)})
        if reliability is not None and reliability < LEAST_RELIABILITY else None,
        Reason("ratings.effective-draws-few", {"draws": int(effective_draws), "least": LEAST_EFFECTIVE_DRAWS})
        if effective_draws < LEAST_EFFECTIVE_DRAWS else None,
        Reason("ratings.scale-ends-crowded", {
            "share_bp": round(ends_share * 10_000), "most_bp": round(MOST_AT_ENDS * 10_000)})
        if ends_share > MOST_AT_ENDS else None)


def estimate_blockers(candidate: str, competency: str, raters: int) -> Reasons:
    """Why a candidate has no adjusted number on a competency."""
    named = {"candidate": candidate, "competency": competency}
    if raters == 0:
        return (Reason("ratings.not-rated", named),)
    return reasons(Reason("ratings.single-opinion", named) if raters < INDEPENDENT_RATERS else None)


def total_blockers(candidate: str, *, rated: bool, judged: bool) -> Reasons:
    """Why a candidate has no sum over competencies."""
    if not rated:
        return (Reason("ratings.candidate-not-rated", {"candidate": candidate}),)
    return reasons(None if judged else Reason("ratings.nothing-judged", {"candidate": candidate}))


def pair_blockers(a: str, b: str, *, connected: bool, common: bool, probabilities: Sequence[float]) -> Reasons:
    """Why `a` and `b` are not ordered. `probabilities` are P(a > b) under the base prior and both refits."""
    named = {"a": a, "b": b}
    if not connected:
        return (Reason("ratings.pair-not-connected", named),)
    if not common:
        return (Reason("ratings.pair-nothing-in-common", named),)
    return reasons(None if separated(probabilities) else Reason("ratings.pair-not-separated", named))


def separated(probabilities: Iterable[float]) -> bool:
    """Whether all fits are sure enough, in the same direction."""
    stated = list(probabilities)
    return min(stated) >= ORDER_PROBABILITY or 1 - max(stated) >= ORDER_PROBABILITY


def severity_blockers(interviewer: str, candidates: int) -> Reasons:
    """Why an interviewer is not called severe or lenient."""
    return reasons(Reason("ratings.severity-few-candidates", {
        "interviewer": interviewer, "candidates": candidates, "least": CANDIDATES_FOR_SEVERITY})
        if candidates < CANDIDATES_FOR_SEVERITY else None)


def tiers(adjusted: dict[str, float], over: set[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Groups such that everyone in one is ordered over everyone in the next; inside a group names are alphabetical.

    `over` holds (better, worse) for the declared orders. One group says: the evidence does not separate them.
    """
    ranked = sorted(adjusted, key=lambda name: (-adjusted[name], name))
    groups: list[list[str]] = [[]]
    for place, name in enumerate(ranked):
        if place and all((upper, lower) in over for upper in ranked[:place] for lower in ranked[place:]):
            groups.append([])
        groups[-1].append(name)
    return tuple(tuple(sorted(group)) for group in groups if group)
