"""A team that is measured: competencies, reps, targets, readings and a vision, made by the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.builders.people import person, team
from tests.builders.recruiting import profile
from workflows import clock
from workflows.people.actions import readings, teams
from workflows.people.actions.teams import Wanted
from workflows.people.queries import actor_for
from workflows.people.records import Competency, Profile, Team, User, Vision
from workflows.permits import Actor, Role


@dataclass
class Crew:
    """A team with its leader, its reps, and the competencies of a profile."""

    team: Team
    leader: User
    reps: list[User]
    profile: Profile
    competencies: list[Competency]

    @property
    def lead(self) -> Actor:
        return actor_for(self.leader)


def crew(*names: str, reps: int = 2, name: str | None = None) -> Crew:
    """A team of `reps` people; `names` are the competencies of its profile."""
    place = team(name)
    needed = profile(*(names or ("Negotiation", "Drive")))
    return Crew(place, person(Role.leader, team=place, name="Lena Brandt"),
                [person(Role.rep, team=place) for _ in range(reps)], needed,
                [need.competency for need in needed.needs])


def wants(crew: Crew, competency: Competency, people: int = 3, level: int = 4, weight_bp: int = 1000) -> None:
    teams.set_targets(crew.lead, crew.team, {competency.id: Wanted(people, level, weight_bp)})


def measured(crew: Crew, levels: Mapping[User, float], competency: Competency, taken_on: date | None = None) -> None:
    readings.record_readings(crew.lead, crew.team, {(user.id, competency.id): level for user, level in levels.items()},
                             taken_on=taken_on)


def vision(crew: Crew, statement: str = "Every plant in the region knows us.",
           priorities: Sequence[tuple[str, int | None]] = (("Hold the price", None),)) -> Vision:
    return teams.write_vision(crew.lead, crew.team, statement=statement, priorities=priorities,
                              by_on=clock.today() + timedelta(days=300))
