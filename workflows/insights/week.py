"""One team's week on a page: who is where, what changed since Monday, what blocks whom and who acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from workflows import clock, permits
from workflows.certification.records import Attempt, Certificate
from workflows.content.records import CheckpointVersion
from workflows.db import db
from workflows.onboarding.machine import AssignmentState, PlanState
from workflows.onboarding.records import Assignment, Plan
from workflows.people.records import Team, User
from workflows.permits import Actor, Role, role
from workflows.ramp.machine import RampState
from workflows.ramp.records import Ramp, RampEvent
from workflows.recruiting.machine import ACTIVE, CandidacyState
from workflows.recruiting.records import Candidacy, CandidacyMove, Candidate, Opening
from workflows.waits import Wait

ROWS = 12  # a list that fits the page; what is beyond is counted
CLOSED = (AssignmentState.done, AssignmentState.waived)
readers = role(Role.leader, Role.coach, Role.operations)
permits.allow("team.see_week", readers)
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
class Onboarding:
    plan: Plan
    done: int
    modules: int
    late: int


@dataclass(frozen=True)
class Change:
    """Something that happened: `kind` is move, hire, certificate, step or modules; `what` and `then` say what."""

    at: datetime
    kind: str
    who: str
    what: str
    then: str
    record_id: int


@dataclass(frozen=True)
class Block:
    """Something overdue; `owner` is the person who acts, None when a role's holders do."""

    wait: Wait
    owner: str | None


@dataclass(frozen=True)
class Week:
    team: Team
    since: date
    candidacies: Part[Candidacy]
    plans: Part[Onboarding]
    ramps: Part[Ramp]
    changes: Part[Change]
    blocks: Part[Block]


def week_of(team: Team, today: date) -> Week:
    """The team's week in five queries."""
    since = monday(today)
    return Week(team, since, _candidacies(team.id), _plans(team.id, today), _ramps(team.id),
                _changes(team.id, datetime.combine(since, time(0), tzinfo=UTC)), _blocks(team.id))


def monday(today: date) -> date:
    """The Monday of this week; on a Monday that of the last one, for then the week before is looked at."""
    return today - timedelta(days=today.weekday() or 7)


def teams_of_week(actor: Actor, teams: Sequence[Team]) -> list[Team]:
    """Those of `teams` whose week this person may read."""
    return [team for team in teams if readers(actor, team)]


def _candidacies(team_id: int) -> Part[Candidacy]:
    """In process, those furthest first, then by the day they came to their stage."""
    order = sa.case({state: number for number, state in enumerate(reversed(ACTIVE))}, value=Candidacy.state)
    found = db.session.execute(
        sa.select(Candidacy, sa.func.count().over()).join(Candidacy.opening).join(Candidacy.candidate)
        .outerjoin(Candidacy.stage)
        .options(contains_eager(Candidacy.opening), contains_eager(Candidacy.candidate),
                 contains_eager(Candidacy.stage))
        .where(Opening.team_id == team_id, Candidacy.state.in_(ACTIVE))
        .order_by(order, Candidacy.stage_since_at, Candidacy.id).limit(ROWS)).all()
    return _part(found)


def _plans(team_id: int, today: date) -> Part[Onboarding]:
    """Onboarding under way, with modules done, all, and late."""
    late = sa.and_(Assignment.state.not_in(CLOSED), Assignment.due_on < today)
    counted = sa.select(Assignment.plan_id, sa.func.count(sa.case((Assignment.state.in_(CLOSED), 1))).label("done"),
                        sa.func.count(Assignment.id).label("modules"), sa.func.count(sa.case((late, 1))).label("late")
                        ).group_by(Assignment.plan_id).subquery()
    found = db.session.execute(
        sa.select(Plan, sa.func.coalesce(counted.c.done, 0), sa.func.coalesce(counted.c.modules, 0),
                  sa.func.coalesce(counted.c.late, 0), sa.func.count().over())
        .outerjoin(counted, counted.c.plan_id == Plan.id).options(joinedload(Plan.user))
        .where(Plan.team_id == team_id, Plan.state.in_((PlanState.preboarding, PlanState.active)))
        .order_by(Plan.start_on, Plan.id).limit(ROWS)).all()
    return Part([Onboarding(*row[:-1]) for row in found], found[0][-1] if found else 0)


def _ramps(team_id: int) -> Part[Ramp]:
    """Ramps that are not over, held ones first."""
    first = sa.case((Ramp.state == RampState.held, 0), (Ramp.state == RampState.paused, 1), else_=2)
    found = db.session.execute(
        sa.select(Ramp, sa.func.count().over()).options(joinedload(Ramp.user), joinedload(Ramp.shape_version))
        .where(Ramp.team_id == team_id, Ramp.state.not_in((RampState.full, RampState.exited)))
        .order_by(first, Ramp.start_on, Ramp.id).limit(ROWS)).all()
    return _part(found)


def _changes(team_id: int, since: datetime) -> Part[Change]:
    """What moved since that moment, newest first: candidacies, certificates, ramp steps, modules done."""
    parts = sa.union_all(_moves(team_id, since), _certificates(team_id, since), _steps(team_id, since),
                         _modules(team_id, since)).subquery()
    found = db.session.execute(sa.select(parts, sa.func.count().over()).order_by(parts.c.at.desc(), parts.c.record_id)
                               .limit(2 * ROWS)).all()
    return Part([Change(*row[:-1]) for row in found], found[0][-1] if found else 0)


def _moves(team_id: int, since: datetime) -> Any:
    before, after = (sa.cast(column, sa.String) for column in (CandidacyMove.before, CandidacyMove.after))
    kind = sa.case((CandidacyMove.before.is_(None), "application"), (CandidacyMove.after == CandidacyState.hired,
                                                                     "hire"), else_="move")
    return (sa.select(CandidacyMove.at.label("at"), kind.label("kind"), Candidate.name.label("who"),
                      sa.func.coalesce(before, "").label("what"), after.label("then"),
                      Candidacy.id.label("record_id"))
            .join(Candidacy, Candidacy.id == CandidacyMove.candidacy_id)
            .join(Candidate, Candidate.id == Candidacy.candidate_id).join(Opening, Opening.id == Candidacy.opening_id)
            .where(Opening.team_id == team_id, CandidacyMove.at >= since))


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


def _blocks(team_id: int) -> Part[Block]:
    """What is overdue in the team, longest first, with who acts."""
    found = db.session.execute(
        sa.select(Wait, User.name, sa.func.count().over()).outerjoin(User, User.id == Wait.owner_id)
        .where(Wait.team_id == team_id, Wait.ended_at.is_(None), Wait.due_at < clock.now())
        .order_by(Wait.due_at, Wait.id).limit(ROWS)).all()
    return Part([Block(wait, name) for wait, name, _ in found], found[0][2] if found else 0)


def _part(found: Sequence[Any]) -> Part[Any]:
    return Part([row[0] for row in found], found[0][1] if found else 0)
