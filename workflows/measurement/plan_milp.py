"""The interview plan as a mixed-integer program (HiGHS through scipy): the best plan, or the nearest when none fits."""

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from workflows.measurement.plan_answer import InterviewPlan, answer
from workflows.measurement.plan_greedy import greedy
from workflows.measurement.plan_problem import Interview, PlanProblem, Question

Var = tuple[Any, ...]
BREAKS = {"pin": 4.0, "core": 2.0, "opinion": 1.0}  # what costs most to break is kept first


def milp_plan(problem: PlanProblem, *, gap: float, seconds: float) -> InterviewPlan:
    """Exact within `gap` of the best value if `seconds` suffice, else the best found by then, never below greedy's."""
    quick = greedy(problem)
    if not problem.interviews or not problem.askable:
        return quick
    until = time.monotonic() + seconds
    model = _Model(problem)
    found = model.solve(model.gains(), gap, until)
    if found is None:
        least = model.solve(model.breaks(), 0.0, until, elastic=True)
        if least is not None:
            model.row(model.breaks(), high=round(sum(model.breaks()[v] * least[0][v] for v in model.breaks())) + 1e-6)
            found = model.solve(model.gains(), gap, until, elastic=True) or least
    if found is None:
        return quick
    plan = answer(problem, *model.read(found[0]), "milp", found[1])
    return quick if (len(quick.broken), -quick.information) < (len(plan.broken), -plan.information - 1e-9) else plan


