"""The audit says what was done in words of ours, whatever it was."""

import ast
from pathlib import Path

import workflows
from webapp.admin.jobs import WORDS
from webapp.admin.ledger_words import DEEDS, KINDS, NO_DEEDS, cause_word
from workflows import permits
from workflows.db import Base
from workflows.flow import FLOWS
from workflows.reactions import JOBS

MODULES = sorted(Path(workflows.__file__).parent.rglob("*.py"))


def test_the_audit_shows_a_verb_of_the_code(app):
    moves = {f"{name}.{trigger}" for name, flow in FLOWS.items() for trigger in flow.moves}
    declared = {verb for verb in permits.declared() if "_test." not in verb}
    assert declared - moves - set(DEEDS) - NO_DEEDS == set()
    assert (set(DEEDS) | NO_DEEDS) - declared == set()


def test_the_audit_shows_a_kind_of_record_of_the_code(app):
    """Every record that some verb is named after, or that a module of actions creates."""
    created = {node.args[0].func.id for path in MODULES for node in ast.walk(ast.parse(path.read_text()))
               if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "create"
               and node.args and isinstance(node.args[0], ast.Call) and isinstance(node.args[0].func, ast.Name)}
    kinds = {mapper.class_.__name__: getattr(mapper.class_, "KIND", "") for mapper in Base.registry.mappers}
    assert {kinds[name] for name in created if name in kinds} - set(KINDS) == set()
    assert (set(kinds.values()) & {verb.split(".")[0] for verb in permits.declared()}) - set(KINDS) == set()


def test_a_background_job_is_called_by_its_name_in_the_code():
    assert set(JOBS) == set(WORDS)


def test_what_moved_onramp_is_called_by_its_name_in_the_code(app):
    causes = {node.args[0].value for path in MODULES for node in ast.walk(ast.parse(path.read_text()))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "System"
              and isinstance(node.args[0], ast.Constant)} | set(JOBS)
    assert {cause for cause in causes if "." in cause} > set(JOBS)
    assert {cause: cause_word(cause) for cause in causes if set(".:_") & set(cause_word(cause))} == {}
