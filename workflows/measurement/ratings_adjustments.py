"""Why an adjusted mean differs from the raw one, cause by cause, so that the parts sum to the difference.

A raw mean is μ_k + α_c + γ_ck plus the means of δ, −s−s_ik, h and ε over its ratings. Taking posterior means of
each gives adjusted = raw + severity − question − halo − chance exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from workflows.measurement.ratings_facts import Adjustment
from workflows.measurement.ratings_model import LEVEL_MEAN, Design
from workflows.measurement.ratings_panel import Floats
from workflows.reasons import Reason

# What a page with one decimal shows as 0.0. Causes of no more points than this are summed: into a line of their own, or
# into the largest when they nearly cancel.
SHOWN_AS_NOTHING = 0.05
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


def adjustments(design: Design, found: Causes, c: int, k: int, *, tends: Mapping[str, str | None],
                off_scale: float = 0.0) -> tuple[Adjustment, ...]:
    """The causes for one candidate on one competency, largest first; `off_scale` is what the scale's end cut off.

    `tends` says who is called severe ("low") or lenient ("high"). All other interviewers are one cause together,
    without a name: about each of them alone the evidence is too weak to speak.
    """
    panel = design.panel
    severity = dict(zip(panel.interviewers, found.severity[c, k].tolist(), strict=True))
    named = {name for name, points in severity.items() if tends.get(name) == ("low" if points > 0 else "high")}
    rows: list[Cause] = [
        ("panel", {}, sum(points for name, points in severity.items() if name not in named)),
        *(("severity", {"interviewer": name}, severity[name]) for name in severity if name in named),
        *(("question", {"question": name}, points)
          for name, points in zip(panel.questions, found.question[c, k].tolist(), strict=False)),
        *(("halo", {"interviewer": name}, points)
          for name, points in zip(panel.interviewers, found.halo[c, k].tolist(), strict=True)),
        ("chance", {}, float(found.chance[c, k])), ("scale", {}, off_scale)]
    rows.sort(key=lambda row: (-abs(row[2]), row[0], str(row[1])))
    said = [row for row in rows if _shows(row[2] * panel.unit)]
    small = sum(row[2] for row in rows[len(said):])
    if _shows(small * panel.unit) or not said:
        said.append(("small-causes", {}, small))
    else:
        said[0] = (*said[0][:2], said[0][2] + small)
    return tuple(_adjustment(cause, about, points * panel.unit) for cause, about, points in said if points)


def _shows(points: float) -> bool:
    return round(abs(points), 2) > SHOWN_AS_NOTHING


def _adjustment(cause: str, named: dict[str, str], points: float) -> Adjustment:
    way = "raised" if points > 0 else "lowered"
    return Adjustment(Reason(f"ratings.{way}-for-{cause}", {**named, "points": round(abs(points), 2)}), points)
