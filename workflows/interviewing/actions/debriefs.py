"""The debrief: opened, first words before numbers, decided with what was concluded per competency."""

import sqlalchemy as sa

from workflows import clock, waits
from workflows.acting import Act, act
from workflows.db import db
from workflows.errors import Refused
from workflows.interviewing.actions.fits import ask_for_fits, is_current, up_to_date
from workflows.interviewing.actions.notices import tell_decider
from workflows.interviewing.machine import DebriefState, InterviewState, organisers
from workflows.interviewing.panel_answer import Answer
from workflows.interviewing.queries.debriefs import debrief_of, submitted_cards
from workflows.interviewing.queries.fits import gaps_of
from workflows.interviewing.queries.interviews import scorecards_to_come
from workflows.interviewing.queries.readers import hidden_from
from workflows.interviewing.records import Debrief, DebriefLine, DebriefLineRating, Decision, Fit, Interview
from workflows.interviewing.rules import decision_blockers
from workflows.permits import Actor, System, allow, require, system
from workflows.reasons import Reason, Reasons
from workflows.recruiting.actions.candidacies import advance
from workflows.recruiting.machine import CandidacyClosed, CandidacyState
from workflows.recruiting.records import Candidacy, OpeningGap

allow("debrief.convene", organisers | system)

TRIGGERS = {Decision.advance: "interview", Decision.offer: "offer", Decision.decline: "decline", Decision.pool: "pool"}
REACHED = {Decision.advance: CandidacyState.interview, Decision.offer: CandidacyState.offer,
           Decision.decline: CandidacyState.declined, Decision.pool: CandidacyState.pooled}


def open_debrief(actor: Actor, candidacy: Candidacy) -> Debrief:
    """Move the candidacy to its debrief and open it for whoever asked for the seat; what is there already is returned.

    After further interviews the decided debrief is opened again, its old lines kept. From then on the debrief says
    who has to act, and the candidacy waits for nobody. Refused without an interview.
    """
    with act(actor, "debrief.convene", subject=candidacy, lock=[candidacy]) as this:
        this.require(None if _interviews(this, candidacy) else Reason("debrief.no-interviews"))
        came = candidacy.state is not CandidacyState.debrief
        if came:
            advance(actor, candidacy, "debrief")
        found = debrief_of(candidacy.id)
        if found is None:
            found = this.create(Debrief(candidacy_id=candidacy.id,
                                        decider_id=candidacy.opening.requisition.requested_by_id))
        elif came and found.state is DebriefState.decided:
            reopen_debrief(System("debrief.convene"), found, reason="Further interviews were held.")
        elif came:
            this.moved.append(found)
        waits.end(this.session, candidacy.KIND, candidacy.id)
        if actor.user_id != found.decider_id:
            tell_decider(candidacy)
        this.note(candidacy_id=candidacy.id, debrief_id=found.id)
    return found


def write_first(actor: Actor, debrief: Debrief, *, words: str) -> None:
    """The decider's own words, before any number is shown. Refused when empty."""
    with act(actor, "debrief.write_first", debrief) as this:
        this.require(None if words.strip() else Reason("debrief.words-missing"))
        debrief.first_words = words.strip()
        this.move()
        this.remember(words=debrief.first_words)
        ask_for_fits(debrief.candidacy.opening_id)


def _decision_blockers(debrief: Debrief, reason: str) -> Reasons:
    held = sum(card.state == "submitted" for card in submitted_cards(debrief.candidacy_id))
    return decision_blockers(scorecards_to_come(debrief.candidacy_id), held, reason)


def decide(actor: Actor, debrief: Debrief, *, decision: Decision, reason: str, version: int | None = None) -> None:
    """Decide with a written reason: what was concluded is written down per competency, with the fit it rests on (the
    one of what the decider may see, made here, before anything is locked, if the worker has not come to it), and the
    candidacy moves.

    Refused while a scorecard is neither in nor excused, without one submitted, without a reason, and when scorecards of
    the opening come in meanwhile.
    """
    require(actor, "debrief.decide", debrief)
    stale = version not in (None, debrief.version)
    opening = debrief.candidacy.opening
    hidden = hidden_from(actor, opening.id)
    fit = None if stale or _decision_blockers(debrief, reason) else up_to_date(opening, hidden)
    with act(actor, "debrief.decide", debrief, version=version, lock=[debrief.candidacy]) as this:
        this.require(_decision_blockers(debrief, reason))
        debrief.decision, debrief.reason, debrief.decided_at = decision, reason.strip(), clock.now()
        this.move()
        if fit is None or not is_current(fit, hidden):
            raise Refused(Reason("debrief.scorecards-coming"))
        number = _conclude(this, debrief, fit)
        if debrief.candidacy.state is not REACHED[decision]:
            advance(actor, debrief.candidacy, TRIGGERS[decision], reason=reason)
        this.note(decision=decision.value, number=number, candidacy_id=debrief.candidacy_id,
                  fit_id=fit.id)
        this.remember(reason=debrief.reason)


def reopen_debrief(actor: Actor, debrief: Debrief, *, reason: str) -> None:
    """Decide anew; the lines of the old decision stay, the new one gets the next number. Needs a reason."""
    with act(actor, "debrief.reopen", debrief) as this:
        debrief.decision, debrief.reason, debrief.decided_at = None, None, None
        this.move(reason=reason)


def end_debrief_of(system: Actor, event: CandidacyClosed) -> None:
    """A candidacy ended: nobody waits for its debrief any more. Opened again, the debrief goes on where it was."""
    found = debrief_of(event.candidacy_id)
    if found is not None:
        waits.end(db.session(), found.KIND, found.id)


def _interviews(this: Act, candidacy: Candidacy) -> int:
    return this.session.scalar(sa.select(sa.func.count()).select_from(Interview).where(
        Interview.candidacy_id == candidacy.id, Interview.state != InterviewState.cancelled)) or 0


def _conclude(this: Act, debrief: Debrief, fit: Fit) -> int:
    number = (this.session.scalar(sa.select(sa.func.max(DebriefLine.number))
                                  .where(DebriefLine.debrief_id == debrief.id)) or 0) + 1
    answer, rated = Answer(fit.answer), _rated(debrief.candidacy_id)
    this.add(*(_line(debrief, number, gap, answer, fit.id, rated.get(gap.competency_id, []))
               for gap in gaps_of(debrief.candidacy.opening_id)))
    return number


def _rated(candidacy_id: int) -> dict[int, list[int]]:
    """Which ratings hold a level about which competency."""
    found: dict[int, list[int]] = {}
    for card in submitted_cards(candidacy_id):
        for rating in card.ratings:
            if rating.level is not None:
                found.setdefault(rating.competency_id, []).append(rating.id)
    return found


def _line(debrief: Debrief, number: int, gap: OpeningGap, answer: Answer, fit_id: int,
          rated: list[int]) -> DebriefLine:
    skill = answer.skill(debrief.candidacy_id, gap.competency_id)
    return DebriefLine(debrief_id=debrief.id, number=number, opening_gap_id=gap.id, competency_id=gap.competency_id,
                       standing=skill.standing, raters=skill.raters, mean=skill.raw, adjusted=skill.adjusted,
                       standard_error=skill.standard_error, p_at_level=skill.chance, fit_id=fit_id,
                       sources=[DebriefLineRating(rating_id=each) for each in rated])
