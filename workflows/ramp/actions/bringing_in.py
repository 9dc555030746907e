"""Somebody who is here without a hire begins like a new rep: with a ramp and an onboarding plan, both or neither."""

from datetime import date

from workflows import clock, permits
from workflows.acting import act
from workflows.content.records import ContentVersion
from workflows.onboarding.actions.plans import begin_plan, open_plan
from workflows.people.records import Team, User
from workflows.permits import Actor, System
from workflows.ramp.actions.opening import open_ramp
from workflows.ramp.machine import openers
from workflows.ramp.records import Ramp
from workflows.reasons import Reason, Reasons, reasons

permits.allow("ramp.bring_in", openers)


def bring_in(actor: Actor, *, user: User, team: Team, shape_version: ContentVersion, full_quota_minor: int,
             currency: str, start_on: date, exemption: str, curriculum: ContentVersion, coach: User | None,
             step: int = 0) -> Ramp:
    """As `open_ramp`, and a plan from `curriculum` with it; `exemption` says for both why there is no hire.

    The plan begins on the ramp's first day, or today when that has passed: nothing in it is late already. Refused as
    `open_ramp` and `open_plan` are, and without a coach who is somebody else.
    """
    with act(actor, "ramp.bring_in", lock=(user,), subject=team) as this:
        this.require(coach_blockers(user, coach))
        assert coach is not None  # required above
        manager_id = next(each for each in (team.manager_id, actor.user_id, coach.id) if each and each != user.id)
        plan = open_plan(actor, user_id=user.id, team=team, curriculum=curriculum, exemption=exemption.strip(),
                         start_on=max(start_on, clock.today()), manager_id=manager_id, coach_id=coach.id)
        if plan.start_on <= clock.today():
            begin_plan(System("bringing in"), plan)
        ramp = open_ramp(actor, user=user, team=team, shape_version=shape_version, full_quota_minor=full_quota_minor,
                         currency=currency, start_on=start_on, exemption=exemption, step=step)
        this.record = ramp
        this.note(user_id=user.id, plan_id=plan.id)
    return ramp


def coach_blockers(user: User, coach: User | None) -> Reasons:
    """A plan needs a coach who still works here and is not its own rep."""
    if coach is None:
        return (Reason("plan.coach-missing"),)
    return reasons(Reason("plan.coach-oneself", {"rep": user.name}) if coach.id == user.id else None,
                   Reason("user.has-left", {"name": coach.name}) if coach.deactivated_at else None)
