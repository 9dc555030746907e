"""Checking and loading everything that is packaged, for page and command alike.

Bank and curriculum check themselves; here are ramp shapes, pay plans and the code of conduct.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from curricula.loader import ACCOUNT_EXECUTIVE, read_curriculum
from webapp.commands.plain_sentences import plain
from workflows.authored import AuthoredInvalid, Document, Problem, read_document, read_text, refuse_problems
from workflows.content import packaged
from workflows.content.records import ContentVersion
from workflows.errors import Refused
from workflows.pay.plans import plan_from
from workflows.permits import Actor
from workflows.ramp.authored import shape_from

READERS: tuple[tuple[str, Callable[[Mapping[str, Any]], object]], ...] = (
    ("ramp_shapes", shape_from), ("pay_plans", lambda body: plan_from(body, "check")))
STEP = re.compile(r"([\w-]+)|\[(\d+)\]")


def check() -> list[Problem]:
    """Every problem of every packaged file, named as it is found from the project's folder; loads nothing."""
    terms = [each.within(packaged.FOLDER.name) for each in problems(packaged.FOLDER)]
    return sorted({*packaged.check(), *terms})


def load(actor: Actor) -> list[ContentVersion]:
    """Load all of it. Raises AuthoredInvalid with every problem before anything is loaded."""
    refuse_problems(check())
    return packaged.load_all(actor)


def left_alone(versions: Iterable[ContentVersion]) -> list[str]:
    """Names of the profiles that these versions did not touch because they were shaped in the app."""
    return [name for version in versions for name in version.body.get("left_profiles", ())]


def problems(root: Path) -> list[Problem]:
    """Every problem of the ramp shapes, pay plans and conduct under `root`, with file, line and field."""
    found: list[Problem] = []
    for folder, read in READERS:
        paths = sorted((root / folder).glob("*.toml"))
        if not paths:
            found.append(Problem(folder, 1, "", "is missing or empty; at least one .toml file is needed there"))
        for path in paths:
            document = read_document(path, root)
            found += [document.problem] if document.problem else _terms(document, read)
    return [*found, *_gates(root), *_conduct(root)]


def _terms(document: Document, read: Callable[[Mapping[str, Any]], object]) -> Iterator[Problem]:
    try:
        read(document.data)
    except Refused as refused:
        for reason in refused.reasons:
            field = str(reason.params.get("field", ""))
            yield Problem(document.file, document.line_of(*_place(field)), field, plain(reason))


def _gates(root: Path) -> Iterator[Problem]:
    """A gate that names a checkpoint or module which its curriculum does not have can never open."""
    try:
        curriculum = read_curriculum(ACCOUNT_EXECUTIVE)
    except AuthoredInvalid:
        return
    known = {"checkpoint": {each.key for each in curriculum.checkpoints},
             "modules": {each.key for each in curriculum.modules}}
    for path in sorted((root / "ramp_shapes").glob("*.toml")):
        document = read_document(path, root)
        if document.data.get("curriculum") != curriculum.key:
            continue
        for step, gate, name, key in _gate_keys(document.data):
            if key not in known[name]:
                place = ("steps", step, "gates", gate, name)
                yield Problem(document.file, document.line_of(*place), f"steps[{step + 1}].gates[{gate + 1}].{name}",
                              f"“{key}” is not in the curriculum “{curriculum.key}”")


def _gate_keys(data: Mapping[str, Any]) -> Iterator[tuple[int, int, str, str]]:
    for step, part in enumerate(data.get("steps", [])):
        for at, gate in enumerate(part.get("gates", [])):
            for name in ("checkpoint", "modules"):
                given = gate.get(name, [])
                for key in [given] if isinstance(given, str) else given:
                    yield step, at, name, key


def _conduct(root: Path) -> Iterator[Problem]:
    text, problem = read_text(root / "code_of_conduct.md", root)
    title, _, rest = text.partition("\n")
    if problem:
        yield problem
    elif not title.startswith("# ") or not rest.strip():
        yield Problem("code_of_conduct.md", 1, "", "must begin with a line “# Title” and go on with the text")


def _place(field: str) -> tuple[str | int, ...]:
    return tuple(int(number) - 1 if number else name for name, number in STEP.findall(field))
