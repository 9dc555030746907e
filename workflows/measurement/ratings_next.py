"""What one more interview would settle, and by whom: computed from the fit, before anybody is asked for an hour.

Given the deviations the spread after further ratings does not depend on what they will be (Gaussian model), so it
is exact at the most likely deviations; that these are not known exactly is left out. The chance that an order is
settled averages over what the ratings may turn out to be (preposterior analysis, Raiffa & Schlaifer 1961).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from workflows.errors import Refused
from workflows.measurement.ratings import PanelFit
from workflows.measurement.ratings_facts import Fact, Pair
from workflows.measurement.ratings_model import HALO, QUESTION, SEVERITY, SEVERITY_ON, Design, Solved, solve
from workflows.measurement.ratings_panel import Floats, Ints
from workflows.measurement.ratings_posterior import skill_covariance, skill_rows
from workflows.measurement.ratings_rules import INDEPENDENT_RATERS, ORDER_PROBABILITY
from workflows.reasons import Reason


@dataclass(frozen=True)
class NextInterview(Fact):
    """One more interview of `candidate` by `interviewer` (None: somebody new), one rating per competency.

    `sd_before` and `sd_after` are of the candidate's sum, or of its difference to `versus`, over what would then be
    judged; `chance_settled` is P(the order is then ≥ .90 sure, either way), starting from the least sure of base and
    refits, and None without `versus`.
    """

    candidate: str
    interviewer: str | None
    competencies: tuple[str, ...]
    versus: str | None
    sd_before: float
    sd_after: float
    chance_settled: float | None


def next_interview(fit: PanelFit, candidate: str, interviewer: str | None, competencies: Sequence[str] | None = None, *,
                   versus: str | None = None) -> NextInterview:
    """Raises Refused for a name the fit does not know, or when nothing weighted would be judged afterwards."""
    panel = fit.evidence.design.panel
    asked = tuple(panel.competencies if competencies is None else competencies)
    c = _place(panel.candidates, candidate)
    i = None if interviewer is None or interviewer not in panel.interviewers else panel.interviewers.index(interviewer)
    k = np.array([_place(panel.competencies, name) for name in asked], dtype=np.int64)
    other = None if versus is None else _place(panel.candidates, versus)
    outlook = Outlook(fit)
    target = outlook.target(c, k, i, other)
    if not target.any():
        raise Refused(Reason("ratings.nothing-judged", {"candidate": candidate}))
    before, after = outlook.spreads(target, *outlook.further(c, i, k))
    pair = next((one for one in fit.pairs if {one.a, one.b} == {candidate, versus}), None)
    return NextInterview(candidate, interviewer, asked, versus, before * panel.unit, after * panel.unit,
                         None if pair is None else chance_settled(before, after, least_sure(pair)))


def next_interviews(fit: PanelFit, *, interviewers: Iterable[str] | None = None, limit: int = 10,
                    ) -> tuple[NextInterview, ...]:
    """For each two candidates the evidence does not separate, the interview most likely to; the likeliest first.

    All competencies are asked. `interviewers` who may be asked: by default whoever has not met the candidate yet,
    and where all have, somebody new (None).
    """
    panel, outlook = fit.evidence.design.panel, Outlook(fit)
    every = np.arange(len(panel.competencies))
    chosen = None if interviewers is None else set(interviewers)
    best: dict[tuple[str, str], NextInterview] = {}
    for c, name in enumerate(panel.candidates):
        versus = [pair for pair in fit.pairs if name in (pair.a, pair.b) and _open(pair)]
        for i in _askable(fit, c, chosen) if versus else ():
            further = outlook.further(c, i, every)
            for pair in versus:
                other = pair.b if pair.a == name else pair.a
                before, after = outlook.spreads(outlook.target(c, every, i, panel.candidates.index(other)), *further)
                chance, known = chance_settled(before, after, least_sure(pair)), best.get((pair.a, pair.b))
                if known is None or chance > (known.chance_settled or 0):
                    best[pair.a, pair.b] = NextInterview(
                        name, None if i is None else panel.interviewers[i], panel.competencies, other,
                        before * panel.unit, after * panel.unit, chance)
    ordered = sorted(best.values(), key=lambda one: (-(one.chance_settled or 0), one.candidate, one.versus or ""))
    return tuple(ordered[:limit])


class Outlook:
    """The fit at its most likely deviations: joint covariance of all T, and of ratings not yet given with them."""

    def __init__(self, fit: PanelFit) -> None:
        self.design: Design = fit.evidence.design
        self.weights = fit.evidence.weights
        self.sds = fit.evidence.draws.mode
        self.solved: Solved = solve(self.design, self.sds[None])
        self.rows = skill_rows(self.design, self.solved)[0]
        self.own = skill_covariance(self.design, self.solved)[0]
        self.leaning = self.rows @ self.solved.shared_inverse[0]

    def target(self, c: int, k: Ints, i: int | None, other: int | None) -> Floats:
        """Weights over T (C,K) of the sum or difference in question, on what is judged after the interview."""
        panel, raters = self.design.panel, self.design.panel.raters.copy()
        new = np.ones(len(k), dtype=np.int64)
        if i is not None:
            known = (panel.candidate == c) & (panel.interviewer == i)
            new[np.isin(k, panel.competency[known])] = 0
        raters[c, k] += new
        judged = (raters[c] >= INDEPENDENT_RATERS) & (True if other is None else raters[other] >= INDEPENDENT_RATERS)
        part = np.where(judged, self.weights, 0.0)
        target = np.zeros(raters.shape)
        if part.sum() > 0:
            target[c] = part / part.sum()
            if other is not None:
                target[other] = -target[c]
        return target

    def further(self, c: int, i: int | None, k: Ints) -> tuple[Floats, Floats]:
        """Of new ratings of c by i on k: their covariance (k,k) and that with every T (C,K,k)."""
        design, solved = self.design, self.solved
        slot = -1 if i is None else int(design.slot[c, i])
        cells = np.full(len(k), -1) if i is None else design.cell[i, k]
        rows, leans = self.rows[c, k].copy(), solved.shared_scale[0]
        if i is not None:
            first = len(design.panel.competencies) + len(design.panel.questions)
            rows[:, first + i] -= leans[first + i]
        rows[np.flatnonzero(cells >= 0), cells[cells >= 0]] -= leans[cells[cells >= 0]]
        if slot >= 0:
            rows -= self.sds[HALO] / solved.noise[0] * solved.absorbed[0, c, slot] * leans
        own_t, own_new = self._own(c, k, slot)
        with_all = self.leaning @ rows.T
        with_all[c] += own_t
        between = rows @ solved.shared_inverse[0] @ rows.T + own_new
        shared = (self.sds[SEVERITY]**2 if i is None else 0) + (self.sds[HALO]**2 if slot < 0 else 0)
        asked = self.sds[QUESTION]**2 if design.panel.questions else 0.0
        alone = solved.noise[0] + asked + np.where(cells < 0, self.sds[SEVERITY_ON]**2, 0)
        return between + shared + np.diag(alone), with_all

    def _own(self, c: int, k: Ints, slot: int) -> tuple[Floats, Floats]:
        """What the candidate's own block adds: between every T of c and the new ratings, and among these."""
        own = self.own[c]
        if slot < 0:
            return own[:, k], own[np.ix_(k, k)]
        scale, inverse = self.solved.block_scale[0], self.solved.block_inverse[0, c]
        skills = len(own)
        halo = scale[slot] * (scale[0] * inverse[0, slot] + scale[1:1 + skills] * inverse[1:1 + skills, slot])
        return (own[:, k] + halo[:, None],
                own[np.ix_(k, k)] + halo[k][:, None] + halo[k][None] + scale[slot]**2 * inverse[slot, slot])

    def spreads(self, target: Floats, covariance: Floats, with_all: Floats) -> tuple[float, float]:
        """The target's standard deviation before and after the new ratings."""
        named = np.flatnonzero(target.any(axis=1))
        weights = target[named]
        lean = np.einsum("ck,ckf->f", weights, self.rows[named])
        before = float(lean @ self.solved.shared_inverse[0] @ lean
                       + np.einsum("ck,ckl,cl->", weights, self.own[named], weights))
        learned = np.einsum("ck,ckn->n", weights, with_all[named])
        known = float(learned @ np.linalg.solve(covariance, learned))
        return before**.5, max(before - known, 0.0)**.5


