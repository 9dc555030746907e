"""What may be submitted, seen, scheduled and decided: values in, reasons out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.reasons import Reason, Reasons, reasons
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import ScoreVisibility


@dataclass(frozen=True)
class Standpoint:
    """From where somebody looks at one candidacy's scorecards: all that decides what they may see.

    `own` are the states of their own scorecards there; `must_write_first` says that they decide and have not yet
    written their own words.
    """

    user_id: int | None
    organiser: bool
    policy: ScoreVisibility
    own: frozenset[ScorecardState] = frozenset()
    must_write_first: bool = False

    @property
    def sees_others(self) -> bool:
        """Whether colleagues' submitted scorecards, and anything derived from them, may be seen from here."""
        if self.user_id is None or self.must_write_first:
            return False
        if self.policy is ScoreVisibility.always and (self.organiser or self.own):
            return True
        if ScorecardState.draft in self.own:
            return False
        if self.organiser:
            return True
        return self.policy is ScoreVisibility.after_own and ScorecardState.submitted in self.own


def may_see_scorecard(standpoint: Standpoint, author_id: int, state: ScorecardState) -> bool:
    """The one predicate of blindness: one's own always; a colleague's only submitted, and only from `sees_others`."""
    if standpoint.user_id == author_id:
        return True
    return state is ScorecardState.submitted and standpoint.sees_others


@dataclass(frozen=True)
class Answer:
    """What a scorecard says on one question: a level with evidence, or a blank."""

    competency: str
    level: int | None
    blank: str | None
    evidence: str


def scorecard_blockers(answers: Iterable[Answer], overall: str | None, overall_reason: str) -> Reasons:
    """What is missing before a scorecard can be submitted; nothing missing, no reasons."""
    found: list[Reason | None] = []
    for number, answer in enumerate(answers, start=1):
        params = {"number": number, "competency": answer.competency}
        if answer.level is None and answer.blank is None:
            found.append(Reason("scorecard.rating-missing", params))
        elif answer.level is not None and not answer.evidence.strip():
            found.append(Reason("scorecard.evidence-missing", params))
    found.append(None if overall else Reason("scorecard.overall-missing"))
    found.append(None if overall_reason.strip() else Reason("scorecard.overall-reason-missing"))
    return reasons(*found)


def not_held_yet(state: InterviewState, starts_at: datetime | None, now: datetime) -> Reason | None:
    """Why there can be nothing to submit or to mark as held: the conversation has not begun."""
    if state is InterviewState.held:
        return None
    if state is not InterviewState.scheduled or starts_at is None:
        return Reason("scorecard.not-scheduled")
    return Reason("scorecard.not-held-yet") if starts_at > now else None


@dataclass(frozen=True)
class Slot:
    """When somebody is taken, half-open."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Slot") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def time_blockers(wanted: Slot, now: datetime, *, interviewer: str, interviewers: Sequence[Slot], candidate: str,
                  candidates: Sequence[Slot]) -> Reasons:
    """Why an interview cannot be then: it is over, or somebody is in another interview."""
    return reasons(
        Reason("interview.in-the-past") if wanted.starts_at < now else None,
        Reason("interview.person-busy", {"name": interviewer}) if any(wanted.meets(s) for s in interviewers) else None,
        Reason("interview.person-busy", {"name": candidate}) if any(wanted.meets(s) for s in candidates) else None)


@dataclass(frozen=True)
class Load:
    """How many interviews somebody has in seven days, and how many they take at most; `full` is what to say then."""

    name: str
    taken: int
    limit: int
    full: str = "interview.week-full"

    @property
    def left(self) -> int:
        return max(0, self.limit - self.taken)


def load_blocker(load: Load) -> Reason | None:
    """Why somebody takes no further interview in those days."""
    if load.left:
        return None
    return Reason(load.full, {"name": load.name, "taken": load.taken, "limit": load.limit})


ROUND_MINUTES = range(5, 481)
MORE_AT = (CandidacyState.interview, CandidacyState.debrief)


def no_more_now(state: CandidacyState) -> Reason | None:
    """Why the candidate cannot be given one more interview."""
    return None if state in MORE_AT else Reason("interview.no-more-now")


def further_blockers(state: CandidacyState, title: str, minutes: int) -> Reasons:
    """What is wrong with one more interview, apart from who holds it."""
    return reasons(no_more_now(state), None if title.strip() and minutes in ROUND_MINUTES
                   else Reason("interview_plan.round-incomplete"))


def round_blockers(rounds: Sequence[tuple[str, int, int | None]]) -> Reasons:
    """What is wrong with the rounds of an interview plan."""
    people = [person for _, _, person in rounds if person is not None]
    return reasons(
        None if rounds else Reason("interview_plan.no-rounds"),
        Reason("interview_plan.round-incomplete")
        if any(not t.strip() or m not in ROUND_MINUTES for t, m, _ in rounds) else None,
        Reason("interview_plan.title-twice") if len({t.strip() for t, _, _ in rounds}) < len(rounds) else None,
        Reason("interview_plan.interviewer-twice") if len(set(people)) < len(people) else None)


def decision_blockers(missing: Sequence[str], interviews: int, reason: str) -> Reasons:
    """Why a debrief cannot be decided: `missing` names whose scorecards are neither in nor excused."""
    return reasons(
        Reason("debrief.no-interviews") if not interviews else None,
        Reason("debrief.scorecards-missing", {"count": len(missing), "names": list(missing)}) if missing else None,
        None if reason.strip() else Reason("debrief.reason-missing"))
