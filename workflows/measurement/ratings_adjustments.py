"""Why an adjusted mean differs from the raw one, cause by cause, so that the parts sum to the difference.

A raw mean is μ_k + α_c + γ_ck plus the means of δ, −s−s_ik, h and ε over its ratings. Taking posterior means of
each gives adjusted = raw + severity − question − halo − chance exactly.
"""

from dataclasses import dataclass

import numpy as np

from workflows.measurement.ratings_facts import Adjustment
from workflows.measurement.ratings_model import LEVEL_MEAN, Design
from workflows.measurement.ratings_panel import Floats
from workflows.measurement.ratings_rules import severity_blockers
from workflows.reasons import Reason

# Causes of fewer points than this are summed: into a line of their own, or into the largest when they nearly cancel.
WORTH_SAYING = 0.05
Cause = tuple[str, dict[str, str], float]


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
    """The causes for one candidate on one competency, largest first; `off_scale` is what the scale's end cut off.

    Interviewers with too few candidates to be called severe or lenient are one cause together, without a name.
    """
    panel = design.panel
    severity = dict(zip(panel.interviewers, found.severity[c, k].tolist(), strict=True))
    few = [name for name, met in zip(panel.interviewers, panel.met.sum(axis=0).tolist(), strict=True)
           if severity_blockers(name, met)]
    rows: list[Cause] = [
        ("panel", {}, sum(severity.pop(name) for name in few)),
        *(("severity", {"interviewer": name}, points) for name, points in severity.items()),
        *(("question", {"question": name}, points)
          for name, points in zip(panel.questions, found.question[c, k].tolist(), strict=False)),
        *(("halo", {"interviewer": name}, points)
          for name, points in zip(panel.interviewers, found.halo[c, k].tolist(), strict=True)),
        ("chance", {}, float(found.chance[c, k])), ("scale", {}, off_scale)]
    rows.sort(key=lambda row: (-abs(row[2]), row[0], str(row[1])))
    said = [row for row in rows if abs(row[2]) >= WORTH_SAYING]
    small = sum(row[2] for row in rows[len(said):])
    if abs(small) >= WORTH_SAYING or not said:
        said.append(("small-causes", {}, small))
    else:
        said[0] = (*said[0][:2], said[0][2] + small)
    return tuple(_adjustment(cause, named, points * panel.unit) for cause, named, points in said if points)


def _adjustment(cause: str, named: dict[str, str], points: float) -> Adjustment:
    way = "raised" if points > 0 else "lowered"
    return Adjustment(Reason(f"ratings.{way}-for-{cause}", {**named, "points": round(abs(points), 2)}), points)
