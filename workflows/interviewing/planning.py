"""From an opening's rows to a planning problem, and from its answer to words a person knows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workflows.content.records import QuestionVersion
from workflows.measurement.interview_plan import Interview, Interviewer, Pin, PlanProblem, Question
from workflows.measurement.plan_problem import OPINIONS_NEEDED, USUAL
from workflows.reasons import Reason
from workflows.recruiting.records import OpeningGap

WORTH = {"behavioural": 1.0, "situational": 1.0, "role-play": 2.0, "work-sample": 2.0}
FLOOR = 0.1
"""People: what the job needs is asked about even where the team lacks nothing, after what it lacks."""
SHOWN = 80


RESTS_AFTER = 25
"""How often a question may be asked in half a year before it rests: what goes round is no longer a measure."""
WEEKLY_LIMIT = 5
"""Interviews a week for somebody of whom no other limit is recorded."""


@dataclass(frozen=True)
class Person:
    """Somebody who may hold an interview; `qualified` None when nothing is recorded about their training.

    `load_left` counts the interviews they may still take this week.
    """

    id: int
    name: str
    qualified: frozenset[str] | None
    load_left: int = WEEKLY_LIMIT


@dataclass(frozen=True)
class Round:
    title: str
    minutes: int
    interviewer_id: int | None


def problem_of(gaps: Sequence[OpeningGap], questions: Iterable[QuestionVersion], rounds: Sequence[Round],
               people: Sequence[Person], *, pins: Iterable[tuple[int, int]] = (), core: Iterable[int] = (),
               asked: Mapping[str, int] | None = None) -> PlanProblem:
    """`pins` are (round number, question version id), `core` the question versions that stay for every candidate.

    `asked` says how often each lineage was asked lately; what was asked more than RESTS_AFTER times rests.
    """
    lately = asked or {}
    keys = frozenset(gap.competency.key for gap in gaps)
    there = tuple(Question(str(q.id), q.competency.key, q.minutes, WORTH.get(q.kind, 1.0), lately.get(q.lineage, 0))
                  for q in questions)
    return PlanProblem(
        questions=there,
        interviews=tuple(Interview(str(n), each.minutes) for n, each in enumerate(rounds)),
        interviewers=tuple(Interviewer(str(p.id), keys if p.qualified is None else p.qualified, p.load_left)
                           for p in people),
        weights={gap.competency.key: _weight(gap) for gap in gaps},
        must_haves=frozenset(gap.competency.key for gap in gaps if gap.must_have),
        core=frozenset(map(str, core)) & {q.key for q in there}, exposure_limit=RESTS_AFTER,
        pins=(*(Pin(str(n), interviewer=str(each.interviewer_id)) for n, each in enumerate(rounds)
                if each.interviewer_id is not None),
              *(Pin(str(n), question=str(question_id)) for n, question_id in pins)))


def further_problem(gaps: Sequence[OpeningGap], questions: Sequence[QuestionVersion], person: Person, minutes: int, *,
                    opinions: Mapping[int, int], spread: Mapping[int, float],
                    asked: Mapping[str, int]) -> PlanProblem:
    """One more interview of one candidate: a gap weighs what one more opinion adds to those there are, times how wide
    its range is beside the widest. Must-haves without a second opinion are asked about first.

    `opinions` and `spread` (standard errors, where known) are by competency id.
    """
    widest = max(spread.values(), default=1.0)
    weighed = {gap.competency.key: _still_open(gap, opinions.get(gap.competency_id, 0))
               * spread.get(gap.competency_id, widest) / widest for gap in gaps}
    lacking = frozenset(gap.competency.key for gap in gaps
                        if gap.must_have and opinions.get(gap.competency_id, 0) < OPINIONS_NEEDED)
    usual = problem_of(gaps, questions, [Round("", minutes, person.id)], [replace(person, load_left=1)], asked=asked)
    return replace(usual, weights=weighed, must_haves=lacking, opinions_needed=1)


def _still_open(gap: OpeningGap, opinions: int) -> float:
    steps = USUAL.opinions
    return _weight(gap) * steps[min(opinions, len(steps) - 1)]


def _weight(gap: OpeningGap) -> float:
    return gap.weight_bp / 10_000 * (gap.gap + FLOOR)


def pins_kept(pinned: Iterable[tuple[str, int]], titles: Sequence[str]) -> list[tuple[int, int]]:
    """Pins (round title, question version id) for rounds in a new order; those of a round that is gone go with it."""
    place = {title.strip(): number for number, title in enumerate(titles)}
    return [(place[title], question) for title, question in pinned if title in place]


def in_words(found: Iterable[Reason], names: Mapping[str, Mapping[str, str]]) -> list[Reason]:
    """The planner's reasons with titles and names for its keys; `names` per parameter: key → word."""
    return [Reason(each.code, {name: _named(value, names.get(name, names.get(name.removesuffix("s"), {})))
                               for name, value in each.params.items()}) for each in found]


def _named(value: object, words: Mapping[str, str]) -> object:
    if isinstance(value, (list, tuple)):
        return [_named(each, words) for each in value]
    return words.get(value, value) if isinstance(value, str) else value


def shortened(text: str) -> str:
    """The beginning of a question, enough to know it by."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[:SHOWN].rsplit(" ", 1)[0] + " …"
