"""Attainment by rep, team and region: credit from sales over quota from ramps, hand or file, within what one sees."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

import sqlalchemy as sa

from workflows import clock
from workflows.db import db
from workflows.errors import NotFound
from workflows.people.queries import part_of
from workflows.people.records import RoleGrant, Team, User
from workflows.permits import Actor, Role
from workflows.ramp.figures import Figures, month_figures
from workflows.reasons import Reason
from workflows.sales.attainment import MonthFigure, Standing, standing
from workflows.sales.periods import Period, PeriodLength
from workflows.sales.queries import SEEING, SELLERS, quota_labels
from workflows.sales.records import Credit


class By(StrEnum):
    rep = auto()
    team = auto()
    region = auto()


@dataclass(frozen=True)
class Person:
    """Somebody whose figures may be seen. The team is the one they belong to now, its office the region."""

    id: int
    name: str
    team_id: int | None
    team: str
    region: str
    sells: bool


@dataclass(frozen=True)
class Line:
    """One rep's, team's or region's standing in one currency. `key` is what links ask for: an id or the region."""

    key: str
    name: str
    detail: str
    currency: str
    standing: Standing


@dataclass(frozen=True)
class Report:
    """Everything the page says about `period`; `course` is the same for the parts of its year, or of all time.

    `whose` names the one rep it is narrowed to.
    """

    by: By
    period: Period
    lines: tuple[Line, ...]
    totals: Mapping[str, Standing]
    course: tuple[tuple[Period, Mapping[str, Standing]], ...]
    labels: tuple[str, ...]
    teams: tuple[tuple[int, str], ...]
    known: Period
    whose: str = ""


PEOPLE = (
    sa.select(User.id, User.name, User.team_id, Team.name, Team.office, sa.and_(
        User.deactivated_at.is_(None), sa.exists().where(RoleGrant.user_id == User.id, RoleGrant.role == Role.rep,
                                                         RoleGrant.revoked_at.is_(None))))
    .outerjoin(Team, Team.id == User.team_id)
    .where(SELLERS).order_by(User.name, User.id))
KNOWN = (sa.select(sa.func.min(Credit.credited_on), sa.func.max(Credit.credited_on))
         .where(Credit.user_id.in_(sa.bindparam("users", expanding=True))))


def people_for(actor: Actor) -> list[Person]:
    """Everybody whose figures this actor may see, by name."""
    rows = db.session.execute(PEOPLE, part_of(actor, *SEEING))
    return [Person(user, name, team_id, team or "", office or "", bool(selling))
            for user, name, team_id, team, office, selling in rows]


def narrowed(people: Iterable[Person], *, rep: int | None = None, team: int | None = None,
             region: str | None = None) -> list[Person]:
    """Those of the given rep, team and region; None means any, team 0 those without a team."""
    return [each for each in people if rep in (None, each.id) and team in (None, each.team_id or 0)
            and region in (None, each.region)]


def known_span(people: Sequence[Person]) -> Period:
    """From the month of the first credit to the month after the last one, today's included."""
    first, last = db.session.execute(KNOWN, {"users": [each.id for each in people]}).one()
    today = clock.today()
    begin, end = Period.of(first or today, PeriodLength.month), Period.of(last or today, PeriodLength.month)
    return Period(begin.from_on, end.to_on)


def newest_quarter(known: Period) -> Period:
    """The quarter of the last credit: what a person most likely wants to see."""
    return Period.of(known.to_on - timedelta(days=1), PeriodLength.quarter)


def report(actor: Actor, *, by: By = By.rep, period: Period | None = None, everything: bool = False,
           team: int | None = None, rep: int | None = None) -> Report:
    """Attainment within scope; NotFound for a `rep` outside it. Without a period the newest quarter with
    credit; `everything` takes all there is.

    A team is the one a person belongs to now. Months count as a whole; this month's credit is what there is so far.
    """
    people = people_for(actor)
    known = known_span(people)
    chosen = known if everything else period or newest_quarter(known)
    shown = narrowed(people, team=team, rep=rep)
    if rep is not None and not shown:
        raise NotFound(Reason("record.gone"))
    year = chosen if everything else Period.of(chosen.from_on, PeriodLength.year)
    figures = month_figures([each.id for each in shown], year)
    labels = quota_labels([each.id for each in shown], chosen.from_on, chosen.to_on)
    teams = sorted({(each.team_id, each.team) for each in people if each.team_id is not None}, key=lambda pair: pair[1])
    return Report(by, chosen, _lines(by, shown, figures, chosen), _by_currency(figures, chosen),
                  tuple((part, _by_currency(figures, part)) for part in _parts(year, chosen)), labels, tuple(teams),
                  known, whose=shown[0].name if rep is not None else "")


def _by_currency(figures: Figures, period: Period) -> dict[str, Standing]:
    months: dict[str, list[MonthFigure]] = defaultdict(list)
    for (_, month_on, currency), figure in figures.items():
        if month_on in period:
            months[currency].append(figure)
    return {currency: standing(taken) for currency, taken in sorted(months.items())}


def _lines(by: By, people: Sequence[Person], figures: Figures, period: Period) -> tuple[Line, ...]:
    """Best attainment first, then by credit; who sells but has neither credit nor quota comes last."""
    name: dict[By, Callable[[Person], tuple[str, str, str]]] = {
        By.rep: lambda each: (str(each.id), each.name, each.team),
        By.team: lambda each: (str(each.team_id or 0), each.team, each.region),
        By.region: lambda each: (each.region, each.region, "")}
    by_id = {each.id: each for each in people}
    months: dict[tuple[tuple[str, str, str], str], list[MonthFigure]] = defaultdict(list)
    for (user_id, month_on, currency), figure in figures.items():
        if month_on in period:
            months[name[by](by_id[user_id]), currency].append(figure)
    seen = {key for key, _ in months}
    for key in {name[by](each) for each in people if each.sells} - seen:
        months[key, ""] = []
    lines = [Line(*key, currency, standing(taken)) for (key, currency), taken in months.items()]
    return tuple(sorted(lines, key=lambda line: (-(line.standing.share_bp or -1), -line.standing.credit_minor,
                                                 line.name)))


def _parts(year: Period, chosen: Period) -> list[Period]:
    """The months of a year of which a part is shown, the quarters of a longer span."""
    length = PeriodLength.month if chosen.days < 100 else PeriodLength.quarter
    part, parts = Period.of(year.from_on, length), []
    while part.from_on < year.to_on:
        parts.append(part)
        part = part.next()
    return parts
