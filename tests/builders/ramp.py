"""Ramps at any point of their way, opened and moved by the slice's actions; certificates are written down."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from tests.builders import offers
from tests.builders.people import BUILDER, person, team
from workflows import clock
from workflows.acting import act, maintenance
from workflows.certification.machine import AttemptState, CertificateRevoked, CertificateState, Certified
from workflows.certification.records import Attempt, Certificate
from workflows.content.records import CheckpointVersion, ContentVersion, PackKind
from workflows.db import db
from workflows.onboarding.records import Plan
from workflows.people.records import Team, User
from workflows.permits import Role, System
from workflows.ramp.actions import daily, moves
from workflows.ramp.actions.opening import open_ramp
from workflows.ramp.records import QuotaLine, Ramp, RampEvent

FULL = 3_000_000
START = date(2026, 3, 16)
DISCOVERY, VALUE = "discovery-certified", "value-certified"
CERTIFIED = {"kind": "certificate", "checkpoint": DISCOVERY, "minimum_bp": 7500}
SIGNED = {"kind": "sign_off", "about": ["ready-for-full-quota"]}
STEPS = [{"share_bp": 0, "months": 1}, {"share_bp": 5000, "months": 1, "gates": [CERTIFIED]},
         {"share_bp": 10000, "gates": [CERTIFIED, SIGNED]}]
SHAPE = {"key": "three-steps", "title": "Three steps in two months", "day_count": "inclusive", "calendar": "gregorian",
         "quota_per": "month", "after_hold": "shift", "hold_max_days": 30, "recertify_days": 14}
TITLES = {DISCOVERY: "Discovery certified", VALUE: "Value certified"}
_numbers = count(1)


def shape(*steps: dict[str, Any], **fields: Any) -> ContentVersion:
    """A version of a shape: nothing, a half with a certificate, full quota with certificate and sign-off."""
    number = next(_numbers)
    return offers.version(PackKind.ramp_shape, f"shape-{number}", SHAPE | fields | {"steps": list(steps) or STEPS})


def ramping(*moved: date, place: Team | None = None, rep: User | None = None, start_on: date = START,
            given: ContentVersion | None = None, **facts: Any) -> Ramp:
    """A rep's ramp; each day of `moved` is one on which it was looked at, in order (the clock ends up there)."""
    place = place or team(currency="EUR")
    rep = rep or person(Role.rep, team=place)
    terms = {"full_quota_minor": FULL, "currency": "EUR", "exemption": "here before"} | facts
    ramp = open_ramp(BUILDER, user=rep, team=place, shape_version=given or shape(), start_on=start_on, **terms)
    for day in moved:
        on(day, lambda: moves.review(BUILDER, ramp))
    return ramp


def on(day: date, deed: Any) -> Any:
    """Do `deed` in the morning of that day."""
    with clock.at(datetime.combine(day, time(9), tzinfo=UTC)):
        return deed()


def checkpoint(key: str = DISCOVERY) -> CheckpointVersion:
    found = db.session.scalar(sa.select(CheckpointVersion).where(CheckpointVersion.lineage == key))
    if found is not None:
        return found
    pack = offers.version(PackKind.curriculum, f"curriculum-{next(_numbers)}", {"title": "Eight weeks"})
    with maintenance("a builder's checkpoint"):
        made = CheckpointVersion(content_version_id=pack.id, lineage=key, content_hash="0" * 64, position=1,
                                 title=TITLES[key], pass_mark_bp=7500, valid_days=365, body={})
        db.session.add(made)
    return made


def certificate(rep: User, key: str = DISCOVERY, *, score_bp: int = 8000, days: int = 365, from_on: date | None = None,
                announced: bool = True) -> Certificate:
    """A certificate valid from today for `days`, as its own slice leaves it; unless `announced`, no ramp is told."""
    gate, number, begins = checkpoint(key), next(_numbers), from_on or clock.today()
    assessor, approver = person(Role.assessor), person(Role.coach)
    with act(BUILDER, "offer.draft", None) as this:
        plan = Plan(user_id=rep.id, exemption="here before", team_id=rep.team_id, start_on=begins,
                    curriculum_version_id=gate.content_version_id, manager_id=approver.id, coach_id=approver.id)
        this.session.add(plan)
        this.session.flush()
        attempt = Attempt(state=AttemptState.passed, plan_id=plan.id, user_id=rep.id, checkpoint_version_id=gate.id,
                          number=1, assessor_id=assessor.id, approver_id=approver.id, score_bp=score_bp,
                          handed_in_at=clock.now(), decided_at=clock.now())
        this.session.add(attempt)
        this.session.flush()
        made = Certificate(attempt_id=attempt.id, user_id=rep.id, checkpoint_version_id=gate.id,
                           serial=f"RAMP-{number}", valid_from=begins, valid_until=begins + timedelta(days=days),
                           score_bp=score_bp)
        this.session.add(made)
        this.session.flush()
        if announced:
            daily.certified(System("Certified"), Certified(made.id))
    return made


def revoke(made: Certificate) -> None:
    with act(BUILDER, "offer.draft", None):
        made.state, made.revoked_at, made.revoked_reason = CertificateState.revoked, clock.now(), "Copied."
        db.session.flush()
        daily.certificate_revoked(System("CertificateRevoked"), CertificateRevoked(made.id))


def events(ramp: Ramp) -> list[RampEvent]:
    return list(db.session.scalars(sa.select(RampEvent).where(RampEvent.ramp_id == ramp.id).order_by(RampEvent.id)))


def told(ramp: Ramp) -> list[tuple[str, str, int]]:
    """(move, day, step) of every event."""
    return [(each.trigger, each.effective_on.isoformat(), each.step_after) for each in events(ramp)]


def quotas(ramp: Ramp) -> dict[str, tuple[int, int]]:
    """(ramped, scheduled) by month, of the lines in force."""
    lines = db.session.scalars(sa.select(QuotaLine).where(
        QuotaLine.user_id == ramp.user_id, QuotaLine.replaced_at.is_(None)).order_by(QuotaLine.month_on))
    return {f"{line.month_on:%Y-%m}": (line.amount_minor, line.scheduled_minor) for line in lines}
