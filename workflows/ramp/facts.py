"""What is known of reps today that opens or shuts a step: certificates, modules, sign-offs, pipeline. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from workflows.certification.machine import CertificateState
from workflows.certification.records import Certificate
from workflows.content.records import CheckpointVersion, ModuleVersion
from workflows.db import db
from workflows.money import WHOLE_BP, Money
from workflows.onboarding.queries import CLOSED
from workflows.onboarding.records import Assignment, Plan
from workflows.ramp.gates import CertificateFact, RampFacts
from workflows.ramp.records import Ramp, SignOff
from workflows.ramp.rules import recertifications
from workflows.ramp.shapes import Gate, GateKind, RampShape
from workflows.sales.deals import OPEN
from workflows.sales.queries import WORTH
from workflows.sales.records import Deal, Product


@dataclass(frozen=True)
class Known:
    """All that is known of one rep; `at_step` is what counts for entering one step."""

    facts: RampFacts = field(default_factory=RampFacts)
    signed_steps: frozenset[int] = frozenset()
    pipeline: Money | None = None

    def at_step(self, shape: RampShape, step: int, full_quota: Money) -> RampFacts:
        """Sign-offs are given per step; coverage is the open pipeline over the quota of one period at the step."""
        keys = {key for gate in shape.steps[step].gates if gate.kind is GateKind.sign_off for key in gate.keys}
        quota = full_quota.minor * shape.steps[step].share_bp
        covered = self.pipeline.minor * WHOLE_BP * WHOLE_BP // quota if self.pipeline and quota else None
        return replace(self.facts, sign_offs=frozenset(keys) if step in self.signed_steps else frozenset(),
                       coverage_bp=covered)


def known_of(ramps: Sequence[Ramp], shapes: Mapping[int, RampShape], today: date) -> dict[int, Known]:
    """What is known by ramp id; `shapes` is by shape version id. The same few questions for one ramp or for fifty."""
    gates = [gate for shape in shapes.values() for step in shape.steps for gate in step.gates]
    users = [ramp.user_id for ramp in ramps]
    titles, (certificates, modules) = _titles(gates), _earned(users, gates)
    signed, pipeline = _signed([ramp.id for ramp in ramps], gates), _pipeline(users, gates)
    found = {}
    for ramp in ramps:
        held, shape = tuple(certificates[ramp.user_id]), shapes[ramp.shape_version_id]
        overdue = tuple(titles.get(each.certificate, each.certificate)
                        for each in recertifications(shape, held, today) if each.overdue(today))
        facts = RampFacts(held, frozenset(modules[ramp.user_id]), open_holds=overdue, titles=titles)
        amount = pipeline.get((ramp.user_id, ramp.currency))
        found[ramp.id] = Known(facts, frozenset(signed[ramp.id]),
                               None if amount is None else Money(amount, ramp.currency))
    return found


def valid_certificates(user_id: int, keys: Collection[str], today: date) -> list[Certificate]:
    """The rep's certificates of these checkpoints that are valid on the day: what opened a step."""
    return list(db.session.scalars(
        sa.select(Certificate).join(Certificate.checkpoint)
        .where(Certificate.user_id == user_id, CheckpointVersion.lineage.in_(keys),
               Certificate.state == CertificateState.issued, Certificate.valid_from <= today,
               Certificate.valid_until > today).order_by(Certificate.id)))


def _keys(gates: Collection[Gate], kind: GateKind) -> set[str]:
    return {key for gate in gates if gate.kind is kind for key in gate.keys}


CHECKPOINTS: Any = sa.bindparam("checkpoints", expanding=True)
MODULES: Any = sa.bindparam("modules", expanding=True)
USERS: Any = sa.bindparam("users", expanding=True)
TITLES = sa.union_all(
    sa.select(CheckpointVersion.id, CheckpointVersion.lineage, CheckpointVersion.title)
    .where(CheckpointVersion.lineage.in_(CHECKPOINTS)),
    sa.select(ModuleVersion.id, ModuleVersion.lineage, ModuleVersion.title).where(ModuleVersion.lineage.in_(MODULES)))
