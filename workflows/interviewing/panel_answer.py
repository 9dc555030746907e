"""Reading a stored answer: what it says of one candidate, of several, of one interviewer; names put back in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.interviewing.records import Standing
from workflows.measurement.ratings_rules import tiers
from workflows.reasons import Reason, Reasons

STANDINGS = {"meets": Standing.meets, "short": Standing.short, "not-known": Standing.not_known}
NAMED = {"candidate": "candidates", "a": "candidates", "b": "candidates", "competency": "competencies"}


@dataclass(frozen=True)
class Skill:
    """One candidate on one competency. With one opinion or none there is a raw mean at most, and `reasons`.

    `low` to `high` is the fair (90 %) range, `chance` that of the needed level or above, `closed` how much of the gap
    this hire would close, in people.
    """

    competency_id: int
    raters: int
    raw: float | None
    adjusted: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    chance: float | None
    closed: float | None
    standing: Standing
    adjustments: Reasons
    reasons: Reasons


@dataclass(frozen=True)
class Match:
    """How much of the team's gap one candidate closes, as shares from 0 to 1. `judged`: of how much one could tell."""

    mean: float | None
    low: float | None
    high: float | None
    judged: float
    of_all: float
    reasons: Reasons


@dataclass(frozen=True)
class Order:
    """One candidate before another, with the least sure of the chances under the three prior scales."""

    better_id: int
    worse_id: int
    sure: float


@dataclass(frozen=True)
class NextInterview:
    """One more interview of a candidate: by whom (None: somebody who has not met them), and what it would bring.

    `free_ids` are people who could be that somebody, the fittest first.
    """

    candidacy_id: int
    interviewer_id: int | None
    versus_id: int | None
    sd_before: float
    sd_after: float
    chance: float | None
    free_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Severity:
    candidates: int
    points: float
    low: float
    high: float
    tends: str | None
    reasons: Reasons


