"""When ramps are looked at without anybody asking: each day, and as soon as evidence comes or goes."""

import sqlalchemy as sa

from workflows import clock
from workflows.acting import get
from workflows.certification.machine import CertificateRevoked, Certified
from workflows.certification.records import Certificate
from workflows.db import db
from workflows.errors import OnrampError
from workflows.onboarding.machine import ModuleDone
from workflows.onboarding.records import Assignment
from workflows.permits import Actor, System
from workflows.ramp.actions.moves import review
from workflows.ramp.machine import RampState
from workflows.ramp.records import Ramp


def review_all(day: str) -> None:
    """The daily look at every live ramp. A ramp after the other, each in its own transaction; safe to run twice.

    What is due is judged on the day it runs: a job of `day` that was delayed decides nothing for the past. A ramp
    that refuses holds up no other; the job then fails with its reasons.
    """
    today = clock.today()
    ids = list(db.session.scalars(sa.select(Ramp.id).where(Ramp.state != RampState.exited).order_by(Ramp.id)))
    stuck = []
    for ramp_id in ids:
        try:
            review(System(f"ramp review {day}"), db.session.get_one(Ramp, ramp_id), today=today)
        except OnrampError as refusal:
            stuck.append(f"ramp {ramp_id}: {refusal}")
    if stuck:
        raise RuntimeError("; ".join(stuck))


def certified(system: Actor, event: Certified) -> None:
    """A certificate may open the step that waited for it."""
    certificate: Certificate = get(Certificate, event.certificate_id)
    _review_of(system, certificate.user_id)


def certificate_revoked(system: Actor, event: CertificateRevoked) -> None:
    """After full quota a deadline to renew begins; before, the next step's gates see it."""
    certificate: Certificate = get(Certificate, event.certificate_id)
    _review_of(system, certificate.user_id)


def module_done(system: Actor, event: ModuleDone) -> None:
    """A finished module may open the step that waited for it."""
    assignment: Assignment = get(Assignment, event.assignment_id)
    _review_of(system, assignment.plan.user_id)


def _review_of(system: Actor, user_id: int) -> None:
    ramp = db.session.scalar(sa.select(Ramp).where(Ramp.user_id == user_id, Ramp.state != RampState.exited))
    if ramp is not None:
        review(system, ramp)
