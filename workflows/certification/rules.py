"""What stands in the way of each step of an attempt, what its scores come to, and how long a proof holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto

from curricula.rubrics import LEVELS, WHOLE_BP, Criterion, rated_below, rubric_score, unrated
from workflows.certification.gates import Gate
from workflows.certification.machine import AttemptState
from workflows.reasons import Reason, Reasons, reasons

EXPIRING_DAYS = 60
REMIND_DAYS = (60, 30, 14, 7, 1)
ESCALATE_DAYS = 14
DECIDED = (AttemptState.passed, AttemptState.failed)


@dataclass(frozen=True)
class Given:
    """What an assessor chose and wrote for one criterion."""

    level: int | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Outcome:
    """What finished scores come to: the whole in basis points, what is in the way of passing, what to practise."""

    score_bp: int
    blockers: Reasons
    near_mark: bool
    practise: tuple[str, ...]

    @property
    def passes(self) -> bool:
        return not self.blockers


class Standing(StrEnum):
    """How a certificate stands on a day; derived from its dates, never stored."""

    valid = auto()
    expiring = auto()
    expired = auto()
    revoked = auto()


def ones_own(user_id: int | None, rep_id: int) -> Reason | None:
    """Nobody schedules, assesses or decides their own attempt."""
    return Reason("attempt.ones-own") if user_id == rep_id else None


def schedule_blockers(at: datetime, now: datetime, start_on: date) -> Reasons:
    """Why an attempt cannot be at that moment: it has passed, or comes before the rep's first day."""
    return reasons(Reason("attempt.in-the-past") if at <= now else None, not_before(start_on, at.date()))


def not_before(start_on: date, day: date) -> Reason | None:
    return Reason("attempt.before-first-day", {"start_on": start_on.isoformat()}) if day < start_on else None


def assessor_blockers(assessor_id: int, name: str, rep_id: int, qualified: Collection[int]) -> Reasons:
    """Nobody assesses themselves; others need to be among the `qualified` (user ids)."""
    if assessor_id == rep_id:
        return (Reason("attempt.assesses-self", {"name": name}),)
    return reasons(None if assessor_id in qualified else Reason("attempt.not-an-assessor", {"name": name}))


def approver_blockers(approver_id: int, name: str, assessor_id: int | None, rep_id: int,
                      entitled: Collection[int]) -> Reasons:
    """Who observes does not approve, and neither does the rep."""
    return reasons(Reason("attempt.approver-is-assessor") if approver_id == assessor_id else None,
                   Reason("attempt.approver-is-rep") if approver_id == rep_id else None,
                   None if approver_id in entitled else Reason("attempt.approver-not-entitled", {"name": name}))


def score_blockers(criteria: Sequence[Criterion], given: Mapping[str, Given]) -> Reasons:
    """Every criterion needs a level and what shows it."""
    without = unrated(criteria, levels_of(given))
    missing = [each.title for each in criteria if each.key in without]
    bare = [each.title for each in criteria if not given.get(each.key, Given()).evidence.strip()]
    return reasons(Reason("attempt.levels-missing", {"criteria": missing}) if missing else None,
                   Reason("attempt.evidence-missing", {"criteria": bare}) if bare else None)


def levels_of(given: Mapping[str, Given]) -> dict[str, int]:
    return {key: each.level for key, each in given.items() if each.level is not None}


def outcome(gate: Gate, levels: Mapping[str, int]) -> Outcome:
    """The score by the authored rubric against the authored mark; every criterion must have its level."""
    score = rubric_score(gate.criteria, levels)
    low = rated_below(gate.criteria, levels, gate.lowest)
    titles = [each.title for each in gate.criteria if each.key in low]
    blockers = reasons(
        Reason("attempt.mark-not-reached", {"score_bp": score, "pass_mark_bp": gate.pass_mark_bp})
        if score < gate.pass_mark_bp else None,
        Reason("attempt.criteria-too-low", {"criteria": titles, "level": gate.lowest}) if low else None)
    near = abs(score - gate.pass_mark_bp) <= gate.oral_check_within_bp
    return Outcome(score, blockers, near, to_practise(gate, levels))


def to_practise(gate: Gate, levels: Mapping[str, int]) -> tuple[str, ...]:
    """Titles of the criteria that kept the score under the mark, what would raise it most first."""
    def lost(each: Criterion) -> int:
        mark = max(gate.pass_mark_bp, gate.lowest * WHOLE_BP // LEVELS[-1])
        return each.weight_bp * max(0, mark - levels[each.key] * WHOLE_BP // LEVELS[-1])

    short = sorted((each for each in gate.criteria if lost(each)), key=lost, reverse=True)
    return tuple(each.title for each in short)


def opens_on(decided_on: date, gate: Gate) -> date:
    """The first day of the next attempt after a "not yet"."""
    return decided_on + timedelta(days=gate.cool_down_days)


def again_blockers(gate: Gate, failed_on: Sequence[date], today: date, *, may_exceed: bool = False) -> Reasons:
    """Why no further attempt may open: too soon after the last, or all are used (a leader may go past that)."""
    if not failed_on:
        return ()
    first = opens_on(max(failed_on), gate)
    used = len(failed_on) >= gate.attempts and not may_exceed
    return reasons(Reason("attempt.cool-down", {"opens_on": first.isoformat()}) if today < first else None,
                   Reason("attempt.all-used", {"attempts": gate.attempts}) if used else None)


def validity(today: date, valid_days: int) -> tuple[date, date]:
    """Half-open: valid on the first day, no more on the last. Refused by the record when it is empty."""
    return today, today + timedelta(days=valid_days)


def standing(valid_from: date, valid_until: date, revoked: bool, today: date) -> Standing:
    if revoked:
        return Standing.revoked
    if today >= valid_until:
        return Standing.expired
    return Standing.expiring if valid_until - today <= timedelta(days=EXPIRING_DAYS) else Standing.valid


def renewal_blockers(valid_until: date, today: date) -> Reasons:
    """Somebody newly certified is not assessed again at once."""
    early = valid_until - today > timedelta(days=EXPIRING_DAYS)
    last_on = valid_until - timedelta(days=1)
    return (Reason("attempt.certificate-valid", {"last_on": last_on.isoformat()}),) if early else ()


def reminder_due(valid_until: date, today: date) -> int | None:
    """The rung of the reminder ladder that holds today: the fewest days of it not yet passed; None before the first.

    A rung missed because nothing ran that day is caught up by the next run.
    """
    left = (valid_until - today).days
    return min((rung for rung in REMIND_DAYS if left <= rung), default=None) if left > 0 else None


def sees_scores(user_id: int | None, state: AttemptState, assessor_id: int | None, approver_id: int | None) -> bool:
    """Before the decision only who wrote them, and who has to approve what was handed in; then all who read it."""
    if state in DECIDED or (user_id is not None and user_id == assessor_id):
        return True
    return state is AttemptState.to_approve and user_id is not None and user_id == approver_id
