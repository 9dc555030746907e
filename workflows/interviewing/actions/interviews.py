"""Interviews of a candidacy: given from the plan, scheduled, moved, handed to somebody else, held or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import Act, act, get
from workflows.interviewing.actions import invitations
from workflows.interviewing.actions.fits import ask_for_fits
from workflows.interviewing.actions.kits import Asked, give_interview
from workflows.interviewing.actions.notices import tell_decider
from workflows.interviewing.actions.reminders import ask_for_reminder
from workflows.interviewing.machine import InterviewState, ScorecardState, organisers
from workflows.interviewing.queries.interviews import interviews_given, people_for, slots
from workflows.interviewing.queries.loads import week_of
from workflows.interviewing.queries.plans import newest_plan
from workflows.interviewing.queries.readings import reading_of
from workflows.interviewing.records import Interview, InterviewPlan, PlanRound, Scorecard
from workflows.interviewing.rules import Slot, load_blocker, not_held_yet, time_blockers
from workflows.people.records import User
from workflows.permits import Actor, System, system
from workflows.reasons import Reason, Reasons, reasons
from workflows.recruiting.machine import CandidacyClosed, CandidacyState, ToBeInterviewed
from workflows.recruiting.records import Candidacy

DUE_AFTER = timedelta(hours=1)
SWAPPABLE = (InterviewState.planned, InterviewState.scheduled, InterviewState.no_show)

permits.allow("interview.prepare", organisers | system)
permits.allow("interview.swap", organisers | system)


def prepare_interviews(actor: Actor, candidacy: Candidacy) -> list[Interview]:
    """One interview per round of the opening's newest plan, each with its kit and an empty scorecard; all it has.

    Rounds that the candidacy has already are left alone, so that a second click changes nothing. Refused before the
    candidacy is at interviews, without a plan, and for a round whose interviewer is missing or interviews no more.
    """
    with act(actor, "interview.prepare", subject=candidacy, lock=[candidacy]) as this:
        plan = newest_plan(candidacy.opening_id)
        this.require(unpreparable(candidacy, plan))
        if plan is None:
            return []
        there = interviews_given(candidacy.id)
        rounds = _rounds_left(plan, there)
        this.require(_unheld(rounds, candidacy))
        made = [_prepare(this, candidacy, each) for each in rounds]
        this.note(candidacy_id=candidacy.id, plan_id=plan.id, interviews=len(made))
    return [*there, *made]


def unpreparable(candidacy: Candidacy, plan: InterviewPlan | None) -> Reasons:
    """What keeps interviews from being prepared: the candidacy is elsewhere, or `plan`, its opening's, is not made."""
    return reasons(None if candidacy.state is CandidacyState.interview else Reason("interview.not-at-interviews"),
                   None if plan is not None else Reason("interview.no-plan"))


def prepare_interviews_of(system: Actor, event: ToBeInterviewed) -> None:
    """A candidacy came to its interviews: they are prepared, unless the plan is missing or a round lacks somebody."""
    candidacy: Candidacy = get(Candidacy, event.candidacy_id)
    plan = newest_plan(candidacy.opening_id)
    if plan is not None and not _unheld(_rounds_left(plan, interviews_given(candidacy.id)), candidacy):
        prepare_interviews(system, candidacy)


def _rounds_left(plan: InterviewPlan, given: Sequence[Interview]) -> list[PlanRound]:
    """The rounds of which the candidacy has no interview yet; one that was added for it alone stands for none."""
    titles = {each.title for each in given if each.plan_round_id is not None}
    return [each for each in plan.rounds if each.questions and each.title not in titles]


def _unheld(rounds: Sequence[PlanRound], candidacy: Candidacy) -> Reasons:
    """Which rounds nobody can be given: without interviewer, or with somebody who left or interviews no more."""
    able = {each.id for each in people_for(candidacy.opening.team_id)}
    return reasons(*(
        Reason("interview.no-interviewer", {"title": each.title}) if each.interviewer is None
        else Reason("interview.interviews-no-more", {"title": each.title, "name": each.interviewer.name})
        for each in rounds if each.interviewer_id not in able))


def schedule(actor: Actor, interview: Interview, *, starts_at: datetime, place: str, reason: str | None = None,
             version: int | None = None) -> None:
    """Set or change the time (aware) and place; candidate and interviewer get their invitations.

    A change needs a reason. Refused in the past, when one of the two is in another interview then, and when the
    interviewer's week is full.
    """
    trigger = "reschedule" if interview.state is InterviewState.scheduled else "schedule"
    with act(actor, f"interview.{trigger}", interview, version=version, lock=[interview.interviewer]) as this:
        candidate = interview.candidacy.candidate
        wanted = Slot(starts_at, starts_at + timedelta(minutes=interview.minutes))
        this.require(time_blockers(
            wanted, clock.now(), interviewer=interview.interviewer.name, candidate=candidate.name,
            interviewers=slots(of_interviewer=interview.interviewer_id, besides=interview.id),
            candidates=slots(of_candidate=candidate.id, besides=interview.id)),
            load_blocker(week_of(interview.interviewer, starts_at, besides=interview.id)))
        again = interview.starts_at is not None
        interview.starts_at, interview.place = starts_at, place.strip()
        interview.ics_sequence += 1 if again else 0
        _set_due(interview)
        this.move(reason=reason)
        this.note(starts_at=starts_at.isoformat(), sequence=interview.ics_sequence)
        invitations.invite(interview, moved=again)


