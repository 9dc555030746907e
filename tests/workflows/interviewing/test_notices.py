"""Who decides hears when nobody is waited for any more: once, and without what was seen."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from tests.builders.people import person
from webapp.mail import words
from workflows.interviewing.actions import debriefs, further, interviews, scorecards
from workflows.interviewing.records import Decision
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.recruiting.actions.candidacies import advance

pytestmark = pytest.mark.usefixtures("session", "app")


@pytest.fixture
def panel(clock) -> build.Panel:
    clock.travel(days=14)
    made = build.held(2, about=build.bank(each=8))
    clock.travel(days=2)
    return made


def heard(session) -> list[OutboxMessage]:
    return list(session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template == "scorecards_in")
                                .order_by(OutboxMessage.id)))


@pytest.mark.both_databases
def test_who_decides_waits_for_scorecards_that_are_in(session, app, panel):
    build.submit(panel.cards[0])
    assert heard(session) == []
    build.submit(panel.cards[1])
    [mail] = heard(session)
    subject, text = words(mail)
    assert (mail.to, subject) == (panel.manager.email, "All scorecards are in: Jo Park, Account executive")
    assert f"/candidacies/{panel.candidacy.id}" in text
    assert "Named the budget owner" not in str(mail.params) + text


def test_who_decides_is_sent_past_the_debrief_that_waits(session, panel):
    build.submit(panel.cards[0])
    debrief = debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    build.submit(panel.cards[1])
    [mail] = heard(session)
    assert f"/debriefs/{debrief.id}" in words(mail)[1]


def test_who_decides_hears_twice_of_the_same_scorecards(session, panel):
    for card in panel.cards:
        build.submit(card)
    scorecards.reopen_scorecard(actor_for(panel.cards[0].author), panel.cards[0], reason="A typo.")
    build.submit(panel.cards[0])
    debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    assert len(heard(session)) == 1


def test_an_excuse_that_ends_the_waiting_is_told_to_nobody(session, panel):
    build.submit(panel.cards[0])
    scorecards.excuse_scorecard(actor_for(panel.recruiter), panel.cards[1], reason="Left the company.")
    assert len(heard(session)) == 1


def test_an_interview_called_off_leaves_who_decides_waiting(session, clock):
    panel = build.scheduled(2)
    clock.travel(days=1, minutes=50)
    build.submit(panel.cards[0])
    assert heard(session) == []
    interviews.cancel(actor_for(panel.recruiter), panel.interviews[1], reason="One is enough.")
    assert len(heard(session)) == 1


def test_nobody_hears_of_the_second_round(session, clock, panel):
    for card in panel.cards:
        build.submit(card)
    debrief = debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    manager = actor_for(panel.manager)
    debriefs.write_first(manager, debrief, words="Calm.")
    debriefs.decide(manager, debrief, decision=Decision.advance, reason="One more opinion.")
    clock.travel(days=14)
    more = further.one_more_interview(actor_for(panel.recruiter), panel.candidacy, minutes=30, title="One more",
                                      interviewer_id=person(Role.interviewer, team=panel.opening.team).id)
    interviews.schedule(actor_for(panel.recruiter), more, starts_at=clock.now + timedelta(hours=1), place="Room 4")
    clock.travel(hours=2)
    assert len(heard(session)) == 1
    build.submit(more.scorecard)
    assert len(heard(session)) == 2


def test_scorecards_are_in_when_there_is_none(session, panel):
    for card in panel.cards:
        scorecards.excuse_scorecard(actor_for(panel.recruiter), card, reason="Did not take place.")
    assert heard(session) == []


def test_who_declined_is_asked_to_decide(session, clock):
    panel = build.scheduled(2)
    clock.travel(days=1, minutes=50)
    build.submit(panel.cards[0])
    advance(actor_for(panel.recruiter), panel.candidacy, "decline", reason="Took another job.")
    assert heard(session) == []
