"""An interview plan by plain choices in order: pins, core questions, must-haves twice, then most gained per minute."""

from collections.abc import Iterable

from workflows.measurement.plan_answer import InterviewPlan, answer
from workflows.measurement.plan_problem import Interview, PlanProblem, Question


def greedy(problem: PlanProblem) -> InterviewPlan:
    """Good within a few percent and immediate; it does not know how far it is from the best plan."""
    draft = _Draft(problem, _staffed(problem))
    for pin in problem.pins:
        draft.ask_first((q for q in draft.problem.askable if q.key == pin.question), {pin.interview})
    for question in problem.askable:
        if question.key in problem.core:
            draft.ask_first([question])
    for competency in problem.competencies:
        if competency in problem.must_haves:
            draft.second_opinions(competency)
    while draft.ask_best():
        pass
    return answer(problem, draft.asks, draft.staff, "greedy", None)


def _staffed(problem: PlanProblem) -> dict[str, str]:
    """Each interviewer at most once; longest interviews first, each to whom adds most to the others' qualifications."""
    free = {i.key: i for i in problem.interviewers if i.load_left > 0}
    staff: dict[str, str] = {}
    for pin in problem.pins:
        if pin.interviewer in free and pin.interview not in staff and pin.interviewer not in staff.values():
            staff[pin.interview] = pin.interviewer
    covered = [k for key in staff.values() for k in free[key].qualified]
    for interview in sorted(problem.interviews, key=lambda v: -v.minutes):
        rest = [i for key, i in free.items() if key not in staff.values()]
        if interview.key not in staff and rest:
            chosen = max(rest, key=lambda i: sum(_worth(problem, k, covered.count(k)) for k in i.qualified))
            staff[interview.key] = chosen.key
            covered += chosen.qualified
    return staff


def _worth(problem: PlanProblem, competency: str, opinions: int) -> float:
    steps = problem.information.opinions
    gain = problem.weights.get(competency, 0.0) * (steps[opinions] if opinions < len(steps) else 0.0)
    needed = competency in problem.must_haves and opinions < problem.opinions_needed
    return gain + 1000.0 * needed


class _Draft:
    """A plan in the making: every question it holds keeps the limits of time, qualification and competencies."""

    def __init__(self, problem: PlanProblem, staff: dict[str, str]) -> None:
        self.problem, self.staff = problem, staff
        self.asks: dict[str, str] = {}
        self.minutes = {v.key: v.minutes for v in problem.interviews}
        self.about: dict[str, set[str]] = {v.key: set() for v in problem.interviews}
        self.worth = dict.fromkeys(problem.competencies, 0.0)
        qualified = {i.key: i.qualified for i in problem.interviewers}
        self.qualified = {v.key: qualified[staff[v.key]] if v.key in staff else frozenset()
                          for v in problem.interviews}

    def fits(self, question: Question, interview: str) -> bool:
        about = self.about[interview]
        return (question.key not in self.asks and question.minutes <= self.minutes[interview]
                and question.competency in self.qualified[interview]
                and (question.competency in about or len(about) < self.problem.most_competencies))

    def ask(self, question: Question, interview: str) -> None:
        self.asks[question.key] = interview
        self.minutes[interview] -= question.minutes
        self.about[interview].add(question.competency)
        self.worth[question.competency] += question.worth

    def ask_first(self, questions: Iterable[Question], only: set[str] | None = None, new: bool = False) -> bool:
        """The first question that fits, where its competency is new if possible (`new`: only there), then roomiest."""
        for question in questions:
            places = [v for v in self._roomiest() if (only is None or v.key in only) and self.fits(question, v.key)
                      and not (new and question.competency in self.about[v.key])]
            if places:
                self.ask(question, min(places, key=lambda v: question.competency in self.about[v.key]).key)
                return True
        return False

    def second_opinions(self, competency: str) -> None:
        questions = [q for q in self.problem.askable if q.competency == competency]
        wanted = self.problem.opinions_needed - sum(competency in about for about in self.about.values())
        for _ in range(max(0, wanted)):
            self.ask_first(questions, new=True)

    def ask_best(self) -> bool:
        """The question and interview that gain most per minute; False when nothing gains."""
        best: tuple[float, Question, str] | None = None
        seen = set()
        for question in self.problem.askable:
            kind = question.competency, question.minutes, question.worth
            if question.key in self.asks or kind in seen:
                continue
            seen.add(kind)
            for interview in (v for v in self._roomiest() if self.fits(question, v.key)):
                gain = self._gain(question, interview.key)
                if gain > 1e-12 and (best is None or gain / question.minutes > best[0] + 1e-12):
                    best = gain / question.minutes, question, interview.key
        if best is not None:
            self.ask(best[1], best[2])
        return best is not None

    def _gain(self, question: Question, interview: str) -> float:
        k, steps = question.competency, self.problem.information
        opinions = sum(k in about for about in self.about.values())
        then = steps.gained(opinions + (k not in self.about[interview]), self.worth[k] + question.worth)
        return self.problem.weights.get(k, 0.0) * (then - steps.gained(opinions, self.worth[k]))

    def _roomiest(self) -> list[Interview]:
        return sorted(self.problem.interviews, key=lambda v: -self.minutes[v.key])
