"""Interview, scorecard, debrief and interviewer training: their states, moves and events."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

from workflows.flow import Flow, Move, Waits
from workflows.permits import Role, is_, role, system
from workflows.words import N_

organisers = role(Role.recruiter, Role.hiring_manager)
deciders = role(Role.hiring_manager)


class InterviewState(StrEnum):
    planned = auto()
    scheduled = auto()
    held = auto()
    no_show = auto()
    cancelled = auto()


I = InterviewState

interview = Flow(
    "interview", InterviewState, initial=I.planned,
    labels={I.planned: N_("To be scheduled"), I.scheduled: N_("Scheduled"), I.held: N_("Held"),
            I.no_show: N_("No-show"), I.cancelled: N_("Cancelled")},
    waits={I.planned: Waits("interview.to-schedule", owner="candidacy.owner_id", within=timedelta(days=3)),
           I.scheduled: Waits("interview.to-hold", owner="interviewer_id", due="ends_at"),
           I.no_show: Waits("interview.to-reschedule", owner="candidacy.owner_id", within=timedelta(days=2))},
    moves=[
        Move("schedule", (I.planned, I.no_show), I.scheduled, N_("Schedule"), organisers),
        Move("reschedule", (I.scheduled,), I.scheduled, N_("Change the time"), organisers, needs_reason=True),
        Move("hold", (I.scheduled,), I.held, N_("Mark as held"), is_("interviewer_id") | organisers),
        Move("miss", (I.scheduled,), I.no_show, N_("Candidate did not come"), is_("interviewer_id") | organisers),
        Move("cancel", (I.planned, I.scheduled, I.no_show), I.cancelled, N_("Cancel"), organisers, needs_reason=True,
             danger=True),
    ])


class ScorecardState(StrEnum):
    draft = auto()
    submitted = auto()
    excused = auto()


S = ScorecardState

scorecard = Flow(
    "scorecard", ScorecardState, initial=S.draft,
    labels={S.draft: N_("Draft"), S.submitted: N_("Submitted"), S.excused: N_("Excused")},
    waits={S.draft: Waits("scorecard.to-submit", owner="author_id", due="due_at")},
    moves=[
        Move("submit", (S.draft,), S.submitted, N_("Submit"), is_("author_id")),
        Move("reopen", (S.submitted,), S.draft, N_("Re-open"), is_("author_id") | deciders, needs_reason=True),
        Move("excuse", (S.draft,), S.excused, N_("Excuse"), organisers, needs_reason=True),
        Move("ask_again", (S.excused,), S.draft, N_("Ask the new interviewer"), system),
    ])


class DebriefState(StrEnum):
    open = auto()
    opinion_written = auto()
    decided = auto()


D = DebriefState

debrief = Flow(
    "debrief", DebriefState, initial=D.open,
    labels={D.open: N_("Write first"), D.opinion_written: N_("To decide"), D.decided: N_("Decided")},
    waits={D.open: Waits("debrief.to-write-first", owner="decider_id", within=timedelta(days=2)),
           D.opinion_written: Waits("debrief.to-decide", owner="decider_id", within=timedelta(days=3))},
    moves=[
        Move("write_first", (D.open,), D.opinion_written, N_("Write your own words"), is_("decider_id")),
        Move("decide", (D.opinion_written,), D.decided, N_("Decide"), is_("decider_id")),
        Move("reopen", (D.decided,), D.opinion_written, N_("Re-open the debrief"), is_("decider_id"),
             needs_reason=True),
    ])


class TrainingState(StrEnum):
    shadow = auto()
    reverse_shadow = auto()
    qualified = auto()


T = TrainingState

interviewer_training = Flow(
    "interviewer_training", TrainingState, initial=T.shadow,
    labels={T.shadow: N_("Shadow"), T.reverse_shadow: N_("Reverse shadow"), T.qualified: N_("Qualified")},
    moves=[
        Move("reverse", (T.shadow,), T.reverse_shadow, N_("Ready to be watched"), organisers),
        Move("qualify", (T.reverse_shadow,), T.qualified, N_("Qualify"), organisers),
        Move("suspend", (T.qualified,), T.reverse_shadow, N_("Watch again"), organisers, needs_reason=True),
    ])


@dataclass(frozen=True)
class ScorecardSubmitted:
    scorecard_id: int


@dataclass(frozen=True)
class ScorecardReopened:
    scorecard_id: int
