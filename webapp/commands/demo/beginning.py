"""The first chapters: the company and its gaps, the opening, six applications, interviews, the decision, the hire."""

import random
from datetime import date

import sqlalchemy as sa

from webapp.commands.demo.applying import apply
from webapp.commands.demo.meeting import decide, invite, meet
from webapp.commands.demo.panels import FIRST_PANEL, MAYA
from webapp.commands.demo.story import (
    CREW,
    FIRST_DAY,
    PASSWORD,
    REPS,
    SEED,
    R,
    Story,
    competencies,
    member,
    pack,
    post_out,
)
from workflows import clock
from workflows.content import packaged
from workflows.content.records import PackKind
from workflows.db import db
from workflows.interviewing.actions import plans
from workflows.interviewing.queries.debriefs import debrief_of
from workflows.offers.actions import drafting, hiring, sending
from workflows.offers.records import Offer
from workflows.people.actions import accounts, members, readings, teams
from workflows.people.actions.company import name_company
from workflows.people.records import Profile, User
from workflows.permits import Actor, ActorKind
from workflows.recruiting.actions import candidacies, requisitions

APPLICANTS = (MAYA, "Jakob Lind", "Amira Haddad", "Luis Romero", "Greta Olsen", "Noah Kim")
TARGETS = (("negotiation", 4, 4), ("discovery", 5, 4), ("drive", 5, 3), ("forecasting", 4, 3))
FOUND = {"negotiation": 2.6, "discovery": 3.6, "drive": 3.4, "forecasting": 2.8}
SIGNED_AFTER = 2
"""Workdays from an offer to its signature."""


def company(story: Story) -> None:
    """People, content, and what the team wants and can do."""
    name_company(SEED, "Halden Systems")
    packaged.load_all(SEED)
    for key, (name, title, roles) in CREW.items():
        assert key == name.split()[0].lower()
        member(story, name, title, [(each, None if each in (R.operations, R.admin) else story.team.id)
                                    for each in roles])
    team = story.team
    members.change_team(SEED, team, name=team.name, region=team.region, office=team.office, currency=team.currency,
                        manager_id=story.crew["marc"].id)
    reps = [member(story, name, "Account executive", [(R.rep, team.id)]) for name in REPS]
    ids, lena = competencies(), story.as_("lena")
    teams.write_vision(lena, team, by_on=story.due(400), statement=(
        "By next winter every plant in the region knows us as the people who understand their line, and we win "
        "seven of ten deals without a discount."),
        priorities=[("Hold the price by trading, not giving", ids["negotiation"]),
                    ("Find out what it costs before we present", ids["discovery"])])
    for key, people, level in TARGETS:
        teams.set_target(lena, team, competency_id=ids[key], people=people, level=level)
    dice = random.Random(7)
    readings.record_readings(lena, team, {
        (rep.id, ids[key]): float(min(5, max(1, round(dice.gauss(mean, 0.8))))) for key, mean in FOUND.items()
        for rep in reps})


def opening(story: Story) -> None:
    """A seat is asked for and approved; the opening takes the gaps of the day, and questions are chosen."""
    marc, lena = story.as_("marc"), story.as_("lena")
    profile = db.session.scalars(sa.select(Profile).where(Profile.key == "account-executive")).one()
    asked = requisitions.request_seat(
        marc, story.team, profile=profile, title="Account executive, Chicago", salary_min_minor=6_000_000,
        salary_max_minor=8_500_000, start_on=story.monday(FIRST_DAY), approver_id=lena.id or 0,
        why="Nobody here holds a price for long; two large renewals are due in spring.")
    requisitions.submit(marc, asked)
    story.opening = requisitions.approve(lena, asked)
    plans.make_plan(marc, story.opening, [("First conversation", 45, story.crew["ana"].id),
                                          ("Working session", 60, story.crew["raj"].id)])


def applied(story: Story) -> None:
    """Six people apply."""
    for name in APPLICANTS:
        apply(story, name)


def interviewed(story: Story) -> None:
    """Three are interviewed and rated by two people each, one candidate a day."""
    invite(story, *FIRST_PANEL)
    post_out()
    for day in range(1, len(FIRST_PANEL) + 1):
        with clock.at(story.later(day, 8)):
            meet(story)


def decided(story: Story) -> None:
    """The panel's words are read; Maya gets an offer, two are told no."""
    decide(story, (MAYA, "Amira Haddad", "Jakob Lind"))


def hired(story: Story) -> None:
    """Maya's offer is approved, signed and becomes a hire with account, plan and ramp; the others are kept in mind."""
    made = offer(story, MAYA, starts_on=story.monday(FIRST_DAY))
    post_out()
    with clock.at(story.later(SIGNED_AFTER, 16)):
        sign(story, made)
        for name in APPLICANTS[3:]:
            candidacies.advance(story.as_("rita"), story.candidacies[name], "pool",
                                reason="The seat is taken; good enough for the next.")
        post_out()


def offer(story: Story, name: str, *, starts_on: date) -> Offer:
    """An approved offer that was sent with its letter."""
    from webapp.hiring.offer_letter import letter  # slow import

    marc, lena = story.as_("marc"), story.as_("lena")
    debrief = debrief_of(story.candidacies[name].id)
    assert debrief is not None
    made = drafting.draft_offer(marc, debrief, terms=drafting.OfferTerms(
        salary_minor=7_200_000, start_on=starts_on, expires_on=story.due(10),
        curriculum_version_id=pack(PackKind.curriculum),
        ramp_shape_version_id=pack(PackKind.ramp_shape, "standard"), pay_plan_version_id=pack(PackKind.pay_plan),
        full_quota_minor=5_000_000, coach_id=story.crew["carla"].id, approver_id=lena.id or 0))
    drafting.submit_offer(marc, made)
    drafting.approve_offer(lena, made)
    sending.send_offer(marc, made, letter=letter(made))
    return made


def sign(story: Story, made: Offer) -> User:
    """The offer is signed and becomes a hire."""
    candidate = made.candidacy.candidate
    sending.sign_offer(Actor(ActorKind.candidate, candidate.id, candidate.name), made, typed_name=candidate.name)
    user = hiring.hire(story.as_("marc"), made).user
    accounts.set_password(user, PASSWORD)
    story.crew[candidate.name.split()[0].lower()] = user
    return user
