"""One team's week on a page: who is where, what changed since Monday, what blocks whom and who acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows import clock, permits
from workflows.content.records import ContentVersion
from workflows.db import db
from workflows.insights.week_changes import ROWS, TEAM, Change, Part, changes
from workflows.offers.records import Hire
from workflows.onboarding.machine import AssignmentState, PlanState
from workflows.onboarding.records import Assignment, Plan
from workflows.people.records import Team, User
from workflows.permits import Actor, Role, role
from workflows.ramp.machine import RampState
from workflows.ramp.outlook import Outlook, outlooks
from workflows.ramp.records import Ramp
from workflows.recruiting.machine import ACTIVE, CandidacyState
from workflows.recruiting.queries import HIRING
from workflows.recruiting.records import Candidacy, Candidate, Opening, OpeningStage
from workflows.waits import Wait

FITTING, MOST = 12, 500
"""Rows of a list that fits the sheet, what is beyond is counted; and of a list that is asked for whole."""
ALWAYS = ("help-call.to-answer", "ramp.to-open", "ramp.to-sign-off")
"""What holds somebody up from its first minute, as everything that is to be approved does."""
OF_CANDIDATES = ("candidacy", "interview", "scorecard", "debrief", "offer")
CLOSED = (AssignmentState.done, AssignmentState.waived)
readers = role(Role.leader, Role.coach, Role.operations)
permits.allow("team.see_week", readers)


@dataclass(frozen=True)
class InProcess:
    """A candidacy that is under way; `stage` is its opening's own name for where it is."""

    id: int
    state: CandidacyState
    since_at: datetime
    name: str
    opening: str
    stage: str | None


@dataclass(frozen=True)
class Onboarding:
    plan_id: int
    name: str
    start_on: date
    done: int
    modules: int
    late: int


@dataclass(frozen=True)
class Block:
    """Something that holds somebody up; `owner` is the person who acts, None when a role's holders do."""

    record_kind: str
    record_id: int
    reason: Mapping[str, Any]
    role: str | None
    due_at: datetime | None
    since_at: datetime
    owner: str | None
    overdue: bool


@dataclass(frozen=True)
class Week:
    team: Team
    since: date
    candidacies: Part[InProcess] | None
    plans: Part[Onboarding]
    ramps: Part[Ramp]
    held: Mapping[int, Outlook]
    changes: Part[Change]
    blocks: Part[Block]


def week_of(actor: Actor, team: Team, today: date, *, whole: bool = False) -> Week:
    """The team's week; with `whole` every list is given to its end.

    Candidates are for those who hire in the team: to others neither their names nor what waits for them is told.
    """
    since, rows = monday(today), MOST if whole else FITTING
    hiring = actor.teams(*HIRING)
    hires = hiring is None or team.id in hiring
    ramps = _ramps(team.id, rows)
    held = [each for each in ramps.rows if each.state is RampState.held]
    seen = {each.ramp.id: each for each in outlooks(held, today)} if held else {}
    changed = changes(team.id, datetime.combine(since, time(0), tzinfo=ZoneInfo(actor.time_zone)),
                      rows if whole else 2 * rows, candidates=hires)
    return Week(team, since, _candidacies(team.id, rows) if hires else None, _plans(team.id, today, rows), ramps, seen,
                changed, _blocks(team.id, rows, hires))


def monday(today: date) -> date:
    """The Monday of this week; on a Monday that of the last one, for then the week before is looked at."""
    return today - timedelta(days=today.weekday() or 7)


def teams_of_week(actor: Actor, teams: Sequence[Team]) -> list[Team]:
    """Those of `teams` whose week this person may read."""
    return [team for team in teams if readers(actor, team)]


def _standing(state: CandidacyState) -> sa.ScalarSelect[int]:
    """How many of an opening are in that state. One index walked to its end, a third of what grouping them takes."""
    return (sa.select(sa.func.count()).where(Candidacy.opening_id == Opening.id, Candidacy.state == state)
            .scalar_subquery())


COUNTS = sa.select(Opening.id, *map(_standing, reversed(ACTIVE))).where(Opening.team_id == TEAM).order_by(Opening.id)
"""Of each opening, how many are in each state, the furthest first."""


def _candidacies(team_id: int, rows: int) -> Part[InProcess]:
    """In process, those furthest first, then by the day they came to their stage."""
    openings = db.session.execute(COUNTS, {"team_id": team_id}).all()
    counts = [(opening_id, state, numbers[place]) for place, state in enumerate(reversed(ACTIVE))
              for opening_id, *numbers in openings if numbers[place]]
    asked: dict[str, Any] = {"rows": rows}
    enough, stages, last = 0, 0, None
    for opening_id, state, count in counts:
        if enough < rows or state is last:
            asked |= {f"opening_{stages}": opening_id, f"state_{stages}": state}
            enough, stages, last = enough + count, stages + 1, state
    shown = db.session.execute(_first_of(stages), asked).all() if stages else ()
    return Part([InProcess(*row) for row in shown], sum(count for _, _, count in counts))


