"""Teams and what is under way to close their gaps: open seats, openings, the profiles in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from workflows.db import db
from workflows.offers.records import Hire
from workflows.people.records import Profile, Team
from workflows.recruiting.machine import RequisitionState
from workflows.recruiting.records import Opening, Requisition


@dataclass(frozen=True)
class OpenSeats:
    """An opening whose requisition is open, with so many seats still free."""

    opening_id: int
    title: str
    published_at: datetime
    profile_id: int
    profile: str
    free: int


def open_seats(team_ids: Sequence[int]) -> dict[int, int]:
    """Free seats of open requisitions, by team id; teams without any are left out."""
    rows = db.session.execute(
        sa.select(Requisition.team_id, sa.func.sum(Requisition.seats - _taken()))
        .outerjoin(Opening, Opening.requisition_id == Requisition.id)
        .where(Requisition.team_id.in_(team_ids), Requisition.state == RequisitionState.open)
        .group_by(Requisition.team_id))
    return {team_id: int(free) for team_id, free in rows}


def openings_of(team_id: int) -> list[OpenSeats]:
    """The team's openings that still hire, newest first."""
    return [OpenSeats(*row) for row in db.session.execute(OPENINGS, {"team_id": team_id})]


def hiring_by(profile_id: int) -> list[tuple[str, str]]:
    """(title, team) of the seats, asked for or open, that name this profile, by team."""
    rows = db.session.execute(
        sa.select(Requisition.title, Team.name).join(Requisition.team).order_by(Team.name, Requisition.title)
        .where(Requisition.profile_id == profile_id,
               Requisition.state.not_in((RequisitionState.filled, RequisitionState.cancelled))).distinct())
    return [(title, team) for title, team in rows]


def _taken() -> sa.ScalarSelect[int]:
    """Seats of an opening that are filled."""
    return sa.select(sa.func.count(Hire.id)).where(Hire.opening_id == Opening.id).scalar_subquery()


OPENINGS: Any = (
    sa.select(Opening.id, Opening.title, Opening.published_at, Profile.id, Profile.name, Requisition.seats - _taken())
    .join(Requisition, Requisition.id == Opening.requisition_id).join(Profile, Profile.id == Requisition.profile_id)
    .where(Opening.team_id == sa.bindparam("team_id"), Requisition.state == RequisitionState.open)
    .order_by(Opening.id.desc()))
