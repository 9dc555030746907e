"""`act`: all or nothing, in one order, and two people at one record."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from tests.builders import people, recruiting
from tests.watching import together
from workflows import acting, clock, jobs, outbox
from workflows.acting import act, draft, get
from workflows.errors import NotFound, NotPermitted, Refused, Stale
from workflows.ledger import AuditEntry
from workflows.outbox import OutboxMessage
from workflows.people.actions import members
from workflows.people.queries import actor_for
from workflows.people.records import Team
from workflows.permits import ActorKind, Role, System, allow, declared, role
from workflows.reasons import Reason
from workflows.recruiting.actions import requisitions
from workflows.recruiting.machine import RequisitionState
from workflows.recruiting.records import Requisition
from workflows.waits import Wait

for verb in ("act_test.rename", "act_test.follow", "act_test.autosave"):
    if verb not in declared():
        allow(verb, role(Role.operations))
SITE = System("a test")
MORE = 9_000_000


@dataclass(frozen=True)
class Renamed:
    team_id: int


@pytest.fixture
def react() -> Iterator[list]:
    """Handlers of `Renamed`, in order; the app's own reactions come back afterwards."""
    before, handlers = acting._reactions, []
    acting.install_reactions({Renamed: _Growing(handlers)})
    yield handlers
    acting.install_reactions(before)


class _Growing(tuple):
    """A tuple that shows what a test puts into its list later."""

    def __new__(cls, handlers: list):
        made = super().__new__(cls)
        made.handlers = handlers
        return made

    def __iter__(self):
        return iter(self.handlers)


@pytest.fixture
def north(session) -> Team:
    return people.team("North")


def rename(team: Team, name: str, actor=SITE) -> None:
    with act(actor, "act_test.rename", team) as this:
        team.name = name
        outbox.post("ana@example.com", "candidate_link", params={"name": name})
        jobs.enqueue("act_test.work", name=name)
        this.note(length=len(name))
        this.remember(name=name)
        this.announce(Renamed(team.id))


def count(session, kind) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(kind))


def entries(session) -> list[AuditEntry]:
    return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.verb.startswith("act_test"))
                                .order_by(AuditEntry.id)))


@pytest.mark.both_databases
def test_a_failing_reaction_leaves_the_change_or_its_mail(session, north, react):
    def fail(system, event):
        members.create_team(system, name="Made by the reaction")
        raise Refused(Reason("record.gone"))

    react.append(fail)
    before = [count(session, kind) for kind in (Team, OutboxMessage, AuditEntry, jobs.Job, Wait)]
    with pytest.raises(Refused):
        rename(north, "South")
    assert north.name == "North"
    assert [count(session, kind) for kind in (Team, OutboxMessage, AuditEntry, jobs.Job, Wait)] == before


@pytest.mark.both_databases
def test_a_fault_in_the_action_leaves_half_of_it(session, north):
    def break_half_way():
        with act(SITE, "act_test.rename", north):
            north.name = "South"
            outbox.post("ana@example.com", "candidate_link", params={})
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_half_way()
    assert north.name == "North"
    assert count(session, OutboxMessage) == 0
    assert acting.acting() is None


def test_a_reaction_is_not_part_of_the_action_that_caused_it(session, north, react):
    seen = []

    def follow(system, event):
        with act(system, "act_test.follow", get(Team, event.team_id)) as this:
            seen.append((system.kind, system.name, this.record.name))

    react.append(follow)
    rename(north, "South")
    first, second = entries(session)
    assert seen == [(ActorKind.system, "Renamed", "South")]
    assert (first.verb, second.verb) == ("act_test.rename", "act_test.follow")
    assert (first.cause_id, second.cause_id) == (None, first.id)
    assert first.facts == {"length": 5}
    assert first.text.body == {"name": "South", "actor": "a test"}


def test_an_inner_action_commits_before_the_outer_one(session, north):
    def break_after_the_inner():
        with act(SITE, "act_test.rename", north):
            with act(SITE, "act_test.follow", north):
                north.office = "Oslo"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_after_the_inner()
    assert north.office == ""
    assert entries(session) == []


def test_an_action_goes_through_without_the_permit(session, north):
    with pytest.raises(NotPermitted) as refusal:
        rename(north, "South", people.acting(Role.leader, team=north))
    assert refusal.value.reasons == (Reason("permit.not-yours", {"verb": "act_test.rename", "who": ["operations"]}),)
    assert (north.name, entries(session)) == ("North", [])


