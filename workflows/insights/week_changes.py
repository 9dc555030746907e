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
    """Something that happened: `kind` is move, hire, certificate, step or modules; `what` and `then` say what."""

    at: datetime
    kind: str
    who: str
    what: str
    then: str
    record_id: int


def changes(team_id: int, since: datetime, rows: int, *, candidates: bool) -> Part[Change]:
    """What moved since that moment, newest first; of candidates only who is hired, unless `candidates`."""
    parts = sa.union_all(_moves(team_id, since, candidates), _certificates(team_id, since), _steps(team_id, since),
                         _modules(team_id, since)).subquery()
    found = db.session.execute(sa.select(parts, sa.func.count().over()).order_by(parts.c.at.desc(), parts.c.record_id)
                               .limit(rows)).all()
    return Part([Change(*row[:-1]) for row in found], found[0][-1] if found else 0)


def _moves(team_id: int, since: datetime, candidates: bool) -> Any:
    before, after = (sa.cast(column, sa.String) for column in (CandidacyMove.before, CandidacyMove.after))
    kind = sa.case((CandidacyMove.before.is_(None), "application"), (CandidacyMove.after == CandidacyState.hired,
                                                                     "hire"), else_="move")
    return (sa.select(CandidacyMove.at.label("at"), kind.label("kind"), Candidate.name.label("who"),
                      sa.func.coalesce(before, "").label("what"), after.label("then"),
                      Candidacy.id.label("record_id"))
            .join(Candidacy, Candidacy.id == CandidacyMove.candidacy_id)
            .join(Candidate, Candidate.id == Candidacy.candidate_id).join(Opening, Opening.id == Candidacy.opening_id)
            .where(Opening.team_id == team_id, CandidacyMove.at >= since,
                   sa.true() if candidates else CandidacyMove.after == CandidacyState.hired))


def _certificates(team_id: int, since: datetime) -> Any:
    return (sa.select(Certificate.issued_at, sa.literal("certificate"), User.name, CheckpointVersion.title,
                      sa.literal(""), Certificate.id)
            .join(Attempt, Attempt.id == Certificate.attempt_id).join(Plan, Plan.id == Attempt.plan_id)
            .join(User, User.id == Certificate.user_id)
            .join(CheckpointVersion, CheckpointVersion.id == Certificate.checkpoint_version_id)
            .where(Plan.team_id == team_id, Certificate.issued_at >= since))


def _steps(team_id: int, since: datetime) -> Any:
    return (sa.select(RampEvent.at, sa.literal("step"), User.name, sa.cast(RampEvent.after, sa.String),
                      sa.cast(RampEvent.step_after + 1, sa.String), Ramp.id)
            .join(Ramp, Ramp.id == RampEvent.ramp_id).join(User, User.id == Ramp.user_id)
            .where(Ramp.team_id == team_id, RampEvent.at >= since))


def _modules(team_id: int, since: datetime) -> Any:
    """Per person, how many; at the moment of the last one."""
    return (sa.select(sa.func.max(Assignment.done_at), sa.literal("modules"), User.name,
                      sa.cast(sa.func.count(Assignment.id), sa.String), sa.literal(""), Plan.id)
            .join(Plan, Plan.id == Assignment.plan_id).join(User, User.id == Plan.user_id)
            .where(Plan.team_id == team_id, Assignment.done_at >= since).group_by(Plan.id, User.name))
