"""Does the panel model mean what it says? Simulated teams, known truth: coverage, stated chances, wrong orders.

    python -m benchmarks.ratings_calibration --teams 200 --seed 1 [--world priors|plain|halo|harsh]

Worlds: `priors` draws each team's deviations from the model's own priors; the others fix them for every team.
Ratings are rounded and end at 1 and 5, which the model does not know. Prints Markdown.
"""

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from workflows.measurement.ratings import PanelFit, Rating, fit
from workflows.measurement.ratings_model import PRIOR_SCALES
from workflows.measurement.ratings_panel import Floats

WORLDS: dict[str, Floats | None] = {
    "priors": None,
    "plain": np.array([.45, .30, .30, .15, .30, .20, .60]),
    "halo": np.array([.40, .30, .35, .20, .50, .20, .55]),
    "harsh": np.array([.35, .25, .70, .30, .40, .30, .60]),
}
BINS = (.5, .6, .7, .8, .9, .95, 1.0001)
PAIRS_PER_TEAM = 200


@dataclass(frozen=True)
class Team:
    """Ratings as collected, and what an average interviewer asking an average question would give: (C,K)."""

    ratings: list[Rating]
    truth: Floats


@dataclass
class Tally:
    """What happened over all teams; `stated`, `true` and `team` have one entry per compared pair, folded to P ≥ .5."""

    covered: list[float] = field(default_factory=list)
    total_covered: list[float] = field(default_factory=list)
    stated: list[float] = field(default_factory=list)
    true: list[bool] = field(default_factory=list)
    team: list[int] = field(default_factory=list)
    orders: int = 0
    wrong: int = 0
    teams: int = 0
    blocked: Counter[str] = field(default_factory=Counter)
    ordered_teams: int = 0
    seconds: list[float] = field(default_factory=list)
    effective: list[float] = field(default_factory=list)


def simulate(generator: np.random.Generator, deviations: Floats | None) -> Team:
    """3–8 interviewers, 5–60 candidates (small panels oftener), 4–6 competencies, 2–4 interviews a candidate.

    Every interviewer rates three competencies to all of them, by one of two questions each.
    """
    sds = np.abs(generator.normal(size=7)) * PRIOR_SCALES if deviations is None else deviations
    people, skills = int(generator.integers(3, 9)), int(generator.integers(4, 7))
    count, panel_size = int(np.exp(generator.uniform(np.log(5), np.log(60.999)))), int(generator.integers(2, 5))
    candidate, skill, severe, severe_on, halo, question, noise = sds
    level = generator.normal(3, .5, skills)
    truth = level + generator.normal(0, candidate, (count, 1)) + generator.normal(0, skill, (count, skills))
    leniency = -generator.normal(0, severe, (people, 1)) - generator.normal(0, severe_on, (people, skills))
    impression = generator.normal(0, halo, (count, people))
    difficulty = generator.normal(0, question, (skills, 2))
    ratings: list[Rating] = []
    for c in range(count):
        for i in generator.choice(people, size=min(people, panel_size), replace=False):
            for k in generator.choice(skills, size=generator.integers(3, skills + 1), replace=False):
                q = int(generator.integers(2))
                score = truth[c, k] + leniency[i, k] + impression[c, i] + difficulty[k, q] + generator.normal(0, noise)
                ratings.append(Rating(f"c{c:02}", f"i{i}", f"k{k}", float(np.clip(np.rint(score), 1, 5)), f"k{k}q{q}"))
    return Team(ratings, truth)


def calibrate(teams: int, seed: int, world: str = "priors") -> Tally:
    tally = Tally()
    for number in range(teams):
        generator = np.random.default_rng((seed, number))
        team = simulate(generator, WORLDS[world])
        start = time.process_time()
        answer = fit(team.ratings)
        tally.seconds.append(time.process_time() - start)
        record(tally, answer, team.truth, generator)
    return tally


