"""Two people, or two clicks, at the same moment; on both databases."""

import pytest
import sqlalchemy as sa

from tests.builders import recruiting as build
from tests.watching import together
from workflows.acting import get
from workflows.people.queries import actor_for
from workflows.recruiting.actions import applications, requisitions
from workflows.recruiting.actions.applications import Person
from workflows.recruiting.records import Candidacy, CandidacyMove, Candidate, Opening, Requisition

pytestmark = pytest.mark.both_databases
JO = Person("Jo Park", "jo@example.com")


def count(session, kind) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_ten_clicks_on_send_make_more_than_one_application(app, session):
    place_id = build.opening().id
    session.rollback()
    send = lambda: applications.apply(get(Opening, place_id), JO, resume=None, consent=True)[1]  # noqa: E731 - one click
    results = together(app, *[send] * 10)
    assert sorted(results) == [False] * 9 + [True]
    assert [count(session, kind) for kind in (Candidacy, Candidate, CandidacyMove)] == [1, 1, 1]


def test_one_person_who_applies_for_two_jobs_at_once_becomes_two_candidates(app, session):
    ids = [build.opening().id, build.opening().id]
    session.rollback()
    results = together(app, *(lambda each=each: applications.apply(get(Opening, each), JO, resume=None,
                                                                   consent=True)[1] for each in ids))
    assert results == [True, True]
    assert [count(session, kind) for kind in (Candidacy, Candidate)] == [2, 1]


def test_two_clicks_on_approve_publish_two_openings(app, session):
    made = build.submitted()
    approver, made_id = actor_for(made.approver), made.id
    session.rollback()
    results = together(app, *[lambda: requisitions.approve(approver, get(Requisition, made_id))] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Opening", "Refused"]
    assert count(session, Opening) == 1
