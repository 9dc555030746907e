"""Who could hold one more interview of a candidate: qualified, with time left this week, and new to the candidate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from workflows import clock
from workflows.db import Moment, db
from workflows.interviewing.machine import InterviewState, TrainingState
from workflows.interviewing.panel_answer import NextInterview
from workflows.interviewing.planning import WEEKLY_LIMIT
from workflows.interviewing.queries.loads import taken
from workflows.interviewing.records import Interview, InterviewerTraining
from workflows.people.records import RoleGrant, User
from workflows.permits import Role
from workflows.recruiting.records import Opening, OpeningGap

MOST_NAMED = 2


@dataclass(frozen=True)
class Free:
    """Somebody with time left this week; `fit` is the weight of the gaps they are qualified to ask about, `meets` the
    candidacies they have an interview of."""

    user_id: int
    name: str
    fit: int
    recorded: bool
    load_left: int
    meets: frozenset[int]


def may_interview(team_id: int | sa.BindParameter[int]) -> sa.Select[int]:
    """The ids of those who may hold an interview for this team today."""
    return (sa.select(RoleGrant.user_id).join(User, User.id == RoleGrant.user_id)
            .where(RoleGrant.role.in_([Role.interviewer, Role.hiring_manager]), RoleGrant.revoked_at.is_(None),
                   sa.or_(RoleGrant.team_id.is_(None), RoleGrant.team_id == team_id), User.deactivated_at.is_(None)))


HELD, NOW, LATER = aliased(Interview), sa.bindparam("now", type_=Moment), sa.bindparam("later", type_=Moment)
TAKEN = (sa.select(sa.func.count(HELD.id)).where(HELD.interviewer_id == User.id, taken(HELD, NOW, LATER))
         .correlate(User).scalar_subquery())
PEOPLE = (
    sa.select(User.id, User.name, InterviewerTraining.competency_id, InterviewerTraining.state,
              InterviewerTraining.weekly_limit, Interview.candidacy_id, TAKEN)
    .outerjoin(InterviewerTraining, InterviewerTraining.user_id == User.id)
    .outerjoin(Interview, sa.and_(Interview.interviewer_id == User.id, Interview.state != InterviewState.cancelled,
                                  Interview.candidacy_id.in_(sa.bindparam("candidacy_ids", expanding=True))))
    .where(User.id.in_(may_interview(sa.bindparam("team_id")))).order_by(User.id))


def with_free_people(asked: Sequence[NextInterview], opening: Opening, gaps: Sequence[OpeningGap],
                     ) -> tuple[list[NextInterview], dict[int, str]]:
    """The same interviews with up to two people each who could hold them, and these people's names.

    Somebody who meets the candidate anyway is not asked for one more interview. One query, none without `asked`.
    """
    if not asked:
        return [], {}
    people = _people(opening.team_id, gaps, {each.candidacy_id for each in asked})
    found = []
    for each in asked:
        meeting = {one.user_id for one in people if each.candidacy_id in one.meets}
        free = [one.user_id for one in people if one.fit and one.load_left > 0 and one.user_id not in meeting]
        by = None if each.interviewer_id in meeting else each.interviewer_id
        found.append(replace(each, interviewer_id=by, free_ids=tuple(free[:MOST_NAMED])))
    return found, {one.user_id: one.name for one in people}


def _people(team_id: int, gaps: Sequence[OpeningGap], candidacy_ids: set[int]) -> list[Free]:
    """Who may interview for the team, fittest first. As in planning, somebody of whom no training is recorded may ask
    about everything; those who are known to be qualified come before them."""
    now = clock.now()
    rows = db.session.execute(PEOPLE, {"team_id": team_id, "candidacy_ids": list(candidacy_ids), "now": now,
                                       "later": now + timedelta(days=7)}).all()
    found = [_free(list(theirs), gaps) for _, theirs in groupby(rows, key=lambda row: row[0])]
    return sorted(found, key=lambda each: (-each.fit, not each.recorded, -each.load_left, each.name))


def _free(rows: Sequence[Any], gaps: Sequence[OpeningGap]) -> Free:
    """One person from their rows: each of their trainings beside each of the candidates they meet."""
    user_id, name, *_, taken = rows[0]
    limits = {row[2]: row[4] for row in rows if row[2] is not None}
    qualified = {row[2] for row in rows if row[3] is TrainingState.qualified}
    fit = sum(gap.weight_bp for gap in gaps if not limits or gap.competency_id in qualified)
    return Free(user_id, name, fit, bool(limits), min(limits.values(), default=WEEKLY_LIMIT) - taken,
                frozenset(row[5] for row in rows if row[5] is not None))

