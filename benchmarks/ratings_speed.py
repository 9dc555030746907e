"""How long a panel takes on one thread: 30 candidates × 4 interviewers × 5 competencies, the target 1.5 s.

    python -m benchmarks.ratings_speed
"""

import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from workflows.measurement.ratings import Rating, fit
from workflows.measurement.ratings_next import next_interviews

SIZES = ((8, 5, 3, 4), (30, 6, 4, 5), (60, 8, 4, 6))
ROUNDS = 7


def ratings(candidates: int, interviewers: int, seen_by: int, competencies: int) -> list[Rating]:
    generator = np.random.default_rng(1)
    level, severe = generator.normal(3, .5, (candidates, competencies)), generator.normal(0, .4, interviewers)
    return [Rating(f"c{c}", f"i{i}", f"k{k}", float(np.clip(np.rint(level[c, k] - severe[i] + halo
                                                                  + generator.normal(0, .6)), 1, 5)), f"k{k}q{c % 2}")
            for c in range(candidates) for i in generator.choice(interviewers, seen_by, replace=False)
            for halo in generator.normal(0, .4, 1) for k in range(competencies)]


def main() -> None:
    print("| candidates | interviewers each | competencies | ratings | fit, wall s | suggestions, wall s |")
    print("|---|---|---|---|---|---|")
    for candidates, interviewers, seen_by, competencies in SIZES:
        given = ratings(candidates, interviewers, seen_by, competencies)
        fits, suggestions = [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            answer = fit(given)
            fits.append(time.perf_counter() - start)
            start = time.perf_counter()
            next_interviews(answer)
            suggestions.append(time.perf_counter() - start)
        print(f"| {candidates} | {seen_by} of {interviewers} | {competencies} | {len(given)} | {np.median(fits):.2f} "
              f"| {np.median(suggestions):.2f} |")


if __name__ == "__main__":
    main()