def record(tally: Tally, answer: PanelFit, truth: Floats, generator: np.random.Generator) -> None:
    tally.teams += 1
    tally.ordered_teams += not answer.ordering
    tally.effective.append(answer.effective_sample_size)
    inside = [one.low <= np.clip(truth[int(one.candidate[1:]), int(one.competency[1:])], 1, 5) <= one.high
              for one in answer.estimates if one.low is not None and one.high is not None]
    tally.covered.append(float(np.mean(inside)))
    judged = _judged(answer, truth.shape)
    sums = [one.low <= np.clip(judged[at] @ truth[at] / judged[at].sum(), 1, 5) <= one.high
            for at, one in enumerate(answer.totals) if one.low is not None and one.high is not None]
    tally.total_covered.append(float(np.mean(sums)))
    tally.blocked.update(reason.code for reason in answer.ordering)
    compared = [(pair, *_truth(pair.a, pair.b, judged, truth)) for pair in answer.pairs if pair.p is not None]
    declared = [(pair.better == pair.a) == (a > b) for pair, a, b in compared if pair.better]
    tally.orders, tally.wrong = tally.orders + len(declared), tally.wrong + declared.count(False)
    for at in generator.permutation(len(compared))[:PAIRS_PER_TEAM]:
        pair, a, b = compared[at]
        tally.stated.append(max(pair.p, 1 - pair.p))
        tally.true.append(bool((a > b) == (pair.p >= .5)))
        tally.team.append(tally.teams)


def _judged(answer: PanelFit, shape: tuple[int, ...]) -> Floats:
    judged = np.zeros(shape)
    for one in answer.estimates:
        judged[int(one.candidate[1:]), int(one.competency[1:])] = one.adjusted_mean is not None
    return judged


def _truth(a: str, b: str, judged: Floats, truth: Floats) -> tuple[float, float]:
    first, second = int(a[1:]), int(b[1:])
    common = judged[first] * judged[second]
    return float(common @ truth[first] / common.sum()), float(common @ truth[second] / common.sum())


def bins(tally: Tally) -> Iterator[tuple[float, float, int, float, float, float]]:
    """From, to, pairs, mean stated chance, share that came true, standard error (a team's pairs go together)."""
    stated, true, team = np.array(tally.stated), np.array(tally.true), np.array(tally.team)
    for low, high in pairwise(BINS):
        inside = (stated >= low) & (stated < high)
        if inside.any():
            off = np.bincount(team[inside], weights=true[inside] - stated[inside])
            yield (low, min(high, 1.0), int(inside.sum()), float(stated[inside].mean()), float(true[inside].mean()),
                   float(np.sqrt((off**2).sum()) / inside.sum()))


def markdown(tally: Tally, world: str) -> str:
    wrong = f"{tally.wrong / tally.orders:.1%} of {tally.orders:,}" if tally.orders else "none declared"
    seconds = np.quantile(tally.seconds, (.5, .95))
    lines = [f"World `{world}`, {tally.teams} teams.", "", "| what | value |", "|---|---|",
             f"| 90 % ranges that hold the truth, candidate × competency | {np.mean(tally.covered):.3f} |",
             f"| 90 % ranges that hold the truth, sum over competencies | {np.mean(tally.total_covered):.3f} |",
             f"| declared orders that are wrong | {wrong} |",
             f"| teams in which orders may be declared | {tally.ordered_teams} |",
             *(f"| teams refused: {code} | {count} |" for code, count in sorted(tally.blocked.items())),
             f"| effective draws, least and median | {min(tally.effective):.0f}, {np.median(tally.effective):.0f} |",
             f"| processor seconds per fit, median and 95 % | {seconds[0]:.2f}, {seconds[1]:.2f} |", "",
             "| stated P | pairs | mean stated | came true | difference | its error |", "|---|---|---|---|---|---|"]
    lines += [f"| {low:.2f}–{high:.2f} | {pairs:,} | {stated:.3f} | {true:.3f} | {true - stated:+.3f} | {error:.3f} |"
              for low, high, pairs, stated, true, error in bins(tally)]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teams", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--world", choices=sorted(WORLDS), default="priors")
    chosen = parser.parse_args()
    print(markdown(calibrate(chosen.teams, chosen.seed, chosen.world), chosen.world))


if __name__ == "__main__":
    main()
