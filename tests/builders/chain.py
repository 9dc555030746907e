"""A rep's whole way, from a gap to a first deal with its statement, and those who follow it."""

from datetime import UTC, date, datetime

from tests.builders import certification, offers, sales
from tests.builders.people import BUILDER, person
from workflows import clock
from workflows.interviewing.records import Standing
from workflows.onboarding.records import Plan
from workflows.pay.actions import statements as pay
from workflows.people.queries import actor_for
from workflows.permits import Actor, Role

JUNE = datetime(2026, 6, 10, 9, tzinfo=UTC)


def whole_way() -> Plan:
    """Short in discovery, trained, certified, ramping, and a first deal in May with its statement."""
    about = offers.competency("discovery")
    plan = certification.plan(("talk", {"about": about}), lines=((about, Standing.short, 2, 2.0),),
                              proves=((about, 4),))
    certification.certified(plan)
    with clock.at(JUNE):
        sales.sold(plan.user, 900, date(2026, 5, 20), "A1")
        pay.compute_statement(BUILDER, plan.user, date(2026, 5, 1))
    return plan


def led_by(plan: Plan, *roles: Role) -> Actor:
    return actor_for(person(*roles, team=plan.hire.team))
