"""The packs that come with Onramp, and loading all of them."""

import tomllib
from pathlib import Path
from typing import Any

import curricula
from curricula.loader import ACCOUNT_EXECUTIVE, read_curriculum
from question_banks.loader import SALES, read_bank
from workflows.authored import AuthoredInvalid, Problem
from workflows.content.actions import load_bank, load_curriculum, load_pack
from workflows.content.records import ContentVersion, PackKind
from workflows.permits import Actor

FOLDER = Path(curricula.__file__).parent
TOML_PACKS = ((PackKind.ramp_shape, "ramp_shapes"), (PackKind.pay_plan, "pay_plans"))


def check() -> list[Problem]:
    """Every problem of the packaged bank and curriculum. Who reads the terms in the other packs checks those: see
    `webapp.packs`, which asks both."""
    problems: list[Problem] = []
    for read, folder in ((read_bank, SALES), (read_curriculum, ACCOUNT_EXECUTIVE)):
        try:
            read(folder)
        except AuthoredInvalid as invalid:
            problems += [each.within(f"{folder.parent.name}/{folder.name}") for each in invalid.problems]
    return problems


def files() -> list[tuple[str, bytes]]:
    """Every packaged file with its path inside the pack folders, to take home, change and load again."""
    found = []
    for root, name in ((SALES.parent, "question_banks"), (FOLDER, "curricula")):
        found += [(f"{name}/{path.relative_to(root)}", path.read_bytes()) for path in sorted(root.rglob("*"))
                  if path.suffix in (".toml", ".md") and path.is_file()]
    return found


def load_all(actor: Actor) -> list[ContentVersion]:
    """Load bank, curriculum, ramp shapes, pay plans and code of conduct. Raises AuthoredInvalid before anything when
    bank or curriculum is not in order; the terms of the others are taken as they are."""
    bank, curriculum = read_bank(SALES), read_curriculum(ACCOUNT_EXECUTIVE)
    terms: list[tuple[PackKind, dict[str, Any]]] = [
        (kind, tomllib.loads(path.read_text()))
        for kind, folder in TOML_PACKS for path in sorted((FOLDER / folder).glob("*.toml"))]
    loaded = [load_bank(actor, bank), load_curriculum(actor, curriculum)]
    loaded += [load_pack(actor, kind, body["key"], body["title"], body) for kind, body in terms]
    text = (FOLDER / "code_of_conduct.md").read_text()
    title, _, rest = text.removeprefix("# ").partition("\n")
    loaded.append(load_pack(actor, PackKind.conduct, "code-of-conduct", title.strip(), {"text": rest.strip()}))
    return loaded
