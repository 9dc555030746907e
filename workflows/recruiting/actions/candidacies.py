"""A candidacy's way through its opening: every move, whoever causes it, and what colleagues say about it."""

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act, acting
from workflows.db import db
from workflows.errors import Refused
from workflows.permits import Actor, ActorKind, Role, role, system
from workflows.reasons import Reason
from workflows.recruiting.machine import CandidacyClosed, CandidacyState, ToBeInterviewed
from workflows.recruiting.records import Candidacy, CandidacyMove, Comment, OpeningStage

ENDED_WITHOUT_HIRE = (CandidacyState.declined, CandidacyState.withdrawn, CandidacyState.pooled)
ENDED = (*ENDED_WITHOUT_HIRE, CandidacyState.hired)
FOLLOWS = ("offer", "hire")
"""Moves that only follow from another action: a decision, a signed offer. Nobody makes them by hand."""
LONGEST_COMMENT = 4_000

permits.allow("comment.add", role(Role.recruiter, Role.hiring_manager, Role.leader, Role.interviewer) | system)


def advance(actor: Actor, candidacy: Candidacy, trigger: str, *, reason: str | None = None,
            version: int | None = None) -> Candidacy:
    """Make one declared move of `workflows.recruiting.machine.candidacy`, and write it into the history.

    Used by every slice; inside another action it joins that transaction. Refused when the move does not start from
    where the candidacy stands, without a reason where the move needs one, and by hand where it must follow from a
    decision or a signature. An end without a hire is announced.
    """
    if trigger in FOLLOWS and acting() is None:
        raise Refused(Reason("candidacy.not-by-hand"))
    with act(actor, f"candidacy.{trigger}", candidacy, version=version) as this:
        before = candidacy.state
        this.move(trigger=trigger, reason=reason)
        _set_facts(candidacy, (reason or "").strip() or None)
        this.add(CandidacyMove(candidacy_id=candidacy.id, before=before, after=candidacy.state, at=clock.now(),
                               actor_name=_name(actor), reason=((reason or "").strip() or None)))
        if candidacy.state in ENDED_WITHOUT_HIRE:
            this.announce(CandidacyClosed(candidacy.id, candidacy.state.value))
        elif candidacy.state is CandidacyState.interview:
            this.announce(ToBeInterviewed(candidacy.id))
    return candidacy


def comment(actor: Actor, candidacy: Candidacy, *, text: str) -> Comment:
    """A word among colleagues; the candidate does not see it. Refused when empty or longer than 4,000 characters.

    The same words sent twice within a minute are one comment.
    """
    with act(actor, "comment.add", subject=candidacy, lock=(candidacy,)) as this:
        if not text.strip():
            this.require(Reason("comment.empty"))
        if len(text) > LONGEST_COMMENT:
            this.require(Reason("comment.too-long", {"most": LONGEST_COMMENT}))
        facts = {"candidacy_id": candidacy.id, "author_id": actor.user_id, "text": text.strip()}
        said: Comment = this.just_made(Comment, **facts) or this.create(Comment(**facts))
        this.note(candidacy_id=candidacy.id)
        this.remember(text=said.text)
    return said


def _set_facts(candidacy: Candidacy, reason: str | None) -> None:
    ended = candidacy.state in ENDED
    candidacy.stage_since_at = clock.now()
    candidacy.ended_at = clock.now() if ended else None
    candidacy.end_reason = reason[:500] if ended and reason else None
    if not ended:
        with db.session.no_autoflush:
            candidacy.stage_id = db.session.scalar(
                sa.select(OpeningStage.id).where(OpeningStage.opening_id == candidacy.opening_id,
                                                 OpeningStage.kind == candidacy.state).order_by(OpeningStage.position))


def _name(actor: Actor) -> str:
    return actor.name if actor.kind is ActorKind.person else "" if actor.kind is ActorKind.candidate else "Onramp"
