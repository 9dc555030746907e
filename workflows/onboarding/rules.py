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
    """What a debrief concluded about one competency; `standing` is meets, short or not_known."""

    id: int
    competency_id: int
    standing: str
    raters: int
    mean: float | None
    level: int


@dataclass(frozen=True)
class Planned:
    """One module of a plan to be: `why` is core, short or not_known; `waived_by` proves that it is not needed."""

    module: ModuleFacts
    why: str
    line: LineFacts | None = None
    waived: bool = False


def shaped(modules: Sequence[ModuleFacts], lines: Iterable[LineFacts]) -> tuple[Planned, ...]:
    """The curriculum shaped by a debrief, in the curriculum's order.

    Waived: a waivable module of a competency that at least two raters saw at or above its level. Added: the extra
    modules of a competency that was short. What nobody could tell is taught, and says so.
    """
    known = {line.competency_id: line for line in lines}
    planned = []
    for module in modules:
        line = known.get(module.competency_id) if module.competency_id else None
        if module.extra_for_short:
            if line is not None and line.standing == "short":
                planned.append(Planned(module, "short", line))
        elif line is not None and line.standing == "not_known":
            planned.append(Planned(module, "not_known", line))
        elif line is not None and module.waivable and proven(line):
            planned.append(Planned(module, "core", line, waived=True))
        else:
            planned.append(Planned(module, "core"))
    return tuple(planned)


def proven(line: LineFacts) -> bool:
    """One opinion waives nothing."""
    return line.standing == "meets" and line.raters >= ENOUGH_RATERS


def evidence(line: LineFacts) -> dict[str, object]:
    return {"line_id": line.id, "raters": line.raters, "mean": line.mean, "level": line.level}


def prerequisites(requires: Sequence[str], closed: Mapping[str, tuple[str, bool]]) -> Reasons:
    """What must be done first. `closed` maps each module of the plan to its title and whether it is done or waived."""
    missing = [closed[key][0] for key in requires if key in closed and not closed[key][1]]
    return (Reason("assignment.first-do", {"modules": missing}),) if missing else ()


def due_move_blockers(before: date, after: date, today: date, reason: str) -> Reasons:
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
