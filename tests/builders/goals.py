"""Goals, set and reviewed through the actions."""

from datetime import date
from typing import Any

from tests.builders import people
from workflows.goals import actions
from workflows.goals.records import Goal, GoalReview
from workflows.goals.rules import NewGoal
from workflows.people.queries import actor_for
from workflows.people.records import Team, User
from workflows.permits import Actor, Role


def leader_of(team: Team) -> User:
    """Somebody who leads the team."""
    return people.person(Role.leader, team=team, name="Lena Brandt")


def wanted(owner: User, **facts: Any) -> NewGoal:
    return NewGoal(**{"title": "Certify the team", "metric": "people certified", "unit": "people", "start_value": 0,
                      "target_value": 6, "due_on": date(2026, 3, 31), "owner_id": owner.id, **facts})


def goal(team: Team | None = None, *, owner: User | None = None, by: Actor | None = None, **facts: Any) -> Goal:
    place = team or people.team()
    lead = owner or leader_of(place)
    return actions.set_goal(by or people.BUILDER, place, wanted(lead, **facts))


def reviewed(found: Goal, value: float = 2, note: str = "Two passed in February.", **facts: Any) -> GoalReview:
    return actions.review_goal(actor_for(found.owner), found, value=value, note=note, **facts)
