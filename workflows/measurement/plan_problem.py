"""What an interview plan is made from: questions, interviews, interviewers, weights, and what a person has pinned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from workflows.errors import Refused
from workflows.reasons import Reason, Reasons

OPINIONS_NEEDED = 2
MOST_COMPETENCIES = 4
MOST_STEPS = 6


@dataclass(frozen=True)
class Question:
    """`worth`: how many plain answers one answer to it equals (a role-play 2, a worn question 0.5); `exposure` counts
    how often it was asked lately."""

    key: str
    competency: str
    minutes: int
    worth: float = 1.0
    exposure: int = 0


@dataclass(frozen=True)
class Interview:
    """One conversation of the candidate with one interviewer; `minutes` are those there are for questions."""

    key: str
    minutes: int


@dataclass(frozen=True)
class Interviewer:
    """`load_left` counts the interviews this person may still take that week."""

    key: str
    qualified: frozenset[str]
    load_left: int = 1


@dataclass(frozen=True)
class Pin:
    """A person's decision: this question, or this interviewer, in this interview."""

    interview: str
    question: str | None = None
    interviewer: str | None = None


@dataclass(frozen=True)
class Information:
    """What asking is worth, per competency: the gain in reliability of each further opinion and further question.

    `opinions[n]` is gained by the (n+1)-th interviewer who asks a plain question, `questions[n]` by the (n+1)-th plain
    question beyond one per interviewer. Neither may rise: the second opinion is never worth more than the first.
    """

    opinions: tuple[float, ...]
    questions: tuple[float, ...]

    def __post_init__(self) -> None:
        if any(later > earlier + 1e-12 for row in (self.opinions, self.questions) for earlier, later in pairwise(row)):
            raise Refused(Reason("plan.information-not-concave"))

    @classmethod
    def of(cls, person: float, interviewer: float, question: float, steps: int = MOST_STEPS) -> Self:
        """From a decision study's variances (Cronbach et al., 1972): true differences between candidates, what an
        interviewer adds (severity, halo), and what a single answer adds (question, occasion). Squared rating points."""
        def reliability(opinions: int, questions: int) -> float:
            return person / (person + interviewer / opinions + question / questions) if person > 0 else 0.0
        opinions = [0.0, *(reliability(n, n) for n in range(1, steps + 1))]
        questions = [reliability(OPINIONS_NEEDED, OPINIONS_NEEDED + n) for n in range(steps + 1)]
        return cls(tuple(b - a for a, b in pairwise(opinions)), tuple(b - a for a, b in pairwise(questions)))

    def gained(self, opinions: int, worth: float) -> float:
        """By so many opinions whose answers are together worth so many plain ones; linear between the steps."""
        further = worth - opinions
        steps = (step * min(1.0, further - n) for n, step in enumerate(self.questions) if n == 0 or further > n)
        return sum(self.opinions[:opinions]) + sum(steps)


# The prior variances of ratings.py: α² + γ² | s² + s_k² + h² | δ² + ε².
USUAL = Information.of(person=0.41, interviewer=0.3825, question=0.58)


@dataclass(frozen=True)
class PlanProblem:
    """`weights` are the opening's gap weights per competency; `core` questions are those its plan has fixed for every
    candidate. A question asked more than `exposure_limit` times rests unless it is core."""

    questions: tuple[Question, ...]
    interviews: tuple[Interview, ...]
    interviewers: tuple[Interviewer, ...]
    weights: Mapping[str, float]
    must_haves: frozenset[str] = frozenset()
    core: frozenset[str] = frozenset()
    pins: tuple[Pin, ...] = ()
    exposure_limit: int | None = None
    information: Information = field(default=USUAL)
    most_competencies: int = MOST_COMPETENCIES
    opinions_needed: int = OPINIONS_NEEDED

    def __post_init__(self) -> None:
        faults = _faults(self)
        if faults:
            raise Refused(*faults)

    @property
    def askable(self) -> tuple[Question, ...]:
        """The questions that do not rest, best first: core, pinned, then by worth a minute, then the least exposed."""
        pinned = {pin.question for pin in self.pins}
        awake = (q for q in self.questions if q.key in self.core or not self.rests(q))
        return tuple(sorted(awake, key=lambda q: (q.key not in self.core, q.key not in pinned, -q.worth / q.minutes,
                                                  q.exposure, q.key)))

    @property
    def competencies(self) -> tuple[str, ...]:
        """Those with a weight, a must-have or a question, heaviest first."""
        named = {*self.weights, *self.must_haves, *(q.competency for q in self.questions)}
        return tuple(sorted(named, key=lambda k: (-self.weights.get(k, 0.0), k)))

    @property
    def fixed(self) -> frozenset[str]:
        """Questions that must be asked: core and pinned."""
        return self.core | {pin.question for pin in self.pins if pin.question is not None}

    def rests(self, question: Question) -> bool:
        """Whether the question was asked more often than the limit allows; without a limit none rests."""
        return self.exposure_limit is not None and question.exposure > self.exposure_limit

    def free_for(self, competency: str) -> tuple[Interviewer, ...]:
        """Who is qualified for the competency and may take another interview that week."""
        return tuple(i for i in self.interviewers if competency in i.qualified and i.load_left > 0)


def _faults(problem: PlanProblem) -> Reasons:
    questions = {q.key for q in problem.questions}
    interviews = {v.key for v in problem.interviews}
    interviewers = {i.key for i in problem.interviewers}
    found = [Reason("plan.negative-weight", {"competency": k}) for k, w in problem.weights.items() if not 0 <= w < 1e9]
    found += [Reason("plan.no-minutes", {"question": q.key}) for q in problem.questions if q.minutes <= 0]
    found += [Reason("plan.no-worth", {"question": q.key}) for q in problem.questions if not 0 < q.worth < 1e9]
    found += [Reason("plan.unknown-question", {"question": key}) for key in sorted(problem.core - questions)]
    counts = {"question": (problem.questions, questions), "interview": (problem.interviews, interviews),
              "interviewer": (problem.interviewers, interviewers)}
    found += [Reason("plan.named-twice", {"kind": kind}) for kind, (all_, keys) in counts.items()
              if len(all_) > len(keys)]
    for pin in problem.pins:
        found += [Reason("plan.unknown-interview", {"interview": pin.interview})] * (pin.interview not in interviews)
        if pin.question is not None and pin.question not in questions:
            found.append(Reason("plan.unknown-question", {"question": pin.question}))
        if pin.interviewer is not None and pin.interviewer not in interviewers:
            found.append(Reason("plan.unknown-interviewer", {"interviewer": pin.interviewer}))
    return tuple(found)
