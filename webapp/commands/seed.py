"""`onramp seed`: the demo company, built through the actions, with people who carry a story.

Halden Systems, Central team: good at finding customers, weak at negotiating. The story runs from the first target to
the first day of Maya Chen; each stage can be the last one.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import click
import sqlalchemy as sa

from webapp import create_app
from workflows import clock
from workflows.content import packaged
from workflows.content.records import ContentVersion, PackKind
from workflows.db import db
from workflows.interviewing.actions import debriefs, interviews, plans, scorecards
from workflows.interviewing.actions.scorecards import Given, Written
from workflows.interviewing.records import Debrief, Decision, Interview, Overall
from workflows.offers.actions import drafting, hiring, sending
from workflows.people.actions import accounts, members, teams
from workflows.people.queries import actor_for
from workflows.people.records import Competency, LinkPurpose, Profile, Team, User
from workflows.permits import Actor, ActorKind, Role, System
from workflows.recruiting.actions import applications, candidacies, requisitions
from workflows.recruiting.actions.applications import Person, Upload
from workflows.recruiting.records import Candidacy, Opening

PASSWORD = "from interview to quota"
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
APPLICANTS = ("Maya Chen", "Daniel Fox", "Amira Haddad", "Luis Romero", "Greta Olsen", "Noah Kim")
LEVELS = {"Maya Chen": (4, 4, 3, 5), "Daniel Fox": (3, 2, 3, 3), "Amira Haddad": (4, 3, 4, 3)}
EVIDENCE = ("Named the buyer's deadline first, then offered a trade: earlier delivery against a longer term.",
            "Asked four questions before the product came up and summed up in the buyer's own words.",
            "Told of a lost deal, what she would do differently, and the call in which she then did it.",
            "Called back two minutes after a hard no and changed the first sentence.")


@dataclass
class Story:
    """What the stages hand to each other."""

    team: Team | None = None
    crew: dict[str, User] = field(default_factory=dict)
    opening: Opening | None = None
    candidacies: list[Candidacy] = field(default_factory=list)

    def as_(self, key: str) -> Actor:
        return actor_for(self.crew[key])


def company(story: Story) -> None:
    """People, content, and what the team wants and can do."""
    seed = System("seed")
    packaged.load_all(seed)
    story.team = members.create_team(seed, name="Central", region="US", office="Chicago")
    for key, (name, title, roles) in CREW.items():
        grants = [(each, None if each in (R.operations, R.admin) else story.team.id) for each in roles]
        story.crew[key] = _member(story, name, title, grants)
    reps = [_member(story, name, "Account executive", [(R.rep, story.team.id)]) for name in REPS]
    ids = {key: row for row, key in db.session.execute(sa.select(Competency.id, Competency.key))}
    teams.write_vision(story.as_("lena"), story.team, by_on=clock.today() + timedelta(days=400), statement=(
        "By next winter every plant in the region knows us as the people who understand their line, and we win "
        "seven of ten deals without a discount."),
        priorities=[("Hold the price by trading, not giving", ids["negotiation"]),
                    ("Find out what it costs before we present", ids["discovery"])])
    for key, people, level in (("negotiation", 4, 4), ("discovery", 5, 4), ("drive", 5, 3), ("forecasting", 4, 3)):
        teams.set_target(story.as_("lena"), story.team, competency_id=ids[key], people=people, level=level)
    dice = random.Random(7)
    grid = {(rep.id, ids[key]): float(min(5, max(1, round(dice.gauss(mean, 0.8)))))
            for key, mean in (("negotiation", 2.6), ("discovery", 3.6), ("drive", 3.4), ("forecasting", 2.8))
            for rep in reps}
    teams.record_readings(story.as_("lena"), story.team, grid)


def opening(story: Story) -> None:
    """A seat is asked for and approved; the opening takes the team's gaps of the day, and questions are chosen."""
    assert story.team is not None
    profile = db.session.scalars(sa.select(Profile).where(Profile.key == "account-executive")).one()
    marc, lena = story.as_("marc"), story.as_("lena")
    asked = requisitions.request_seat(
        marc, story.team, profile=profile, title="Account executive, Chicago", salary_min_minor=6_000_000,
        salary_max_minor=8_500_000, start_on=clock.today() + timedelta(days=45), approver_id=lena.id or 0,
        why="Only one of six holds a price; two large renewals are due in spring.")
    requisitions.submit(marc, asked)
    story.opening = requisitions.approve(lena, asked)
    plans.make_plan(marc, story.opening, [("First conversation", 45, story.crew["ana"].id),
                                          ("Working session", 60, story.crew["raj"].id)])


def applied(story: Story) -> None:
    """Six people apply."""
    assert story.opening is not None
    for name in APPLICANTS:
        email = f"{name.split()[0].lower()}@example.com"
        text = (f"{name}\n{email}\n\nExperience\nAccount executive, Borealis Tools, 2021 - 2026\n"
                "- Reached 118 % of a $900k quota.\n- Built account plans for twelve plants.\n")
        made, _ = applications.apply(story.opening, Person(name, email), consent=True,
                                     resume=Upload(f"{name}.txt", text.encode()))
        story.candidacies.append(made)