class _Model:
    """Variables by name. n: how many of a group of interchangeable questions are asked in an interview; z: a
    competency is rated there; y: who holds it; p, q: steps of opinions and further questions gained; e: rules broken.
    """

    def __init__(self, problem: PlanProblem) -> None:
        self.problem = problem
        self.place: dict[Var, int] = {}
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[dict[Var, float], float, float]] = []
        self.groups: dict[Var, list[Question]] = {}
        for question in problem.askable:
            alone = question.key if question.key in problem.fixed else None
            self.groups.setdefault((question.competency, question.minutes, question.worth, alone), []).append(question)
        self._interviews()
        self._gains()
        self._wishes()

    def var(self, name: Var, upper: float = 1.0, whole: bool = True, low: float = 0.0) -> Var:
        if name not in self.place:
            self.place[name] = len(self.place)
            self.lower.append(low)
            self.upper.append(upper)
            self.whole.append(whole)
        return name

    def row(self, terms: Mapping[Var, float], low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append((dict(terms), low, high))

    def _interviews(self) -> None:
        problem = self.problem
        for interview in problem.interviews:
            v = interview.key
            for g, questions in self.groups.items():
                self.var(("n", g, v), min(len(questions), interview.minutes // g[1]))
            self.row({("n", g, v): g[1] for g in self.groups}, high=interview.minutes)
            self.row({self.var(("z", v, k)): 1 for k in problem.competencies}, high=problem.most_competencies)
            self.row({self.var(("y", v, i.key)): 1 for i in problem.interviewers}, high=1)
            for k in problem.competencies:
                self._rated(interview, k)
        for g, questions in self.groups.items():
            self.row({("n", g, v.key): 1 for v in problem.interviews}, high=len(questions))
        for person in problem.interviewers:
            self.row({("y", v.key, person.key): 1 for v in problem.interviews}, high=min(1, max(0, person.load_left)))

    def _rated(self, interview: Interview, k: str) -> None:
        """A competency is rated in an interview exactly when something is asked of it there, by one who may."""
        v, groups = interview.key, [g for g in self.groups if g[0] == k]
        for g in groups:
            self.row({("n", g, v): 1, ("z", v, k): -self.upper[self.place["n", g, v]]}, high=0)
        self.row({**{("n", g, v): g[1] for g in groups}, ("z", v, k): -interview.minutes}, high=0)
        self.row({("z", v, k): 1, **{("n", g, v): -1 for g in groups}}, high=0)
        self.row({("z", v, k): 1, **{("y", v, i.key): -1 for i in self.problem.free_for(k)}}, high=0)

    def _gains(self) -> None:
        steps = self.problem.information
        for k in self.problem.competencies:
            rated = {("z", v.key, k): 1.0 for v in self.problem.interviews}
            asked = {("n", g, v.key): -g[2] for v in self.problem.interviews for g in self.groups if g[0] == k}
            opinions = {self.var(("p", k, j), whole=False): 1.0 for j in range(len(steps.opinions))}
            further = {self.var(("q", k, j), whole=False, low=-len(rated) if j == 0 else 0.0): 1.0
                       for j in range(len(steps.questions))}
            self.row({**opinions, **dict.fromkeys(rated, -1.0)}, high=0)
            self.row({**further, **rated, **asked}, high=0)

    def _wishes(self) -> None:
        problem = self.problem
        group = {q.key: g for g, questions in self.groups.items() for q in questions}
        for k in problem.must_haves:
            self._wish(("opinion", k), {("z", v.key, k): 1 for v in problem.interviews}, problem.opinions_needed)
        for key in problem.core:
            self._wish(("core", key), {("n", group[key], v.key): 1 for v in problem.interviews}, 1)
        for pin in problem.pins:
            if pin.question is not None:
                asked = {("n", group[pin.question], pin.interview): 1} if pin.question in group else {}
                self._wish(("pin", pin.interview, pin.question), asked, 1)
            if pin.interviewer is not None:
                self._wish(("pin", pin.interview, pin.interviewer), {("y", pin.interview, pin.interviewer): 1}, 1)

    def _wish(self, name: Var, terms: Mapping[Var, float], at_least: float) -> None:
        self.row({**terms, self.var(("e", *name), at_least): 1}, low=at_least)

    def gains(self) -> dict[Var, float]:
        """What to minimise: information, negative."""
        steps = {"p": self.problem.information.opinions, "q": self.problem.information.questions}
        return {name: -self.problem.weights.get(name[1], 0.0) * steps[name[0]][name[2]]
                for name in self.place if name[0] in steps}

    def breaks(self) -> dict[Var, float]:
        return {name: BREAKS[name[1]] for name in self.place if name[0] == "e"}

    def solve(self, costs: Mapping[Var, float], gap: float, until: float,
              elastic: bool = False) -> tuple[dict[Var, float], float] | None:
        """Values by name and the proven gap; None when there is no such plan, or none was found in time."""
        cost = np.zeros(len(self.place))
        for name, value in costs.items():
            cost[self.place[name]] = value
        upper = np.array([0.0 if name[0] == "e" and not elastic else self.upper[i] for name, i in self.place.items()])
        left = until - time.monotonic()
        if left <= 0:
            return None
        result = milp(cost, integrality=np.array(self.whole, int), bounds=Bounds(self.lower, upper),
                      constraints=self._constraints(), options={"mip_rel_gap": gap, "time_limit": left})
        if result.x is None:
            return None
        return {name: float(result.x[i]) for name, i in self.place.items()}, float(result.mip_gap or 0.0)

    def _constraints(self) -> LinearConstraint:
        at = [(row, self.place[name], value)
              for row, (terms, _, _) in enumerate(self.rows) for name, value in terms.items()]
        rows, columns, values = (np.array(each) for each in zip(*at, strict=True))
        matrix = csr_array((values.astype(float), (rows, columns)), shape=(len(self.rows), len(self.place)))
        return LinearConstraint(matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows])

    def read(self, values: Mapping[Var, float]) -> tuple[dict[str, str], dict[str, str]]:
        """Question → interview, best of each group first, and interview → interviewer."""
        asks: dict[str, str] = {}
        for g, questions in self.groups.items():
            ready = iter(questions)
            for interview in self.problem.interviews:
                for _ in range(round(values["n", g, interview.key])):
                    asks[next(ready).key] = interview.key
        staff = {name[1]: name[2] for name, value in values.items() if name[0] == "y" and value > 0.5}
        return asks, staff
