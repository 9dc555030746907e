"""One team's week on a page: who is where, what changed since Monday, what blocks whom and who acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from workflows import clock, permits
from workflows.db import db
from workflows.insights.week_changes import Change, Part, changes
from workflows.offers.records import Hire
from workflows.onboarding.machine import AssignmentState, PlanState
from workflows.onboarding.records import Assignment, Plan
from workflows.people.records import Team, User
from workflows.permits import Actor, Role, role
from workflows.ramp.machine import RampState
from workflows.ramp.outlook import Outlook, outlooks
from workflows.ramp.records import Ramp
from workflows.recruiting.machine import ACTIVE
from workflows.recruiting.queries import HIRING
from workflows.recruiting.records import Candidacy, Opening
from workflows.waits import Wait

ROWS, MOST = 12, 500
"""Rows of a list that fits the sheet, what is beyond is counted; and of a list that is asked for whole."""
ALWAYS = ("help-call.to-answer", "ramp.to-open", "ramp.to-sign-off")
"""What holds somebody up from its first minute, as everything that is to be approved does."""
OF_CANDIDATES = ("candidacy", "interview", "scorecard", "debrief", "offer")
CLOSED = (AssignmentState.done, AssignmentState.waived)
readers = role(Role.leader, Role.coach, Role.operations)
permits.allow("team.see_week", readers)
@dataclass(frozen=True)
class Onboarding:
    plan: Plan
    done: int
    modules: int
    late: int


@dataclass(frozen=True)
class Block:
    """Something that holds somebody up; `owner` is the person who acts, None when a role's holders do."""

    wait: Wait
    owner: str | None
    overdue: bool


@dataclass(frozen=True)
class Week:
    team: Team
    since: date
    candidacies: Part[Candidacy] | None
    plans: Part[Onboarding]
    ramps: Part[Ramp]
    held: Mapping[int, Outlook]
    changes: Part[Change]
    blocks: Part[Block]


def week_of(actor: Actor, team: Team, today: date, *, whole: bool = False) -> Week:
    """The team's week; with `whole` every list is given to its end.

    Candidates are for those who hire in the team: to others neither their names nor what waits for them is told.
    """
    since, rows = monday(today), MOST if whole else ROWS
    hiring = actor.teams(*HIRING)
    hires = hiring is None or team.id in hiring
    ramps = _ramps(team.id, rows)
    held = [each for each in ramps.rows if each.state is RampState.held]
    seen = {each.ramp.id: each for each in outlooks(held, today)} if held else {}
    changed = changes(team.id, datetime.combine(since, time(0), tzinfo=UTC), rows if whole else 2 * rows,
                      candidates=hires)
    return Week(team, since, _candidacies(team.id, rows) if hires else None, _plans(team.id, today, rows), ramps, seen,
                changed, _blocks(team.id, rows, hires))


def monday(today: date) -> date:
    """The Monday of this week; on a Monday that of the last one, for then the week before is looked at."""
    return today - timedelta(days=today.weekday() or 7)


def teams_of_week(actor: Actor, teams: Sequence[Team]) -> list[Team]:
    """Those of `teams` whose week this person may read."""
    return [team for team in teams if readers(actor, team)]


def _candidacies(team_id: int, rows: int) -> Part[Candidacy]:
    """In process, those furthest first, then by the day they came to their stage.

    Each stage of each opening gives its first rows in the order of its index, so a crowd costs its counting alone.
    """
    found = db.session.execute(
        sa.select(Candidacy.opening_id, Candidacy.state, sa.func.count())
        .where(Candidacy.opening_id.in_(sa.select(Opening.id).where(Opening.team_id == team_id)),
               Candidacy.state.in_(ACTIVE))
        .group_by(Candidacy.opening_id, Candidacy.state)).all()
    counts = sorted(found, key=lambda each: -ACTIVE.index(each[1]))
    firsts: list[Any] = []
    enough, last = 0, None
    for opening_id, state, count in counts:
        if enough < rows or state is last:
            firsts.append(sa.select(sa.select(Candidacy.id).where(
                Candidacy.opening_id == opening_id, Candidacy.state == state)
                .order_by(Candidacy.stage_since_at, Candidacy.id).limit(rows).subquery()))
            enough, last = enough + count, state
    order = sa.case({state: number for number, state in enumerate(reversed(ACTIVE))}, value=Candidacy.state)
    shown = db.session.scalars(
        sa.select(Candidacy).options(joinedload(Candidacy.opening), joinedload(Candidacy.candidate),
                                     joinedload(Candidacy.stage))
        .where(Candidacy.id.in_(sa.union_all(*firsts))).order_by(order, Candidacy.stage_since_at, Candidacy.id)
        .limit(rows)).all() if firsts else ()
    return Part(shown, sum(count for _, _, count in counts))


def _plans(team_id: int, today: date, rows: int) -> Part[Onboarding]:
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
        .order_by(Plan.start_on, Plan.id).limit(rows)).all()
    return Part([Onboarding(*row[:-1]) for row in found], found[0][-1] if found else 0)


def _ramps(team_id: int, rows: int) -> Part[Ramp]:
    """Ramps that are not over, held ones first."""
    first = sa.case((Ramp.state == RampState.held, 0), (Ramp.state == RampState.paused, 1), else_=2)
    found = db.session.execute(
        sa.select(Ramp, sa.func.count().over()).options(
            joinedload(Ramp.user), joinedload(Ramp.shape_version), joinedload(Ramp.team).joinedload(Team.manager),
            joinedload(Ramp.hire).joinedload(Hire.manager))
        .where(Ramp.team_id == team_id, Ramp.state.not_in((RampState.full, RampState.exited)))
        .order_by(first, Ramp.start_on, Ramp.id).limit(rows)).all()
    return _part(found)


def _blocks(team_id: int, rows: int, hires: bool) -> Part[Block]:
    """What holds somebody up, with who acts: all that is overdue, longest first, then what always does."""
    late = Wait.due_at < clock.now()
    known = sa.true() if hires else Wait.record_kind.not_in(OF_CANDIDATES)
    found = db.session.execute(
        sa.select(Wait, User.name, sa.func.count().over()).outerjoin(User, User.id == Wait.owner_id)
        .where(Wait.team_id == team_id, Wait.ended_at.is_(None), known,
               sa.or_(late, Wait.code.in_(ALWAYS), Wait.code.endswith(".to-approve")))
        .order_by(sa.case((late, 0), else_=1), Wait.due_at, Wait.id).limit(rows)).all()
    now = clock.now()
    return Part([Block(wait, name, wait.due_at is not None and wait.due_at < now) for wait, name, _ in found],
                found[0][2] if found else 0)


def _part(found: Sequence[Any]) -> Part[Any]:
    return Part([row[0] for row in found], found[0][1] if found else 0)
