"""Leave of a rep: the ramp rests and goes on at the same step, its clock shifted by the days away, as are the due
dates of the plan. A rep who leaves for good ends the ramp."""

from datetime import date

import sqlalchemy as sa

from workflows import clock
from workflows.acting import act
from workflows.db import db
from workflows.onboarding.actions.due_dates import replan_around_leave
from workflows.people.events import PersonLeft
from workflows.people.records import Absence
from workflows.permits import Actor
from workflows.ramp.actions.moves import leave_company, review
from workflows.ramp.actions.recording import record
from workflows.ramp.actions.reminders import remind
from workflows.ramp.events import RampMove, Standing
from workflows.ramp.leave import RESTS
from workflows.ramp.machine import RampState
from workflows.ramp.outlook import Due, Outlook, outlook
from workflows.ramp.records import Ramp, RampEvent
from workflows.reasons import Reason, Reasons, reasons


def pause(actor: Actor, ramp: Ramp, *, from_on: date, reason: str, until_on: date | None = None,
          version: int | None = None) -> RampEvent | None:
    """Leave in [from_on, until_on), open when the return is not known. Leave ahead is noted and begins on its day.

    `reason` stays in the audit's erasable side; the ramp's event says no more than "leave". Refused before the last
    change of the ramp, for a ramp that does not run, and when leave is noted for these days already.
    """
    with act(actor, "ramp.pause", ramp, version=version, lock=(ramp.user,)) as this:
        seen = outlook(ramp, clock.today())
        this.require(leave_blockers(seen, from_on, until_on, reason), _overlap(ramp.user_id, from_on, until_on))
        this.add(Absence(user_id=ramp.user_id, from_on=from_on, until_on=until_on,
                         noted_by_id=actor.user_id or ramp.user_id))
        this.note(from_on=from_on.isoformat(), until_on=until_on.isoformat() if until_on else None)
        replan_around_leave(actor.name, ramp.user_id)
        if from_on > seen.today:
            this.remember(reason=reason.strip())
            return None
        event = record(this, seen, Due(RampMove.pause, from_on, Reason("ramp.why-leave")), words=reason)
    review(actor, ramp)
    return event


def resume(actor: Actor, ramp: Ramp, *, on: date | None = None, version: int | None = None) -> RampEvent:
    """Back from leave on a day up to today, at the same step; what fell due by then is decided at once.

    Who is back on the first day was never away. Due dates that the rest of the leave had moved go back.
    """
    seen = outlook(ramp, clock.today())
    verb = "resume_full" if seen.at.before_leave is Standing.full else "resume"
    with act(actor, f"ramp.{verb}", ramp, version=version, lock=(ramp.user,)) as this:
        seen = outlook(ramp, clock.today())
        day = on or seen.today
        this.require(back_blockers(seen, day))
        event = record(this, seen, Due(RampMove.resume, day, Reason("ramp.why-back")))
        this.session.execute(sa.delete(Absence).where(Absence.user_id == ramp.user_id, Absence.from_on == day))
        this.session.execute(sa.update(Absence).where(
            Absence.user_id == ramp.user_id, Absence.from_on < day,
            sa.or_(Absence.until_on.is_(None), Absence.until_on > day)).values(until_on=day))
        replan_around_leave(actor.name, ramp.user_id)
    review(actor, ramp)
    remind(ramp, clock.today())
    return event


def end_ramp_of(system: Actor, event: PersonLeft) -> None:
    """Whoever left has no quota from today on, and nothing of their ramp waits for anybody."""
    ramp = db.session.scalar(sa.select(Ramp).where(Ramp.user_id == event.user_id, Ramp.state != RampState.exited))
    if ramp is not None:
        leave_company(system, ramp, reason="Left the company.")


def leave_blockers(seen: Outlook, from_on: date, until_on: date | None, reason: str) -> Reasons:
    """Why leave cannot be noted; what begins by today needs a ramp that runs, and comes after its last change."""
    begins_now, since = from_on <= seen.today, seen.at.since
    return reasons(
        Reason("ramp.leave-reason-missing") if not reason.strip() else None,
        Reason("ramp.leave-ends-early", {"from_on": from_on.isoformat()}) if until_on and until_on <= from_on else None,
        Reason("ramp.not-running") if seen.at.standing is Standing.exited
        or (begins_now and seen.at.standing not in RESTS) else None,
        Reason("ramp.leave-before-last-change", {"after_on": since.isoformat()})
        if begins_now and since and from_on < since else None)


def back_blockers(seen: Outlook, day: date) -> Reasons:
    """Why nobody comes back that day: not on leave, ahead of today, or before the leave began."""
    since = seen.at.since
    return reasons(
        Reason("ramp.not-on-leave") if seen.at.standing is not Standing.paused else None,
        Reason("ramp.back-ahead") if day > seen.today else None,
        Reason("ramp.back-before-leave", {"from_on": since.isoformat()}) if since and day < since else None)


def _overlap(user_id: int, from_on: date, until_on: date | None) -> Reason | None:
    query = sa.select(Absence.id).where(Absence.user_id == user_id,
                                        sa.or_(Absence.until_on.is_(None), Absence.until_on > from_on))
    if until_on:
        query = query.where(Absence.from_on < until_on)
    return Reason("ramp.leave-noted-already") if db.session.scalar(query.limit(1)) else None
