"""An attempt from the day it can be taken to the scores that are handed in: opened, scheduled, assessed, sent back."""

from collections.abc import Mapping
from datetime import datetime

from workflows import clock, permits
from workflows.acting import Act, Window, act, draft, get, go_on
from workflows.certification import rules
from workflows.certification.actions import invitations
from workflows.certification.gates import gate
from workflows.certification.machine import AttemptState, keepers
from workflows.certification.queries import attempts as reads
from workflows.certification.records import Attempt, AttemptScore
from workflows.content.records import CheckpointVersion
from workflows.db import db
from workflows.errors import Refused
from workflows.onboarding.machine import ModuleDone, PlanOpened, PlanState
from workflows.onboarding.records import Assignment, Plan
from workflows.people.records import User
from workflows.permits import Actor, is_, system
from workflows.reasons import Reason, Reasons

permits.allow("attempt.open", system | keepers)
permits.allow("attempt.save", is_("assessor_id"))

S = AttemptState
LONGEST = 20_000


def open_at_start(cause: Actor, event: PlanOpened) -> None:
    """Checkpoints whose modules are all waived can be taken at once."""
    open_ready(cause, get(Plan, event.plan_id))


def open_after(cause: Actor, event: ModuleDone) -> None:
    """The module may have been the last one that a checkpoint asked for."""
    open_ready(cause, get(Assignment, event.assignment_id).plan)


def open_ready(actor: Actor, plan: Plan) -> list[Attempt]:
    """A first attempt for each checkpoint of the plan whose modules are done or waived; once, however often asked."""
    db.session.flush()
    db.session.refresh(plan, with_for_update={"of": Plan})  # two last modules finished at once wait for each other here
    ready = [] if plan.state is PlanState.cancelled else reads.ready(plan)
    if not ready:
        return []
    with act(actor, "attempt.open", subject=plan) as this:
        opened = [_open(this, plan, version, 1) for version in ready]
        this.note(plan_id=plan.id, opened=len(opened))
    return opened


def open_next(actor: Actor, attempt: Attempt, *, reason: str = "") -> Attempt:
    """A further attempt after a void one, a "not yet", or a certificate that ends soon or was revoked.

    The one that is open already is returned. Refused during the cool-down, when all attempts are used (but for
    leaders), while a certificate holds for long, for one's own, and by a person without a reason.
    """
    plan, version = attempt.plan, attempt.checkpoint
    with act(actor, "attempt.open", subject=plan, lock=(plan,)) as this:
        found = reads.tries(plan.id, version.id)
        if found[-1].state in reads.RUNNING:
            this.record = found[-1]
            return found[-1]
        unsaid = actor.user_id is not None and not reason.strip()
        this.require(reads.again_blockers(actor, attempt),
                     Reason("attempt.reason-missing") if unsaid else None)
        made = _open(this, plan, version, found[-1].number + 1)
        this.note(after_id=found[-1].id)
        if reason.strip():
            this.remember(reason=reason.strip())
    return made


def schedule(actor: Actor, attempt: Attempt, *, at: datetime, assessor_id: int, version: int | None = None) -> None:
    """When, and who assesses; again for another time. Both get a mail with the appointment.

    Refused for one's own attempt, for the rep or anybody who is no assessor as assessor, for a moment that has passed
    or lies before the first day, and while a module has to be done first. The same again changes nothing.
    """
    with act(actor, "attempt.schedule", attempt, version=version) as this:
        before, assessor = attempt.assessor, get(User, assessor_id)
        moved = attempt.state is S.scheduled
        if moved and (attempt.scheduled_at, attempt.assessor_id) == (at, assessor_id):
            return
        qualified = {each.id for each in reads.assessors_for(attempt)}
        this.require(rules.ones_own(actor.user_id, attempt.user_id),
                     rules.assessor_blockers(assessor_id, assessor.name, attempt.user_id, qualified),
                     rules.schedule_blockers(at, clock.now(), attempt.plan.start_on), _first_to_do(attempt))
        attempt.scheduled_at, attempt.assessor = at, assessor
        this.move()
        this.session.flush()
        if moved and before is not None and before.id != assessor_id:
            invitations.release(attempt, before)
        invitations.invite(attempt, moved=moved)
        this.note(assessor_id=assessor_id, scheduled_at=at.isoformat())


