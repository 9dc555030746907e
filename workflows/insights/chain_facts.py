"""What each place of a rep's chain says: facts with their day and their evidence, as far as one may see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflows.coaching.machine import CoachingState
from workflows.flow import FLOWS
from workflows.insights.chain_reads import Asked, Found, Tried
from workflows.interviewing.machine import ScorecardState
from workflows.interviewing.records import DebriefLine
from workflows.offers.records import Hire
from workflows.onboarding.machine import AssignmentState
from workflows.onboarding.records import Assignment
from workflows.people.queries_gaps import TeamGap
from workflows.permits import Actor, Role
from workflows.reasons import Reason
from workflows.recruiting.records import OpeningGap

HIRING = (Role.hiring_manager, Role.recruiter, Role.leader)
LEARNING = (Role.coach, Role.leader, Role.assessor, Role.operations)
# Who opens the page of a kind of record in the rep's team, besides those it is about.
READERS: dict[str, tuple[Role, ...]] = {
    "opening": HIRING, "requisition": (*HIRING, Role.operations), "assignment": LEARNING, "attempt": LEARNING,
    "certificate": LEARNING, "deal": (Role.leader, Role.coach, Role.operations),
    "ramp": (Role.leader, Role.coach, Role.operations), "statement": (Role.operations,),
    "coaching_plan": (Role.coach, Role.leader), "offer": (Role.hiring_manager, Role.recruiter, Role.operations),
    "team": tuple(Role)}
ONES_OWN = {"assignment", "attempt", "certificate", "deal", "ramp", "coaching_plan"}
MANAGED = {"assignment", "attempt", "certificate", "ramp"}
SURE = 1.645
"""Standard errors on either side within which the true level lies in 90 of 100 cases."""


@dataclass(frozen=True)
class Fact:
    """One sentence with its day; `kind` and `record_id` are its evidence, None when this person may not open it;
    `part` is what of that page is meant."""

    said: Reason
    at: datetime | date | None = None
    kind: str | None = None
    record_id: int | None = None
    part: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """What one person may see of the chain: `scores` is what blindness allows of this candidate, `figures` what rests
    on scorecards of other candidates too."""

    actor: Actor
    hire: Hire
    organiser: bool
    scores: bool
    figures: bool

    def fact(self, said: Reason, at: datetime | date | None = None, kind: str = "", record_id: int = 0,
             *, opens: bool | None = None) -> Fact:
        """A fact, with its evidence only when the page of that record is open to this person."""
        held = any(self.actor.holds(role, self.hire.opening.team_id) for role in READERS.get(kind, ()))
        own = ((kind in ONES_OWN and self.actor.user_id == self.hire.user_id)
               or (kind in MANAGED and self.actor.user_id == self.hire.manager_id))
        if not (held or own if opens is None else opens):
            return Fact(said, at)
        return Fact(said, at, kind, record_id)


def gap_facts(hire: Hire, gap: OpeningGap, sight: Sight) -> list[Fact]:
    params = {"people": gap.target_people, "level": gap.level, "competency": gap.competency.name,
              "expected": round(gap.expected_people, 1), "gap": round(gap.gap, 1)}
    code = "chain.gap" if gap.target_people else "chain.gap-without-target"
    return [sight.fact(Reason(code, params), hire.opening.published_at, "opening", hire.opening_id)]


def opening_facts(hire: Hire, sight: Sight) -> list[Fact]:
    asked = hire.opening.requisition
    return [
        sight.fact(Reason("chain.seat-requested", {"who": asked.requested_by.name, "title": asked.title}),
                   asked.submitted_at or asked.created_at, "requisition", asked.id),
        sight.fact(Reason("chain.seat-approved", {"who": asked.approver.name}), asked.approved_at, "opening",
                   hire.opening_id)]


def question_facts(found: Found, sight: Sight) -> list[Fact]:
    """The questions this gap chose, and what they were rated; without scores only that there were some."""
    if not sight.scores:
        count = len(found.asked)
        return [Fact(Reason("chain.questions-closed", {"count": count}))] if count else []
    return [fact for each in found.asked for fact in _asked(each, sight)]


def _asked(each: Asked, sight: Sight) -> list[Fact]:
    interview, rating = each.interview, each.rating
    said = [sight.fact(Reason("chain.question", {"who": interview.interviewer.name, "title": interview.title,
                                                 "question": each.question.question.text}),
                       interview.starts_at, "interview", interview.id,
                       opens=sight.organiser or sight.actor.user_id == interview.interviewer_id)]
    card = interview.scorecard
    if rating is not None and card is not None and card.state is ScorecardState.submitted:
        code = "chain.rating" if rating.level else "chain.rating-blank"
        params = {"who": interview.interviewer.name, "level": rating.level or 0, "evidence": rating.evidence}
        said.append(sight.fact(Reason(code, params), card.submitted_at, "scorecard", card.id, opens=True))
    return said


def debrief_facts(hire: Hire, found: Found, sight: Sight) -> list[Fact]:
    debrief = hire.offer.debrief
    decided: dict[str, Any] = {"who": debrief.decider.name}
    if not sight.scores:
        return [Fact(Reason("chain.decided", decided), debrief.decided_at)]
    said = []
    for line in found.lines[-1:]:
        read = _read_together(line, found.gap, sight)
        said.append(sight.fact(read, line.created_at, "debrief", debrief.id, opens=True))
    reason = Reason("chain.decided-because", decided | {"reason": debrief.reason or ""})
    return [*said, sight.fact(reason, debrief.decided_at, "debrief", debrief.id, opens=True)]


def _read_together(line: DebriefLine, gap: OpeningGap, sight: Sight) -> Reason:
    """What a debrief line concluded; where it rests on an adjusted level, with that level and its range."""
    code = f"chain.line-{line.standing.value.replace('_', '-')}"
    params = {"raters": line.raters, "mean": line.mean, "level": gap.level, "competency": gap.competency.name}
    if line.adjusted is None or line.standard_error is None or not sight.figures:
        return Reason(code, params)
    off = SURE * line.standard_error
    return Reason(f"{code}-adjusted", params | {
        "adjusted": round(line.adjusted, 1), "low": round(max(line.adjusted - off, 1), 1),
        "high": round(min(line.adjusted + off, 5), 1)})


def hire_facts(hire: Hire, sight: Sight) -> list[Fact]:
    offer = hire.offer
    mine = sight.actor.user_id in (offer.author_id, offer.approver_id)
    opens = True if mine else None
    return [sight.fact(Reason("chain.offer-sent"), offer.sent_at, "offer", offer.id, opens=opens),
            sight.fact(Reason("chain.offer-signed", {"who": hire.candidacy.candidate.name}), offer.signed_at, "offer",
                       offer.id, opens=opens),
            sight.fact(Reason("chain.hired", {"seat": hire.seat, "start_on": hire.start_on.isoformat()}),
                       hire.hired_at, "offer", offer.id, opens=opens)]


def module_facts(found: Found, sight: Sight) -> list[Fact]:
    return [sight.fact(*_module(each, found.gap), "assignment", each.id) for each in found.modules]


def _module(each: Assignment, gap: OpeningGap) -> tuple[Reason, datetime | date | None]:
    params = {"module": each.module.title, "competency": gap.competency.name, "due_on": each.due_on.isoformat()}
    if each.state is AssignmentState.waived:
        seen = each.waiver_evidence or {}
        if "at_level" not in seen:
            return Reason("chain.module-waived", params), each.created_at
        return Reason("chain.module-seen", {**params, "level": gap.level, "at_level": seen["at_level"],
                                            "raters": seen["raters"]}), each.created_at
    if each.state is AssignmentState.done:
        return Reason("chain.module-done", params), each.done_at
    return Reason("chain.module-open", params), each.due_on


def certificate_facts(found: Found, sight: Sight) -> list[Fact]:
    return [fact for each in found.tried for fact in _tried(each, found.gap, sight)]


def _tried(each: Tried, gap: OpeningGap, sight: Sight) -> list[Fact]:
    attempt, certificate, reading = each.attempt, each.certificate, each.reading
    about = {"checkpoint": attempt.checkpoint.title, "number": attempt.number}
    said = [sight.fact(Reason("chain.attempt", about | {"state": FLOWS["attempt"].labels[attempt.state]}),
                       attempt.decided_at or attempt.scheduled_at or attempt.created_at, "attempt", attempt.id)]
    if certificate is not None:
        dated = {**about, "last_on": certificate.last_on.isoformat()}
        revoked = Reason("chain.certificate-revoked", dated) if certificate.revoked_at else None
        proof = Reason("chain.certificate-level", dated | {"level": reading.level, "competency": gap.competency.name}
                       ) if reading else Reason("chain.certificate", dated)
        said.append(sight.fact(revoked or proof, certificate.issued_at, "certificate", certificate.id))
    return said


def ramp_facts(found: Found, sight: Sight) -> list[Fact]:
    titles = {each.certificate.id: each.attempt.checkpoint.title for each in found.tried if each.certificate}
    said = []
    for event in found.events:
        opened = [titles[key] for key in found.opened_by.get(event.id, ()) if key in titles]
        params = {"state": FLOWS["ramp"].labels[event.after], "step": event.step_after + 1, "certificates": opened}
        said.append(sight.fact(Reason("chain.ramp-opened" if opened else "chain.ramp", params), event.effective_on,
                               "ramp", event.ramp_id))
    return said


def coaching_facts(found: Found, sight: Sight) -> list[Fact]:
    said = []
    for plan in found.coaching:
        params = {"coach": plan.coach.name, "competency": plan.competency.name if plan.competency else "",
                  "step": plan.step or "", "outcome": plan.outcome or ""}
        code = {CoachingState.diagnosed: "chain.coaching-begun", CoachingState.agreed: "chain.coaching-agreed",
                CoachingState.closed: "chain.coaching-closed"}[plan.state]
        mine = True if sight.actor.user_id == plan.coach_id else None
        said.append(sight.fact(Reason(code, params), plan.closed_at or plan.due_on or plan.created_at,
                               "coaching_plan", plan.id, opens=mine))
    return said


def now_facts(gap: OpeningGap, now: TeamGap | None, today: date, sight: Sight) -> list[Fact]:
    """The team's gap today beside what it was; nothing when the team no longer has a target for it."""
    if now is None:
        return []
    params = {"people": now.target.people, "level": now.level, "competency": now.competency.name,
              "expected": round(now.expected, 1), "gap": round(now.gap, 1), "before": round(gap.gap, 1)}
    code = "chain.now-closed" if now.gap == 0 else "chain.now-smaller" if now.gap < gap.gap else "chain.now"
    return [sight.fact(Reason(code, params), today, "team", sight.hire.opening.team_id)]