def swap_interviewer(actor: Actor, interview: Interview, *, interviewer_id: int) -> None:
    """Somebody else holds the interview; kit and time stay, the scorecard starts empty.

    A card that was excused is asked of the new interviewer again. Refused once the interview was held, for somebody
    who may not interview for this team, whose training is recorded but who is not qualified for what the kit asks
    about, who is in another interview then, and whose week is full.
    """
    with act(actor, "interview.swap", interview, lock=[get(User, interviewer_id)]) as this:
        if interview.interviewer_id == interviewer_id:
            return
        state = interview.state
        this.require(None if state in SWAPPABLE else Reason("interview.swap-too-late"),
                     *_not_for(interview, interviewer_id))
        before, wanted = interview.interviewer, _slot(interview)
        if wanted is not None and state is InterviewState.scheduled:
            this.require(_no_time(interviewer_id, wanted, interview))
        this.note(before=interview.interviewer_id, after=interviewer_id)
        interview.interviewer_id = interviewer_id
        _empty(interview.scorecard, interviewer_id)
        this.session.flush()
        this.session.refresh(interview, ["interviewer"])
        this.moved.append(interview)
        ask_for_fits(interview.candidacy.opening_id)
        if state is InterviewState.scheduled:
            interview.ics_sequence += 1
            invitations.release(interview, before)
            invitations.invite(interview, moved=True)


def _no_time(interviewer_id: int, wanted: Slot, interview: Interview) -> Reasons:
    """Why this person cannot hold the interview when it is: in another one then, or with a full week."""
    busy = any(wanted.meets(each) for each in slots(of_interviewer=interviewer_id, besides=interview.id))
    return reasons(Reason("interview.new-person-busy") if busy else None,
                   load_blocker(week_of(get(User, interviewer_id), wanted.starts_at, besides=interview.id)))


def _not_for(interview: Interview, interviewer_id: int) -> list[Reason]:
    """Why this person cannot hold this interview, by role and by what they are qualified for."""
    person = next((p for p in people_for(interview.team_id) if p.id == interviewer_id), None)
    if person is None:
        return [Reason("interview.not-an-interviewer")]
    asked = {each.gap.competency.key: each.gap.competency.name for each in interview.kit}
    may = set(asked) if person.qualified is None else person.qualified
    lacking = sorted(name for key, name in asked.items() if key not in may)
    return [Reason("interview.not-qualified", {"name": person.name, "competencies": lacking})] if lacking else []


def hold(actor: Actor, interview: Interview) -> None:
    """The conversation took place; its scorecard is due. Refused before it began. A second time changes nothing."""
    with act(actor, "interview.hold", interview) as this:
        if interview.state is InterviewState.held:
            return
        this.require(not_held_yet(interview.state, interview.starts_at, clock.now()))
        interview.held_at = clock.now()
        this.move()
        if interview.scorecard is not None and interview.scorecard.state is ScorecardState.draft:
            this.moved.append(interview.scorecard)


def miss(actor: Actor, interview: Interview) -> None:
    """The candidate did not come; to be scheduled again or cancelled. Refused before the time."""
    with act(actor, "interview.miss", interview) as this:
        this.require(not_held_yet(interview.state, interview.starts_at, clock.now()))
        this.move()


def cancel(actor: Actor, interview: Interview, *, reason: str) -> None:
    """Call it off; both calendars drop it, its scorecard is excused."""
    with act(actor, "interview.cancel", interview) as this:
        invited = interview.state is InterviewState.scheduled
        this.move(reason=reason)
        card = interview.scorecard
        if card is not None and card.state is ScorecardState.draft:
            with act(System("interview.cancel"), "scorecard.excuse", card) as excusing:
                card.excused_at, card.excuse = clock.now(), reason.strip()[:500]
                excusing.move(reason=reason)
        ask_for_fits(interview.candidacy.opening_id)
        tell_decider(interview.candidacy)
        if invited:
            interview.ics_sequence += 1
            invitations.call_off(interview)


def cancel_interviews_of(system: Actor, event: CandidacyClosed) -> None:
    """A candidacy ended: what was still to be held is called off."""
    candidacy: Candidacy = get(Candidacy, event.candidacy_id)
    with act(system, "interview.prepare", subject=candidacy) as this:
        rows = list(this.session.scalars(sa.select(Interview).where(Interview.candidacy_id == candidacy.id,
                                                                    Interview.state.in_(SWAPPABLE))))
        for each in rows:
            cancel(system, each, reason="The candidacy ended.")
        this.note(candidacy_id=candidacy.id, cancelled=len(rows))


def _prepare(this: Act, candidacy: Candidacy, round_: PlanRound) -> Interview:
    assert round_.interviewer_id is not None
    return give_interview(this, candidacy, [Asked(each.question_version_id, each.gap) for each in round_.questions],
                          title=round_.title, minutes=round_.minutes, interviewer_id=round_.interviewer_id,
                          plan_round_id=round_.id)


def _slot(interview: Interview) -> Slot | None:
    return Slot(interview.starts_at, interview.ends_at) if interview.starts_at and interview.ends_at else None


def _set_due(interview: Interview) -> None:
    if interview.scorecard is not None and interview.ends_at is not None:
        interview.scorecard.due_at = interview.ends_at + DUE_AFTER
        ask_for_reminder(interview.scorecard)


def _empty(card: Scorecard | None, author_id: int) -> None:
    if card is None:
        return
    if card.state is ScorecardState.excused:
        with act(System("interview.swap"), "scorecard.ask_again", card) as asking:
            card.excused_at, card.excuse = None, None
            asking.move()
    card.author_id, card.overall, card.overall_reason, card.notes, card.kept_reason = author_id, None, "", "", ""
    reading = reading_of(card.id)
    if reading is not None:
        reading.fields = {}
    for rating in card.ratings:
        rating.level, rating.blank, rating.evidence = None, None, ""