def begin(actor: Actor, attempt: Attempt) -> None:
    """The assessment begins, scheduled or not; who begins assesses. A second click changes nothing.

    Refused for one's own attempt, before the first day, and while a module has to be done first.
    """
    with act(actor, "attempt.assess", attempt) as this:
        if attempt.state is S.in_assessment and attempt.assessor_id == actor.user_id:
            return
        this.require(rules.ones_own(actor.user_id, attempt.user_id),
                     rules.not_before(attempt.plan.start_on, clock.today()), _first_to_do(attempt))
        before, attempt.assessor_id = attempt.assessor, actor.user_id
        this.move()
        this.session.flush()
        if before is not None and before.id != actor.user_id:
            invitations.release(attempt, before)
        this.note(assessor_id=actor.user_id)


def save_scores(actor: Actor, attempt: Attempt, given: Mapping[str, rules.Given], *, notes: str = "",
                window: Window | None = None) -> None:
    """Keep what is written so far, by criterion; nothing is decided by it.

    Refused unless it is being assessed; Stale, and nothing kept, when another window wrote since.
    """
    with draft(actor, "attempt.save", attempt):
        if attempt.state is not S.in_assessment:
            raise Refused(Reason("attempt.locked"))
        go_on(attempt, window)
        there = {each.criterion: each for each in attempt.scores}
        for criterion in gate(attempt.checkpoint).criteria:
            said = given.get(criterion.key)
            if said is None:
                continue
            row = there.get(criterion.key) or AttemptScore(criterion=criterion.key)
            row.level, row.evidence = said.level, said.evidence[:LONGEST]
            if row.attempt is None:
                attempt.scores.append(row)
        attempt.notes = notes[:LONGEST]


def hand_in(actor: Actor, attempt: Attempt, *, approver_id: int) -> None:
    """The scores go to somebody else, who approves them. Handed in already changes nothing.

    Refused unless each criterion has a level and evidence, and the approver is neither assessor nor rep.
    """
    with act(actor, "attempt.hand_in", attempt) as this:
        if attempt.state is S.to_approve:
            return
        read, given = gate(attempt.checkpoint), reads.scores_of(attempt.id)
        approver, entitled = get(User, approver_id), {each.id for each in reads.approvers_for(attempt)}
        this.require(rules.ones_own(actor.user_id, attempt.user_id), rules.score_blockers(read.criteria, given),
                     rules.approver_blockers(approver_id, approver.name, attempt.assessor_id, attempt.user_id,
                                             entitled))
        attempt.approver, attempt.handed_in_at = approver, clock.now()
        attempt.score_bp = rules.outcome(read, rules.levels_of(given)).score_bp
        this.move()
        this.session.flush()
        invitations.ask_approver(attempt)
        this.note(approver_id=approver_id, rated=len(given))


def send_back(actor: Actor, attempt: Attempt, *, reason: str) -> None:
    """Back to the assessor with what is not clear; the scores are open again."""
    with act(actor, "attempt.send_back", attempt) as this:
        attempt.handed_in_at = attempt.score_bp = None
        this.move(reason=reason)
        invitations.tell_sent_back(attempt, reason.strip())


def annul(actor: Actor, attempt: Attempt, *, reason: str) -> None:
    """It never counted: not against the cap either. Not one's own; a new attempt can be opened."""
    with act(actor, "attempt.annul", attempt) as this:
        this.require(rules.ones_own(actor.user_id, attempt.user_id))
        appointed = attempt.state is S.scheduled
        this.move(reason=reason)
        this.session.flush()
        if appointed:
            invitations.call_off(attempt)


def _open(this: Act, plan: Plan, version: CheckpointVersion, number: int) -> Attempt:
    made: Attempt = this.create(Attempt(plan_id=plan.id, user_id=plan.user_id, checkpoint_version_id=version.id,
                                        number=number))
    this.note(checkpoint_version_id=version.id, number=number)
    return made


def _first_to_do(attempt: Attempt) -> Reasons:
    return reads.first_to_do(attempt.plan_id, attempt.checkpoint)