def chance_settled(before: float, after: float, sure: float) -> float:
    """P(|mean after| ≥ what an order needs), when P(a > b) is `sure` now and the spread falls from before to after."""
    mean, moved = before * float(ndtri(sure)), max(before**2 - after**2, 0.0)**.5
    if moved <= 0:
        return float(abs(float(ndtri(sure))) >= float(ndtri(ORDER_PROBABILITY)))
    needed = float(ndtri(ORDER_PROBABILITY)) * after
    return float(ndtr((mean - needed) / moved) + ndtr((-mean - needed) / moved))


def least_sure(pair: Pair) -> float:
    """The stated chance nearest to an even one among base and refits; .5 where they disagree or there is none."""
    stated = [one for one in (pair.p, pair.p_scales_halved, pair.p_scales_doubled) if one is not None]
    if not stated or min(stated) < 0.5 < max(stated):
        return 0.5
    return min(stated, key=lambda one: abs(one - 0.5))


def _open(pair: Pair) -> bool:
    return any(reason.code == "ratings.pair-not-separated" for reason in pair.reasons)


def _askable(fit: PanelFit, c: int, chosen: set[str] | None) -> list[int | None]:
    panel = fit.evidence.design.panel
    new = [i for i, name in enumerate(panel.interviewers)
           if not panel.met[c, i] and (chosen is None or name in chosen)]
    return [*new] if new else [None]


def _place(names: tuple[str, ...], name: str) -> int:
    if name not in names:
        raise Refused(Reason("ratings.name-unknown", {"name": name}))
    return names.index(name)
