"""What somebody had to do when they left: somebody else can really do it; what was done stays theirs."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing, onboarding, people, recruiting
from workflows import handovers, waits
from workflows.errors import NotPermitted, Refused
from workflows.people.actions import members
from workflows.people.queries import actor_for
from workflows.people.records import User
from workflows.permits import Role
from workflows.reasons import Reason
from workflows.recruiting.actions import requisitions
from workflows.recruiting.machine import RequisitionState

pytestmark = pytest.mark.both_databases


@pytest.fixture
def admin(session):
    return people.acting(Role.admin)


def codes(session, user: User) -> list[str]:
    return [wait.code for wait in waits.open_for(session(), user.id, actor_for(user).grants)]


def test_who_takes_over_sees_the_work_but_may_not_do_it(session, admin):
    made = recruiting.submitted()
    gone, heir = made.approver, people.person(Role.leader, team=made.team)
    since = session.scalars(sa.select(waits.Wait.since_at).where(waits.Wait.owner_id == gone.id)).one()
    with pytest.raises(NotPermitted):
        requisitions.approve(actor_for(heir), made)
    members.deactivate(admin, gone, successor_id=heir.id)
    assert codes(session, heir) == ["requisition.to-approve"]
    assert session.scalars(sa.select(waits.Wait.since_at).where(waits.Wait.owner_id == heir.id)).one() == since
    requisitions.approve(actor_for(heir), made)
    assert made.state is RequisitionState.open


def test_what_comes_later_waits_for_who_left(session, admin):
    made = recruiting.requisition()
    gone, heir = made.approver, people.person(Role.leader, team=made.team)
    members.deactivate(admin, gone, successor_id=heir.id)
    requisitions.submit(actor_for(made.requested_by), made)
    assert (codes(session, gone), codes(session, heir)) == ([], ["requisition.to-approve"])


def test_somebody_comes_to_approve_their_own_request(session, admin):
    made = recruiting.submitted()
    gone, asked = made.approver, made.requested_by
    with pytest.raises(Refused) as refusal:
        members.deactivate(admin, gone, successor_id=asked.id)
    assert refusal.value.reasons == (Reason("user.successor-apart", {"name": asked.name, "what": "requisition"}),)
    assert (gone.deactivated_at, made.approver_id, codes(session, gone)) == (None, gone.id, ["requisition.to-approve"])


def test_duties_that_wait_for_nothing_yet_are_left_behind(session, admin):
    plan = onboarding.plan()
    gone, heir = plan.coach, people.person(Role.coach, team=people.team())
    with pytest.raises(Refused) as refusal:
        members.deactivate(admin, gone, successor_id=None)
    assert refusal.value.reasons[0].code == "user.successor-missing"
    members.deactivate(admin, gone, successor_id=heir.id)
    assert plan.coach_id == heir.id


def test_a_scorecard_becomes_that_of_somebody_who_was_not_there(session, admin):
    panel = interviewing.held(2)
    card, heir = panel.cards[0], people.person(Role.interviewer, team=panel.opening.team)
    author = card.author_id
    members.deactivate(admin, session.get(User, author), successor_id=heir.id)
    assert card.author_id == author


def test_a_duty_names_a_column_that_is_not_there():
    for duty in handovers.DUTIES:
        assert {duty.column, *duty.apart} <= set(duty.record.__table__.columns.keys())
