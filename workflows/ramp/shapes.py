"""What a ramp shape says: its steps, what opens each, and how its days are counted. Every choice is a field."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflows.errors import Refused
from workflows.money import WHOLE_BP
from workflows.reasons import Reason, Reasons
from workflows.sales.periods import PeriodLength, add_months


class DayCount(StrEnum):
    """Whether the start date is the ramp's first day (inclusive) or the day before it (exclusive)."""

    inclusive = "inclusive"
    exclusive = "exclusive"


class PeriodCalendar(StrEnum):
    """The months and quarters quota lines are made for. One value today; another is refused, not ignored."""

    gregorian = "gregorian"


class AfterHold(StrEnum):
    """After a late step: `shift` gives each later step its full length, `catch_up` keeps the first dates."""

    shift = "shift"
    catch_up = "catch_up"


class GateKind(StrEnum):
    certificate = "certificate"
    modules = "modules"
    sign_off = "sign_off"
    pipeline_coverage = "pipeline_coverage"
    no_open_hold = "no_open_hold"


@dataclass(frozen=True)
class Gate:
    """One condition for entering a step.

    `keys` are one certificate's key, the modules' keys, or what the manager signs off. `minimum` is the lowest score of
    a certificate, or the pipeline's coverage in basis points of the quota it must cover; None asks for no minimum.
    """

    kind: GateKind
    keys: tuple[str, ...] = ()
    minimum: int | None = None


@dataclass(frozen=True)
class Step:
    """A share of full quota for so many months plus days; the last step, full quota, has no length."""

    share_bp: int
    months: int = 0
    days: int = 0
    gates: tuple[Gate, ...] = ()

    @property
    def has_length(self) -> bool:
        return self.months > 0 or self.days > 0


@dataclass(frozen=True)
class RampShape:
    """`quota_per` is the period full quota speaks of; `season_bp` weighs January to December, 10,000 on average."""

    key: str
    title: str
    steps: tuple[Step, ...]
    day_count: DayCount
    calendar: PeriodCalendar
    quota_per: PeriodLength
    after_hold: AfterHold
    hold_max_days: int
    recertify_days: int
    season_bp: tuple[int, ...] = (WHOLE_BP,) * 12

    @property
    def last(self) -> int:
        return len(self.steps) - 1

    def first_day(self, start_on: date) -> date:
        return start_on if self.day_count is DayCount.inclusive else start_on + timedelta(days=1)


def planned_on(shape: RampShape, start_on: date, step: int) -> date:
    """The day `step` (counted from 0) begins if nothing is late: months first, from the first day, then days."""
    before = shape.steps[:step]
    reached = add_months(shape.first_day(start_on), sum(each.months for each in before))
    return reached + timedelta(days=sum(each.days for each in before))


def shape_problems(shape: RampShape) -> Reasons:
    """Everything that makes a shape unusable, all at once."""
    found = [*_step_problems(shape)]
    if len(shape.season_bp) != 12 or sum(shape.season_bp) != 12 * WHOLE_BP or min(shape.season_bp) < 0:
        found.append(Reason("ramp.season-not-average",
                            {"sum_bp": sum(shape.season_bp), "months": len(shape.season_bp)}))
    if shape.hold_max_days < 1:
        found.append(Reason("ramp.hold-without-maximum", {"days": shape.hold_max_days}))
    return tuple(found)


def _step_problems(shape: RampShape) -> list[Reason]:
    if not shape.steps:
        return [Reason("ramp.no-steps", {"shape": shape.title})]
    found = []
    shares = [step.share_bp for step in shape.steps]
    if shares[-1] != WHOLE_BP:
        found.append(Reason("ramp.last-step-not-full", {"share_bp": shares[-1]}))
    if min(shares) < 0 or max(shares) > WHOLE_BP or shares != sorted(shares):
        found.append(Reason("ramp.shares-not-rising", {"shares_bp": shares}))
    found += [Reason("ramp.step-without-length", {"step": number + 1})
              for number, step in enumerate(shape.steps[:-1]) if not step.has_length or min(step.months, step.days) < 0]
    if shape.steps[0].gates:
        found.append(Reason("ramp.first-step-gated", {"gates": len(shape.steps[0].gates)}))
    return found


def checked_shape(shape: RampShape) -> RampShape:
    """The shape itself, or Refused with everything that is wrong with it."""
    if problems := shape_problems(shape):
        raise Refused(*problems)
    return shape