EARNED: Any = sa.union_all(
    sa.select(Certificate.user_id, CheckpointVersion.lineage, Certificate.id, Certificate.valid_from,
              Certificate.valid_until, Certificate.score_bp, Certificate.revoked_at)
    .join(CheckpointVersion, CheckpointVersion.id == Certificate.checkpoint_version_id)
    .where(Certificate.user_id.in_(USERS), CheckpointVersion.lineage.in_(CHECKPOINTS)),
    sa.select(Plan.user_id, ModuleVersion.lineage, *[sa.null()] * 5).join(Assignment, Assignment.plan_id == Plan.id)
    .join(ModuleVersion, ModuleVersion.id == Assignment.module_version_id)
    .where(Plan.user_id.in_(USERS), Assignment.state.in_(CLOSED), ModuleVersion.lineage.in_(MODULES)))
SIGNED = sa.select(SignOff.ramp_id, SignOff.step).where(SignOff.ramp_id.in_(sa.bindparam("ramps", expanding=True)))


def _titles(gates: Collection[Gate]) -> dict[str, str]:
    """What people call each key: the newest title of a checkpoint or module; a sign-off's key written out."""
    named: dict[str, str] = {key: key.replace("-", " ").capitalize() for gate in gates for key in gate.keys}
    asked = _asked(gates)
    if any(asked.values()):
        rows = db.session.execute(TITLES, asked).all()
        named |= {lineage: title for _, lineage, title in sorted(rows, key=lambda row: int(row[0]))}
    return named


def _asked(gates: Collection[Gate]) -> dict[str, list[str]]:
    """The keys of checkpoints and modules."""
    return {"checkpoints": sorted(_keys(gates, GateKind.certificate)),
            "modules": sorted(_keys(gates, GateKind.modules))}


def _earned(users: Collection[int], gates: Collection[Gate]) -> tuple[
        defaultdict[int, list[CertificateFact]], defaultdict[int, set[str]]]:
    """Certificates, oldest first, and modules done or, with their evidence, waived; both by rep."""
    certificates: defaultdict[int, list[CertificateFact]] = defaultdict(list)
    modules: defaultdict[int, set[str]] = defaultdict(set)
    rows: Sequence[Any] = db.session.execute(EARNED, {**_asked(gates), "users": users}).all()
    for user_id, key, number, from_on, until_on, score_bp, revoked_at in sorted(rows, key=lambda row: row[2] or 0):
        if number is None:
            modules[user_id].add(key)
        else:
            certificates[user_id].append(CertificateFact(key, from_on, until_on, score_bp, revoked_at is not None,
                                                         revoked_at.date() if revoked_at else None))
    return certificates, modules


def _signed(ramp_ids: Collection[int], gates: Collection[Gate]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    if _keys(gates, GateKind.sign_off):
        for ramp_id, step in db.session.execute(SIGNED, {"ramps": ramp_ids}):
            found[ramp_id].add(step)
    return found


def _pipeline(users: Collection[int], gates: Collection[Gate]) -> dict[tuple[int, str], int]:
    """Open deals by rep and currency, at their value or else the list price; nobody's deals are absent, not zero."""
    if not any(gate.kind is GateKind.pipeline_coverage for gate in gates):
        return {}
    is_open = sa.case((Deal.stage.in_(OPEN), WORTH), else_=0)
    rows = db.session.execute(sa.select(Deal.user_id, Deal.currency, sa.func.sum(is_open))
                              .outerjoin(Product, Product.id == Deal.product_id).where(Deal.user_id.in_(users))
                              .group_by(Deal.user_id, Deal.currency))
    return {(user_id, currency): int(total) for user_id, currency, total in rows}