def test_an_action_works_on_what_is_no_longer_there(session):
    with pytest.raises(NotFound):
        rename(Team(name="Never kept"), "South")
    with pytest.raises(NotFound):
        get(Team, 4711)


def test_a_refusal_names_only_the_first_thing_in_the_way(session, north):
    with pytest.raises(Refused) as refusal, act(SITE, "act_test.rename", north) as this:
        this.require(None, [Reason("one"), Reason("two")], Reason("three"))
    assert [reason.code for reason in refusal.value.reasons] == ["one", "two", "three"]


def test_an_autosave_is_audited_or_lets_anybody_write(session, north):
    with draft(people.acting(Role.operations), "act_test.autosave", north):
        north.office = "Oslo"
    assert (north.office, entries(session)) == ("Oslo", [])
    with pytest.raises(NotPermitted), draft(people.acting(Role.rep), "act_test.autosave", north):
        north.office = "Bergen"
    assert north.office == "Oslo"


def test_mail_or_work_is_asked_for_outside_an_action(session):
    with pytest.raises(RuntimeError, match="within an action"):
        outbox.post("ana@example.com", "candidate_link", params={})
    with pytest.raises(RuntimeError, match="within an action"):
        jobs.enqueue("act_test.work")


@pytest.mark.both_databases
def test_the_slower_of_two_people_overwrites_the_quicker_without_being_told(session):
    made = recruiting.requisition()
    seen, ana, leader = made.version, actor_for(made.requested_by), people.acting(Role.leader, team=made.team)
    requisitions.revise(leader, made, version=seen, salary_max_minor=MORE)
    with pytest.raises(Stale) as told:
        requisitions.revise(ana, made, version=seen, title="Senior account executive")
    assert told.value.reasons == (Reason("record.changed-by", {
        "who": leader.name, "verb": "requisition.revise", "at": clock.now().isoformat()}),)
    assert (made.title, made.salary_max_minor) == ("Account executive", MORE)


@pytest.mark.both_databases
def test_two_people_at_the_same_moment_both_decide_one_thing(app, session):
    made = recruiting.submitted()
    made_id, approver, seen = made.id, actor_for(made.approver), made.version
    session.rollback()
    approve = lambda: requisitions.approve(approver, get(Requisition, made_id), version=seen)  # noqa: E731 - one click
    send_back = lambda: requisitions.send_back(approver, get(Requisition, made_id), version=seen,  # noqa: E731
                                               reason="The band is too low.")
    results = together(app, approve, send_back)
    session.rollback()
    lost = [each for each in results if isinstance(each, Stale)]
    assert len(lost) == 1
    assert lost[0].reasons[0].code == "record.changed-by"
    assert get(Requisition, made_id).state in (RequisitionState.open, RequisitionState.draft)


@pytest.mark.both_databases
def test_an_action_decides_on_facts_of_before_it_had_the_lock(app, session):
    made = recruiting.requisition()
    made_id, ana = made.id, actor_for(made.requested_by)
    session.rollback()
    submit = lambda: requisitions.submit(ana, get(Requisition, made_id))  # noqa: E731 - one click
    results = together(app, *[submit] * 8)
    assert sorted(type(each).__name__ for each in results) == ["NoneType"] + ["Refused"] * 7
    assert count(session, OutboxMessage) == 1


def test_a_move_that_needs_a_reason_is_made_without_one(session):
    made = recruiting.submitted()
    with pytest.raises(Refused) as refusal:
        requisitions.send_back(actor_for(made.approver), made, reason="  ")
    assert refusal.value.reasons == (Reason("flow.reason-missing", {"move": "Send back"}),)
    assert made.state is RequisitionState.in_approval


def test_a_decision_is_not_told_by_its_entry(session):
    made = recruiting.submitted()
    requisitions.send_back(actor_for(made.approver), made, reason="The band is too low.")
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "requisition.send_back")).one()
    assert (entry.actor_id, entry.record_kind, entry.record_id, entry.team_id) == (
        made.approver_id, "requisition", made.id, made.team_id)
    assert entry.facts == {"move": "send_back", "before": "in_approval", "after": "draft"}
    assert entry.text.body == {"reason": "The band is too low.", "actor": made.approver.name}
    assert entry.at == clock.now()
