"""What happens to a ramp: what time and evidence make due, and what a leader decides."""

from datetime import date

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act
from workflows.db import db
from workflows.errors import Refused, Stale
from workflows.permits import Actor, Role, System, is_, role
from workflows.ramp.actions.recording import record
from workflows.ramp.actions.reminders import remind
from workflows.ramp.events import RampMove, Standing
from workflows.ramp.leave import leave_due
from workflows.ramp.outlook import Due, Outlook, outlook
from workflows.ramp.records import Ramp, RampEvent, SignOff
from workflows.ramp.rules import Outcome
from workflows.ramp.shapes import GateKind
from workflows.reasons import Reason, Reasons

permits.allow("ramp.sign_off", (role(Role.leader) | is_("hire.manager_id") | is_("team.manager_id"))
              & ~is_("user_id"))

SEVERAL = 24
"""More changes than any ramp owes on one day, however long nobody looked."""


def review(actor: Actor, ramp: Ramp, *, today: date | None = None) -> list[RampEvent]:
    """Everything that is due: start, leave, next step or full quota, a hold with its reasons; nothing when nothing is.

    Decides under the ramp's lock, so that two reviews at the same moment write one event. Then renews what waits for
    whom. Safe to run at any time.
    """
    day, written = today or clock.today(), []
    for _ in range(SEVERAL):
        due = _due(outlook(ramp, day))
        if due is None:
            break
        try:
            written.append(_carry_out(actor, ramp, due, day))
        except Stale:
            db.session.refresh(ramp)  # somebody was quicker; look again
    remind(ramp, day)
    return written


def start(actor: Actor, ramp: Ramp) -> list[RampEvent]:
    """The first day. Refused before it; a second call changes nothing."""
    seen = outlook(ramp, clock.today())
    if seen.at.standing is Standing.prestart and seen.today < ramp.start_on:
        raise Refused(Reason("ramp.before-first-day", {"start_on": ramp.start_on.isoformat()}))
    return review(actor, ramp)


def advance(actor: Actor, ramp: Ramp, *, version: int | None = None, because: str = "") -> RampEvent:
    """Open the next step, or full quota where that comes next. Refused before its day, and while a gate is shut.

    A hold that outlasted its maximum is the exception: then a leader may open the step with a written reason, which
    the event keeps for everyone to read.
    """
    day = clock.today()
    seen = outlook(ramp, day)
    verb = "complete" if seen.next_step in (None, seen.shape.last) else "advance"
    with act(actor, f"ramp.{verb}", ramp, version=version) as this:
        seen = outlook(ramp, day)
        due = _due(seen)
        if due is None or due.move.value != verb:
            this.require(opening_blockers(seen, because))
            due = Due(RampMove(verb), day, Reason("ramp.why-decided", {"who": actor.name, "text": because.strip()}),
                      seen.next_step if verb == "advance" else seen.shape.last, seen.verdict.gates)
        event = record(this, seen, due)
    remind(ramp, day)
    return event


def hold(actor: Actor, ramp: Ramp) -> RampEvent:
    """Hold a step that is due and whose gates are shut. Refused when nothing is shut: a hold is never a punishment."""
    due = _due(outlook(ramp, clock.today()))
    if due is None or due.move is not RampMove.hold:
        raise Refused(Reason("ramp.nothing-to-hold"))
    event = _carry_out(actor, ramp, due, clock.today())
    remind(ramp, clock.today())
    return event


def sign_off(actor: Actor, ramp: Ramp, *, step: int, note: str = "") -> SignOff:
    """The manager's word that `step` may open; once per step, a second call returns the first.

    Refused for a step that asks for no sign-off, or is behind. What it opens, opens at once.
    """
    with act(actor, "ramp.sign_off", ramp) as this:
        there = db.session.scalar(sa.select(SignOff).where(SignOff.ramp_id == ramp.id, SignOff.step == step))
        if there is not None:
            return there
        seen = outlook(ramp, clock.today())
        this.require(sign_off_blockers(seen, step))
        made = SignOff(ramp_id=ramp.id, step=step, by_id=actor.user_id, note=note.strip())
        this.add(made)
        this.note(step=step)
        this.remember(note=note.strip())
    review(System("sign-off"), ramp)
    return made


def leave_company(actor: Actor, ramp: Ramp, *, reason: str, version: int | None = None) -> RampEvent:
    """The ramp ends today because the rep leaves. Open months count the days until then."""
    with act(actor, "ramp.exit", ramp, version=version) as this:
        seen = outlook(ramp, clock.today())
        day = max(seen.today, seen.at.since or seen.today)
        event = record(this, seen, Due(RampMove.exit, day, Reason("ramp.why-left")), words=reason)
    remind(ramp, clock.today())
    return event


def opening_blockers(seen: Outlook, because: str = "") -> Reasons:
    """Why the next step cannot be opened by hand now; nothing when it can."""
    if seen.next_step is None and not seen.renewals:
        return (Reason("ramp.no-next-step"),)
    if seen.past_maximum and because.strip():
        return ()
    if seen.past_maximum:
        return (*seen.verdict.reasons, Reason("ramp.decision-reason-missing"))
    if seen.verdict.outcome in (Outcome.hold, Outcome.stay):
        return seen.verdict.reasons
    due_on = seen.step_on(seen.next_step) if seen.next_step is not None else None
    return (Reason("ramp.step-not-due", {"due_on": due_on.isoformat()}) if due_on else Reason("ramp.no-next-step"),)


def sign_off_blockers(seen: Outlook, step: int) -> Reasons:
    """Why step `step` (from 0) takes no sign-off: none of its gates asks for one, or the ramp is past it."""
    gates = seen.shape.steps[step].gates if 0 <= step <= seen.shape.last else ()
    if not any(gate.kind is GateKind.sign_off for gate in gates):
        return (Reason("ramp.sign-off-not-asked", {"step": step + 1}),)
    behind = seen.at.standing is Standing.exited or (step <= seen.at.step and seen.at.standing is not Standing.prestart)
    return (Reason("ramp.step-behind", {"step": step + 1}),) if behind else ()


def _due(seen: Outlook) -> Due | None:
    return leave_due(seen) or seen.due()


def _carry_out(actor: Actor, ramp: Ramp, due: Due, day: date) -> RampEvent:
    """Write `due` if it is still due under the lock; raises Stale otherwise."""
    seen = outlook(ramp, day)
    resumes = due.move is RampMove.resume and seen.at.before_leave is Standing.full
    with act(actor, f"ramp.{'resume_full' if resumes else due.move.value}", ramp) as this:
        fresh = outlook(ramp, day)
        if _due(fresh) != due:
            raise Stale(Reason("record.changed-meanwhile"))
        return record(this, fresh, due, words="leave" if due.move is RampMove.pause else None)
