"""What a fit says, as plain facts a page, a register or a file can keep. Points are in the ratings' own labels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from workflows.reasons import Reason, Reasons


class Fact:
    """A frozen dataclass that describes itself in plain JSON values: floats to 4 digits, reasons as code and params."""

    def as_json(self) -> dict[str, Any]:
        return {one.name: plain(getattr(self, one.name)) for one in fields(self) if one.repr}  # type: ignore[arg-type]  # every subclass is a dataclass


def plain(value: Any) -> Any:
    """A fact's value as JSON has it, floats to 4 digits and never −0."""
    if isinstance(value, Fact | Reason):
        return value.as_json()
    if isinstance(value, float):
        return round(value, 4) + 0.0
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value


@dataclass(frozen=True)
class Adjustment(Fact):
    """One cause of the difference between raw and adjusted mean, in points; `why` has them without sign.

    Codes are ratings.raised-for-… or ratings.lowered-for-…: severity (interviewer, called severe or lenient), panel
    (all other interviewers together), question (question), halo (interviewer), chance, scale, small-causes.
    All adjustments of an estimate sum to adjusted − raw.
    """

    why: Reason
    points: float


@dataclass(frozen=True)
class Estimate(Fact):
    """One candidate on one competency. Without two independent raters only the raw mean and the reason are there.

    `at_least` gives P(T ≥ level) for each whole label above the lowest; `p_level` is that of the required `level`.
    """

    candidate: str
    competency: str
    raters: int
    ratings: int
    raw_mean: float | None
    adjusted_mean: float | None
    sd: float | None
    low: float | None
    high: float | None
    at_least: Mapping[int, float]
    level: float | None
    p_level: float | None
    adjustments: tuple[Adjustment, ...]
    reasons: Reasons


@dataclass(frozen=True)
class Total(Fact):
    """One candidate over the competencies that could be judged; `judged` is their share of all weight.

    `over` and `under` name the candidates whose order to this one the evidence supports.
    """

    candidate: str
    raw_mean: float | None
    adjusted_mean: float | None
    sd: float | None
    low: float | None
    high: float | None
    judged: float
    component: int
    over: tuple[str, ...]
    under: tuple[str, ...]
    reasons: Reasons


@dataclass(frozen=True)
class Pair(Fact):
    """Two candidates on what was judged in both. `p` = P(a > b), then with prior scales halved and doubled.

    `better` is the name the evidence puts first, or None: then `reasons` say why not.
    """

    a: str
    b: str
    difference: float | None
    sd: float | None
    p: float | None
    p_scales_halved: float | None
    p_scales_doubled: float | None
    better: str | None
    reasons: Reasons


@dataclass(frozen=True)
class Severity(Fact):
    """How much harder than peers an interviewer rates, in points: positive means lower scores.

    `tends` is "low", "high" or "neither", and None where there are too few candidates to say.
    """

    interviewer: str
    candidates: int
    severity: float
    sd: float
    low: float
    high: float
    tends: str | None
    reasons: Reasons


@dataclass(frozen=True)
class Deviation(Fact):
    """One of the model's standard deviations: posterior mean and 90 % range, in points."""

    component: str
    mean: float
    low: float
    high: float
