"""What waits for whom: begun, renewed and ended by moves, handed over, most urgent first."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.builders import people, recruiting
from tests.watching import waiting
from workflows import clock, waits
from workflows.acting import act, maintenance
from workflows.db import db
from workflows.errors import Refused
from workflows.people.actions import members
from workflows.people.queries import actor_for
from workflows.permits import Role, System, allow, declared, system
from workflows.reasons import Reason
from workflows.recruiting.actions import requisitions
from workflows.recruiting.machine import RequisitionState
from workflows.recruiting.records import Requisition
from workflows.waits import Wait

pytestmark = pytest.mark.both_databases

if "waits_test.make" not in declared():
    allow("waits_test.make", system)


def rows(session) -> list[Wait]:
    session.rollback()
    return list(session.scalars(sa.select(Wait).order_by(Wait.id)))


def desk(session, user) -> list[str]:
    return waiting(user)


def test_a_new_record_waits_for_nobody(session):
    made = recruiting.requisition()
    wait, = rows(session)
    assert (wait.record_kind, wait.record_id, wait.owner_id, wait.role, wait.team_id, wait.code, wait.params) == (
        "requisition", made.id, made.requested_by_id, None, made.team_id, "requisition.to-submit",
        {"title": "Account executive", "team": made.team.name})
    assert (wait.since_at, wait.due_at, wait.ended_at) == (clock.now(), None, None)


def test_a_move_leaves_the_old_wait_open_or_begins_none(session, clock):
    made = recruiting.requisition()
    clock.travel(hours=5)
    requisitions.submit(actor_for(made.requested_by), made)
    first, second = rows(session)
    assert first.ended_at == second.since_at == clock.now
    assert (second.owner_id, second.code, second.due_at, second.ended_at) == (
        made.approver_id, "requisition.to-approve", clock.now + timedelta(days=3), None)
    requisitions.cancel(actor_for(made.requested_by), made, reason="No budget.")
    assert [wait.ended_at for wait in rows(session)] == [clock.now, clock.now]
    assert desk(session, made.approver) == []


def test_a_refused_move_ends_the_wait(session):
    made = recruiting.submitted()
    with pytest.raises(Refused):
        requisitions.send_back(actor_for(made.approver), made, reason="")
    assert desk(session, made.approver) == ["requisition.to-approve"]


def test_something_waits_twice_or_anew_without_having_moved(session, clock):
    made = recruiting.submitted()
    since = clock.now
    clock.travel(days=1)
    with maintenance("a test renews"):
        waits.renew(db.session(), made)
        waits.renew(db.session(), made)
    wait, = (each for each in rows(session) if each.ended_at is None)
    assert (wait.since_at, wait.due_at) == (since, since + timedelta(days=3))


def test_a_changed_owner_does_not_get_the_wait(session, clock):
    made, raj = recruiting.submitted(), people.person(Role.leader)
    with maintenance("a test gives it to another"):
        made.approver_id = raj.id
        db.session.flush()
        waits.renew(db.session(), made)
    assert (desk(session, made.approver), [wait.owner_id for wait in rows(session) if not wait.ended_at]) == (
        ["requisition.to-approve"], [raj.id])


def test_what_waits_for_a_role_is_seen_in_other_teams_or_by_nobody(session):
    north, south = people.team(), people.team()
    with maintenance("a test lets a role be waited for"):
        session.add(Wait(record_kind="ramp", record_id=1, role=Role.leader.value, team_id=north.id, code="ramp.to-open",
                         since_at=clock.now()))
    seen = [desk(session, people.person(role, team=team)) for role, team in (
        (Role.leader, north), (Role.leader, None), (Role.leader, south), (Role.coach, north))]
    assert seen == [["ramp.to-open"], ["ramp.to-open"], [], []]


def test_the_most_urgent_does_not_come_first(session, clock):
    ana, now = people.person(), clock.now
    with maintenance("a test lets things wait"):
        for code, due, since in (("later", 9, 5), ("no date", None, 1), ("overdue", -1, 2), ("as late, longer", 9, 9)):
            session.add(Wait(record_kind="goal", record_id=1, owner_id=ana.id, code=code,
                             since_at=now - timedelta(days=since),
                             due_at=None if due is None else now + timedelta(days=due)))
    assert desk(session, ana) == ["overdue", "as late, longer", "later", "no date"]


def test_a_wait_is_for_nobody_at_all(session):
    def write():
        with maintenance("a test lets something wait for nobody"):
            session.add(Wait(record_kind="goal", record_id=1, code="goal.to-review", since_at=clock.now()))

    with pytest.raises(sa.exc.IntegrityError):
        write()


def test_what_waited_for_somebody_who_left_waits_for_nobody(session):
    made, admin, raj = recruiting.submitted(), people.acting(Role.admin), people.person(Role.leader)
    gone = made.approver
    with pytest.raises(Refused) as refusal:
        members.deactivate(admin, gone, successor_id=None)
    assert refusal.value.reasons == (Reason("user.successor-missing", {"count": 1, "name": gone.name}),)
    assert members.deactivate(admin, gone, successor_id=raj.id) == 1
    assert (desk(session, gone), desk(session, raj)) == ([], ["requisition.to-approve"])


def test_what_is_made_and_moved_on_in_one_action_waits_twice(session):
    draft = recruiting.requisition()
    with act(System("a test"), "waits_test.make") as this:
        made = this.create(Requisition(**{name: getattr(draft, name) for name in (
            "team_id", "profile_id", "requested_by_id", "approver_id", "title", "salary_min_minor", "salary_max_minor",
            "currency", "start_on", "why", "seats")}, state=RequisitionState.draft))
        requisitions.submit(actor_for(made.requested_by), made)
    assert [wait.code for wait in rows(session) if wait.record_id == made.id and not wait.ended_at] == [
        "requisition.to-approve"]