class Answer:
    """The stored answer of one opening's fit, by ids of candidacies, competencies and users."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.stored = stored
        self._estimates = {(each["candidate"], each["competency"]): each for each in stored["estimates"]}
        self._totals = {each["candidate"]: each for each in stored["totals"]}

    @property
    def candidacy_ids(self) -> list[int]:
        return [int(each) for each in self._totals]

    @property
    def reliability(self) -> float | None:
        found: float | None = self.stored["reliability"]
        return found

    @property
    def ordering(self) -> Reasons:
        """Why nobody is put before anybody; empty when orders may be declared."""
        return _reasons(self.stored["ordering"])

    @property
    def remarks(self) -> Reasons:
        return _reasons(self.stored["remarks"])

    def skill(self, candidacy_id: int, competency_id: int) -> Skill:
        """What is known of one candidate in one competency; somebody the fit never met is not known."""
        match = self.stored["matches"].get(str(candidacy_id), {"parts": {}})
        part = match["parts"].get(str(competency_id), {"verdict": "not-known", "chance": None, "closed": 0.0})
        found = self._estimates.get((str(candidacy_id), str(competency_id)))
        standing = STANDINGS[part["verdict"]]
        if found is None:
            why = Reason("ratings.not-rated", {"candidate": str(candidacy_id), "competency": str(competency_id)})
            return Skill(competency_id, 0, None, None, None, None, None, None, None, standing, (), (why,))
        return Skill(competency_id, found["raters"], found["raw_mean"], found["adjusted_mean"], found["sd"],
                     found["low"], found["high"], part["chance"],
                     None if part["chance"] is None else part["closed"], standing,
                     _reasons(each["why"] for each in found["adjustments"]), _reasons(found["reasons"]))

    def match(self, candidacy_id: int) -> Match | None:
        return _match(self.stored["matches"].get(str(candidacy_id)))

    def after_training(self, candidacy_id: int) -> Match | None:
        """The same after the new hire has been trained in what modules teach; None where none teaches anything."""
        return _match(self.stored["after_training"].get(str(candidacy_id)))

    def tiers(self, among: Collection[int]) -> list[list[list[int]]]:
        """Per group of candidates that interviewers link: tiers of ids, best first; one tier is no order at all."""
        groups: dict[int, dict[str, float]] = {}
        wanted = {str(each) for each in among}
        for name, one in self._totals.items():
            if name in wanted and one["adjusted_mean"] is not None:
                groups.setdefault(one["component"], {})[name] = one["adjusted_mean"]
        over = {(name, worse) for name, one in self._totals.items() for worse in one["over"]}
        return [[[int(each) for each in tier] for tier in tiers(group, over)] for group in groups.values()]

    def leading(self, among: Collection[int]) -> list[int]:
        """Those over whom nobody of these is put; no less than that, and no more."""
        wanted = {str(each) for each in among}
        return [int(name) for name, one in self._totals.items()
                if name in wanted and one["adjusted_mean"] is not None and not wanted & set(one["under"])]

    def not_compared(self, among: Collection[int]) -> list[int]:
        """Those without a sum: not rated, or nothing with two opinions."""
        return [each for each in among
                if self._totals.get(str(each), {"adjusted_mean": None})["adjusted_mean"] is None]

    def orders(self, candidacy_id: int, among: Collection[int]) -> list[Order]:
        """The orders between this candidate and the others that the evidence supports."""
        mine = str(candidacy_id)
        found = []
        for each in self.stored["pairs"]:
            other = each["b"] if each["a"] == mine else each["a"]
            if each["better"] and mine in (each["a"], each["b"]) and int(other) in among:
                worse = each["b"] if each["better"] == each["a"] else each["a"]
                stated = [each["p"], each["p_scales_halved"], each["p_scales_doubled"]]
                sure = min(stated) if each["better"] == each["a"] else 1 - max(stated)
                found.append(Order(int(each["better"]), int(worse), sure))
        return found

    def next_for(self, candidacy_id: int, among: Collection[int], most: int = 3) -> list[NextInterview]:
        """What one more interview by whom would tell of this candidate, and of its order to the others."""
        mine = str(candidacy_id)
        alone = self.stored["alone"].get(mine)
        pairs = [each for each in self.stored["next"] if mine in (each["candidate"], each["versus"])
                 and {int(each["candidate"]), int(each["versus"])} <= set(among)]
        return [_next(each) for each in [*([alone] if alone else []), *pairs[:most]]]

    def trained(self) -> tuple[float | None, dict[int, float]]:
        """What training one colleague per competency closes: share of the gap, and people by competency."""
        found = self.stored["training"]
        return found["share"], {int(each): part["closed"] for each, part in found["parts"].items()}

    @property
    def lift(self) -> tuple[float, float]:
        """What training was taken to add, in levels, with its standard deviation."""
        return self.stored["lift"]["mean"], self.stored["lift"]["sd"]


@dataclass(frozen=True)
class Names:
    """Names to put back where an answer says ids."""

    candidates: Mapping[int, str]
    competencies: Mapping[int, str]

    def within(self, found: Sequence[Reason]) -> Reasons:
        """The reasons with names for ids."""
        return tuple(Reason(each.code, {key: self._named(key, value) for key, value in each.params.items()})
                     for each in found)

    def _named(self, key: str, value: Any) -> Any:
        known: Mapping[int, str] = getattr(self, NAMED[key]) if key in NAMED else {}
        return known.get(int(value), value) if known and str(value).isdigit() else value


def severity_of(severities: Iterable[Mapping[str, Any]], user_id: int) -> Severity | None:
    """How much harder than peers this interviewer rates; for their own eyes."""
    for each in severities:
        if each["interviewer"] == str(user_id):
            return Severity(each["candidates"], each["severity"], each["low"], each["high"], each["tends"],
                            _reasons(each["reasons"]))
    return None


def _reasons(stored: Iterable[Mapping[str, Any]]) -> Reasons:
    return tuple(Reason.from_json(each) for each in stored)


def _match(stored: Mapping[str, Any] | None) -> Match | None:
    if stored is None:
        return None
    return Match(stored["mean"], stored["low"], stored["high"], stored["judged"], stored["of_all"],
                 _reasons(stored["reasons"]))


def _next(stored: Mapping[str, Any]) -> NextInterview:
    interviewer, versus = stored["interviewer"], stored["versus"]
    return NextInterview(int(stored["candidate"]), int(interviewer) if interviewer else None,
                         int(versus) if versus else None, stored["sd_before"], stored["sd_after"],
                         stored["chance_settled"])
