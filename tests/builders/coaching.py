"""Coaching plans at every stage, notes and kudos."""

from datetime import date, timedelta

from tests.builders import ramp as ramps
from tests.builders.offers import competency
from tests.builders.people import person, team
from workflows import clock
from workflows.coaching.actions import kudos, notes, plans
from workflows.coaching.queries import live_plan
from workflows.coaching.records import CoachingNote, CoachingPlan, Layer
from workflows.people.queries import actor_for
from workflows.people.records import Competency, Kudos, User
from workflows.permits import Actor, Role


def coach_of(plan: CoachingPlan) -> Actor:
    return actor_for(plan.coach)


def opened(rep: User | None = None, *, layer: Layer | None = Layer.skills,
           because: str = "Gives a discount before it is asked for.") -> CoachingPlan:
    """A plan a coach opened with what they saw themselves."""
    place = rep.team if rep and rep.team else team()
    rep = rep or person(Role.rep, team=place)
    return plans.open_plan(actor_for(person(Role.coach, team=place)), rep, layer=layer, because=because)


def agreed(plan: CoachingPlan | None = None, *, step: str = "Ask for something back, three calls running.",
           due_on: date | None = None) -> CoachingPlan:
    plan = plan or opened()
    plans.agree(coach_of(plan), plan, step=step, due_on=due_on or clock.today() + timedelta(days=14))
    return plan


def held() -> CoachingPlan:
    """The plan that a hold opened: a rep whose certificate is missing on the second step's day."""
    place = team(currency="EUR")
    person(Role.coach, team=place)
    ramp = ramps.ramping(ramps.START, date(2026, 4, 16), place=place)
    found = live_plan(ramp.user_id)
    assert found is not None, "the hold opened no coaching plan"
    return found


def noted(plan: CoachingPlan, text: str = "Afraid of the silence.", *, by: Actor | None = None,
          shared: bool = False) -> CoachingNote:
    return notes.write_note(by or coach_of(plan), plan, text=text, shared=shared)


def thanked(user: User, *, by: User | None = None, about: Competency | None = None,
            text: str = "Waited ten seconds.") -> Kudos:
    giver = by or person(Role.rep, team=user.team)
    return kudos.give_kudos(actor_for(giver), user, competency=about or competency("negotiation"), text=text)
