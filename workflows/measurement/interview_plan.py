"""Which questions, by whom, in the minutes there are: one interface, two ways to solve it."""

from enum import StrEnum

from workflows.measurement.plan_answer import Ask, Cell, InterviewPlan, information
from workflows.measurement.plan_greedy import greedy
from workflows.measurement.plan_problem import (
    Information,
    Interview,
    Interviewer,
    Pin,
    PlanProblem,
    Question,
)

__all__ = ["GAP", "TIME_LIMIT", "Ask", "Cell", "Information", "Interview", "InterviewPlan", "Interviewer", "Pin",
           "PlanProblem", "Question", "Solver", "information", "plan_interviews"]

TIME_LIMIT = 5.0
GAP = 0.005


class Solver(StrEnum):
    GREEDY = "greedy"
    MILP = "milp"


def plan_interviews(problem: PlanProblem, solver: Solver = Solver.GREEDY, *, gap: float = GAP,
                    seconds: float = TIME_LIMIT) -> InterviewPlan:
    """The plan that gains most information about what the team lacks, and the rules it could not keep.

    Never broken: each question at most once, one interviewer per interview and one interview per interviewer, who is
    qualified and has load left, minutes, at most four competencies an interview. Kept if any plan can: pins, core
    questions, two opinions on each must-have; else the nearest plan is returned with `broken` saying which and why.
    `gap` (share of the best value) and `seconds` bound the exact solver. Raises Refused on a problem that names what
    it does not hold. Order of the input does not matter to the value.
    """
    if solver is Solver.GREEDY:
        return greedy(problem)
    from workflows.measurement.plan_milp import milp_plan  # slow import

    return milp_plan(problem, gap=gap, seconds=seconds)
