"""Scorecards: kept while they are written, submitted, re-opened with the old version kept, excused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import Act, Window, act, draft, go_on
from workflows.errors import Refused
from workflows.interviewing.actions.fits import ask_for_fits
from workflows.interviewing.actions.interviews import hold
from workflows.interviewing.actions.notices import tell_decider
from workflows.interviewing.actions.readings import ask_for_reading
from workflows.interviewing.machine import InterviewState, ScorecardReopened, ScorecardState, ScorecardSubmitted
from workflows.interviewing.queries.readings import wording
from workflows.interviewing.records import Blank, Overall, Scorecard, ScorecardVersion
from workflows.interviewing.rules import Answer, not_held_yet, scorecard_blockers
from workflows.interviewing.wording import wording_blockers
from workflows.permits import Actor, System, is_
from workflows.reasons import Reason

permits.allow("scorecard.save", is_("author_id"))

LONGEST = 20_000


@dataclass(frozen=True)
class Given:
    """What was chosen and written for one rating: a level or a blank, and the evidence."""

    level: int | None = None
    blank: Blank | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Written:
    """A scorecard as its author has it now; `ratings` by rating id, those left out stay as they are."""

    ratings: Mapping[int, Given] = field(default_factory=dict)
    overall: Overall | None = None
    overall_reason: str = ""
    notes: str = ""
    kept_reason: str = ""


def save_scorecard(actor: Actor, card: Scorecard, written: Written, *, window: Window | None = None) -> None:
    """Keep what is written so far; nothing is decided by it, and the worker reads the wording that is new.

    Refused once the scorecard is submitted or excused; Stale, and nothing kept, when another window wrote since.
    """
    with draft(actor, "scorecard.save", card):
        if card.state is not ScorecardState.draft:
            raise Refused(Reason("scorecard.locked"))
        _write(card, written, window)
        ask_for_reading(card)


def hand_in(actor: Actor, card: Scorecard, written: Written, *, window: Window | None = None, confirmed: bool = False,
            unread_ok: bool = True) -> None:
    """Keep what is written and submit it, all at once; what is refused as in `submit_scorecard` is kept as a draft."""
    try:
        submit_scorecard(actor, card, written, window=window, confirmed=confirmed, unread_ok=unread_ok)
    except Refused:
        save_scorecard(actor, card, written, window=window)
        raise


def submit_scorecard(actor: Actor, card: Scorecard, written: Written | None = None, *, window: Window | None = None,
                     confirmed: bool = False, unread_ok: bool = True) -> None:
    """Submit and lock; a second time changes nothing. The interview counts as held from now at the latest.

    Refused with everything that is missing: a level with evidence or a blank for each question, overall, its reason;
    then with its wording: off limits without a reason to stay, evidence that names no behaviour unless `confirmed`,
    and, with `unread_ok` false, text that the worker has not read yet; and a second time with other words.
    """
    with act(actor, "scorecard.submit", card, lock=[card.interview]) as this:
        if card.state is ScorecardState.submitted:
            this.require(Reason("scorecard.locked") if written and written != _written(card) else None)
            return
        if written:
            _write(card, written, window)
        this.require(not_held_yet(card.interview.state, card.interview.starts_at, clock.now()))
        answers = [Answer(r.competency.name, r.level, r.blank, r.evidence) for r in card.ratings]
        this.require(scorecard_blockers(answers, card.overall, card.overall_reason))
        with this.session.no_autoflush:  # what is written goes out with the move, in one statement
            found = wording(card)
        this.require(wording_blockers(found, confirmed=confirmed, kept_reason=card.kept_reason, unread_ok=unread_ok))
        if card.interview.state is InterviewState.scheduled:
            hold(System("scorecard.submit"), card.interview)
        card.submitted_at = clock.now()
        this.move()
        number = _keep(this, card)
        this.note(interview_id=card.interview_id, number=number, rated=sum(a.level is not None for a in answers),
                  blank=sum(a.blank is not None for a in answers), off_limits=len(found.off_limits),
                  no_behaviour=len(found.no_behaviour), unread=len(found.unread))
        this.announce(ScorecardSubmitted(card.id))
        tell_decider(card.interview.candidacy)


def reopen_scorecard(actor: Actor, card: Scorecard, *, reason: str) -> None:
    """Back to a draft; what was submitted stays as a version. Needs a reason."""
    with act(actor, "scorecard.reopen", card) as this:
        card.submitted_at = None
        this.move(reason=reason)
        this.announce(ScorecardReopened(card.id))


def excuse_scorecard(actor: Actor, card: Scorecard, *, reason: str) -> None:
    """Nobody waits for it any more. Needs a reason; refused for one's own, because it would end one's own blindness."""
    with act(actor, "scorecard.excuse", card) as this:
        this.require(Reason("scorecard.excuse-own") if card.author_id == actor.user_id else None)
        card.excused_at, card.excuse = clock.now(), reason.strip()[:500] or None
        this.move(reason=reason)
        ask_for_fits(card.interview.candidacy.opening_id)
        tell_decider(card.interview.candidacy)


def _write(card: Scorecard, written: Written, window: Window | None) -> None:
    go_on(card, window)
    card.overall, card.overall_reason = written.overall, written.overall_reason[:LONGEST]
    card.notes, card.kept_reason = written.notes[:LONGEST], written.kept_reason[:LONGEST]
    for rating in card.ratings:
        given = written.ratings.get(rating.id)
        if given is not None:
            rating.level, rating.blank, rating.evidence = given.level, given.blank, given.evidence[:LONGEST]


def _written(card: Scorecard) -> Written:
    return Written({each.id: Given(each.level, each.blank, each.evidence) for each in card.ratings}, card.overall,
                   card.overall_reason, card.notes, card.kept_reason)


def _keep(this: Act, card: Scorecard) -> int:
    last = this.session.scalar(sa.select(sa.func.max(ScorecardVersion.number))
                               .where(ScorecardVersion.scorecard_id == card.id)) or 0
    body = {"overall": card.overall, "overall_reason": card.overall_reason, "notes": card.notes,
            "kept_reason": card.kept_reason,
            "ratings": [{"kit_question_id": r.kit_question_id, "competency_id": r.competency_id, "level": r.level,
                         "blank": r.blank, "evidence": r.evidence} for r in card.ratings]}
    this.add(ScorecardVersion(scorecard_id=card.id, number=last + 1, body=body, submitted_at=clock.now()))
    return last + 1
