"""What people can do, put down by hand or by file; corrections; how far each source may be off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act
from workflows.db import db
from workflows.people.queries_gaps import counts
from workflows.people.records import Reading, ReadingPolicy, ReadingSource, Team, User
from workflows.permits import Actor, Role, company, role, system
from workflows.reasons import Reason, Reasons, reasons

STANDARD_ERRORS = {ReadingSource.manager_grid: 0.6, ReadingSource.csv: 0.6, ReadingSource.interview: 0.5,
                   ReadingSource.certificate: 0.35}
BY_HAND = (ReadingSource.manager_grid, ReadingSource.csv)
LEAST_ERROR, MOST_ERROR = 0.1, 2.0
MOST_DRIFT = 2.0
leading = role(Role.leader, Role.hiring_manager) | system
whole_company = company(Role.operations) | system

permits.allow("reading.record", leading)
permits.allow("reading.correct", leading)
permits.allow("reading_policy.set", whole_company)


@dataclass(frozen=True)
class Measured:
    """One level (1 to 5) somebody puts down: without a standard error the source's default, without a day today."""

    user_id: int
    competency_id: int
    level: float
    standard_error: float | None = None
    taken_on: date | None = None


@dataclass(frozen=True)
class Recorded:
    """What came of it: rows that are new, of which so many correct an earlier one of the same day, and no change."""

    new: int
    corrected: int
    unchanged: int


def record_readings(actor: Actor, team: Team, levels: Mapping[tuple[int, int], float], *,
                    source: ReadingSource = ReadingSource.manager_grid, taken_on: date | None = None) -> int:
    """Readings for (user id, competency id) → level 1 to 5, all or none; returns how many are new."""
    given = [Measured(user, competency, level, None, taken_on) for (user, competency), level in levels.items()]
    return record(actor, team, given, source=source).new


def record(actor: Actor, team: Team, given: Iterable[Measured], *, source: ReadingSource,
           digest: str | None = None) -> Recorded:
    """Put down what was measured, all or none. `digest` is that of the file it came from.

    What says the same as a row of the same day changes nothing; another level of the same day corrects that row
    (one's own, when it is from the grid): a second look within a day is no second opinion. Refused for levels outside
    1 to 5, standard errors out of range, days to come, oneself, and people who are not in the team.
    """
    rows = list(given)
    with act(actor, "reading.record", team) as this:
        this.require(_faults(team, rows),
                     Reason("reading.ones-own") if actor.user_id in {row.user_id for row in rows} else None)
        defaults = STANDARD_ERRORS | _policies()
        there = _same_day(actor, source, rows)
        made, unchanged = [], 0
        for row in rows:
            new = _reading(actor, row, source, defaults[source])
            known = there.get((new.user_id, new.competency_id, new.taken_on), ())
            if any((each.level, each.standard_error) == (new.level, new.standard_error) for each in known):
                unchanged += 1
                continue
            new.corrects_id = next((each.id for each in known if each.source is source), None)
            made.append(new)
        this.add(*made)
        done = Recorded(len(made), sum(each.corrects_id is not None for each in made), unchanged)
        this.note(count=done.new, corrected=done.corrected, source=source.value, sha256=digest)
    return done


def correct(actor: Actor, reading: Reading, *, level: float, reason: str) -> Reading:
    """A new row with the right level that names the wrong one; both stay readable, the new one counts.

    Refused without a reason, of oneself, when it was corrected already, and for what interviews and certificates
    measured.
    """
    with act(actor, "reading.correct", reading) as this:
        this.require(
            Reason("reading.ones-own") if reading.user_id == actor.user_id else None,
            None if reading.source in BY_HAND else Reason("reading.not-by-hand"),
            None if 1 <= level <= 5 else Reason("reading.level", {"level": level}),
            None if reason.strip() else Reason("reading.reason-missing"),
            Reason("reading.level-unchanged", {"level": level}) if level == reading.level else None,
            Reason("reading.corrected-already") if _correction_of(reading) else None)
        made = Reading(user_id=reading.user_id, competency_id=reading.competency_id, level=level,
                       standard_error=reading.standard_error, source=reading.source, taken_on=reading.taken_on,
                       recorded_by_id=actor.user_id, corrects_id=reading.id)
        this.create(made)
        this.note(before=reading.level, after=level, correction_id=made.id)
        this.remember(reason=reason.strip())
    return made


