"""The second opening and the present: somebody new in onboarding, and something that waits for each person."""

from datetime import datetime

import sqlalchemy as sa

from webapp.commands.demo.applying import apply
from webapp.commands.demo.beginning import offer, sign
from webapp.commands.demo.meeting import HOURS, decide, interviews_of, invite
from webapp.commands.demo.panels import DANIEL, HANA, INES, SECOND_PANEL, TARA, THIRD_PANEL
from webapp.commands.demo.story import Story, competencies
from workflows import clock
from workflows.coaching.actions import kudos
from workflows.coaching.actions import plans as coaching
from workflows.coaching.machine import CoachingState
from workflows.coaching.records import CoachingPlan
from workflows.db import db
from workflows.interviewing.actions import debriefs, interviews, plans
from workflows.offers.machine import OfferState
from workflows.offers.records import Offer
from workflows.onboarding.actions import help_calls
from workflows.onboarding.machine import AssignmentState
from workflows.onboarding.records import Assignment, Plan
from workflows.people.records import Competency, Profile
from workflows.recruiting.actions import candidacies, requisitions

LATER = ("Viktor Holm", "Zoe Laurent", "Emil Novak")
DANIEL_STARTS = 5
"""In the week that lies so many days before the present; he has one to two weeks behind him."""
STEPS = {
    "ramp.certificate-missing": (
        "Write the trade list for two live deals before the next call, and go through it with me on Thursday.",
        "Both trades were used; one deal closed at list price."),
    "ramp.sign-off-missing": (
        "Run two renewals alone from the first call to the forecast. I listen to one call of each, and Marc signs off "
        "on full quota if both forecasts hold.", "Both forecasts held."),
}


def second_opening(story: Story) -> None:
    """Two seats in Detroit; three people apply at once."""
    marc, lena = story.as_("marc"), story.as_("lena")
    profile = db.session.scalars(sa.select(Profile).where(Profile.key == "account-executive")).one()
    asked = requisitions.request_seat(
        marc, story.team, profile=profile, title="Account executive, Detroit", seats=2, salary_min_minor=6_000_000,
        salary_max_minor=8_500_000, start_on=story.monday(DANIEL_STARTS), approver_id=lena.id or 0,
        why="Detroit has forty plants and nobody who visits them.")
    requisitions.submit(marc, asked)
    story.opening = requisitions.approve(lena, asked)
    plans.make_plan(marc, story.opening, [("First conversation", 45, story.crew["ana"].id),
                                          ("Working session", 60, story.crew["raj"].id),
                                          ("Second view", 45, story.crew["marc"].id)])
    for name in SECOND_PANEL:
        apply(story, name)


def second_interviews(story: Story) -> None:
    """Daniel, Omar and Paul are seen by all three."""
    invite(story, *SECOND_PANEL)


def second_decisions(story: Story) -> None:
    """Daniel gets an offer, Paul and Omar are told no."""
    decide(story, tuple(SECOND_PANEL))


def daniel_is_offered(story: Story) -> None:
    """He is to start on a Monday; the second seat brings three more applications."""
    offer(story, DANIEL, starts_on=story.monday(DANIEL_STARTS))
    for name in (*THIRD_PANEL, TARA):
        apply(story, name)


def daniel_is_hired(story: Story) -> None:
    sign(story, db.session.scalars(sa.select(Offer).where(Offer.state == OfferState.sent)).one())
    story.learners["daniel"] = ("listen-to-five-calls",)


def third_interviews(story: Story) -> None:
    """Ines and Hana are seen by all three."""
    invite(story, *THIRD_PANEL)


def this_month(story: Story) -> None:
    """Ines is chosen, three more apply, and Tara is invited: Ana will have rated her, Raj only begun to."""
    decide(story, (INES,))
    for name in LATER:
        apply(story, name)
    rita, tara = story.as_("rita"), story.candidacies[TARA]
    candidacies.advance(rita, tara, "interview")
    days = (story.later(2, HOURS[0]), story.later(2, HOURS[1]), _after_the_end(story))
    meetings = interviews_of(tara)
    for starts_at, each in zip(days, meetings, strict=True):
        interviews.schedule(rita, each, starts_at=starts_at, place="Room 4")
    story.meetings += meetings
    story.unfinished.append(meetings[1])
    candidacies.advance(rita, story.candidacies["Viktor Holm"], "screen")


def _after_the_end(story: Story) -> datetime:
    """Marc meets her on the first workday after the present."""
    with clock.at(story.ends):
        return story.later(1, HOURS[0])


def this_week(story: Story) -> None:
    """Ines reads her offer; Hana's debrief waits for Marc, Daniel for help, a seat for Lena."""
    offer(story, INES, starts_on=story.monday(-30))
    debriefs.open_debrief(story.as_("marc"), story.candidacies[HANA])
    daniel_is_stuck(story)
    a_seat_is_asked_for(story)


def daniel_is_stuck(story: Story) -> None:
    plan = db.session.scalars(sa.select(Plan).where(Plan.user_id == story.crew["daniel"].id)).one()
    stuck = db.session.scalars(sa.select(Assignment).where(
        Assignment.plan_id == plan.id, Assignment.owner_id == plan.user_id,
        Assignment.state.in_((AssignmentState.assigned, AssignmentState.started))).order_by(Assignment.due_on)).first()
    if stuck is not None:
        help_calls.call_for_help(story.as_("daniel"), stuck, text="Which calls may I listen to, and where are they?")


def a_seat_is_asked_for(story: Story) -> None:
    marc, lena = story.as_("marc"), story.as_("lena")
    profile = db.session.scalars(sa.select(Profile).where(Profile.key == "sdr")).one()
    asked = requisitions.request_seat(
        marc, story.team, profile=profile, title="Sales development representative", currency="USD",
        salary_min_minor=4_500_000, salary_max_minor=5_500_000, start_on=story.monday(-60), approver_id=lena.id or 0,
        why="Two of our account executives spend a third of their week on first calls.")
    requisitions.submit(marc, asked)


def coach_agrees(story: Story) -> None:
    """Carla agrees on one step for whoever is held, about what holds them."""
    for plan in db.session.scalars(sa.select(CoachingPlan).where(CoachingPlan.state == CoachingState.diagnosed)).all():
        coaching.agree(story.as_("carla"), plan, due_on=story.due(14), step=_step(plan)[0])


def coach_closes(story: Story) -> None:
    for plan in db.session.scalars(sa.select(CoachingPlan).where(CoachingPlan.state == CoachingState.agreed)).all():
        coaching.close(story.as_("carla"), plan, outcome=_step(plan)[1])


def _step(plan: CoachingPlan) -> tuple[str, str]:
    """The step and what came of it, by the first reason of the hold."""
    return STEPS[plan.evidence[0]["code"]]


def thanks(story: Story) -> None:
    about = db.session.get_one(Competency, competencies()["discovery"])
    kudos.give_kudos(story.as_("lena"), story.crew["maya"], competency=about,
                     text="Found out what an hour of standstill costs Erie Glass before anybody showed a slide.")


