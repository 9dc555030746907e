"""The people of the whole way, each with a browser of their own on the same site."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from tests.builders.people import person, team
from tests.journeys.visiting import Site, Visitor
from workflows import clock
from workflows.content import packaged
from workflows.db import db
from workflows.people.records import Team, User
from workflows.permits import Role, System
from workflows.recruiting.records import Candidate

R = Role
PEOPLE = {"Lena Brandt": (R.leader,), "Marc Oduya": (R.hiring_manager,), "Rita Solis": (R.recruiter,),
          "Ana Kovacs": (R.interviewer,), "Raj Mehta": (R.interviewer, R.assessor),
          "Carla Nunes": (R.coach, R.assessor), "Jonas Weber": (R.rep,), "Priya Nair": (R.rep,)}


@dataclass
class Crew:
    """`crew.lena` is Lena's browser. `crew.ids` keeps where the story's records are, `crew.gaps` what pages said."""

    site: Site
    visit: Callable[..., Visitor]
    how: dict[str, Any]
    team: Team
    ids: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, float] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Visitor:
        query = sa.select(User).where(User.name.ilike(f"{name} %"))
        with clock.at(self.site.now):
            return self.visit(db.session.scalars(query).one(), **self.how)

    @property
    def candidate(self) -> Visitor:
        db.session.rollback()
        with clock.at(self.site.now):
            return self.visit(candidate=db.session.scalars(sa.select(Candidate)).one(), **self.how)


def gather(site: Site, visit: Callable[..., Visitor], **how: Any) -> Crew:
    """A team with its people and the packaged content; everything else the story does on pages."""
    packaged.load_all(System("a journey"))
    place = team("Central", region="US")
    for name, roles in PEOPLE.items():
        person(*roles, team=place, name=name, job_title="Account executive" if R.rep in roles else "")
    person(R.operations, R.admin, name="Otto Lind")
    return Crew(site, visit, how, place)
