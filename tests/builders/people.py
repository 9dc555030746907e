"""Teams and the people in them."""

from itertools import count
from typing import Any

from workflows.people.actions import members
from workflows.people.queries import actor_for
from workflows.people.records import Team, User
from workflows.permits import Actor, Role, System

BUILDER = System("a builder")
NAMES = ("Ana Duarte", "Raj Patel", "Mia Novak", "Tom Weber", "Lea Okafor", "Ben Sato", "Ida Lund", "Zoe Kim")
_numbers = count(1)


def team(name: str | None = None, **facts: Any) -> Team:
    return members.create_team(BUILDER, name=name or f"Team {next(_numbers)}", **facts)


def person(*roles: Role, team: Team | None = None, name: str | None = None, **facts: Any) -> User:
    """Somebody who holds `roles` in `team` (everywhere, when there is none)."""
    number = next(_numbers)
    place = team.id if team is not None else None
    return members.add_user(BUILDER, email=f"person{number}@example.com", team_id=place,
                            name=name or f"{NAMES[number % len(NAMES)]} {number}",
                            roles=[(role, place) for role in roles], **facts)


def acting(*roles: Role, team: Team | None = None, name: str | None = None) -> Actor:
    """As `person`, as the actor that actions want."""
    return actor_for(person(*roles, team=team, name=name))
