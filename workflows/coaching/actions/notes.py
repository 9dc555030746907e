"""Notes of a talk: rep's and coach's own, until their author shares them."""

from workflows import clock, permits
from workflows.acting import act
from workflows.coaching.records import CoachingNote, CoachingPlan
from workflows.permits import Actor, is_
from workflows.reasons import Reason, reasons

permits.allow("coaching_note.write", is_("user_id") | is_("coach_id"))
permits.allow("coaching_note.share", is_("author_id"))

LONGEST = 4_000


def write_note(actor: Actor, plan: CoachingPlan, *, text: str, shared: bool = False) -> CoachingNote:
    """Keep a note; `shared` lets those who lead the team read it too. Refused without words.

    The same words sent twice within a minute are one note.
    """
    with act(actor, "coaching_note.write", subject=plan, lock=(plan,)) as this:
        words = text.strip()
        this.require(reasons(Reason("coaching.note-empty") if not words else None,
                             Reason("coaching.too-long", {"most": LONGEST}) if len(words) > LONGEST else None))
        same: CoachingNote | None = this.just_made(CoachingNote, plan_id=plan.id, author_id=actor.user_id, text=words)
        if same is not None:
            return same
        note: CoachingNote = this.create(CoachingNote(plan_id=plan.id, author_id=actor.user_id, text=words,
                                                      shared_at=clock.now() if shared else None))
        this.note(coaching_plan_id=plan.id, shared=shared)
    return note


def share_note(actor: Actor, note: CoachingNote) -> None:
    """Let those who lead the team read one's own note. Shared twice changes nothing; it cannot be taken back."""
    with act(actor, "coaching_note.share", note):
        note.shared_at = note.shared_at or clock.now()
