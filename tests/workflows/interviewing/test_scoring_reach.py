"""No demographic field can be reached from scoring code: neither by what it imports nor by what it reads."""

import ast
import re
from pathlib import Path

import pytest

import workflows
from tests.builders import interviewing as build
from tests.watching import statements
from workflows.interviewing.actions import calibration, fits
from workflows.interviewing.calibration_fit import Scored
from workflows.interviewing.panel_fit import Given, PanelData

ROOT = Path(workflows.__file__).parent.parent
DEMOGRAPHIC = re.compile(r"demograph|gender|\bsex(es)?\b|ethnic|\brace\b|racial|religio|disab|veteran|nationality"
                         r"|birth|\bage\b|pregnan|marital|orientation|pronoun|photo", re.IGNORECASE)
SCORING = ["workflows.interviewing.panel_fit", "workflows.interviewing.calibration_fit",
           *(f"workflows.measurement.{path.stem}" for path in sorted((ROOT / "workflows/measurement").glob("*.py"))
             if path.stem not in ("__init__", "adverse_impact"))]
READS = {"jobs", "scorecards", "scorecard_versions", "ratings", "interviews", "candidacies", "kit_questions",
         "openings", "opening_gaps", "competencies", "fits", "question_versions", "audit_entries", "audit_texts",
         "readings", "users", "role_grants", "reading_policies", "requisitions", "profiles", "content_versions",
         "module_versions", "debriefs"}
OF_USERS = {"id", "team_id", "deactivated_at"}
OF_DEBRIEFS = {"id", "candidacy_id", "decider_id", "state"}
"""Whose first words are still to come: who may see which figures follows from it, no figure does."""


def file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    found = [each for each in (path.with_suffix(".py"), path / "__init__.py") if each.exists()]
    return found[0] if found else None


def imported(module: str) -> set[str]:
    """Our own modules that this one imports, inside functions and for types too."""
    found = set()
    for node in ast.walk(ast.parse(file_of(module).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.startswith(("workflows", "webapp")) and file_of(name)}


def reached(modules: list[str]) -> set[str]:
    waiting, known = list(modules), set(modules)
    while waiting:
        new = imported(waiting.pop()) - known
        known |= new
        waiting += new
    return known


def fields_named(text: str) -> list[str]:
    """Demographic words among names and texts of the code, comments and docstrings of modules left out."""
    tree = ast.parse(text)
    names = [node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else node.arg
             for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute | ast.arg)]
    return [name for name in names if DEMOGRAPHIC.search(name.replace("_", " "))]


def test_the_search_overlooks_a_demographic_field():
    assert fields_named("def fit(people):\n    return [p.gender for p in people if p.age > 40]") == ["gender", "age"]
    assert DEMOGRAPHIC.search("SELECT demographics.ethnicity FROM demographics")


def test_scoring_code_imports_its_way_to_people():
    """Scoring knows statistics, reasons and errors: no record, no query, no database."""
    allowed = re.compile(r"workflows|workflows\.(measurement(\.\w+)?|errors|reasons|words|interviewing)"
                         r"|workflows\.interviewing\.(panel_fit|calibration_fit)")
    assert {module for module in reached(SCORING) if not allowed.fullmatch(module)} == set()
    assert "workflows.measurement.ratings_model" in reached(SCORING)


@pytest.mark.parametrize("module", SCORING)
def test_scoring_code_names_a_demographic_field(module):
    assert fields_named(file_of(module).read_text()) == []


def test_what_goes_into_a_fit_says_more_than_levels():
    assert list(Given.__dataclass_fields__) == ["candidate", "interviewer", "competency", "question", "level"]
    assert list(PanelData.__dataclass_fields__) == ["given", "candidates", "gaps", "team", "taught", "askable",
                                                    "opening"]
    assert list(Scored.__dataclass_fields__) == ["candidate", "interviewer", "competency", "question", "quarter",
                                                 "level"]


def test_the_jobs_read_a_table_or_column_about_who_somebody_is(session, app, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 2))
    build.another(panel, (3, None))
    opening_id = panel.opening.id
    session.remove()
    with statements(app, "SELECT|WITH") as seen:
        fits.fit_opening(opening_id)
        fits.fit_readers(opening_id)
        calibration.calibrate_interviewing("2026-03-04")
    assert len(seen) > 8
    tables = {name for each in seen for name in re.findall(r"(?:FROM|JOIN) ([a-z_]+)", each)}
    assert "ratings" in tables
    assert tables - READS == set()
    assert {column for each in seen for column in re.findall(r"\bdebriefs\.(\w+)", each)} <= OF_DEBRIEFS
    assert {column for each in seen for column in re.findall(r"\busers\.(\w+)", each)} <= OF_USERS
    assert [each for each in seen if DEMOGRAPHIC.search(each.replace("_", " "))] == []
