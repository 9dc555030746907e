"""From an opening's levels to the stored answer: adjusted levels, tiers, gaps closed, what to ask next. Numbers only.

Everybody and everything goes in by id, as text; nothing here knows a name, a date of birth or a database.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from workflows.errors import Refused
from workflows.measurement.gap_closure import Closure, Gap, Level, Score, closure
from workflows.measurement.training_closure import trained, training

if TYPE_CHECKING:
    from workflows.measurement.ratings import PanelFit
    from workflows.measurement.ratings_facts import Estimate
    from workflows.measurement.ratings_next import NextInterview

LIFT = Level(0.6, 0.4)
"""What we take training to add, in levels, as long as nobody has measured ours before and after."""
MOST_NEXT = 1_000


@dataclass(frozen=True)
class Given:
    """One level that one interviewer gave one candidate on one question about one competency; all four by id."""

    candidate: str
    interviewer: str
    competency: str
    question: str
    level: int


@dataclass(frozen=True)
class PanelData:
    """All that a fit may know. `gaps` name competencies by id; `team[competency][person]` is where colleagues are;
    `taught` are the competencies that modules train; `askable` the interviewers of today; `opening` goes into the
    seed."""

    given: tuple[Given, ...]
    candidates: tuple[str, ...]
    gaps: tuple[Gap, ...]
    team: Mapping[str, Mapping[Hashable, Level]] = field(default_factory=dict)
    taught: frozenset[str] = frozenset()
    askable: frozenset[str] = frozenset()
    opening: str = ""


@dataclass(frozen=True)
class FittedScore(Score):
    """An adjusted level whose chances per whole level are the fit's own, not those of a normal around the mean."""

    at_least: Mapping[int, float] = field(default_factory=dict)

    def chance_at_least(self, level: float) -> float:
        known = self.at_least.get(int(level)) if level == int(level) else None
        return super().chance_at_least(level) if known is None else known


@dataclass(frozen=True)
class Computed:
    """`answer` in plain JSON values, and what the register keeps beside it."""

    answer: dict[str, Any]
    data_sha256: str
    priors: dict[str, Any]
    seed: str
    method: str
    effective_sample_size: float | None


def compute_panel(data: PanelData) -> Computed:
    """Fit the opening's ratings and say what follows from them. About a second for 30 candidates.

    `answer` is the fit's own facts plus `next` (interviews that may settle an order), `alone` (per candidate the
    interview that tells most), `matches`, `after_training` (closures per candidate) and `training` (of colleagues).
    """
    from workflows.measurement.ratings import Rating, fit  # slow import

    weights = {gap.competency: gap.weight for gap in data.gaps}
    asked = [Rating(each.candidate, each.interviewer, each.competency, each.level, each.question)
             for each in data.given if each.competency in weights]
    found = fit(asked, weights=weights if sum(weights.values()) > 0 else None, candidates=data.candidates,
                levels={gap.competency: gap.level for gap in data.gaps}, opening=data.opening)
    scores = scores_of(found.estimates)
    lifts = {gap.competency: LIFT for gap in data.gaps if gap.competency in data.taught}
    answer = {**found.as_json(), "next": _next(found, data), "alone": _alone(found, data),
              "matches": {name: closure_json(closure(data.gaps, scores.get(name, {}))) for name in data.candidates},
              "after_training": {name: closure_json(closure(data.gaps, trained(_plain(scores.get(name, {})), lifts)))
                                 for name in data.candidates} if lifts else {},
              "training": training_json(data, lifts), "lift": {"mean": LIFT.mean, "sd": LIFT.sd}}
    return Computed(answer, found.data_sha256, dict(found.prior_scales), found.seed, found.version,
                    found.effective_sample_size)


def scores_of(estimates: Iterable["Estimate"]) -> dict[str, dict[str, Score]]:
    """Each candidate's adjusted level per competency; a single opinion keeps its count and no number."""
    found: dict[str, dict[str, Score]] = {}
    for each in estimates:
        if each.raw_mean is None:
            continue
        score = (Score(each.raw_mean, 0.0, raters=1) if each.adjusted_mean is None or each.sd is None
                 else FittedScore(each.adjusted_mean, each.sd, each.raters, {1: 1.0, **each.at_least}))
        found.setdefault(each.candidate, {})[each.competency] = score
    return found


def closure_json(found: Closure) -> dict[str, Any]:
    return {"mean": found.mean, "low": found.low, "high": found.high, "judged": found.judged, "of_all": found.of_all,
            "must_haves_met": found.must_haves_met, "reasons": [reason.as_json() for reason in found.reasons],
            "parts": {part.gap.competency: {"verdict": part.verdict.value, "chance": part.chance,
                                            "closed": part.closed, "raters": part.raters} for part in found.parts}}


def training_json(data: PanelData, lifts: Mapping[str, Level]) -> dict[str, Any]:
    """What training one colleague per competency would close: in people, and as a share of the whole weighted gap."""
    answered = training(data.gaps, data.team, lifts)
    total = math.fsum(gap.weight * gap.size for gap in data.gaps)
    closed = math.fsum(each.gap.weight * each.closed for each in answered)
    return {"share": closed / total if total > 0 else None,
            "parts": {each.gap.competency: {"closed": each.closed, "people": len(each.people)} for each in answered}}


def _plain(scores: Mapping[str, Score]) -> dict[str, Score]:
    """Without the fit's own chances, which are those before training."""
    return {name: replace(score, at_least={}) if isinstance(score, FittedScore) else score
            for name, score in scores.items()}


def _next(found: "PanelFit", data: PanelData) -> list[dict[str, Any]]:
    from workflows.measurement.ratings_next import next_interviews  # slow import

    return [one.as_json() for one in next_interviews(found, interviewers=data.askable, limit=MOST_NEXT)]


def _alone(found: "PanelFit", data: PanelData) -> dict[str, Any]:
    """Per candidate the interview after which least is uncertain about them."""
    best = {name: _most_telling(found, data, name) for name in data.candidates}
    return {name: one.as_json() for name, one in best.items() if one is not None}


def _most_telling(found: "PanelFit", data: PanelData, candidate: str) -> "NextInterview | None":
    from workflows.measurement.ratings_next import next_interview  # slow import

    met = {each.interviewer for each in data.given if each.candidate == candidate}
    asked: Sequence[str | None] = sorted({each.interviewer for each in data.given} & data.askable - met) or [None]
    answers = []
    for interviewer in asked:
        try:
            answers.append(next_interview(found, candidate, interviewer))
        except Refused:
            continue  # even then nothing that weighs could be judged
    return min(answers, key=lambda one: one.sd_after, default=None)
