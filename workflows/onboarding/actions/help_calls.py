""""I'm stuck": a call that reaches the coach, and the coach's answer."""

import sqlalchemy as sa

from workflows import clock, outbox, permits
from workflows.acting import act
from workflows.db import db
from workflows.onboarding.records import Assignment, HelpCall
from workflows.permits import Actor, is_
from workflows.reasons import Reason

permits.allow("help_call.ask", is_("plan.user_id") | is_("owner_id"))

LONGEST = 4_000


def call_for_help(actor: Actor, assignment: Assignment, *, text: str) -> HelpCall:
    """Ask the coach about a module. The same words asked twice are one call. Refused without words."""
    with act(actor, "help_call.ask", subject=assignment, lock=(assignment,)) as this:
        this.require(_words(text))
        same = [call for call in _open_calls(assignment) if call.text == text.strip()]
        if same:
            return same[0]
        coach = assignment.plan.coach
        call: HelpCall = this.create(HelpCall(assignment_id=assignment.id, coach_id=coach.id, text=text.strip()))
        this.note(assignment_id=assignment.id)
        this.remember(text=call.text)
        outbox.post(coach.email, "help_call", user_id=coach.id, locale=coach.locale,
                    params={"rep": assignment.plan.user.name, "module": assignment.module.title, "text": call.text,
                            "help_call_id": call.id})
    return call


def answer_call(actor: Actor, call: HelpCall, *, answer: str) -> None:
    """Answer; the rep gets it by mail and on the module's page. Refused without words, or answered already."""
    with act(actor, "help_call.answer", call) as this:
        this.require(_words(answer))
        call.answer, call.answered_at = answer.strip(), clock.now()
        this.move()
        rep = call.assignment.plan.user
        outbox.post(rep.email, "help_answer", user_id=rep.id, locale=rep.locale,
                    params={"coach": actor.name, "module": call.assignment.module.title, "answer": call.answer,
                            "assignment_id": call.assignment_id})


def _open_calls(assignment: Assignment) -> list[HelpCall]:
    query = sa.select(HelpCall).where(HelpCall.assignment_id == assignment.id, HelpCall.answered_at.is_(None))
    return list(db.session.scalars(query))


def _words(text: str) -> Reason | None:
    if not text.strip():
        return Reason("help-call.empty")
    return Reason("help-call.too-long", {"most": LONGEST}) if len(text) > LONGEST else None
