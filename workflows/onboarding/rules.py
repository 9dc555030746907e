"""How a curriculum becomes one person's plan, and what stands in the way of each step. Pure: pass `today` and `now`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from curricula.items import Counts
from workflows.onboarding.authored_modules import ModuleFacts, QuizRules
from workflows.reasons import Reason, Reasons, reasons

ENOUGH_RATERS = 2


@dataclass(frozen=True)
class LineFacts:
    """What a debrief concluded about one competency; `standing` is meets, short or not_known.

    `at_level` and `below` count the interviewers whose own levels average at or above `level`, or below it.
    """

    id: int
    competency_id: int
    standing: str
    at_level: int
    below: int
    mean: float | None
    level: int

    @property
    def raters(self) -> int:
        return self.at_level + self.below


@dataclass(frozen=True)
class Planned:
    """One module of a plan to be: `why` is core, short or not_known; `line` is the debrief line behind it."""

    module: ModuleFacts
    why: str
    line: LineFacts | None = None
    waived: bool = False


def shaped(modules: Sequence[ModuleFacts], lines: Iterable[LineFacts]) -> tuple[Planned, ...]:
    """The curriculum shaped by a debrief, in the curriculum's order.

    Waived: a waivable module of a competency that at least two interviewers saw at or above its level. Added: the
    extra modules of a competency that was short. What nobody could tell is taught, and says so.
    """
    known = {line.competency_id: line for line in lines}
    planned = []
    for module in modules:
        line = known.get(module.competency_id) if module.competency_id else None
        if module.extra_for_short:
            if line is not None and short(line):
                planned.append(Planned(module, "short", line))
        elif line is not None and module.waivable and proven(line):
            planned.append(Planned(module, "core", line, waived=True))
        elif line is not None and line.standing == "not_known" and not proven(line):
            planned.append(Planned(module, "not_known", line))
        else:
            planned.append(Planned(module, "core"))
    return tuple(planned)


def views(levels: Iterable[tuple[int, int]], level: int) -> tuple[int, int]:
    """How many interviewers saw at least `level` on average, and how many less, from (interviewer, level given)."""
    given: dict[int, list[int]] = {}
    for interviewer_id, seen in levels:
        given.setdefault(interviewer_id, []).append(seen)
    at_level = sum(sum(each) >= level * len(each) for each in given.values())
    return at_level, len(given) - at_level


def proven(line: LineFacts) -> bool:
    """At least two interviewers saw the level, and not more of them less: one opinion waives nothing."""
    return line.at_level >= ENOUGH_RATERS and line.at_level >= line.below


def short(line: LineFacts) -> bool:
    """More of at least two interviewers saw less than the level; where they are split, what the debrief concluded."""
    majority = line.raters >= ENOUGH_RATERS and line.below > line.at_level
    return majority or (line.standing == "short" and not proven(line))


def evidence(line: LineFacts) -> dict[str, object]:
    return {"line_id": line.id, "raters": line.raters, "at_level": line.at_level, "mean": line.mean,
            "level": line.level}


def prerequisites(requires: Sequence[str], closed: Mapping[str, tuple[str, bool]]) -> Reasons:
    """What must be done first. `closed` maps each module of the plan to its title and whether it is done or waived."""
    missing = [closed[key][0] for key in requires if key in closed and not closed[key][1]]
    return (Reason("assignment.first-do", {"modules": missing}),) if missing else ()


def due_move_blockers(before: date, after: date, today: date, reason: str) -> Reasons:
    """Why a due date does not move: nowhere, into the past, or without a reason."""
    return reasons(Reason("assignment.due-unchanged", {"due_on": before.isoformat()}) if before == after else None,
                   Reason("assignment.due-passed", {"due_on": after.isoformat()}) if after < today else None,
                   None if reason.strip() else Reason("assignment.due-reason-missing"))


def attempt_blockers(quiz: QuizRules, handed_in: Sequence[datetime], now: datetime) -> Reasons:
    """Why no further attempt may begin: all used, or too soon after the last."""
    if len(handed_in) >= quiz.attempts:
        return (Reason("quiz.attempts-used", {"attempts": quiz.attempts}),)
    if handed_in:
        again_at = max(handed_in) + timedelta(hours=quiz.cool_down_hours)
        if now < again_at:
            hours = -(-int((again_at - now).total_seconds()) // 3600)
            return (Reason("quiz.cool-down", {"hours": hours}),)
    return ()


def counted(quiz: QuizRules, scores: Sequence[int]) -> int | None:
    """The score that counts, of attempts in order; None without one."""
    if not scores:
        return None
    return {Counts.BEST: max(scores), Counts.FIRST: scores[0], Counts.LAST: scores[-1]}[quiz.counts]


def all_closed(states: Collection[str]) -> bool:
    """Whether every module is done or waived."""
    return all(state in {"done", "waived"} for state in states)
