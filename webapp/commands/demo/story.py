"""Who is in the demo company, and what its chapters hand to each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from workflows import clock
from workflows.content.records import ContentVersion, PackKind
from workflows.db import db
from workflows.interviewing.actions import scorecards
from workflows.interviewing.actions.scorecards import Given, Written
from workflows.interviewing.records import Interview, Overall
from workflows.people.actions import accounts, members
from workflows.people.queries import actor_for
from workflows.people.records import Competency, Team, User
from workflows.permits import Actor, Role, System
from workflows.recruiting.actions import applications
from workflows.recruiting.actions.applications import Person, Upload
from workflows.recruiting.records import Candidacy, Opening

PASSWORD = "from interview to quota"
SEED = System("seed")
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
EVIDENCE = {
    "negotiation": "Named the buyer's deadline first, then offered a trade: earlier delivery against a longer term.",
    "discovery": "Asked four questions before the product came up and summed up in the buyer's own words.",
    "drive": "Called back two minutes after a hard no and changed the first sentence.",
    "forecasting": "Told which deals would slip, and which sign each of them gave three weeks before.",
}
OTHERWISE = "Told of a lost deal, what to do differently, and the call in which that was done."


@dataclass
class Story:
    """What the chapters hand to each other. `ends` is the present; chapters count days back from it."""

    ends: datetime
    team: Team
    crew: dict[str, User] = field(default_factory=dict)
    opening: Opening | None = None
    candidacies: dict[str, Candidacy] = field(default_factory=dict)
    learners: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def as_(self, key: str) -> Actor:
        """The actor for somebody of the crew, or for anybody else by first name."""
        return actor_for(self.crew[key])

    @contextmanager
    def ago(self, days: float, hour: int = 10) -> Iterator[datetime]:
        """So many days before the present, at that hour (UTC) but never after the present."""
        day = self.ends - timedelta(days=days)
        moment = min(day.replace(hour=hour, minute=0, second=0, microsecond=0), self.ends)
        with clock.at(moment):
            yield moment


def member(story: Story, name: str, title: str, grants: list[tuple[Role, int | None]]) -> User:
    """Somebody of the company, with the demo's password."""
    user = members.add_user(SEED, email=f"{name.split()[0].lower()}@halden.example", name=name, team_id=story.team.id,
                            job_title=title, roles=grants)
    accounts.set_password(user, PASSWORD)
    story.crew[name.split()[0].lower()] = user
    return user


def apply(story: Story, opening: Opening, name: str, line: str) -> Candidacy:
    """An application with a résumé that says `line`."""
    email = f"{name.split()[0].lower()}@example.com"
    text = f"{name}\n{email}\n\nExperience\nAccount executive, Borealis Tools, 2021 - 2026\n- {line}\n"
    made, _ = applications.apply(opening, Person(name, email), consent=True,
                                 resume=Upload(f"{name}.txt", text.encode()))
    story.candidacies[name] = made
    return made


def rate(interview: Interview, levels: dict[str, int], *, submit: bool = True) -> None:
    """A scorecard with a level per competency key (else 3) and what was seen; `submit` False leaves a draft."""
    card = interview.scorecard
    assert card is not None
    author, keys = actor_for(card.author), dict(db.session.execute(sa.select(Competency.id, Competency.key)).all())
    given = {rating.id: Given(levels.get(keys[rating.competency_id], 3), None,
                              EVIDENCE.get(keys[rating.competency_id], OTHERWISE)) for rating in card.ratings}
    good = sum(levels.values()) / len(levels) >= 3.5
    scorecards.save_scorecard(author, card, Written(
        given, Overall.yes if good else Overall.no,
        "Clear on value, and asks before telling." if good else "Gives the price away at the first question.", ""))
    if submit:
        scorecards.submit_scorecard(author, card)


def pack(kind: PackKind, key: str | None = None) -> int:
    """The id of a loaded pack."""
    query = sa.select(ContentVersion.id).where(ContentVersion.kind == kind).order_by(ContentVersion.id)
    return db.session.scalars(query if key is None else query.where(ContentVersion.key == key)).first() or 0


def competencies() -> dict[str, int]:
    return {key: row for row, key in db.session.execute(sa.select(Competency.id, Competency.key))}
