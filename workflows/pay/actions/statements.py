"""Computing, releasing and paying statements."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from workflows import clock, jobs, outbox, permits
from workflows.acting import Act, act, get
from workflows.db import db
from workflows.errors import Refused
from workflows.money import round_minor
from workflows.pay.dossiers import inputs_of
from workflows.pay.explaining import explain, summary
from workflows.pay.inputs import PayInputs, Stated
from workflows.pay.machine import StatementState
from workflows.pay.queries import people_on_plans
from workflows.pay.records import Statement, StatementLine, StatementQuota
from workflows.pay.running import Computed, computed, in_force, lands_in, month_of
from workflows.pay.stored import as_json, line_as_json
from workflows.pay.trace import Line, LineKind
from workflows.pay.trace import Statement as ComputedStatement
from workflows.people.records import User
from workflows.permits import Actor, Role, System, company, role, system
from workflows.reasons import Reason, Reasons
from workflows.sales.periods import Period

permits.allow("statement.compute", role(Role.operations) | system)
permits.allow("statement.compute_month", company(Role.operations) | system)


def compute_statement(actor: Actor, user: User, from_on: date) -> Statement:
    """The statement of the month of `from_on`, whose last day must be over; released or not, nothing is overwritten.

    Inputs that come to the same return the statement that is there. Before its release a changed one replaces it;
    after, the next number corrects it, and only the difference is paid, with the first open month. Later months that
    build on it are computed again. Raises Refused with what is missing: a plan, a quota, a rate.
    """
    permits.require(actor, "statement.compute", user)
    month = month_of(from_on)
    if same := _unchanged(*_look(user, month)):
        return same
    with act(actor, "statement.compute", lock=(user,), subject=user) as this:
        found, inputs = _look(user, month)
        if same := _unchanged(found, inputs):
            return same
        this.require(Reason("statement.no-team", {"rep": user.name}) if user.team_id is None else None)
        made = _state(this, user, month, found, inputs)
        if made.corrects_id is None:
            _follow(user, month)
    return made


def release(actor: Actor, statement: Statement, *, version: int | None = None) -> None:
    """Let the rep read it, by mail and page. Refused to who would release their own, or when it is outdated."""
    with act(actor, "statement.release", statement, version=version, lock=(statement.user,)) as this:
        month = Period(statement.from_on, statement.until_on)
        found, _ = _look(statement.user, month)
        this.require(Reason("statement.outdated") if found.digest != statement.digest else None)
        statement.released_at = clock.now()
        this.move()
        this.note(user_id=statement.user_id, from_on=statement.from_on.isoformat(), number=statement.number)
        rep = statement.user
        outbox.post(rep.email, "statement_released", user_id=rep.id, locale=rep.locale,
                    params={"rep": rep.name, "from_on": statement.from_on.isoformat(), "statement_id": statement.id,
                            "again": statement.corrects_id is not None})
        if statement.corrects_id is not None:
            this.session.flush()
            _follow(statement.user, month)


def pay(actor: Actor, statement: Statement, *, version: int | None = None) -> None:
    """It went to payroll. A correction is never paid itself: its difference is, with a later month."""
    with act(actor, "statement.pay", statement, version=version) as this:
        if statement.state is StatementState.paid:
            return
        this.require(correction_blocker(statement))
        statement.paid_at = clock.now()
        this.move()
        this.note(user_id=statement.user_id, total_minor=statement.total_minor)


def correction_blocker(statement: Statement) -> Reason | None:
    """Why a correction is not paid, and where its difference lands. One that was replaced lands nowhere."""
    if statement.corrects_id is None or statement.state is StatementState.superseded:
        return None
    inputs = inputs_of(statement.user, clock.today())
    mine = next(each for each in inputs.stated if each.id == statement.id)
    return Reason("statement.correction-not-paid", {"lands_on": lands_in(inputs, mine).from_on.isoformat()})


def ask_for_month(actor: Actor, from_on: date) -> None:
    """Have the worker compute the month for everyone on a pay plan. Refused while the month still runs."""
    with act(actor, "statement.compute_month") as this:
        month = month_of(from_on)
        this.require(_month_open(month))
        this.note(month=str(month))
        jobs.enqueue("pay.compute_month", once_key=f"pay.compute_month:{month}", day=month.to_on.isoformat())


def compute_month(day: str) -> None:
    """Statements of the month before `day` for everyone on a pay plan who has none released. Safe to run twice.

    One person's missing quota holds up nobody else: what could not be computed is raised at the end.
    """
    month = month_of(date.fromordinal(date.fromisoformat(day).replace(day=1).toordinal() - 1))
    released = set(db.session.scalars(sa.select(Statement.user_id).where(Statement.from_on == month.from_on,
                                                                         Statement.released_at.is_not(None))))
    missing: list[Reason] = []
    for user_id in people_on_plans(month):
        if user_id not in released:
            try:
                compute_statement(System("month closed"), get(User, user_id), month.from_on)
            except Refused as refused:
                missing.append(Reason("statement.not-computed", {"user_id": user_id, "why": as_json(refused.reasons)}))
    if missing:
        raise Refused(*missing)


def _look(user: User, month: Period) -> tuple[Computed, PayInputs]:
    if found := _month_open(month):
        raise Refused(found)
    inputs = inputs_of(user, month.from_on)
    return computed(inputs, month), inputs


def _month_open(month: Period) -> Reason | None:
    still = month.to_on > clock.today()
    return Reason("statement.month-open", {"until_on": month.to_on.isoformat()}) if still else None


def _newest(inputs: PayInputs, month: Period) -> Stated | None:
    return max((each for each in inputs.stated if each.period == month), key=lambda each: each.number, default=None)


def _unchanged(found: Computed, inputs: PayInputs) -> Statement | None:
    newest = _newest(inputs, _period(found))
    stored = db.session.get(Statement, newest.id) if newest else None
    return stored if stored is not None and stored.digest == found.digest else None


def _period(found: Computed) -> Period:
    return Period.parse(found.statement.period)


def _state(this: Act, user: User, month: Period, found: Computed, inputs: PayInputs) -> Statement:
    """Store it as the next number, in place of one that nobody has seen, or as the correction of a released one."""
    newest, counting = _newest(inputs, month), in_force(inputs, month)
    if newest is not None and newest.released_at is None:
        this.move(get(Statement, newest.id), "supersede")
    standing: Statement | None = get(Statement, counting.id) if counting and counting.released_at else None
    if standing is not None and standing.digest == found.digest:
        return standing
    numbers = sa.select(sa.func.max(Statement.number)).where(Statement.user_id == user.id,
                                                             Statement.from_on == month.from_on)
    corrects = standing.id if standing else None
    statement: Statement = this.create(_row(user, month, found, (db.session.scalar(numbers) or 0) + 1, corrects))
    this.add(*(StatementQuota(statement_id=statement.id, month_on=on, amount_minor=each.amount_minor,
                              quota_line_id=each.quota_line_id, quota_id=each.quota_id)
               for on, each in found.quota_months.items()))
    this.add(*_lines(statement, found))
    this.note(user_id=user.id, from_on=month.from_on.isoformat(), number=statement.number,
              total_minor=statement.total_minor, corrects_id=corrects, digest=found.digest)
    this.session.flush()
    return statement


def _row(user: User, month: Period, found: Computed, number: int, corrects_id: int | None) -> Statement:
    stated = found.statement
    return Statement(
        user_id=user.id, team_id=user.team_id, from_on=month.from_on, until_on=month.to_on, number=number,
        pay_plan_version_id=found.on.version_id, corrects_id=corrects_id, currency=stated.currency,
        quota_minor=stated.quota.minor if stated.quota else None, credit_minor=round_minor(stated.credit),
        total_minor=stated.pay.minor, buckets=as_json(stated.buckets), summary=as_json(_summary(stated, corrects_id)),
        carried=as_json(stated.carried), digest=found.digest)


def _summary(stated: ComputedStatement, corrects_id: int | None) -> Reasons:
    """The statement's head; a correction's total is what the month comes to now, not what is to be paid."""
    return tuple(Reason("pay.total-again", each.params) if corrects_id and each.code == "pay.total" else each
                 for each in summary(stated))


def _lines(statement: Statement, found: Computed) -> Sequence[StatementLine]:
    corrections = iter(found.corrections)
    return [_line(statement, position, line, found, next(corrections) if line.kind is LineKind.adjustment else None)
            for position, line in enumerate(found.statement.lines, start=1)]


def _line(statement: Statement, position: int, line: Line, found: Computed, correction: int | None) -> StatementLine:
    trace: dict[str, Any] = {**line_as_json(line), "sentences": as_json(explain(line, statement.currency))}
    return StatementLine(statement_id=statement.id, position=position, kind=line.kind.value, trace=trace,
                         credit_id=found.credit_ids.get(line.deal), amount_minor=line.minor, correction_id=correction)


def _follow(user: User, month: Period) -> None:
    """The month after builds on this one: if it was stated, it is computed again, and so on."""
    after = month.next()
    there = sa.select(Statement.id).where(Statement.user_id == user.id, Statement.from_on == after.from_on)
    if db.session.scalar(there.limit(1)) is not None:
        compute_statement(System("an earlier month changed"), user, after.from_on)
