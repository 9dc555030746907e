"""The first chapters: the company and its gaps, the opening, six applications, interviews, the decision, two hires."""

import random
from datetime import timedelta

import sqlalchemy as sa

from webapp.commands.demo.story import CREW, PASSWORD, REPS, SEED, R, Story, apply, competencies, member, pack, rate
from workflows import clock
from workflows.content import packaged
from workflows.content.records import PackKind
from workflows.db import db
from workflows.interviewing.actions import debriefs, interviews, plans
from workflows.interviewing.queries.debriefs import debrief_of
from workflows.interviewing.records import Decision, Interview
from workflows.offers.actions import drafting, hiring, sending
from workflows.offers.records import Offer
from workflows.people.actions import accounts, readings, teams
from workflows.people.records import Profile, User
from workflows.permits import Actor, ActorKind
from workflows.recruiting.actions import candidacies, requisitions
from workflows.recruiting.records import Candidacy

MAYA = "Maya Chen"
LINES = {
    MAYA: "Reached 118 % of a $900k quota.", "Jakob Lind": "Built account plans for twelve plants.",
    "Amira Haddad": "Won back three customers that had left.", "Luis Romero": "Sold machine tools for six years.",
    "Greta Olsen": "Ran a trade fair stand with 240 contacts.", "Noah Kim": "Opened the Ohio territory.",
}
LEVELS = {
    MAYA: {"negotiation": 3, "discovery": 5, "drive": 5, "forecasting": 3},
    "Jakob Lind": {"negotiation": 2, "discovery": 4, "drive": 3, "forecasting": 3},
    "Amira Haddad": {"negotiation": 2, "discovery": 3, "drive": 4, "forecasting": 2},
}
TARGETS = (("negotiation", 4, 4), ("discovery", 5, 4), ("drive", 5, 3), ("forecasting", 4, 3))
FOUND = {"negotiation": 2.6, "discovery": 3.6, "drive": 3.4, "forecasting": 2.8}


def company(story: Story) -> None:
    """People, content, and what the team wants and can do."""
    packaged.load_all(SEED)
    for key, (name, title, roles) in CREW.items():
        assert key == name.split()[0].lower()
        member(story, name, title, [(each, None if each in (R.operations, R.admin) else story.team.id)
                                    for each in roles])
    reps = [member(story, name, "Account executive", [(R.rep, story.team.id)]) for name in REPS]
    ids, lena = competencies(), story.as_("lena")
    teams.write_vision(lena, story.team, by_on=clock.today() + timedelta(days=400), statement=(
        "By next winter every plant in the region knows us as the people who understand their line, and we win "
        "seven of ten deals without a discount."),
        priorities=[("Hold the price by trading, not giving", ids["negotiation"]),
                    ("Find out what it costs before we present", ids["discovery"])])
    for key, people, level in TARGETS:
        teams.set_target(lena, story.team, competency_id=ids[key], people=people, level=level)
    dice = random.Random(7)
    readings.record_readings(lena, story.team, {
        (rep.id, ids[key]): float(min(5, max(1, round(dice.gauss(mean, 0.8))))) for key, mean in FOUND.items()
        for rep in reps})


def opening(story: Story) -> None:
    """A seat is asked for and approved; the opening takes the gaps of the day, and questions are chosen."""
    marc, lena = story.as_("marc"), story.as_("lena")
    profile = db.session.scalars(sa.select(Profile).where(Profile.key == "account-executive")).one()
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
    for name, line in LINES.items():
        apply(story, story.opening, name, line)


def interviewed(story: Story) -> None:
    """Three are interviewed and rated by two people each."""
    rita = story.as_("rita")
    for day, name in enumerate(LEVELS, 1):
        candidacy = story.candidacies[name]
        candidacies.advance(rita, candidacy, "interview")
        for hour, each in enumerate(interviews_of(candidacy)):
            begins = (clock.now() + timedelta(days=day)).replace(hour=9 + 2 * hour, minute=0)
            interviews.schedule(rita, each, starts_at=begins, place="Room 4")
    with clock.at(clock.now() + timedelta(days=4)):
        for name, levels in LEVELS.items():
            for each in interviews_of(story.candidacies[name]):
                rate(each, levels)


def decided(story: Story) -> None:
    """The panel's words are read; Maya gets an offer, two are told no."""
    decide(story, MAYA, "Calm under pressure; she asks before she tells.", Decision.offer,
           "Two people saw her discovery well above what we need; the price can be learnt in eight weeks.")
    for name in ("Amira Haddad", "Jakob Lind"):
        decide(story, name, "Likeable, and quick to give.", Decision.decline,
               "Below the level in what the team lacks most.")


def hired(story: Story) -> None:
    """Maya's offer is approved, signed and becomes a hire with account, plan and ramp; the others are kept in mind."""
    hire(story, MAYA, starts_in=22)
    for name in ("Luis Romero", "Greta Olsen", "Noah Kim"):
        candidacies.advance(story.as_("rita"), story.candidacies[name], "pool",
                            reason="The seat is taken; good enough for the next.")


def interviews_of(candidacy: Candidacy) -> list[Interview]:
    """The candidacy's interviews in order; they were prepared when it came to this stage."""
    query = sa.select(Interview).where(Interview.candidacy_id == candidacy.id).order_by(Interview.id)
    found = list(db.session.scalars(query))
    return found or interviews.prepare_interviews(SEED, candidacy)


def decide(story: Story, name: str, words: str, decision: Decision, reason: str) -> None:
    marc = story.as_("marc")
    debrief = debriefs.open_debrief(marc, story.candidacies[name])
    debriefs.write_first(marc, debrief, words=words)
    debriefs.decide(marc, debrief, decision=decision, reason=reason)


def offer(story: Story, name: str, *, starts_in: int) -> Offer:
    """An approved offer that was sent with its letter."""
    from webapp.hiring.offer_letter import letter  # slow import

    marc, lena = story.as_("marc"), story.as_("lena")
    debrief = debrief_of(story.candidacies[name].id)
    assert debrief is not None
    made = drafting.draft_offer(marc, debrief, terms=drafting.OfferTerms(
        salary_minor=7_200_000, start_on=clock.today() + timedelta(days=starts_in),
        expires_on=clock.today() + timedelta(days=10), curriculum_version_id=pack(PackKind.curriculum),
        ramp_shape_version_id=pack(PackKind.ramp_shape, "standard"), pay_plan_version_id=pack(PackKind.pay_plan),
        full_quota_minor=5_000_000, coach_id=story.crew["carla"].id, approver_id=lena.id or 0))
    drafting.submit_offer(marc, made)
    drafting.approve_offer(lena, made)
    sending.send_offer(marc, made, letter=letter(made))
    return made


def hire(story: Story, name: str, *, starts_in: int) -> User:
    made = offer(story, name, starts_in=starts_in)
    candidate = made.candidacy.candidate
    sending.sign_offer(Actor(ActorKind.candidate, candidate.id, candidate.name), made, typed_name=candidate.name)
    user = hiring.hire(story.as_("marc"), made).user
    accounts.set_password(user, PASSWORD)
    story.crew[name.split()[0].lower()] = user
    return user
