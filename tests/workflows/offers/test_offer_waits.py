"""Whom an offer keeps waiting, who is told about it, and how it ends by itself."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing
from tests.builders import offers as build
from tests.watching import waiting
from webapp.chores import do_what_is_due
from webapp.mail import words
from workflows import jobs
from workflows.errors import Refused
from workflows.interviewing.actions import debriefs
from workflows.interviewing.records import Decision
from workflows.offers.actions import drafting, sending
from workflows.offers.machine import OfferState
from workflows.offers.records import Offer
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.reactions import JOBS
from workflows.recruiting.actions.candidacies import advance


def desk(session, user) -> list[str]:
    session.rollback()
    return sorted(waiting(user))


def mails(session, user) -> list[tuple[str, str]]:
    return [words(each) for each in session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.user_id == user.id).order_by(OutboxMessage.id))]


def at_offer(session, clock) -> interviewing.Panel:
    panel = interviewing.in_debrief()
    debriefs.decide(actor_for(panel.manager), panel.debrief, decision=Decision.offer, reason="Closes our gap.")
    return panel


def drafted(panel) -> Offer:
    given = build.terms(panel.opening, salary_minor=2)
    return drafting.draft_offer(actor_for(panel.manager), panel.debrief, terms=given)


def sent(panel) -> Offer:
    offer = drafted(panel)
    drafting.submit_offer(actor_for(offer.author), offer)
    drafting.approve_offer(actor_for(offer.approver), offer)
    sending.send_offer(actor_for(offer.author), offer, letter=build.LETTER)
    return offer


def test_the_desk_asks_for_an_offer_that_is_there(session, clock):
    panel = at_offer(session, clock)
    assert desk(session, panel.manager) == ["candidacy.to-offer"]
    offer = sent(panel)
    assert desk(session, panel.manager) == ["offer.to-sign"]
    sending.decline_offer(build.candidate_of(panel.debrief), offer, reason="I stay where I am.")
    assert desk(session, panel.manager) == ["candidacy.to-offer"]
    offer = sent(panel)
    sending.withdraw_offer(actor_for(panel.manager), offer, reason="The start has moved.")
    assert desk(session, panel.manager) == ["candidacy.to-offer"]


def test_the_desk_waits_for_an_answer_that_can_no_longer_come(session, clock):
    panel = at_offer(session, clock)
    offer = sent(panel)
    clock.to(offer.expires_at)
    while do_what_is_due():
        pass
    assert desk(session, panel.manager) == ["offer.to-sign"]
    clock.travel(days=1)
    for _ in range(2):
        while do_what_is_due():
            pass
        assert desk(session, panel.manager) == ["candidacy.to-offer"]
        JOBS["offers.lapse"](clock.now.date().isoformat())
    assert session.scalars(sa.select(jobs.Job).where(jobs.Job.last_error.is_not(None))).all() == []


def test_the_desk_asks_twice_for_one_decision(session, clock):
    panel = interviewing.held(1)
    clock.travel(days=2)
    interviewing.submit(panel.cards[0])
    debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    assert desk(session, panel.manager) == ["debrief.to-write-first"]


def test_the_desk_asks_for_a_decision_about_somebody_who_has_withdrawn(session, clock):
    panel = interviewing.in_debrief(words=None)
    advance(actor_for(panel.recruiter), panel.candidacy, "withdraw", reason="Found another job.")
    assert desk(session, panel.manager) == []
    for move in ("reopen", "interview"):
        advance(actor_for(panel.recruiter), panel.candidacy, move, reason="Is back.")
    debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    assert desk(session, panel.manager) == ["debrief.to-write-first"]


def test_somebody_who_withdrew_signs_the_offer(session, clock):
    offer = sent(at_offer(session, clock))
    me = build.candidate_of(offer.debrief)
    advance(me, offer.candidacy, "withdraw", reason="Found another job.")
    with pytest.raises(Refused):
        sending.sign_offer(me, offer, typed_name=me.name)
    assert (offer.state, desk(session, offer.author)) == (OfferState.withdrawn, [])
    told = session.scalars(sa.select(OutboxMessage.template).where(
        OutboxMessage.candidate_id == offer.candidacy.candidate_id).order_by(OutboxMessage.id.desc())).first()
    assert told == "application_withdrawn"


def test_nobody_is_told_that_an_offer_waits_or_what_became_of_it(app, session):
    offer = build.drafted()
    author, approver = actor_for(offer.author), actor_for(offer.approver)
    drafting.submit_offer(author, offer)
    drafting.send_back_offer(approver, offer, reason="The quota is too high.")
    drafting.submit_offer(author, offer)
    drafting.approve_offer(approver, offer)
    about = "offer for Jo Park, Account executive"
    assert [subject for subject, _ in mails(session, offer.approver)] == [f"To approve: {about}"] * 2
    back, yes = mails(session, offer.author)
    assert (back[0], yes[0]) == (f"Sent back: {about}", f"Approved: {about}")
    assert "The quota is too high." in back[1]
    assert all(f"/offers/{offer.id}" in body for _, body in [back, yes, *mails(session, offer.approver)])
