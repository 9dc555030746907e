"""Pages: who did what to which record when, and the proof that nothing of it was changed."""

from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

from flask import request

from webapp.access import actor, company, needs
from webapp.admin import bp
from webapp.admin.ledger_words import KINDS, cause_word, deed, kind_word, states
from webapp.answers import page
from webapp.forms import asked
from webapp.numbers import whole
from webapp.paging import Pages, asked_page
from webapp.spreadsheet import csv_answer
from webapp.translating import gettext as _
from webapp.where import way_to
from workflows import proving
from workflows.db import db
from workflows.insights import history
from workflows.insights.history import Asked, Line
from workflows.permits import Role

KEEPERS = (Role.operations, Role.admin)
MOST = 10_000


@bp.get("/audit")
@needs(*KEEPERS)
def audit():
    """The ledger as sentences, newest first."""
    wanted, number = _asked(), min(asked_page(), MOST)
    lines, more = history.lines(actor(), wanted, number)
    if not lines and number > 1:
        lines, more = history.lines(actor(), wanted, number := 1)
    given = {name: value for name, value in request.args.items() if name != "page" and value}
    sealed_at, unsealed = history.sealing()
    return page("admin/audit.html", rows=[_shown(line) for line in lines], wanted=wanted, given=given,
                pages=Pages(number, number + more), kinds=KINDS, sealed_at=sealed_at, unsealed=unsealed)


@bp.get("/audit/proof")
@company(*KEEPERS)
def audit_proof():
    """Recomputes the chain and names what does not fit."""
    proof = proving.verify(db.session())
    return page("admin/audit_proof.html", proof=proof)


@bp.get("/audit.csv")
@needs(*KEEPERS)
def audit_file():
    """What the page shows, as a table, at most 10,000 entries."""
    lines, _more = history.lines(actor(), _asked(), size=MOST)
    head = ("entry", "at (UTC)", "who", "did", "to", "name", "number", "from", "to state", "sealed")
    return csv_answer("audit.csv", head, _cells(lines))


def _cells(lines: list[Line]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        entry = line.entry
        if not line.sound:
            yield entry.id, "", "", _("changed after it was written"), "", "", "", "", "", entry.seal_id is not None
            continue
        before, after = states(entry) or ("", "")
        yield (entry.id, entry.at.astimezone(UTC).isoformat(), line.who, entry.verb, entry.record_kind, line.name,
               entry.record_id, before, after, entry.seal_id is not None)


def _shown(line: Line) -> dict[str, Any]:
    entry = line.entry
    if not line.sound:
        return {"broken": entry.id, "sealed": entry.seal_id is not None}
    system = entry.actor_kind == "system"
    who = cause_word(line.who) if system else line.who or _("Somebody erased")
    return {"at": entry.at, "who": who, "system": system,
            "deed": deed(entry), "kind": kind_word(entry.record_kind), "name": line.name, "states": states(entry),
            "written": line.written, "href": way_to(entry.record_kind, entry.record_id),
            "sealed": entry.seal_id is not None}


def _asked() -> Asked:
    kind = asked("kind")
    return Asked(who=asked("who"), kind=kind if kind in KINDS else "", record_id=request.args.get("id", None, whole),
                 from_on=_day("from"), until_on=_day("until"))


def _day(name: str) -> date | None:
    found = request.args.get(name, None, date.fromisoformat)
    return found if found and 1970 <= found.year <= 9000 else None
