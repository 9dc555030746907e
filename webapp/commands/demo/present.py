"""The second opening and the present: somebody new in onboarding, and something that waits for each person."""

from datetime import timedelta

import sqlalchemy as sa

from webapp.commands.demo.beginning import decide, hire, interviews_of, offer
from webapp.commands.demo.story import Story, apply, competencies, rate
from workflows import clock
from workflows.coaching.actions import kudos
from workflows.coaching.actions import plans as coaching
from workflows.coaching.machine import CoachingState
from workflows.coaching.records import CoachingPlan
from workflows.db import db
from workflows.interviewing.actions import debriefs, interviews, plans
from workflows.interviewing.records import Decision
from workflows.onboarding.actions import help_calls
from workflows.onboarding.machine import AssignmentState
from workflows.onboarding.records import Assignment, Plan
from workflows.people.records import Competency, Profile
from workflows.recruiting.actions import candidacies, requisitions

DANIEL = "Daniel Fox"
PANEL = {
    DANIEL: (4, 4, 3, 4), "Ines Duarte": (4, 3, 4, 4), "Omar Said": (2, 3, 3, 2), "Hana Suzuki": (5, 4, 3, 4),
    "Paul Becker": (3, 2, 4, 3), "Tara Singh": (3, 4, 4, 4),
}
LATER = ("Viktor Holm", "Zoe Laurent", "Emil Novak")
LINE = "Sold to plants between Toledo and Detroit for five years."
KEYS = ("negotiation", "discovery", "drive", "forecasting")


def second_opening(story: Story) -> None:
    """Two seats in Detroit, and three people who interview."""
    marc, lena = story.as_("marc"), story.as_("lena")
    profile = db.session.scalars(sa.select(Profile).where(Profile.key == "account-executive")).one()
    asked = requisitions.request_seat(
        marc, story.team, profile=profile, title="Account executive, Detroit", seats=2, salary_min_minor=6_000_000,
        salary_max_minor=8_500_000, start_on=clock.today() + timedelta(days=50), approver_id=lena.id or 0,
        why="Detroit has forty plants and nobody who visits them.")
    requisitions.submit(marc, asked)
    story.opening = requisitions.approve(lena, asked)
    plans.make_plan(marc, story.opening, [("First conversation", 45, story.crew["ana"].id),
                                          ("Working session", 60, story.crew["raj"].id),
                                          ("Second view", 45, story.crew["marc"].id)])
    for name in PANEL:
        apply(story, story.opening, name, LINE)


def second_interviews(story: Story) -> None:
    """Five of six are seen by all three; Tara comes last."""
    rita = story.as_("rita")
    names = [name for name in PANEL if name != "Tara Singh"]
    for day, name in enumerate(names, 1):
        candidacies.advance(rita, story.candidacies[name], "interview")
        for hour, each in enumerate(interviews_of(story.candidacies[name])):
            interviews.schedule(rita, each, place="Room 4",
                                starts_at=(clock.now() + timedelta(days=day)).replace(hour=8 + 2 * hour, minute=0))
    with clock.at(clock.now() + timedelta(days=len(names) + 1)):
        for name in names:
            for harsher, each in enumerate(interviews_of(story.candidacies[name])):
                rate(each, {key: max(1, level - (harsher == 1)) for key, level in zip(KEYS, PANEL[name], strict=True)})


def second_decisions(story: Story) -> None:
    """Daniel gets an offer, Paul and Omar are told no; Hana's debrief waits for Marc."""
    decide(story, DANIEL, "Asks well, and plans better than anybody else we saw.", Decision.offer,
           "Three people saw what the team lacks most; forecasting can be learnt.")
    for name in ("Omar Said", "Paul Becker"):
        decide(story, name, "Friendly, but gives before being asked.", Decision.decline,
               "Below the level in negotiation with three people who rated it.")


def daniel_is_hired(story: Story) -> None:
    """Daniel starts eight days before the present."""
    hire(story, DANIEL, starts_in=14)
    story.learners["daniel"] = ("listen-to-five-calls",)


def this_month(story: Story) -> None:
    """Ines gets an offer, Tara is interviewed, three more apply."""
    assert story.opening is not None
    decide(story, "Ines Duarte", "Holds the price without raising her voice.", Decision.offer,
           "Above the level in negotiation; discovery can be trained in four weeks.")
    for name in LATER:
        apply(story, story.opening, name, LINE)
    rita, tara = story.as_("rita"), story.candidacies["Tara Singh"]
    candidacies.advance(rita, tara, "interview")
    for hour, each in enumerate(interviews_of(tara)):
        interviews.schedule(rita, each, place="Room 4", starts_at=(clock.now() + timedelta(days=1 if hour < 2 else 5))
                            .replace(hour=8 + 2 * hour, minute=0))
    candidacies.advance(rita, story.candidacies["Viktor Holm"], "screen")


def this_week(story: Story) -> None:
    """Ana has rated Tara, Raj has begun; Ines reads her offer; Daniel is stuck; a further seat waits for Lena."""
    marc, lena = story.as_("marc"), story.as_("lena")
    levels = dict(zip(KEYS, PANEL["Tara Singh"], strict=True))
    first, second, _ = interviews_of(story.candidacies["Tara Singh"])
    rate(first, levels)
    interviews.hold(story.as_("raj"), second)
    rate(second, levels, submit=False)
    offer(story, "Ines Duarte", starts_in=30)
    debriefs.open_debrief(marc, story.candidacies["Hana Suzuki"])
    plan = db.session.scalars(sa.select(Plan).where(Plan.user_id == story.crew["daniel"].id)).one()
    stuck = db.session.scalars(sa.select(Assignment).where(
        Assignment.plan_id == plan.id, Assignment.owner_id == plan.user_id,
        Assignment.state.in_((AssignmentState.assigned, AssignmentState.started))).order_by(Assignment.due_on)).first()
    if stuck is not None:
        help_calls.call_for_help(story.as_("daniel"), stuck, text="Which calls may I listen to, and where are they?")
    profile = db.session.scalars(sa.select(Profile).where(Profile.key == "sdr")).first()
    if profile is not None:
        asked = requisitions.request_seat(
            marc, story.team, profile=profile, title="Sales development representative", currency="USD",
            salary_min_minor=4_500_000, salary_max_minor=5_500_000, start_on=clock.today() + timedelta(days=60),
            approver_id=lena.id or 0, why="Two of our account executives spend a third of their week on first calls.")
        requisitions.submit(marc, asked)


def coach_agrees(story: Story) -> None:
    """Carla agrees on one step for whoever is held."""
    for plan in db.session.scalars(sa.select(CoachingPlan).where(CoachingPlan.state == CoachingState.diagnosed)).all():
        coaching.agree(story.as_("carla"), plan, due_on=clock.today() + timedelta(days=14), step=(
            "Write the trade list for two live deals before the next call, and go through it with me on Thursday."))


def coach_closes(story: Story) -> None:
    for plan in db.session.scalars(sa.select(CoachingPlan).where(CoachingPlan.state == CoachingState.agreed)).all():
        coaching.close(story.as_("carla"), plan, outcome="Both trades were used; one deal closed at list price.")


def thanks(story: Story) -> None:
    about = db.session.get_one(Competency, competencies()["discovery"])
    kudos.give_kudos(story.as_("lena"), story.crew["maya"], competency=about,
                     text="Found out what an hour of standstill costs Erie Glass before anybody showed a slide.")