@lru_cache(maxsize=100)
def _first_of(stages: int) -> Any:
    """The first rows of so many stages of openings.

    Each stage of each opening gives its own in the order of its index, so a crowd costs its counting alone.
    """
    firsts = [sa.select(sa.select(Candidacy.id).where(
        Candidacy.opening_id == sa.bindparam(f"opening_{each}"), Candidacy.state == sa.bindparam(f"state_{each}"))
        .order_by(Candidacy.stage_since_at, Candidacy.id).limit(ROWS).subquery()) for each in range(stages)]
    order = sa.case({state: number for number, state in enumerate(reversed(ACTIVE))}, value=Candidacy.state)
    return (sa.select(Candidacy.id, Candidacy.state, Candidacy.stage_since_at, Candidate.name, Opening.title,
                      OpeningStage.name)
            .join(Candidate, Candidate.id == Candidacy.candidate_id).join(Opening, Opening.id == Candidacy.opening_id)
            .outerjoin(OpeningStage, OpeningStage.id == Candidacy.stage_id)
            .where(Candidacy.id.in_(sa.union_all(*firsts)))
            .order_by(order, Candidacy.stage_since_at, Candidacy.id).limit(ROWS))


def _modules(which: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """How many modules of a plan are such."""
    return sa.select(sa.func.count()).where(Assignment.plan_id == Plan.id, which).scalar_subquery()


PLANS = (
    sa.select(Plan.id, User.name, Plan.start_on, _modules(Assignment.state.in_(CLOSED)), _modules(sa.true()),
              _modules(sa.and_(Assignment.state.not_in(CLOSED), Assignment.due_on < sa.bindparam("today"))),
              sa.func.count().over())
    .join(User, User.id == Plan.user_id)
    .where(Plan.team_id == TEAM, Plan.state.in_((PlanState.preboarding, PlanState.active)))
    .order_by(Plan.start_on, Plan.id).limit(ROWS))


def _plans(team_id: int, today: date, rows: int) -> Part[Onboarding]:
    """Onboarding under way, with modules done, all, and late."""
    found = db.session.execute(PLANS, {"team_id": team_id, "today": today, "rows": rows}).all()
    return Part([Onboarding(*row[:-1]) for row in found], found[0][-1] if found else 0)


RAMPS = (
    sa.select(Ramp, sa.func.count().over())
    .options(joinedload(Ramp.user).load_only(User.name),
             joinedload(Ramp.shape_version).load_only(ContentVersion.content_hash),
             joinedload(Ramp.hire).load_only(Hire.manager_id).joinedload(Hire.manager).load_only(User.name))
    .where(Ramp.team_id == TEAM, Ramp.state.not_in((RampState.full, RampState.exited)))
    .order_by(sa.case((Ramp.state == RampState.held, 0), (Ramp.state == RampState.paused, 1), else_=2), Ramp.start_on,
              Ramp.id).limit(ROWS))
"""Ramps that are not over, held ones first. Their team is loaded already."""


def _ramps(team_id: int, rows: int) -> Part[Ramp]:
    found = db.session.execute(RAMPS, {"team_id": team_id, "rows": rows}).all()
    return Part([row[0] for row in found], found[0][1] if found else 0)


def _held_up(*within: sa.ColumnElement[bool]) -> Any:
    """All that is overdue, longest first, then what always holds somebody up."""
    late = Wait.due_at < sa.bindparam("now")
    return (sa.select(Wait.record_kind, Wait.record_id, Wait.code, Wait.params, Wait.role, Wait.due_at, Wait.since_at,
                      User.name, sa.func.count().over())
            .outerjoin(User, User.id == Wait.owner_id)
            .where(Wait.team_id == TEAM, Wait.ended_at.is_(None), *within,
                   sa.or_(late, Wait.code.in_(ALWAYS), Wait.code.endswith(".to-approve")))
            .order_by(sa.case((late, 0), else_=1), Wait.due_at.is_(None), Wait.due_at, Wait.id).limit(ROWS))


HELD_UP = {True: _held_up(), False: _held_up(Wait.record_kind.not_in(OF_CANDIDATES))}
"""By whether candidates are told of."""


def _blocks(team_id: int, rows: int, hires: bool) -> Part[Block]:
    """What holds somebody up, with who acts."""
    now = clock.now()
    found = db.session.execute(HELD_UP[hires], {"team_id": team_id, "now": now, "rows": rows}).all()
    blocks = [Block(kind, record_id, {"code": code, "params": params}, for_role, due_at, since_at, owner,
                    due_at is not None and due_at < now)
              for kind, record_id, code, params, for_role, due_at, since_at, owner, _ in found]
    return Part(blocks, found[0][-1] if found else 0)
