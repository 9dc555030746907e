"""Seats, openings and candidacies, made by the slice's actions; profiles, targets and readings are written down."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.builders.people import person, team
from workflows import clock
from workflows.acting import maintenance
from workflows.db import db
from workflows.people.queries import actor_for
from workflows.people.records import (
    Competency,
    Profile,
    ProfileNeed,
    Reading,
    ReadingSource,
    Target,
    Team,
    User,
)
from workflows.permits import Role
from workflows.recruiting.actions import applications, candidacies, requisitions
from workflows.recruiting.actions.applications import Person, Upload
from workflows.recruiting.records import Candidacy, Opening, Requisition

_numbers = count(1)
LEVELS = ["Waits to be told.", "Manages the simple case.", "Works alone.", "Others look here.", "Raises the team."]
RESUME = b"""Jo Park
jo.park@example.com

Experience
Account Executive, Northwind Ltd, 2021 - 2024
- Closed 132% of a $900k quota and exceeded quota three years in a row.
"""


def profile(*names: str, level: int = 3) -> Profile:
    """A profile that needs these competencies; the first is a must-have."""
    number = next(_numbers)
    with maintenance("a builder's profile"):
        made = Profile(key=f"profile-r{number}", name="Account executive", summary="Sells to companies of all sizes.")
        made.needs = [ProfileNeed(competency=Competency(key=f"{each.lower()}-r{number}", name=each, levels=LEVELS,
                                                        summary=f"About {each}."),
                                  level=level, weight_bp=max(6000 - 1000 * n, 500), must_have=n == 0)
                      for n, each in enumerate(names or ("Negotiation", "Drive"))]
        db.session.add(made)
    return made


def target(place: Team, competency: Competency, author: User, *, people: int = 3, level: int = 4) -> Target:
    with maintenance("a builder's target"):
        made = Target(team_id=place.id, competency_id=competency.id, people=people, level=level, author_id=author.id)
        db.session.add(made)
    return made


def reading(user: User, competency: Competency, level: float, *, standard_error: float = 0.01,
            taken_on: date | None = None) -> Reading:
    with maintenance("a builder's reading"):
        made = Reading(user_id=user.id, competency_id=competency.id, level=level, standard_error=standard_error,
                       source=ReadingSource.manager_grid, taken_on=taken_on or clock.today())
        db.session.add(made)
    return made


def requisition(place: Team | None = None, *, manager: User | None = None, approver: User | None = None,
                needs: Sequence[str] = (), wanted: Profile | None = None, **facts: Any) -> Requisition:
    """A draft request by a hiring manager, to be approved by the team's leader."""
    place = place or team()
    manager = manager or person(Role.hiring_manager, team=place)
    approver = approver or person(Role.leader, team=place)
    asked = {"title": "Account executive", "salary_min_minor": 6_000_000, "salary_max_minor": 8_000_000,
             "start_on": clock.today() + timedelta(days=60), "why": "Two of us cannot hold a price."} | facts
    return requisitions.request_seat(actor_for(manager), place, profile=wanted or profile(*needs),
                                     approver_id=approver.id, **asked)


def submitted(place: Team | None = None, **given: Any) -> Requisition:
    made = requisition(place, **given)
    requisitions.submit(actor_for(made.requested_by), made)
    return made


def opening(place: Team | None = None, **given: Any) -> Opening:
    """An approved, published opening."""
    made = submitted(place, **given)
    return requisitions.approve(actor_for(made.approver), made)


def application(place: Opening | None = None, *, name: str = "Jo Park", email: str | None = None,
                resume: bytes | None = None, file_name: str = "resume.txt") -> Candidacy:
    """Somebody who applied by the careers page."""
    made, _ = applications.apply(place or opening(), Person(name, email or f"jo{next(_numbers)}@example.com"),
                                 resume=Upload(file_name, resume) if resume is not None else None, consent=True)
    return made


def moved(candidacy: Candidacy, *triggers: str, reason: str = "It was agreed so.") -> Candidacy:
    """A candidacy after these moves by whoever asked for the seat."""
    who = actor_for(candidacy.opening.requisition.requested_by)
    for trigger in triggers:
        candidacies.advance(who, candidacy, trigger, reason=reason)
    return candidacy
