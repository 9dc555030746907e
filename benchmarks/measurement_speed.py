"""Speed of variance components and interview plans on one thread: `python -m benchmarks.measurement_speed`.

Beside R's lme4 on the same ratings when Rscript and lme4 are there, and statsmodels where it can fit the model at all.
Seconds are the least of three runs.
"""

import csv
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

from workflows.measurement.interview_plan import Interview, Interviewer, PlanProblem, Question, Solver, plan_interviews
from workflows.measurement.variance import fit_variance

RUNS = 3
RATINGS, RATERS, RATED, GROUPS = 73_421, 2_972, 1_128, 28
Columns = dict[str, list[str]]
LME4 = """
suppressPackageStartupMessages(library(lme4))
d <- read.csv(commandArgs(TRUE)[1])
best <- Inf
for (run in 1:3) best <- min(best, system.time(m <- lmer(y ~ 1 + (1|s) + (1|d) + (1|g), d, REML = TRUE))[["elapsed"]])
start <- proc.time()[["elapsed"]]
invisible(ranef(m, condVar = TRUE))
cat(sprintf("%.2f %.2f %.4f", best, proc.time()[["elapsed"]] - start, REMLcrit(m)))
"""


def least(work: Callable[[], object]) -> float:
    """Seconds of the fastest of three runs."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def big_ratings() -> tuple[list[float], Columns]:
    """The shape of the InstEval data of lme4: 73,421 ratings, 4,128 levels in three crossed groupings."""
    dice = np.random.default_rng(20)
    s = np.concatenate([np.arange(RATERS), dice.integers(0, RATERS, RATINGS - RATERS)])
    d = np.concatenate([np.arange(RATED), dice.integers(0, RATED, RATINGS - RATED)])
    g = dice.integers(0, GROUPS // 2, RATED)[d] * 2 + dice.integers(0, 2, RATINGS)
    true = (3.2 + dice.normal(0, 0.33, RATERS)[s] + dice.normal(0, 0.52, RATED)[d] + dice.normal(0, 0.12, GROUPS)[g])
    y = np.clip(np.round(true + dice.normal(0, 1.18, RATINGS)), 1, 5)
    return y.tolist(), {"s": [f"s{n}" for n in s], "d": [f"d{n}" for n in d], "g": [f"g{n}" for n in g]}


def company_ratings(candidates: int = 4_000) -> tuple[list[float], Columns, list[str]]:
    """Our own design: three of 150 interviewers see each candidate and rate four of six competencies."""
    dice = np.random.default_rng(21)
    columns: Columns = {"candidate": [], "interviewer": [], "competency": []}
    y = []
    able, severe = dice.normal(0, 0.5, candidates), dice.normal(0, 0.4, 150)
    for candidate in range(candidates):
        own = dice.normal(0, 0.4, 6)
        for interviewer in dice.choice(150, 3, replace=False):
            halo = dice.normal(0, 0.4)
            for competency in dice.choice(6, 4, replace=False):
                columns["candidate"].append(f"c{candidate}")
                columns["interviewer"].append(f"i{interviewer}")
                columns["competency"].append(f"k{competency}")
                y.append(3 + able[candidate] + own[competency] - severe[interviewer] + halo + dice.normal(0, 0.7))
    return y, columns, ["candidate", "candidate:competency", "interviewer", "interviewer:competency",
                        "candidate:interviewer"]


def variance_rows() -> None:
    y, columns = big_ratings()
    fit = fit_variance(y, columns, ["s", "d", "g"])
    seconds = least(lambda: fit_variance(y, columns, ["s", "d", "g"]))
    print(f"variance  73,421 ratings, 4,128 levels, every effect's SD   {seconds:6.2f} s  (target 3)  "
          f"REML deviance {fit.deviance:.4f}")
    print(f"          R lme4 on the same ratings                        {lme4(y, columns)}")
    y, columns, factors = company_ratings()
    fit = fit_variance(y, columns, factors)
    seconds = least(lambda: fit_variance(y, columns, factors))
    print(f"variance  {len(y):,} ratings of our design, {len(fit.effects):,} levels       {seconds:6.2f} s")
    print(f"          statsmodels MixedLM, candidates only, 2,400 rows  {statsmodels(y[:2400], columns)}")


def lme4(y: list[float], columns: Columns) -> str:
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "not run: there is no Rscript here"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ratings.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["y", *columns])
            writer.writerows(zip(y, *columns.values(), strict=True))
        done = subprocess.run([rscript, "-e", LME4, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        return f"not run: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'Rscript failed'}"
    fit, posterior, deviance = done.stdout.split()
    return f"{float(fit):6.2f} s + {posterior} s for the effects' variances  REML deviance {deviance}"


def statsmodels(y: list[float], columns: Columns) -> str:
    try:
        import statsmodels.api as sm
    except ImportError:
        return "not run: statsmodels is not installed"
    groups = columns["candidate"][:len(y)]
    theirs = least(lambda: sm.MixedLM(y, np.ones((len(y), 1)), groups=groups).fit())
    ours = least(lambda: fit_variance(y, {"candidate": groups}, ["candidate"]))
    return f"{theirs:6.2f} s, ours {ours:.2f} s (it fits no large crossed model)"


def plan_problem(seed: int) -> PlanProblem:
    """120 questions, 6 interviews, 6 interviewers, 6 competencies."""
    dice = random.Random(seed)
    names = [f"competency {n}" for n in range(6)]
    questions = tuple(Question(f"q{n}", names[n % 6], dice.choice([4, 5, 6, 7, 8, 9, 10, 12, 15]),
                               dice.choice([0.5, 1.0, 1.0, 1.5, 2.0]), dice.randrange(20)) for n in range(120))
    interviews = tuple(Interview(f"interview {n}", dice.choice([30, 45, 60])) for n in range(6))
    people = tuple(Interviewer(f"person {n}", frozenset(dice.sample(names, dice.randint(2, 6)))) for n in range(6))
    return PlanProblem(questions, interviews, people, {name: dice.uniform(0.1, 3) for name in names},
                       frozenset(names[:2]), frozenset(each.key for each in questions[:4]), exposure_limit=17)


def plan_rows(problems: int = 20) -> None:
    taken: dict[Solver, list[float]] = {Solver.GREEDY: [], Solver.MILP: []}
    worth: dict[Solver, list[float]] = {Solver.GREEDY: [], Solver.MILP: []}
    for problem in map(plan_problem, range(problems)):
        for solver in Solver:
            start = time.perf_counter()
            worth[solver].append(plan_interviews(problem, solver).information)
            taken[solver].append(time.perf_counter() - start)
    for solver in Solver:
        print(f"plan      120 × 6 × 6, {solver.value:6}: median {np.median(taken[solver]):5.2f} s, "
              f"worst of {problems} {max(taken[solver]):5.2f} s  (target 2)")
    gained = np.mean(np.array(worth[Solver.MILP]) / np.array(worth[Solver.GREEDY]) - 1)
    print(f"          the optimiser's plans hold {100 * gained:.1f} % more information than the greedy ones")


if __name__ == "__main__":
    variance_rows()
    plan_rows()
