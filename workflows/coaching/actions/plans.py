"""A coaching plan from its diagnosis to the second measure: opened by a coach or by a hold, one live per rep."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from workflows import clock, outbox, permits
from workflows.acting import Act, act, get
from workflows.coaching.machine import CoachingState
from workflows.coaching.queries import coach_of, diagnosis_of, live_plan
from workflows.coaching.records import CoachingHold, CoachingPlan, Layer
from workflows.coaching.rules import Answer, Diagnosis, layer_of_hold
from workflows.db import db
from workflows.people.records import User
from workflows.permits import Actor, Role, is_, role, system
from workflows.ramp.machine import RampHeld
from workflows.ramp.records import RampEvent
from workflows.ramp.shapes import GateKind
from workflows.reasons import Reason, Reasons, reasons

permits.allow("coaching_plan.open", role(Role.coach, Role.leader) & ~is_("id") | system)

LONGEST = 2_000


def open_for_hold(system: Actor, event: RampHeld) -> None:
    """A hold opens a coaching plan, or joins the one that lives. Without anybody to coach, it waits for the leader."""
    held: RampEvent = get(RampEvent, event.ramp_event_id)
    rep = held.ramp.user
    coach = coach_of(rep)
    if coach is None or coach.id == rep.id:
        return
    shut = [gate for gate in held.gates if not gate["met"]]
    said = tuple(Reason.from_json(gate["reason"]) for gate in shut if gate["reason"])
    with act(system, "coaching_plan.open", lock=(rep,), subject=rep) as this:
        live = live_plan(rep.id)
        if live is not None:
            _join(this, live, held, said)
            return
        found = diagnosis_of(rep)
        layer = found.focus.layer if found.focus else layer_of_hold([GateKind(gate["kind"]) for gate in shut])
        evidence = (*said, *(found.evidence if found.focus else ()))
        _open(this, rep, coach, layer, evidence or (Reason("coaching.held"),), found, held.id)


def open_plan(actor: Actor, user: User, *, layer: Layer | None = None, because: str = "",
              coach: User | None = None) -> CoachingPlan:
    """Begin with what the diagnosis finds, or with the layer the coach saw for themselves and says why.

    A live plan is returned as it is. Refused for oneself, without a coach, and when no layer fails and the coach names
    none.
    """
    with act(actor, "coaching_plan.open", lock=(user,), subject=user) as this:
        live = live_plan(user.id)
        if live is not None:
            return live
        coach = coach or _self_or_coach(actor, user)
        found = diagnosis_of(user)
        words = because.strip()
        this.require(reasons(Reason("coaching.no-coach", {"rep": user.name}) if coach is None else None,
                             Reason("coaching.no-team", {"rep": user.name}) if user.team_id is None else None,
                             Reason("coaching.why-missing") if layer and not words else None,
                             _too_long(words)),
                     found.evidence if layer is None and found.answer is not Answer.focus else ())
        assert coach is not None  # required above
        seen = (Reason("coaching.coach-saw", {"coach": actor.name, "text": words}),) if words else ()
        chosen = layer or (found.focus.layer if found.focus else Layer.results)
        shown = found.evidence if found.focus and found.focus.layer is chosen else ()
        return _open(this, user, coach, chosen, (*seen, *shown), found, None)


def agree(actor: Actor, plan: CoachingPlan, *, step: str, due_on: date, version: int | None = None) -> None:
    """The one step rep and coach agree on, and the day it is measured. Refused without words and for days gone by."""
    with act(actor, "coaching_plan.agree", plan, version=version) as this:
        this.require(step_blockers(step, due_on, clock.today()))
        plan.step, plan.due_on = step.strip(), due_on
        this.move()
        this.note(due_on=due_on.isoformat())
        _write(plan, "coaching_agreed", due_on=due_on.isoformat(), changed=False)


def change_step(actor: Actor, plan: CoachingPlan, *, step: str, due_on: date, reason: str,
                version: int | None = None) -> None:
    """Another step or day, with the reason; what was agreed before stays in the record of changes."""
    with act(actor, "coaching_plan.change_step", plan, version=version) as this:
        this.require(step_blockers(step, due_on, clock.today()))
        this.remember(step_before=plan.step)
        this.note(due_before_on=plan.due_on.isoformat() if plan.due_on else None, due_on=due_on.isoformat())
        plan.step, plan.due_on = step.strip(), due_on
        this.move(reason=reason)
        _write(plan, "coaching_agreed", due_on=due_on.isoformat(), changed=True)


def close(actor: Actor, plan: CoachingPlan, *, outcome: str, version: int | None = None) -> None:
    """Measure again, keep it beside the first look, and say what came of it. Closing twice changes nothing."""
    with act(actor, "coaching_plan.close", plan, version=version) as this:
        if plan.state is CoachingState.closed:
            return
        this.require(_too_long(outcome))
        plan.measured = [reason.as_json() for reason in diagnosis_of(plan.user).looked_at]
        plan.outcome, plan.closed_at = outcome.strip(), clock.now()
        this.move(reason=outcome)


def step_blockers(step: str, due_on: date, today: date) -> Reasons:
    """Why this cannot be the agreed step."""
    return reasons(Reason("coaching.step-missing") if not step.strip() else None, _too_long(step),
                   Reason("coaching.day-past") if due_on <= today else None)


def _too_long(text: str) -> Reason | None:
    return Reason("coaching.too-long", {"most": LONGEST}) if len(text) > LONGEST else None


def _self_or_coach(actor: Actor, user: User) -> User | None:
    if actor.user_id and actor.holds(Role.coach, user.team_id):
        mine: User = get(User, actor.user_id)
        return mine
    return coach_of(user)


def _open(this: Act, user: User, coach: User, layer: Layer, evidence: Iterable[Reason], found: Diagnosis,
          ramp_event_id: int | None) -> CoachingPlan:
    finding = next(each for each in found.findings if each.layer is layer)
    plan: CoachingPlan = this.create(CoachingPlan(
        user_id=user.id, team_id=user.team_id, coach_id=coach.id, layer=layer, competency_id=finding.competency_id,
        evidence=[reason.as_json() for reason in evidence], ramp_event_id=ramp_event_id))
    this.note(user_id=user.id, coach_id=coach.id, layer=layer.value, ramp_event_id=ramp_event_id)
    _write(plan, "coaching_begun")
    return plan


def _write(plan: CoachingPlan, template: str, **words: Any) -> None:
    """To the rep: that there is something to read, not what it says."""
    rep, coach = db.session.get_one(User, plan.user_id), db.session.get_one(User, plan.coach_id)
    outbox.post(rep.email, template, user_id=rep.id, locale=rep.locale,
                params={"name": rep.name, "coach": coach.name, "coaching_plan_id": plan.id, **words})


def _join(this: Act, plan: CoachingPlan, held: RampEvent, said: Reasons) -> None:
    known = [Reason.from_json(each) for each in plan.evidence]
    plan.evidence = [each.as_json() for each in (*known, *(each for each in said if each not in known))]
    this.add(CoachingHold(plan_id=plan.id, ramp_event_id=held.id))
    this.note(coaching_plan_id=plan.id, ramp_event_id=held.id)
