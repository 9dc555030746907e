"""Reads everything that one person's pay depends on into `PayInputs`, in a fixed number of questions."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from workflows.certification.machine import CertificateState
from workflows.certification.records import Certificate
from workflows.content.records import Acknowledgement, CheckpointVersion
from workflows.db import db
from workflows.money import Money
from workflows.pay.inputs import CreditFact, OnPlan, PayInputs, Stated
from workflows.pay.machine import StatementState
from workflows.pay.records import PayAssignment, Statement, StatementLine
from workflows.pay.stored import carried_from_json
from workflows.pay.terms import PayGateKind
from workflows.pay.trace import Bucket, Buckets, Line, LineKind
from workflows.pay.trace import Statement as ComputedStatement
from workflows.people.records import User
from workflows.ramp.gates import CertificateFact
from workflows.ramp.queries import MonthQuota, quotas_by_month
from workflows.ramp.records import Ramp
from workflows.sales.periods import Period
from workflows.sales.records import Credit, Deal, Product


def inputs_of(user: User, through_on: date) -> PayInputs:
    """What is known of this person's pay up to the plan period that holds `through_on`."""
    plans = tuple(_plans(user.id))
    on_ramp, full_on = _ramp(user.id)
    gates = {gate.get("kind") for on in plans for part in on.body.get("components") or () for gate in
             part.get("gates") or ()}
    return PayInputs(
        rep=user.email, plans=plans, credits=tuple(_credits(user)), on_ramp=on_ramp, full_on=full_on,
        quotas=_quotas(user.id, plans, through_on), stated=tuple(_stated(user.id)),
        certificates=tuple(_certificates(user.id)) if PayGateKind.certificate in gates else (),
        acknowledged=_acknowledged(user.id) if PayGateKind.plan_acknowledged in gates else {})


def _plans(user_id: int) -> Iterable[OnPlan]:
    found = db.session.scalars(sa.select(PayAssignment).where(PayAssignment.user_id == user_id)
                               .options(joinedload(PayAssignment.pay_plan_version)).order_by(PayAssignment.from_on))
    for each in found:
        version = each.pay_plan_version
        yield OnPlan(version.id, version.content_hash[:12], version.body, each.from_on, each.until_on)


def _credits(user: User) -> Iterable[CreditFact]:
    own = aliased(Credit)
    deals = sa.select(own.deal_id).where(own.user_id == user.id)
    rows = db.session.execute(
        sa.select(Credit, Deal.external_id, User.email, Product.name).join(Deal, Deal.id == Credit.deal_id)
        .join(User, User.id == Credit.user_id).outerjoin(Product, Product.id == Deal.product_id)
        .where(Credit.deal_id.in_(deals)).order_by(Credit.id))
    for credit, reference, rep, product in rows:
        yield CreditFact(credit.id, credit.deal_id, reference, rep, product or "", credit.share_bp,
                         credit.amount_minor, credit.currency, credit.credited_on, credit.created_at.date(),
                         credit.reverses_id)


def _quotas(user_id: int, plans: tuple[OnPlan, ...], through_on: date) -> dict[date, MonthQuota]:
    if not plans:
        return {}
    found = quotas_by_month([user_id], date(plans[0].from_on.year, 1, 1), date(through_on.year + 1, 1, 1))
    return {month_on: quota for (_, month_on), quota in found.items()}


def _ramp(user_id: int) -> tuple[bool, date | None]:
    """Whether there is or was a ramp, and the day the newest one came to full quota."""
    row = db.session.execute(sa.select(Ramp.id, Ramp.full_on).where(Ramp.user_id == user_id)
                             .order_by(Ramp.id.desc()).limit(1)).first()
    return (False, None) if row is None else (True, row[1])


def _certificates(user_id: int) -> Iterable[CertificateFact]:
    rows = db.session.execute(
        sa.select(Certificate, CheckpointVersion.lineage)
        .join(CheckpointVersion, CheckpointVersion.id == Certificate.checkpoint_version_id)
        .where(Certificate.user_id == user_id))
    for certificate, key in rows:
        yield CertificateFact(key, certificate.valid_from, certificate.valid_until, certificate.score_bp,
                              certificate.state is CertificateState.revoked)


def _acknowledged(user_id: int) -> dict[int, date]:
    rows = db.session.execute(sa.select(Acknowledgement.content_version_id, Acknowledgement.signed_at)
                              .where(Acknowledgement.user_id == user_id))
    return {version_id: signed_at.date() for version_id, signed_at in rows}


def _stated(user_id: int) -> Iterable[Stated]:
    """The person's statements; their lines only where there are corrections, which are all that asks for them."""
    query = (sa.select(Statement).where(Statement.user_id == user_id, Statement.state != StatementState.superseded)
             .order_by(Statement.from_on, Statement.number))
    rows = db.session.scalars(query).all()
    lines: dict[int, list[StatementLine]] = defaultdict(list)
    if any(row.corrects_id for row in rows):
        for line in db.session.scalars(sa.select(StatementLine).order_by(StatementLine.position).where(
                StatementLine.statement_id.in_([row.id for row in rows]))):
            lines[line.statement_id].append(line)
    for row in rows:
        landed = frozenset(line.correction_id for line in lines[row.id] if line.correction_id is not None)
        yield Stated(row.id, row.number, Period(row.from_on, row.until_on), row.released_at, row.corrects_id,
                     _as_computed(row, lines[row.id]), landed)


def _as_computed(row: Statement, lines: Iterable[StatementLine]) -> ComputedStatement:
    """The stored statement as the rules compare it: its lines' keys and amounts, and what it hands on."""
    quota = None if row.quota_minor is None else Money(row.quota_minor, row.currency)
    return ComputedStatement("", "", "", str(Period(row.from_on, row.until_on)), row.currency, quota,
                             Decimal(row.credit_minor), None, tuple(_line(each) for each in lines),
                             Buckets(**row.buckets), carried_from_json(row.carried))


def _line(row: StatementLine) -> Line:
    trace = row.trace
    return Line(LineKind(row.kind), Bucket(trace["bucket"]), Decimal(trace["exact"]), row.amount_minor,
                trace["component"], trace["deal"])
