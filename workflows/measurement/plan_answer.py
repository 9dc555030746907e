"""An interview plan: who asks what in which interview, what that is worth, and which rules it had to break."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflows.measurement.plan_problem import Pin, PlanProblem, Question
from workflows.reasons import Reason, Reasons

Asks = Mapping[str, str]  # question → interview
Staff = Mapping[str, str]  # interview → interviewer


@dataclass(frozen=True)
class Ask:
    question: str
    competency: str
    interview: str
    interviewer: str
    minutes: int


@dataclass(frozen=True)
class Cell:
    """One filled cell of the coverage matrix competency × interview."""

    competency: str
    interview: str
    interviewer: str
    questions: int
    minutes: int


@dataclass(frozen=True)
class InterviewPlan:
    """`information` is the weighted sum a solver maximises; `gap` how far it may be from the best, as a share of it
    (None: not known). `broken` are the rules no plan could keep, `notes` what else is worth saying."""

    asks: tuple[Ask, ...]
    staff: Staff
    coverage: tuple[Cell, ...]
    information: float
    by_competency: Mapping[str, float]
    solver: str
    gap: float | None
    broken: Reasons
    notes: Reasons


def answer(problem: PlanProblem, asks: Asks, staff: Staff, solver: str, gap: float | None) -> InterviewPlan:
    """The plan as a person reads it; questions that add nothing and nobody insisted on are left out."""
    asks = _useful(problem, asks)
    questions = {q.key: q for q in problem.questions}
    place = {v.key: n for n, v in enumerate(problem.interviews)}
    rank = {k: n for n, k in enumerate(problem.competencies)}
    rows = [Ask(key, questions[key].competency, interview, staff[interview], questions[key].minutes)
            for key, interview in asks.items()]
    rows.sort(key=lambda ask: (place[ask.interview], rank[ask.competency], ask.question))
    worth = information(problem, asks)
    return InterviewPlan(tuple(rows), dict(staff), _coverage(rows), sum(worth.values()), worth, solver, gap,
                         broken_rules(problem, asks, staff), _notes(problem, asks, staff))


def information(problem: PlanProblem, asks: Asks) -> dict[str, float]:
    """Gap weight × concave information, per competency."""
    places: dict[str, set[str]] = {k: set() for k in problem.competencies}
    worth = dict.fromkeys(problem.competencies, 0.0)
    for question in problem.questions:
        if question.key in asks:
            places[question.competency].add(asks[question.key])
            worth[question.competency] += question.worth
    return {k: problem.weights.get(k, 0.0) * problem.information.gained(len(places[k]), worth[k])
            for k in problem.competencies}


def broken_rules(problem: PlanProblem, asks: Asks, staff: Staff) -> Reasons:
    """What the plan leaves undone, each with why. Limits of time, load and qualification are never broken."""
    return (*_pins_left_out(problem, asks, staff), *_core_left_out(problem, asks), *_lone_opinions(problem, asks))


def _pins_left_out(problem: PlanProblem, asks: Asks, staff: Staff) -> Iterable[Reason]:
    for pin in problem.pins:
        if pin.question is not None and asks.get(pin.question) != pin.interview:
            yield Reason(_why_not_pinned(problem, pin, pin.question),
                         {"interview": pin.interview, "question": pin.question})
        if pin.interviewer is not None and staff.get(pin.interview) != pin.interviewer:
            person = next(i for i in problem.interviewers if i.key == pin.interviewer)
            yield Reason("plan.pin-no-load-left" if person.load_left < 1 else "plan.pin-interviewer-does-not-fit",
                         {"interview": pin.interview, "interviewer": pin.interviewer})


def _why_not_pinned(problem: PlanProblem, pin: Pin, key: str) -> str:
    question = next(q for q in problem.questions if q.key == key)
    interview = next(v for v in problem.interviews if v.key == pin.interview)
    wanted = {p.interviewer for p in problem.pins if p.interview == pin.interview and p.interviewer is not None}
    if problem.rests(question) and key not in problem.core:
        return "plan.pin-question-rests"
    if question.minutes > interview.minutes:
        return "plan.pin-too-long"
    free = problem.free_for(question.competency)
    if not free or (wanted and not wanted & {i.key for i in free}):
        return "plan.pin-not-qualified"
    return "plan.pin-question-does-not-fit"


def _core_left_out(problem: PlanProblem, asks: Asks) -> Iterable[Reason]:
    longest = max((v.minutes for v in problem.interviews), default=0)
    for question in problem.questions:
        if question.key in problem.core and question.key not in asks:
            code = ("plan.core-nobody-qualified" if not problem.free_for(question.competency)
                    else "plan.core-too-long" if question.minutes > longest else "plan.core-does-not-fit")
            yield Reason(code, {"question": question.key, "competency": question.competency})


def _lone_opinions(problem: PlanProblem, asks: Asks) -> Iterable[Reason]:
    about = {q.key: q.competency for q in problem.questions}
    for competency in problem.competencies:
        found = len({interview for question, interview in asks.items() if about[question] == competency})
        if competency not in problem.must_haves or found >= problem.opinions_needed:
            continue
        qualified = len(problem.free_for(competency))
        questions = sum(q.competency == competency for q in problem.askable)
        code = ("plan.must-have-too-few-qualified" if qualified < problem.opinions_needed
                else "plan.must-have-too-few-questions" if questions < problem.opinions_needed
                else "plan.must-have-does-not-fit")
        yield Reason(code, {"competency": competency, "opinions": found, "needed": problem.opinions_needed,
                            "qualified": qualified, "questions": questions})


def _notes(problem: PlanProblem, asks: Asks, staff: Staff) -> Reasons:
    idle = [v.key for v in problem.interviews if v.key not in staff or v.key not in asks.values()]
    resting = [q.key for q in problem.questions if problem.rests(q) and q.key not in problem.core]
    return (*(Reason("plan.interview-not-needed" if key in staff else "plan.interview-unstaffed", {"interview": key})
              for key in idle),
            *((Reason("plan.questions-rest", {"questions": resting}),) if resting else ()))


def _useful(problem: PlanProblem, asks: Asks) -> dict[str, str]:
    kept = dict(asks)
    for question in sorted(problem.questions, key=_least_wanted):
        if question.key in kept and question.key not in problem.fixed:
            without = {key: interview for key, interview in kept.items() if key != question.key}
            if _as_good(problem, without, kept):
                kept = without
    return kept


def _as_good(problem: PlanProblem, fewer: Asks, asks: Asks) -> bool:
    if sum(information(problem, fewer).values()) < sum(information(problem, asks).values()) - 1e-12:
        return False
    return len(tuple(_lone_opinions(problem, fewer))) == len(tuple(_lone_opinions(problem, asks)))


def _least_wanted(question: Question) -> tuple[float, int, str]:
    return question.worth / question.minutes, -question.exposure, question.key


def _coverage(rows: Iterable[Ask]) -> tuple[Cell, ...]:
    cells: dict[tuple[str, str, str], list[int]] = {}
    for ask in rows:
        cells.setdefault((ask.competency, ask.interview, ask.interviewer), []).append(ask.minutes)
    return tuple(Cell(*place, len(minutes), sum(minutes)) for place, minutes in cells.items())
