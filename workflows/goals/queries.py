"""Goals with how far they are, within the teams one has a part in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from workflows import clock
from workflows.db import db
from workflows.errors import NotFound
from workflows.goals.machine import GoalState
from workflows.goals.records import Goal, GoalReview
from workflows.goals.rules import Metric, measured, progress
from workflows.money import exponent
from workflows.people.queries import USER_ID, has_part, part_of
from workflows.people.records import Priority, Team, User, Vision
from workflows.permits import Actor
from workflows.ramp.figures import Figures, month_figures
from workflows.reasons import Reason
from workflows.sales.attainment import standing
from workflows.sales.periods import Period, PeriodLength, add_months

PAGE = 50
HISTORY_QUARTERS = 8


@dataclass(frozen=True)
class GoalStanding:
    """A goal, where it is now and why we say so. `share` is the part of the way done, None when nothing is known."""

    goal: Goal
    current: float | None
    share: float | None
    sentence: Reason


def goals_for(actor: Actor, *, active: bool = True, page: int = 1) -> tuple[list[GoalStanding], int]:
    """Goals of the teams one has a part in, by team and due day, long-term before what hangs under it."""
    within = [SEEN, Goal.state == GoalState.active] if active else [SEEN]
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Goal).where(*within), part_of(actor)) or 0
    return _stand(_with_reviews(_whole()).join(Team, Team.id == Goal.team_id).where(*within).order_by(
        Team.name, Goal.due_on, Goal.id).limit(PAGE).offset((max(page, 1) - 1) * PAGE), part_of(actor)), total


def goals_for_desk(actor: Actor) -> list[GoalStanding]:
    """What counts this quarter: active goals of one's teams due by its end (overdue ones too), one's own first."""
    quarter = Period.of(clock.today(), PeriodLength.quarter)
    return _stand(DUE, part_of(actor) | {"until_on": quarter.to_on})


def goal_for(actor: Actor, goal_id: int) -> Goal:
    goal = db.session.scalar(_whole().options(
        joinedload(Goal.priority), selectinload(Goal.reviews).joinedload(GoalReview.by),
        selectinload(Goal.reviews).joinedload(GoalReview.follow_up_owner)).where(SEEN, Goal.id == goal_id),
                             part_of(actor))
    if goal is None:
        raise NotFound(Reason("record.gone"))
    return goal


def review_for(actor: Actor, review_id: int) -> GoalReview:
    review = db.session.scalar(sa.select(GoalReview).join(GoalReview.goal).options(joinedload(GoalReview.goal))
                               .where(SEEN, GoalReview.id == review_id), part_of(actor))
    if review is None:
        raise NotFound(Reason("record.gone"))
    return review


def family(goal: Goal) -> tuple[Goal | None, list[Goal]]:
    """The goal it hangs under, and those that hang under it."""
    rows = db.session.scalars(_whole().where(sa.or_(Goal.id == goal.parent_id, Goal.parent_id == goal.id))
                              .order_by(Goal.due_on, Goal.id)).all()
    return (next((each for each in rows if each.id == goal.parent_id), None),
            [each for each in rows if each.parent_id == goal.id])


def owners_of(team: Team) -> list[User]:
    """Who may own a goal of the team: its active people and its manager."""
    mine = sa.or_(User.team_id == team.id, User.id == team.manager_id)
    return list(db.session.scalars(sa.select(User).where(mine, User.deactivated_at.is_(None)).order_by(User.name)))


def priorities_of(team: Team) -> list[Priority]:
    """The priorities of the vision in force."""
    newest = sa.select(sa.func.max(Vision.id)).where(Vision.team_id == team.id).scalar_subquery()
    return list(db.session.scalars(sa.select(Priority).where(Priority.vision_id == newest).order_by(Priority.position)))


def active_goals_of(team: Team) -> list[Goal]:
    """What a new goal of the team may hang under."""
    return list(db.session.scalars(sa.select(Goal).where(Goal.team_id == team.id, Goal.state == GoalState.active)
                                   .order_by(Goal.due_on, Goal.id)))


def standings(goals: Sequence[Goal]) -> list[GoalStanding]:
    """How far each goal is, in as many queries for many goals as for one."""
    newest = _newest_reviews().where(GoalReview.goal_id.in_([goal.id for goal in goals]))
    last = {goal_id: (value, at.date()) for goal_id, value, at in db.session.execute(newest)}
    values = _measured_values(goals)
    return [_standing(goal, values.get(goal.id), last.get(goal.id)) for goal in goals]


def _stand(query: sa.Select[Any], asked: dict[str, Any]) -> list[GoalStanding]:
    """The standings of goals that come with their newest review."""
    rows = db.session.execute(query, asked).all()
    values = _measured_values([goal for goal, _, _ in rows])
    return [_standing(goal, values.get(goal.id), (value, at.date()) if at else None) for goal, value, at in rows]


def _with_reviews(query: sa.Select[Goal]) -> sa.Select[Any]:
    """Each goal with the value and the moment of its newest review."""
    newest = _newest_reviews().subquery()
    return query.outerjoin(newest, newest.c.goal_id == Goal.id).add_columns(newest.c.value, newest.c.created_at)


def _newest_reviews() -> sa.Select[int, float, datetime]:
    newest = sa.select(sa.func.max(GoalReview.id)).group_by(GoalReview.goal_id)
    return sa.select(GoalReview.goal_id, GoalReview.value, GoalReview.created_at).where(GoalReview.id.in_(newest))


def history(metric: Metric, team: Team, owner_id: int, today: date) -> list[tuple[str, float]]:
    """The last eight whole quarters for which there is a figure, oldest first, as ("2025-Q3", value)."""
    quarter = Period.of(today, PeriodLength.quarter)
    quarters = [Period.of(add_months(quarter.from_on, -3 * back), PeriodLength.quarter)
                for back in range(HISTORY_QUARTERS, 0, -1)]
    ids = [owner_id] if metric.own else members([team.id])[team.id]
    figures = month_figures(ids, Period(quarters[0].from_on, quarter.from_on))
    values = [(str(each), quarter_value(metric, figures, ids, each, team.currency)) for each in quarters]
    return [(name, value) for name, value in values if value is not None]


def quarter_value(metric: Metric, figures: Figures, user_ids: Iterable[int], quarter: Period,
                  currency: str) -> float | None:
    """Bookings in whole units of the currency, or attainment in percent; None when there is no figure to give."""
    whose = set(user_ids)
    months = [figure for (user_id, month_on, own), figure in figures.items()
              if user_id in whose and month_on in quarter and own == currency]
    taken = standing(months)
    if metric.bookings:
        return taken.credit_minor / 10 ** exponent(currency) if months else None
    return None if taken.share_bp is None else taken.share_bp / 100


MEMBERS = sa.select(User.team_id, User.id).where(User.team_id.in_(sa.bindparam("teams", expanding=True)))


def members(team_ids: Iterable[int]) -> dict[int, list[int]]:
    """User ids by team, those who left included: what they sold was sold by the team."""
    found: dict[int, list[int]] = defaultdict(list)
    for team_id, user_id in db.session.execute(MEMBERS, {"teams": list(team_ids)}):
        found[team_id or 0].append(user_id)
    return found


def _measured_values(goals: Sequence[Goal]) -> dict[int, float | None]:
    counted = [(goal, metric) for goal in goals if (metric := measured(goal.metric))]
    if not counted:
        return {}
    quarters = {goal.id: Period.of(goal.due_on, PeriodLength.quarter) for goal, _ in counted}
    people = members({goal.team_id for goal, _ in counted})
    everyone = {each for ids in people.values() for each in ids} | {goal.owner_id for goal, _ in counted}
    span = Period(min(each.from_on for each in quarters.values()), max(each.to_on for each in quarters.values()))
    figures = month_figures(sorted(everyone), span)
    return {goal.id: quarter_value(metric, figures, [goal.owner_id] if metric.own else people[goal.team_id],
                                   quarters[goal.id], goal.team.currency) for goal, metric in counted}


def _standing(goal: Goal, value: float | None, review: tuple[float, date] | None) -> GoalStanding:
    facts = {"target": _figure(goal.target_value), "unit": goal.unit}
    if measured(goal.metric):
        quarter = Period.of(goal.due_on, PeriodLength.quarter)
        last = min(clock.today(), quarter.to_on - timedelta(days=1)).isoformat()
        if value is None:
            return GoalStanding(goal, None, None, Reason("goal.progress-no-figure", facts))
        said = Reason("goal.progress-measured", {**facts, "current": _figure(value), "last_on": last})
    elif review is not None:
        value = review[0]
        code = "goal.progress-reviewed" if goal.target_value > goal.start_value else "goal.progress-falling"
        said = Reason(code, {**facts, "start": _figure(goal.start_value), "current": _figure(value),
                             "last_on": review[1].isoformat()})
    else:
        value = goal.start_value
        said = Reason("goal.progress-not-reviewed", {**facts, "current": _figure(value)})
    return GoalStanding(goal, value, progress(goal.start_value, goal.target_value, value), said)


def _figure(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 1)


def _whole() -> sa.Select[Goal]:
    return sa.select(Goal).options(joinedload(Goal.team), joinedload(Goal.owner))


SEEN = sa.or_(has_part(Goal.team_id), Goal.owner_id == USER_ID)
"""Goals of teams one holds any role in or belongs to, and one's own. Asks for `part_of`."""
DUE = _with_reviews(
    sa.select(Goal).options(joinedload(Goal.team).load_only(Team.name, Team.currency),
                            joinedload(Goal.owner).load_only(User.name), defer(Goal.attainability))
    .where(SEEN, Goal.state == GoalState.active, Goal.due_on < sa.bindparam("until_on"))
    .order_by(Goal.owner_id != USER_ID, Goal.due_on, Goal.id).limit(PAGE))
