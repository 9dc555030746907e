"""`onramp measure interview-plan`: questions, interviews and interviewers from a TOML file."""

from dataclasses import asdict

import click

from webapp.commands.tables import FILE, BadFile, print_json, read_toml
from webapp.commands.toml_fields import Fields
from workflows.errors import Refused
from workflows.measurement.interview_plan import (
    GAP,
    TIME_LIMIT,
    Interview,
    Interviewer,
    InterviewPlan,
    Pin,
    PlanProblem,
    Question,
    Solver,
    plan_interviews,
)
from workflows.measurement.plan_problem import MOST_COMPETENCIES, OPINIONS_NEEDED


@click.command("interview-plan")
@click.argument("file", type=FILE)
@click.option("--solver", type=click.Choice(list(Solver)), default=Solver.MILP, show_default=True)
@click.option("--gap", type=click.FloatRange(0, 1), default=GAP, show_default=True, help="Share of the best value.")
@click.option("--seconds", type=click.FloatRange(0.1), default=TIME_LIMIT, show_default=True, help="Time limit.")
def interview_plan(file: str, solver: Solver, gap: float, seconds: float):
    """Which questions, in which interview, by whom, in the minutes there are.

    \b
    FILE is TOML:
      must_haves, core    lists of competencies and of questions (optional)
      exposure_limit      a question asked more often rests (optional)
      most_competencies   per interview (4)
      opinions_needed     interviewers per must-have (2)
      [weights]           competency = gap weight
      [[questions]]       key, competency, minutes; worth (1), exposure (0)
      [[interviews]]      key, minutes
      [[interviewers]]    key, qualified (list of competencies); load_left (1)
      [[pins]]            interview, and question or interviewer or both

    JSON: asks, staff, coverage (competency × interview), information, gap, broken (rules no plan could keep), notes.
    """
    try:
        plan = plan_interviews(_problem(Fields(file, read_toml(file))), solver, gap=gap, seconds=seconds)
    except Refused as refusal:
        raise BadFile.refused(file, refusal) from refusal
    print_json(_answer(plan))


def _problem(fields: Fields) -> PlanProblem:
    weights = fields.part("weights")
    return PlanProblem(
        tuple(Question(row.text("key"), row.text("competency"), row.whole("minutes", low=1), row.number("worth", 1.0),
                       row.whole("exposure", 0)) for row in fields.rows("questions")),
        tuple(Interview(row.text("key"), row.whole("minutes")) for row in fields.rows("interviews")),
        tuple(Interviewer(row.text("key"), frozenset(row.texts("qualified")), row.whole("load_left", 1))
              for row in fields.rows("interviewers")),
        {competency: weights.number(competency, low=0) for competency in weights.values},
        frozenset(fields.texts("must_haves", [])), frozenset(fields.texts("core", [])),
        tuple(Pin(row.text("interview"), row.text("question") if "question" in row else None,
                  row.text("interviewer") if "interviewer" in row else None)
              for row in fields.rows("pins", needed=False)),
        exposure_limit=fields.whole("exposure_limit") if "exposure_limit" in fields else None,
        most_competencies=fields.whole("most_competencies", MOST_COMPETENCIES, low=1),
        opinions_needed=fields.whole("opinions_needed", OPINIONS_NEEDED, low=1))


def _answer(plan: InterviewPlan):
    return asdict(plan) | {"broken": [reason.as_json() for reason in plan.broken],
                           "notes": [reason.as_json() for reason in plan.notes]}
