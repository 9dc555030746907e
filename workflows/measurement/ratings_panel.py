"""Ratings put in order: who rated whom on what, as indices and cross-products. Nothing here is estimated."""

import hashlib
import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from workflows.errors import Refused
from workflows.reasons import Reason

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rating:
    """One interviewer's score of one candidate on one competency, for one question or (`None`) the whole interview.

    `score=None` says that the candidate was there and was not rated; nothing is estimated from it.
    """

    candidate: str
    interviewer: str
    competency: str
    score: float | None
    question: str | None = None


@dataclass(frozen=True)
class Panel:
    """All ratings of one opening. Rows are sorted, so that the order they came in can change nothing.

    `score` is on the 1–5 scale the model thinks in, whatever the labels; `label` turns points back into labels.
    `candidate`, `interviewer`, `competency`, `question` index the name lists; `question` is −1 where there is none.
    """

    candidates: tuple[str, ...]
    interviewers: tuple[str, ...]
    competencies: tuple[str, ...]
    questions: tuple[str, ...]
    candidate: Ints
    interviewer: Ints
    competency: Ints
    question: Ints
    score: Floats
    scale: tuple[float, float]
    merged: int
    opening: str = ""

    @property
    def unit(self) -> float:
        """How many label steps one point of the 1–5 scale is."""
        return (self.scale[1] - self.scale[0]) / 4

    def label(self, points: float) -> float:
        """Points of the 1–5 scale on the ratings' own scale."""
        return self.scale[0] + (points - 1) * self.unit

    def points(self, label: float) -> float:
        """A label of the ratings' own scale in points of the 1–5 scale."""
        return 1 + 4 * (label - self.scale[0]) / (self.scale[1] - self.scale[0])

    @property
    def labels_above_lowest(self) -> range:
        """Whole labels a level can be asked for."""
        return range(math.floor(self.scale[0]) + 1, math.floor(self.scale[1]) + 1)

    @property
    def ends_share(self) -> float:
        """The share of ratings at either end of the scale, where the truth may lie beyond what can be said."""
        return float(np.mean((self.score <= 1) | (self.score >= 5))) if len(self.score) else 0.0

    @cached_property
    def raters(self) -> Ints:
        """How many different interviewers rated: (candidates, competencies)."""
        seen = np.zeros((len(self.candidates), len(self.competencies), len(self.interviewers)), dtype=np.int64)
        seen[self.candidate, self.competency, self.interviewer] = 1
        return np.asarray(seen.sum(axis=2))

    @cached_property
    def met(self) -> NDArray[np.bool_]:
        """Who rated whom at all: (candidates, interviewers)."""
        met = np.zeros((len(self.candidates), len(self.interviewers)), dtype=np.bool_)
        met[self.candidate, self.interviewer] = True
        return met

    @cached_property
    def raw_mean(self) -> Floats:
        """Plain mean of the ratings in points, NaN where there is none: (candidates, competencies)."""
        shape = (len(self.candidates), len(self.competencies))
        total, count = np.zeros(shape), np.zeros(shape)
        np.add.at(total, (self.candidate, self.competency), self.score)
        np.add.at(count, (self.candidate, self.competency), 1.0)
        return np.asarray(np.divide(total, count, out=np.full(shape, np.nan), where=count > 0))

    @cached_property
    def component(self) -> Ints:
        """Candidates with the same number are linked by interviewers they share, directly or through others."""
        links = (self.met.astype(np.int64) @ self.met.T.astype(np.int64)) > 0
        number = np.arange(len(self.candidates))
        while True:
            lowest = np.where(links, number[None, :], len(number)).min(axis=1, initial=len(number))
            lower = np.minimum(number, lowest)
            if np.array_equal(lower, number):
                return number
            number = lower

    @cached_property
    def seed(self) -> int:
        """From the opening and the ratings' values and pattern: the same data, under any names or row order, the same
        draws."""
        columns = (self.candidate, self.interviewer, self.competency, self.question + 1)
        marks: list[Floats] = [np.round(self.score, 9)]
        for column in columns:
            count = np.bincount(column, minlength=1)
            total = np.round(np.bincount(column, weights=self.score, minlength=1), 6)
            marks += [np.asarray(count[column], dtype=np.float64), np.asarray(total[column], dtype=np.float64)]
        rows = sorted(tuple(float(value) for value in row) for row in zip(*marks, strict=True))
        return int.from_bytes(hashlib.sha256((self.opening + repr(rows)).encode()).digest()[:8], "big")


def panel(ratings: Iterable[Rating], *, candidates: Iterable[str] = (), competencies: Iterable[str] = (),
          scale: tuple[float, float] = (1, 5), opening: str = "") -> Panel:
    """Sorts, checks and indexes the ratings; `candidates` and `competencies` may add names nobody has rated.

    Scores of the same interviewer for the same candidate, competency and question are one opinion: their mean
    counts once. Raises Refused when a score is not on the scale or the scale has no length.
    """
    given = list(ratings)
    _check(given, scale)
    opinions = _opinions(rating for rating in given if rating.score is not None)
    keys = sorted(opinions, key=lambda key: (key[:3], key[3] or ""))
    names = [sorted({*candidates, *(r.candidate for r in given)}), sorted({key[1] for key in keys}),
             sorted({*competencies, *(r.competency for r in given)}), sorted({key[3] for key in keys if key[3]})]
    places: list[dict[Hashable, int]] = [{name: at for at, name in enumerate(column)} for column in names]
    index = [np.array([place.get(key[at], -1) for key in keys], dtype=np.int64) for at, place in enumerate(places)]
    labels = np.array([float(np.mean(opinions[key])) for key in keys])
    return Panel(candidates=tuple(names[0]), interviewers=tuple(names[1]), competencies=tuple(names[2]),
                 questions=tuple(names[3]), candidate=index[0], interviewer=index[1], competency=index[2],
                 question=index[3], score=1 + 4 * (labels - scale[0]) / (scale[1] - scale[0]), scale=scale,
                 merged=sum(len(scores) - 1 for scores in opinions.values()), opening=opening)


def _check(ratings: Sequence[Rating], scale: tuple[float, float]) -> None:
    low, high = scale
    if not low < high:
        raise Refused(Reason("ratings.scale-empty", {"low": low, "high": high}))
    off = [rating for rating in ratings if rating.score is not None and not low <= rating.score <= high]
    if off:
        raise Refused(*(Reason("ratings.score-off-scale", {
            "candidate": rating.candidate, "interviewer": rating.interviewer, "competency": rating.competency,
            "score": rating.score if rating.score == rating.score else None, "low": low, "high": high})
            for rating in off))


def _opinions(ratings: Iterable[Rating]) -> dict[tuple[str, str, str, str | None], list[float]]:
    opinions: dict[tuple[str, str, str, str | None], list[float]] = {}
    for rating in ratings:
        key = (rating.candidate, rating.interviewer, rating.competency, rating.question or None)
        if rating.score is not None:
            opinions.setdefault(key, []).append(rating.score)
    for scores in opinions.values():
        scores.sort()
    return opinions