def set_policy(actor: Actor, *, errors: Mapping[ReadingSource, float], drift_per_year: float) -> None:
    """How far each source may be off, and how much a level may wander in a year; both in levels, for all readings to
    come and (drift) for what is read today. Rows that are there keep the error they were taken with."""
    with act(actor, "reading_policy.set") as this:
        wrong = [each for each in errors.values() if not LEAST_ERROR <= each <= MOST_ERROR]
        this.require(Reason("reading.standard-error", {"least": LEAST_ERROR, "most": MOST_ERROR}) if wrong else None,
                     None if 0 <= drift_per_year <= MOST_DRIFT else Reason("reading.drift", {"most": MOST_DRIFT}))
        there = {each.source: each for each in db.session.scalars(sa.select(ReadingPolicy))}
        for source, error in errors.items():
            row = there.get(source) or ReadingPolicy(source=source)
            row.standard_error, row.drift_per_year = error, drift_per_year
            this.add(row)
        this.note(errors={source.value: error for source, error in errors.items()}, drift=drift_per_year)


def _faults(team: Team, rows: list[Measured]) -> Reasons:
    levels = [row.level for row in rows if not 1 <= row.level <= 5]
    errors = [row for row in rows if row.standard_error is not None
              and not LEAST_ERROR <= row.standard_error <= MOST_ERROR]
    days = [row.taken_on for row in rows if row.taken_on and row.taken_on > clock.today()]
    mine = set(db.session.scalars(sa.select(User.id).where(User.team_id == team.id)))
    strangers = {row.user_id for row in rows} - mine
    return reasons(
        Reason("reading.level", {"level": levels[0]}) if levels else None,
        Reason("reading.standard-error", {"least": LEAST_ERROR, "most": MOST_ERROR}) if errors else None,
        Reason("reading.to-come", {"taken_on": days[0].isoformat()}) if days else None,
        Reason("reading.not-in-team", {"team": team.name, "count": len(strangers)}) if strangers else None)


def _policies() -> dict[ReadingSource, float]:
    return {each.source: each.standard_error for each in db.session.scalars(sa.select(ReadingPolicy))}


def _reading(actor: Actor, row: Measured, source: ReadingSource, default: float) -> Reading:
    return Reading(user_id=row.user_id, competency_id=row.competency_id, level=row.level, source=source,
                   standard_error=default if row.standard_error is None else row.standard_error,
                   taken_on=row.taken_on or clock.today(), recorded_by_id=actor.user_id)


def _same_day(actor: Actor, source: ReadingSource,
              rows: list[Measured]) -> dict[tuple[int, int, date], list[Reading]]:
    """What counts already for the days of `rows`: one's own from the grid, and for a file all there is, so that what
    was downloaded can come back without being counted twice."""
    query = sa.select(Reading).where(
        counts(), Reading.user_id.in_({row.user_id for row in rows}),
        Reading.taken_on.in_({row.taken_on or clock.today() for row in rows}))
    if source is not ReadingSource.csv:
        query = query.where(Reading.source == source, Reading.recorded_by_id == actor.user_id)
    found: dict[tuple[int, int, date], list[Reading]] = {}
    for each in db.session.scalars(query.order_by(Reading.id)):
        found.setdefault((each.user_id, each.competency_id, each.taken_on), []).append(each)
    return found


def _correction_of(reading: Reading) -> int | None:
    return db.session.scalar(sa.select(Reading.id).where(Reading.corrects_id == reading.id))
