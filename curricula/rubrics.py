"""Rubrics: what is looked at, how much it weighs, and what each level looks like; and the score of a rating."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from workflows.authored import Checker

LEVELS = (1, 2, 3, 4, 5)
WHOLE_BP = 10_000


@dataclass(frozen=True)
class Criterion:
    """One thing an observer rates; `levels` describe 1 to 5 as behaviour. Weights of a rubric sum to 10,000."""

    key: str
    title: str
    competency: str
    weight_bp: int
    levels: Mapping[int, str]


def rubric_score(criteria: Sequence[Criterion], levels: Mapping[str, int]) -> int:
    """Σ weight × level ÷ 5 in basis points, rounded down: all at 3 are 6,000. Every criterion must be rated 1 to 5."""
    if missing := unrated(criteria, levels):
        raise ValueError(f"not rated: {', '.join(missing)}")
    return sum(each.weight_bp * levels[each.key] for each in criteria) // LEVELS[-1]


def unrated(criteria: Sequence[Criterion], levels: Mapping[str, int]) -> tuple[str, ...]:
    """Keys of criteria without a level from 1 to 5, in the rubric's order."""
    return tuple(each.key for each in criteria if levels.get(each.key) not in LEVELS)


def rated_below(criteria: Sequence[Criterion], levels: Mapping[str, int], lowest: int) -> tuple[str, ...]:
    """Keys of rated criteria under `lowest`: what fails a checkpoint whatever the total."""
    return tuple(each.key for each in criteria if levels.get(each.key, lowest) < lowest)


def read_criteria(part: Checker, competencies: Collection[str]) -> tuple[Criterion, ...]:
    """The `criteria` of a role-play or checkpoint; weights that do not sum to 100 % are a problem."""
    taken: dict[str, str] = {}
    criteria = tuple(
        Criterion(
            key=each.key("key", taken),
            title=each.text("title", maximum=80),
            competency=each.choice("competency", competencies),
            weight_bp=each.whole("weight_bp", 1, WHOLE_BP),
            levels={level: each.text(("levels", str(level)), minimum=20) for level in LEVELS},
        )
        for each in part.items("criteria", 2, 12)
    )
    total = sum(each.weight_bp for each in criteria)
    if criteria and total != WHOLE_BP:
        part.fail("criteria", f"weights sum to {total:,}; they must sum to {WHOLE_BP:,}")
    return criteria
