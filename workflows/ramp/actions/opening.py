"""A ramp opens: with the hire, or for somebody who was here before."""

from datetime import date

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act, get
from workflows.content.records import ContentVersion
from workflows.db import db
from workflows.offers.machine import Hired
from workflows.offers.records import Hire
from workflows.people.records import Team, User
from workflows.permits import Actor, System, system
from workflows.ramp.actions.moves import review
from workflows.ramp.actions.recording import record
from workflows.ramp.authored import shape_from
from workflows.ramp.events import RampMove
from workflows.ramp.machine import RampState, openers
from workflows.ramp.outlook import Due, outlook
from workflows.ramp.records import Ramp
from workflows.reasons import Reason

permits.allow("ramp.open", system | openers)


def open_ramp_for(system: Actor, event: Hired) -> None:
    """The hire's ramp, from the offer's shape and full quota; it starts on the first day."""
    hire: Hire = get(Hire, event.hire_id)
    offer = hire.offer
    if db.session.scalar(sa.select(Ramp.id).where(Ramp.hire_id == hire.id)):
        return
    open_ramp(system, user=hire.user, team=hire.team, shape_version=offer.ramp_shape_version,
              full_quota_minor=offer.full_quota_minor, currency=offer.currency, start_on=hire.start_on,
              hire_id=hire.id)


def open_ramp(actor: Actor, *, user: User, team: Team, shape_version: ContentVersion, full_quota_minor: int,
              currency: str, start_on: date, hire_id: int | None = None, exemption: str | None = None,
              step: int = 0) -> Ramp:
    """A ramp before its first day, or begun when that has come; `full_quota_minor` is per month.

    Without a hire, `exemption` says why, and `step` is where the person stands already. Refused when the person has a
    live ramp, the shape cannot be read or has no such step, full quota is not above zero, or for oneself.
    """
    with act(actor, "ramp.open", lock=(user,), subject=team) as this:
        live = db.session.scalar(sa.select(Ramp.id).where(Ramp.user_id == user.id, Ramp.state != RampState.exited))
        shape = shape_from(shape_version.body)
        why = None if hire_id else (exemption or "").strip()
        begun = start_on <= clock.today()
        this.require(Reason("ramp.ones-own") if user.id == actor.user_id else None,
                     Reason("ramp.live-already", {"rep": user.name}) if live else None,
                     Reason("ramp.exemption-missing") if why == "" else None,
                     Reason("ramp.full-quota-missing") if full_quota_minor <= 0 else None,
                     Reason("ramp.step-unknown", {"steps": len(shape.steps)})
                     if not 0 <= step <= shape.last or (step and not (why and begun)) else None)
        ramp: Ramp = this.create(Ramp(
            user_id=user.id, team_id=team.id, hire_id=hire_id, exemption=why, shape_version_id=shape_version.id,
            full_quota_minor=full_quota_minor, currency=currency, start_on=start_on))
        this.note(user_id=user.id, hire_id=hire_id, shape=shape.key, steps=len(shape.steps), start_on=str(start_on))
        if step:
            _bring_in(actor, ramp, step, last=step == shape.last)
    review(System("opening"), ramp)
    return ramp


def _bring_in(actor: Actor, ramp: Ramp, step: int, *, last: bool) -> None:
    """Somebody who was here before stands at a later step, from the first of this month on; the exemption says why."""
    moves = (Due(RampMove.start, ramp.start_on, Reason("ramp.why-first-day")),
             Due(RampMove.complete if last else RampMove.advance, max(clock.today().replace(day=1), ramp.start_on),
                 Reason("ramp.why-brought-in", {"exemption": ramp.exemption}), step))
    for due in moves:
        with act(actor, f"ramp.{due.move.value}", ramp) as this:
            record(this, outlook(ramp, clock.today()), due)
