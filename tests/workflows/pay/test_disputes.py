"""Disputes: by the rep, once a line, answered in writing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import sales
from tests.builders import statements as build
from workflows.errors import NotFound, NotPermitted, Refused
from workflows.outbox import OutboxMessage
from workflows.pay import queries
from workflows.pay.actions import disputes
from workflows.pay.machine import DisputeState
from workflows.pay.records import Dispute
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.waits import Wait


@pytest.fixture
def statement(session):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12))
    return build.released(user)


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_line_is_disputed_twice(statement, session):
    (line,) = statement.lines
    first = build.disputed(statement, "It was 900.", line=line)
    assert build.disputed(statement, "It was 900.", line=line).id == first.id
    with pytest.raises(Refused) as refused:
        build.disputed(statement, "It was 950.", line=line)
    whole = build.disputed(statement, "A deal is missing.")
    assert (codes(refused), whole.line_id, session.query(Dispute).count()) == (["dispute.twice"], None, 2)


def test_a_dispute_waits_for_nobody_or_without_a_deadline(statement, session, clock):
    dispute = build.disputed(statement)
    wait = session.query(Wait).filter_by(record_kind="dispute", record_id=dispute.id).one()
    assert (wait.role, wait.due_at) == ("operations", clock.now + timedelta(days=10))


def test_somebody_else_disputes_or_before_the_release(session):
    user = build.rep()
    statement = build.computed(user)
    with pytest.raises(Refused) as refused:
        build.disputed(statement)
    assert codes(refused) == ["dispute.not-released"]
    with pytest.raises(NotPermitted):
        disputes.open_dispute(build.operations(user), statement, about=disputes.DisputeAbout.quota, text="Mine now.")


def test_a_dispute_is_answered_without_words_or_twice(statement, session):
    dispute, operations = build.disputed(statement), build.operations(statement.user)
    with pytest.raises(Refused) as refused:
        disputes.accept(operations, dispute, answer=" ")
    assert codes(refused) == ["dispute.empty"]
    disputes.accept_partly(operations, dispute, answer="One of the two was yours.")
    assert (dispute.state, dispute.answer) == (DisputeState.partly_accepted, "One of the two was yours.")
    with pytest.raises(Refused):
        disputes.reject(operations, dispute, answer="No.")
    mail = session.query(OutboxMessage).filter_by(template="dispute_answered").one()
    assert (mail.to, "yours" in str(mail.params)) == (statement.user.email, False)


def test_a_rep_answers_their_own_dispute_or_reads_anothers(statement, session):
    dispute = build.disputed(statement)
    with pytest.raises(NotPermitted):
        disputes.accept(actor_for(statement.user), dispute, answer="Yes.")
    with pytest.raises(NotFound):
        queries.dispute_for(actor_for(build.rep(statement.team)), dispute.id)
    assert queries.dispute_for(actor_for(statement.user), dispute.id).id == dispute.id


def test_operations_accept_their_own_dispute(statement, session):
    person_of_operations = actor_for(statement.user)
    mine = replace(person_of_operations, grants=person_of_operations.grants | {(Role.operations, None)})
    dispute = build.disputed(statement)
    for answer in (disputes.accept, disputes.accept_partly, disputes.reject):
        with pytest.raises(NotPermitted):
            answer(mine, dispute, answer="I am right.")
    assert dispute.state is DisputeState.open
