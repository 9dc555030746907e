"""What the page of a plan lists, in rows: its modules, and why each of them is there or is not needed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from workflows.content.records import ModuleVersion
from workflows.db import db
from workflows.interviewing.records import DebriefLine, DebriefLineRating, Rating, Scorecard
from workflows.onboarding.authored_modules import Placing, key_of, placings
from workflows.onboarding.machine import AssignmentState
from workflows.onboarding.queries import CLOSED, line_facts
from workflows.onboarding.records import Assignment, WaiverReason, Why
from workflows.onboarding.rules import views
from workflows.people.records import Competency, User
from workflows.recruiting.records import OpeningGap


@dataclass(frozen=True)
class Ground:
    """Why a module is in a plan. With a debrief behind it: the `level` needed, by how many of `raters` seen `below`."""

    why: Why
    waiver: WaiverReason | None
    proof: dict[str, Any]
    competency: str
    of_debrief: bool
    level: int = 0
    raters: int = 0
    below: int = 0


@dataclass(frozen=True)
class Row:
    """One module of a plan."""

    id: int
    state: AssignmentState
    key: str
    title: str
    due_on: date
    owner: str
    placing: Placing
    ground: Ground

    @property
    def closed(self) -> bool:
        return self.state in CLOSED


OF_PLAN = Assignment.plan_id == sa.bindparam("plan_id")
LISTED = (
    sa.select(Assignment.id, Assignment.state, Assignment.due_on, Assignment.why, Assignment.waiver,
              Assignment.waiver_evidence, Assignment.debrief_line_id, ModuleVersion.id, ModuleVersion.content_hash,
              ModuleVersion.lineage, ModuleVersion.title, Competency.name, User.name, OpeningGap.level)
    .join(ModuleVersion, ModuleVersion.id == Assignment.module_version_id).join(User, User.id == Assignment.owner_id)
    .outerjoin(Competency, Competency.id == ModuleVersion.competency_id)
    .outerjoin(DebriefLine, DebriefLine.id == Assignment.debrief_line_id)
    .outerjoin(OpeningGap, OpeningGap.id == DebriefLine.opening_gap_id).where(OF_PLAN).order_by(Assignment.position))
GIVEN = (
    sa.select(DebriefLineRating.line_id, Scorecard.author_id, Rating.level)
    .join(Rating, Rating.id == DebriefLineRating.rating_id).join(Scorecard, Scorecard.id == Rating.scorecard_id)
    .where(DebriefLineRating.line_id.in_(sa.select(Assignment.debrief_line_id).where(OF_PLAN)),
           Rating.level.is_not(None)))


def rows_of(plan_id: int) -> list[Row]:
    """The modules of a plan in their order; for a plan that was loaded for its reader."""
    found = db.session.execute(LISTED, {"plan_id": plan_id}).all()
    given: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for line_id, author_id, level in db.session.execute(GIVEN, {"plan_id": plan_id}):
        given[line_id].append((author_id, level or 0))
    known = placings({row[7]: row[8] for row in found})
    rows = []
    for (key, state, due_on, why, waiver, proof, line_id, module_id, _, lineage, title, competency, owner,
         level) in found:
        at_level, below = views(given[line_id], level) if line_id else (0, 0)
        ground = Ground(why, waiver, proof or {}, competency or "", line_id is not None, level or 0, at_level + below,
                        below)
        rows.append(Row(key, state, key_of(lineage), title, due_on, owner, known[module_id], ground))
    return rows


def ground_of(assignment: Assignment) -> Ground:
    """The same of one module that was loaded with its debrief line."""
    line, competency = assignment.debrief_line, assignment.module.competency
    seen = line_facts(line) if line else None
    return Ground(assignment.why, assignment.waiver, assignment.waiver_evidence or {},
                  competency.name if competency else "", line is not None, *(
                      (seen.level, seen.raters, seen.below) if seen else ()))
