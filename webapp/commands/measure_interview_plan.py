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
    rows = {name: fields.rows(name) for name in ("questions", "interviews", "interviewers")}
    keys = {name: _keys(each) for name, each in rows.items()}
    core = frozenset(fields.texts("core", []))
    for name in sorted(core - keys["questions"]):
        fields.bad("core", f"names the question “{name}”, which is not in the bank")
    problem = PlanProblem(
        tuple(_question(row) for row in rows["questions"]),
        tuple(Interview(row.text("key"), row.whole("minutes")) for row in rows["interviews"]),
        tuple(Interviewer(row.text("key"), frozenset(row.texts("qualified")), row.whole("load_left", 1))
              for row in rows["interviewers"]),
        {competency: weights.number(competency, low=0) for competency in weights.values},
        frozenset(fields.texts("must_haves", [])), core,
        tuple(_pin(row, keys) for row in fields.rows("pins", needed=False)),
        exposure_limit=fields.whole("exposure_limit") if "exposure_limit" in fields else None,
        most_competencies=fields.whole("most_competencies", MOST_COMPETENCIES, low=1),
        opinions_needed=fields.whole("opinions_needed", OPINIONS_NEEDED, low=1))
    fields.refuse_unknown()
    return problem


def _question(row: Fields) -> Question:
    worth = row.number("worth", 1.0)
    if worth <= 0:
        row.bad("worth", "is not above 0")
    return Question(row.text("key"), row.text("competency"), row.whole("minutes", low=1), worth,
                    row.whole("exposure", 0))


def _keys(rows: list[Fields]) -> set[str]:
    found: set[str] = set()
    for row in rows:
        key = row.text("key")
        if key in found:
            row.bad("key", f"“{key}” is there twice")
        found.add(key)
    return found


def _pin(row: Fields, keys: dict[str, set[str]]) -> Pin:
    """One pin; what it names has to be in the file."""
    named = {each: row.text(each) for each in ("interview", "question", "interviewer") if each in row}
    if "interview" not in named or len(named) == 1:
        row.bad("interview", "a pin names an interview, and a question or an interviewer or both")
    for each, key in named.items():
        if key not in keys[f"{each}s"]:
            row.bad(each, f"“{key}” is not among the {each}s of the file")
    return Pin(named["interview"], named.get("question"), named.get("interviewer"))


def _answer(plan: InterviewPlan):
    return asdict(plan) | {"broken": [reason.as_json() for reason in plan.broken],
                           "notes": [reason.as_json() for reason in plan.notes]}
