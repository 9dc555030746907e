"""Why an adjusted mean differs from the raw one, cause by cause, so that the parts sum to the difference.

A raw mean is μ_k + α_c + γ_ck plus the means of δ, −s−s_ik, h and ε over its ratings. Taking posterior means of
each gives adjusted = raw + severity − question − halo − chance exactly.
"""

from dataclasses import dataclass

import numpy as np

from workflows.measurement.ratings_facts import Adjustment
from workflows.measurement.ratings_model import LEVEL_MEAN, Design
from workflows.measurement.ratings_panel import Floats
from workflows.reasons import Reason

# Less than this many points is not worth a line; it is added to the largest one.
WORTH_SAYING = 0.005


@dataclass(frozen=True)
class Causes:
    """Points added to each raw mean: by interviewer (C,K,I), question (C,K,Q), halo (C,K,I), chance (C,K)."""

    severity: Floats
    question: Floats
    halo: Floats
    chance: Floats


def causes(design: Design, shared: Floats, block: Floats) -> Causes:
    """From the posterior means of the shared effects (f,) and of every candidate's block (C,b)."""
    panel = design.panel
    c, k, i, q = panel.candidate, panel.competency, panel.interviewer, panel.question
    size = (len(panel.candidates), len(panel.competencies))
    count = np.zeros(size)
    np.add.at(count, (c, k), 1.0)
    share = 1 / count[c, k]
    level, asked, of_interviewer, on_competency = design.row_shared
    severity = shared[of_interviewer] + shared[on_competency]
    difficulty = np.where(q >= 0, shared[asked], 0.0)
    skill = block[c, 0] + block[c, 1 + k]
    halo = block[c, design.row_block[2]]
    chance = panel.score - LEVEL_MEAN - shared[level] - difficulty - skill + severity - halo
    found = Causes(np.zeros((*size, len(panel.interviewers))), np.zeros((*size, len(panel.questions) + 1)),
                   np.zeros((*size, len(panel.interviewers))), np.zeros(size))
    np.add.at(found.severity, (c, k, i), severity * share)
    np.add.at(found.question, (c, k, q), -difficulty * share)
    np.add.at(found.halo, (c, k, i), -halo * share)
    np.add.at(found.chance, (c, k), -chance * share)
    return found


def adjustments(design: Design, found: Causes, c: int, k: int, *, off_scale: float = 0.0) -> tuple[Adjustment, ...]:
    """The causes for one candidate on one competency, largest first; `off_scale` is what the scale's end cut off."""
    panel = design.panel
    rows = [*_named("ratings.adjusted-for-severity", "interviewer", panel.interviewers, found.severity[c, k]),
            *_named("ratings.adjusted-for-question", "question", panel.questions, found.question[c, k]),
            *_named("ratings.adjusted-for-halo", "interviewer", panel.interviewers, found.halo[c, k]),
            ("ratings.adjusted-for-chance", {}, float(found.chance[c, k])),
            ("ratings.adjusted-to-scale", {}, off_scale)]
    rows = sorted(((code, named, points * panel.unit) for code, named, points in rows),
                  key=lambda row: (-abs(row[2]), row[0], str(row[1])))
    small = sum(points for _, _, points in rows if abs(points) < WORTH_SAYING * panel.unit)
    said = [row for row in rows if abs(row[2]) >= WORTH_SAYING * panel.unit]
    if said:
        said[0] = (*said[0][:2], said[0][2] + small)
    return tuple(Adjustment(Reason(code, {**named, "points": round(points, 2)}), points)
                 for code, named, points in said)


def _named(code: str, kind: str, names: tuple[str, ...], points: Floats) -> list[tuple[str, dict[str, str], float]]:
    return [(code, {kind: name}, float(point)) for name, point in zip(names, points[:len(names)], strict=True)]