def interviewed(story: Story) -> None:
    """Three are interviewed and rated by two people each."""
    rita = story.as_("rita")
    for day, candidacy in enumerate(story.candidacies[:3], 1):
        candidacies.advance(rita, candidacy, "interview")
        for hour, each in enumerate(interviews.prepare_interviews(rita, candidacy)):
            begins = (clock.now() + timedelta(days=day)).replace(hour=9 + 2 * hour, minute=0)
            interviews.schedule(rita, each, starts_at=begins, place="Room 4")
    with clock.at(clock.now() + timedelta(days=4)):
        for candidacy in story.candidacies[:3]:
            for each in db.session.scalars(sa.select(Interview).where(Interview.candidacy_id == candidacy.id)):
                _rate(each, LEVELS[candidacy.candidate.name])


def decided(story: Story) -> None:
    """The panel's words are read; Maya gets an offer."""
    marc = story.as_("marc")
    with clock.at(clock.now() + timedelta(days=5)):
        debrief = debriefs.open_debrief(marc, story.candidacies[0])
        debriefs.write_first(marc, debrief, words="Calm under pressure; she trades instead of giving.")
        debriefs.decide(marc, debrief, decision=Decision.offer,
                        reason="Two people saw her hold a price; what is open can be learnt in eight weeks.")


def hired(story: Story) -> None:
    """The offer is approved, signed and becomes a hire with a plan."""
    from webapp.hiring.offer_letter import letter  # slow import

    marc, lena = story.as_("marc"), story.as_("lena")
    with clock.at(clock.now() + timedelta(days=6)):
        debrief = db.session.scalars(sa.select(Debrief)).first()
        assert debrief is not None
        offer = drafting.draft_offer(marc, debrief, terms=drafting.OfferTerms(
            salary_minor=7_200_000, start_on=clock.today() + timedelta(days=40),
            expires_on=clock.today() + timedelta(days=10), curriculum_version_id=_pack(PackKind.curriculum),
            ramp_shape_version_id=_pack(PackKind.ramp_shape, "standard"), pay_plan_version_id=_pack(PackKind.pay_plan),
            full_quota_minor=5_000_000, coach_id=story.crew["carla"].id, approver_id=lena.id or 0))
        drafting.submit_offer(marc, offer)
        drafting.approve_offer(lena, offer)
        sending.send_offer(marc, offer, letter=letter(offer))
        candidate = offer.candidacy.candidate
        sending.sign_offer(Actor(ActorKind.candidate, candidate.id, candidate.name), offer, typed_name=candidate.name)
        hire = hiring.hire(marc, offer)
        accounts.set_password(hire.user, PASSWORD)


STAGES: dict[str, Callable[[Story], None]] = {
    "company": company, "opening": opening, "applied": applied, "interviewed": interviewed, "decided": decided,
    "hired": hired}


def _member(story: Story, name: str, title: str, grants: list[tuple[Role, int | None]]) -> User:
    assert story.team is not None
    user = members.add_user(System("seed"), email=f"{name.split()[0].lower()}@halden.example", name=name,
                            team_id=story.team.id, job_title=title, roles=grants)
    if title in [crew[1] for crew in CREW.values()] or name == REPS[0]:
        accounts.set_password(user, PASSWORD)
    return user


def _rate(interview: Interview, levels: tuple[int, ...]) -> None:
    card = interview.scorecard
    assert card is not None
    author = actor_for(card.author)
    given = {rating.id: Given(levels[n % len(levels)], None, EVIDENCE[n % len(EVIDENCE)])
             for n, rating in enumerate(card.ratings)}
    good = sum(levels) / len(levels) >= 3.5
    scorecards.save_scorecard(author, card, Written(given, Overall.yes if good else Overall.no,
                                                    "Clear on value, and asks before telling." if good else
                                                    "Gives the price away at the first question.", ""))
    scorecards.submit_scorecard(author, card)


def _pack(kind: PackKind, key: str | None = None) -> int:
    query = sa.select(ContentVersion.id).where(ContentVersion.kind == kind).order_by(ContentVersion.id)
    return db.session.scalars(query if key is None else query.where(ContentVersion.key == key)).first() or 0


def _sign_ins(story: Story) -> str:
    rows = [f"  {title:<26} {story.crew[key].email}" for key, (_, title, _) in CREW.items()]
    rows.append(f"  {'Rep':<26} {REPS[0].split()[0].lower()}@halden.example")
    if story.candidacies:
        candidate = story.candidacies[1].candidate
        token = accounts.issue_link(System("seed"), LinkPurpose.candidate, candidate_id=candidate.id)
        rows.append(f"  {'Candidate ' + candidate.name:<26} /my/{token}")
    return "\n".join([f"Sign in with the password “{PASSWORD}” as", *rows, ""])


@click.command()
@click.option("--until", type=click.Choice([*STAGES, "rep"]), default="rep", help="The last stage to build.")
def seed(until: str) -> None:
    """Build the demo company through the actions."""
    app = create_app()
    with app.app_context():
        if db.session.scalar(sa.select(sa.func.count()).select_from(User)):
            raise click.ClickException("There are people here already. The demo company is built into an empty "
                                       "installation only; start one with ONRAMP_INSTANCE=another-folder.")
        story = Story()
        began: datetime = clock.now() - timedelta(days=8)
        with clock.at(began):
            for name, stage in STAGES.items():
                click.echo(f"  {name}: {(stage.__doc__ or '').strip()}")
                stage(story)
                if name == until:
                    break
        settings: Any = app.config["ONRAMP"]
        (settings.instance / "sign-ins.txt").write_text(_sign_ins(story))
