"""What a candidate hears by mail, and who gets the answer."""

import pytest
import sqlalchemy as sa

from tests.builders import recruiting as build
from webapp.mail import compose, words
from workflows.outbox import OutboxMessage
from workflows.permits import Actor, ActorKind
from workflows.recruiting.actions import candidacies
from workflows.recruiting.records import Candidacy


def last(session, candidacy: Candidacy) -> OutboxMessage:
    return session.scalars(sa.select(OutboxMessage).where(OutboxMessage.candidate_id == candidacy.candidate_id)
                           .order_by(OutboxMessage.id.desc())).first()


@pytest.mark.parametrize(("trigger", "subject", "said"), [
    ("decline", "Your application: Account executive", "We do not go on with this application."),
    ("pool", "Staying in touch: Account executive", "write to you when another job fits"),
    ("withdraw", "Withdrawn: Account executive", "is withdrawn. We have stopped")])
def test_a_candidate_never_hears_how_it_ended(app, session, browser, trigger, subject, said):
    made = build.moved(build.application(), "screen", trigger, reason="Internal words.")
    message = last(session, made)
    told, body = words(message)
    assert told == subject
    assert said in body
    assert "Internal words" not in str(message.params) + body
    page = browser.get(f"/my/{message.params['token']}").submit("Go to my page")
    assert page.heading == "Your applications"


def test_withdrawing_oneself_is_answered_by_silence(session):
    made = build.application()
    me = Actor(ActorKind.candidate, made.candidate_id, "Jo Park")
    candidacies.advance(me, made, "withdraw", reason="Another offer.")
    assert last(session, made).template == "application_withdrawn"


def test_a_candidate_who_comes_back_is_not_told_the_second_end(session):
    made = build.moved(build.application(), "decline", "reopen", "pool")
    sent = session.scalars(sa.select(OutboxMessage.template).where(OutboxMessage.candidate_id == made.candidate_id)
                           .order_by(OutboxMessage.id)).all()
    assert sent == ["application_received", "application_declined", "application_pooled"]


def test_the_answer_to_a_mail_reaches_nobody(app, session):
    made = build.moved(build.application(), "decline")
    letter = compose(last(session, made), app.config["ONRAMP"])
    assert letter["Reply-To"] == f"{made.owner.name} <{made.owner.email}>"
