"""Who is on which pay plan, and that they have read it."""

from datetime import date

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act, get
from workflows.authored import content_hash
from workflows.content.records import Acknowledgement, ContentVersion, PackKind
from workflows.db import db
from workflows.offers.machine import Hired
from workflows.offers.records import Hire
from workflows.pay import queries
from workflows.pay.records import PayAssignment, Statement
from workflows.people.records import User
from workflows.permits import Actor, Role, is_, role, system
from workflows.reasons import Reason, Reasons, reasons

permits.allow("pay_assignment.make", role(Role.operations) & ~is_("id") | system)
permits.allow("pay_assignment.acknowledge", is_("user_id"))


def assign_hired(system: Actor, event: Hired) -> None:
    """The offer's pay plan, from the first day."""
    hire: Hire = get(Hire, event.hire_id)
    assign_plan(system, hire.user, version=hire.offer.pay_plan_version, from_on=hire.start_on)


def assign_plan(actor: Actor, user: User, *, version: ContentVersion, from_on: date) -> PayAssignment:
    """Put somebody on a pay plan's version from a day; the plan before ends then. The same again changes nothing.

    Refused for what is no pay plan, on a day before the present plan's, inside a month that is stated already, and
    (but for the first plan) on any day that is not the first of a month.
    """
    with act(actor, "pay_assignment.make", lock=(user,), subject=user) as this:
        last = db.session.scalar(sa.select(PayAssignment).where(PayAssignment.user_id == user.id)
                                 .order_by(PayAssignment.from_on.desc()).limit(1))
        if last and (last.pay_plan_version_id, last.from_on) == (version.id, from_on):
            return last
        this.require(_blockers(user, version, last, from_on))
        if last is not None and last.until_on is None:
            last.until_on = from_on
        made: PayAssignment = this.create(PayAssignment(user_id=user.id, pay_plan_version_id=version.id,
                                                        from_on=from_on))
        this.note(user_id=user.id, pay_plan_version_id=version.id, from_on=from_on.isoformat())
    return made


def acknowledge_plan(actor: Actor, assignment: PayAssignment, *, typed_name: str,
                     shown_sha256: str) -> Acknowledgement:
    """Sign the pay plan: typed name, moment, hash of exactly what was shown. Signing twice changes nothing.

    Refused when the name is not one's own, or the plan is not the one that was shown.
    """
    with act(actor, "pay_assignment.acknowledge", assignment) as this:
        there = queries.acknowledgement_of(assignment.user_id, assignment.pay_plan_version_id)
        if there is not None:
            return there
        differs = " ".join(typed_name.casefold().split()) != " ".join(actor.name.casefold().split())
        digest = plan_sha256(assignment.pay_plan_version)
        this.require(reasons(Reason("acknowledgement.name-differs", {"name": actor.name}) if differs else None,
                             Reason("acknowledgement.text-changed") if digest != shown_sha256 else None))
        made = Acknowledgement(user_id=assignment.user_id, content_version_id=assignment.pay_plan_version_id,
                               typed_name=" ".join(typed_name.split()), document_sha256=digest, signed_at=clock.now())
        this.add(made)
        this.note(content_version_id=assignment.pay_plan_version_id, sha256=digest)
        this.remember(typed_name=typed_name.strip())
    return made


def plan_sha256(version: ContentVersion) -> str:
    """The hash of a pay plan's whole text, as a version holds it."""
    return content_hash(version.body)


def _blockers(user: User, version: ContentVersion, last: PayAssignment | None, from_on: date) -> Reasons:
    stated = db.session.scalar(
        sa.select(sa.func.max(Statement.until_on)).where(Statement.user_id == user.id,
                                                         Statement.released_at.is_not(None)))
    return reasons(
        Reason("pay.not-a-plan", {"title": version.title}) if version.kind is not PackKind.pay_plan else None,
        Reason("pay.plan-mid-month", {"from_on": from_on.isoformat()}) if last and from_on.day != 1 else None,
        Reason("pay.plan-not-later", {"from_on": last.from_on.isoformat()}) if last and from_on <= last.from_on
        else None,
        Reason("pay.plan-month-stated", {"until_on": stated.isoformat()}) if stated and from_on < stated else None)
