"""What happened in a team since a moment: candidacies, certificates, ramp steps, modules done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from workflows.certification.records import Attempt, Certificate
from workflows.content.records import CheckpointVersion
from workflows.db import db
from workflows.onboarding.records import Assignment, Plan
from workflows.people.records import User
from workflows.ramp.records import Ramp, RampEvent
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy, CandidacyMove, Candidate, Opening

Row = TypeVar("Row")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """The first rows of a list and how many there are."""

    rows: Sequence[Row]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Change:
    """Something that happened. `kind` is applications, move, hire, certificate, step or modules; `what` and `then` say
    what, `who` names a person or, for applications, the opening."""

    at: datetime
    kind: str
    who: str
    what: str
    then: str
    record_id: int


TEAM: sa.BindParameter[int] = sa.bindparam("team_id")
SINCE: sa.BindParameter[datetime] = sa.bindparam("since")
ROWS = sa.bindparam("rows", type_=sa.Integer)
OPENINGS = sa.select(Opening.id).where(Opening.team_id == TEAM)
"""Of the team of a week; every statement of it asks for `team_id`, and lists for the number of `rows`."""


def changes(team_id: int, since: datetime, rows: int, *, candidates: bool) -> Part[Change]:
    """What moved since that moment, newest first; of candidates only who is hired, unless `candidates`."""
    asked = {"team_id": team_id, "since": since, "rows": rows}
    found = db.session.execute(NEWEST[candidates], asked).all()
    total = len(found) if len(found) < rows else db.session.scalar(COUNTED[candidates], asked) or 0
    return Part([Change(*row) for row in found], total)


def _applications() -> Any:
    """Per opening, how many; at the moment of the last one. Counted opening by opening: no crowd is grouped."""
    new = sa.and_(Candidacy.opening_id == Opening.id, Candidacy.created_at >= SINCE)
    number = sa.select(sa.func.count()).where(new).scalar_subquery()
    last = sa.select(sa.func.max(Candidacy.created_at)).where(new).scalar_subquery()
    return (sa.select(last.label("at"), sa.literal("applications").label("kind"), Opening.title.label("who"),
                      sa.cast(number, sa.String).label("what"), sa.literal("").label("then"),
                      Opening.id.label("record_id"))
            .where(Opening.team_id == TEAM, sa.exists().where(new)))


def _moves(candidates: bool) -> Any:
    """Without applications: who has only applied has moved nowhere, and they are the many."""
    before, after = (sa.cast(column, sa.String) for column in (CandidacyMove.before, CandidacyMove.after))
    kind = sa.case((CandidacyMove.after == CandidacyState.hired, "hire"), else_="move")
    told = set(CandidacyState) - {CandidacyState.applied} if candidates else {CandidacyState.hired}
    return (sa.select(CandidacyMove.at.label("at"), kind.label("kind"), Candidate.name.label("who"),
                      before.label("what"), after.label("then"), Candidacy.id.label("record_id"))
            .join(Candidacy, Candidacy.id == CandidacyMove.candidacy_id)
            .join(Candidate, Candidate.id == Candidacy.candidate_id)
            .where(Candidacy.opening_id.in_(OPENINGS), Candidacy.state.in_(told), CandidacyMove.after.in_(told),
                   CandidacyMove.before.is_not(None), CandidacyMove.at >= SINCE))


def _certificates() -> Any:
    return (sa.select(Certificate.issued_at.label("at"), sa.literal("certificate").label("kind"),
                      User.name.label("who"), CheckpointVersion.title.label("what"), sa.literal("").label("then"),
                      Certificate.id.label("record_id"))
            .join(Attempt, Attempt.id == Certificate.attempt_id).join(Plan, Plan.id == Attempt.plan_id)
            .join(User, User.id == Certificate.user_id)
            .join(CheckpointVersion, CheckpointVersion.id == Certificate.checkpoint_version_id)
            .where(Plan.team_id == TEAM, Certificate.issued_at >= SINCE))


def _steps() -> Any:
    return (sa.select(RampEvent.at.label("at"), sa.literal("step").label("kind"), User.name.label("who"),
                      sa.cast(RampEvent.after, sa.String).label("what"),
                      sa.cast(RampEvent.step_after + 1, sa.String).label("then"), Ramp.id.label("record_id"))
            .join(Ramp, Ramp.id == RampEvent.ramp_id).join(User, User.id == Ramp.user_id)
            .where(Ramp.team_id == TEAM, RampEvent.at >= SINCE))


def _modules() -> Any:
    """Per person, how many; at the moment of the last one."""
    return (sa.select(sa.func.max(Assignment.done_at).label("at"), sa.literal("modules").label("kind"),
                      User.name.label("who"), sa.cast(sa.func.count(Assignment.id), sa.String).label("what"),
                      sa.literal("").label("then"), Plan.id.label("record_id"))
            .join(Plan, Plan.id == Assignment.plan_id).join(User, User.id == Plan.user_id)
            .where(Plan.team_id == TEAM, Assignment.done_at >= SINCE).group_by(Plan.id, User.name))


def _kinds(candidates: bool) -> list[Any]:
    return [_applications(), _moves(candidates), _certificates(), _steps(), _modules()]


def _newest(candidates: bool) -> Any:
    newest = sa.union_all(*(sa.select(kind.order_by(sa.desc("at"), "record_id").limit(ROWS).subquery())
                            for kind in _kinds(candidates))).subquery()
    return sa.select(newest).order_by(newest.c.at.desc(), newest.c.record_id).limit(ROWS)


def _counted(candidates: bool) -> Any:
    return sa.select(sa.func.count()).select_from(sa.union_all(*_kinds(candidates)).subquery())


NEWEST = {candidates: _newest(candidates) for candidates in (True, False)}
COUNTED = {candidates: _counted(candidates) for candidates in (True, False)}
