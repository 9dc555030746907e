"""Who is in the demo company, on which days things happen, and what its chapters hand to each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

import sqlalchemy as sa

from webapp import mail
from webapp.commands.demo.calendar import Workdays
from workflows import clock, outbox
from workflows.content.records import ContentVersion, PackKind
from workflows.db import db
from workflows.interviewing.records import Interview
from workflows.people.actions import accounts, members
from workflows.people.queries import actor_for
from workflows.people.records import Competency, Team, User
from workflows.people.workdays import days_off
from workflows.permits import Actor, Role, System
from workflows.recruiting.records import Candidacy, Opening

PASSWORD = "from interview to quota"
SEED = System("seed")
ZONE = "America/Chicago"
R = Role
CREW: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "lena": ("Lena Brandt", "Sales leader", (R.leader,)),
    "marc": ("Marc Oduya", "Hiring manager", (R.hiring_manager, R.interviewer)),
    "rita": ("Rita Solis", "Recruiter", (R.recruiter,)),
    "ana": ("Ana Kovacs", "Interviewer", (R.interviewer,)),
    "raj": ("Raj Mehta", "Interviewer and assessor", (R.interviewer, R.assessor)),
    "carla": ("Carla Nunes", "Coach", (R.coach, R.assessor)),
    "otto": ("Otto Lind", "Operations", (R.operations, R.admin)),
}
REPS = ("Jonas Weber", "Priya Nair", "Tom Alvarez", "Sofia Rossi", "Ben Carter", "Yuki Mori")
FIRST_DAY = 154
"""Maya's first day, so many days before the present: a Monday."""
LATELY = 20
"""From here on days are counted from the present as it is; before that, in weeks that begin with Maya's first day."""


@dataclass
class Story:
    """What the chapters hand to each other. `ends` is when all is told, `told` when we hear it: chapters count days
    back from the first, and nothing happens after the second.
    """

    ends: datetime
    team: Team
    told: datetime = field(default_factory=clock.now)
    crew: dict[str, User] = field(default_factory=dict)
    opening: Opening | None = None
    candidacies: dict[str, Candidacy] = field(default_factory=dict)
    learners: dict[str, tuple[str, ...]] = field(default_factory=dict)
    meetings: list[Interview] = field(default_factory=list)
    unfinished: list[Interview] = field(default_factory=list)

    def as_(self, key: str) -> Actor:
        """The actor for somebody of the crew, or for anybody else by first name."""
        return actor_for(self.crew[key])

    @cached_property
    def workdays(self) -> Workdays:
        """When the team works, public holidays and the company's own left out."""
        return Workdays(days_off(self.team.region, 0, self.ends.date(), self.ends.date()))

    def day(self, days: int) -> date:
        """So many days before the end, work or not; long ago, up to six more, so that FIRST_DAY is a Monday."""
        end = self.ends.date()
        more = (end - timedelta(days=FIRST_DAY)).weekday() if days > LATELY else 0
        return end - timedelta(days=days + more)

    def workday(self, days: int) -> date:
        """The workday on or after `day`, but never one that is still to come when the story is told."""
        found = self.workdays.at_or_after(self.day(days))
        return found if found <= self.told.date() or days < 0 else self.workdays.at_or_before(self.day(days))

    def due(self, days: int) -> date:
        """A workday so many days after the current moment, or the first one after it."""
        return self.workdays.at_or_after(clock.today() + timedelta(days=days))

    def monday(self, days: int) -> date:
        """The first workday of the week that `days` before the end lie in."""
        return self.workdays.first_of_week(self.day(days))

    def later(self, workdays: int, hour: int) -> datetime:
        """So many workdays after the current day, at that hour (UTC)."""
        return datetime.combine(self.workdays.after(clock.today(), workdays), time(hour), UTC)

    @contextmanager
    def at(self, day: date, hour: int = 15) -> Iterator[None]:
        """That day at that hour (UTC; 15 is a morning in Chicago), but never after the story is told; then the post."""
        with clock.at(min(datetime.combine(day, time(hour), UTC), self.told)):
            yield
            post_out()


def post_out() -> None:
    """All mail that is due goes out on the day of the story on which it was written, but no further than the instance
    folder: nobody lives at these addresses, and a server that does not answer would hold up the story."""
    while outbox.deliver_due(mail.keep):
        pass


def member(story: Story, name: str, title: str, grants: list[tuple[Role, int | None]]) -> User:
    """Somebody of the company, with the demo's password."""
    user = members.add_user(SEED, email=f"{name.split()[0].lower()}@halden.example", name=name, team_id=story.team.id,
                            job_title=title, roles=grants, time_zone=ZONE)
    accounts.set_password(user, PASSWORD)
    story.crew[name.split()[0].lower()] = user
    return user


def pack(kind: PackKind, key: str | None = None) -> int:
    """The id of a loaded pack."""
    query = sa.select(ContentVersion.id).where(ContentVersion.kind == kind).order_by(ContentVersion.id)
    return db.session.scalars(query if key is None else query.where(ContentVersion.key == key)).first() or 0


def competencies() -> dict[str, int]:
    return {key: row for row, key in db.session.execute(sa.select(Competency.id, Competency.key))}
