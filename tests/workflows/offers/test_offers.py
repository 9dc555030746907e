"""An offer from draft to signature."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from tests.builders import offers as build
from tests.builders.people import person
from workflows import clock, files
from workflows.errors import NotFound, NotPermitted, Refused
from workflows.interviewing.records import Decision
from workflows.offers import queries
from workflows.offers.actions import drafting, sending
from workflows.offers.machine import OfferState
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.recruiting.machine import CandidacyState
from workflows.waits import Wait


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def test_an_offer_is_drafted_although_the_debrief_declined(session):
    debrief = build.decided(decision=Decision.decline)
    with pytest.raises(Refused) as refusal:
        build.drafted(debrief)
    assert codes(refusal) == ["offer.debrief-not-for-offer"]


def test_a_draft_leaves_the_candidacy_in_the_debrief(session):
    offer = build.drafted()
    assert (offer.state, offer.candidacy.state) == (OfferState.draft, CandidacyState.offer)


def test_a_salary_outside_the_approved_band_is_offered(session):
    with pytest.raises(Refused) as refusal:
        build.drafted(salary_minor=8_000_001)
    assert codes(refusal) == ["offer.salary-outside-band"]


def test_terms_that_make_no_sense_are_told_one_at_a_time(session):
    with pytest.raises(Refused) as refusal:
        build.drafted(start_on=clock.today() - timedelta(days=1), full_quota_minor=0)
    assert codes(refusal) == ["offer.start-passed", "offer.expiry-after-start", "offer.quota-missing"]


def test_a_candidate_has_two_live_offers(session):
    debrief = build.decided()
    build.drafted(debrief)
    with pytest.raises(Refused) as refusal:
        build.drafted(debrief)
    assert codes(refusal) == ["offer.one-is-live"]


def test_a_revised_offer_forgets_the_one_it_replaces(session):
    first = build.sent()
    sending.withdraw_offer(actor_for(first.author), first, reason="Start moved.")
    second = build.drafted(first.debrief)
    assert (second.revises_id, first.state) == (first.id, OfferState.withdrawn)


def test_somebody_other_than_the_approver_approves(session):
    offer = build.drafted()
    drafting.submit_offer(actor_for(offer.author), offer)
    with pytest.raises(NotPermitted):
        drafting.approve_offer(actor_for(offer.author), offer)
    assert offer.state is OfferState.in_approval


def test_an_author_approves_their_own_offer(session):
    debrief = build.decided()
    with pytest.raises(Refused) as refusal:
        build.drafted(debrief, approver=debrief.decider)
    assert codes(refusal) == ["offer.approve-oneself"]


def test_an_approved_offer_changes_without_approval(session):
    offer = build.approved()
    with pytest.raises(Refused) as refusal:
        drafting.change_offer(actor_for(offer.author), offer, terms=drafting._terms(offer))
    assert codes(refusal) == ["offer.not-a-draft"]


def test_a_signature_is_not_bound_to_the_letter(session):
    offer = build.sent()
    sending.sign_offer(build.candidate_of(offer.debrief), offer, typed_name="  jo   PARK ")
    assert (offer.state, offer.signed_name, offer.signed_sha256, offer.signed_at) == (
        OfferState.signed, "jo PARK", sha256(build.LETTER).hexdigest(), clock.now())
    assert files.read(offer.letter) == build.LETTER


def test_a_wrong_name_signs(session):
    offer = build.sent()
    with pytest.raises(Refused) as refusal:
        sending.sign_offer(build.candidate_of(offer.debrief), offer, typed_name="Jo Parker")
    assert (codes(refusal), offer.state) == (["offer.name-differs"], OfferState.sent)


def test_an_expired_offer_is_signed(session, clock):
    offer = build.sent()
    clock.travel(days=7)
    last_day = build.candidate_of(offer.debrief)
    clock.travel(days=1)
    with pytest.raises(Refused) as refusal:
        sending.sign_offer(last_day, offer, typed_name="Jo Park")
    assert codes(refusal) == ["offer.expired"]


def test_another_candidate_signs(session):
    offer, other = build.sent(), build.decided(name="Jo Park")
    with pytest.raises(NotPermitted):
        sending.sign_offer(build.candidate_of(other), offer, typed_name="Jo Park")


def test_the_candidate_hears_nothing_of_the_offer(session):
    offer = build.sent()
    mail = session.query(OutboxMessage).filter_by(template="offer_sent").one()
    assert (mail.to, mail.params["offer_id"]) == (offer.candidacy.candidate.email, offer.id)
    assert not {"salary", "salary_minor"} & set(mail.params)


def test_a_declined_offer_still_waits_for_the_candidate(session):
    offer = build.sent()
    sending.decline_offer(build.candidate_of(offer.debrief), offer, reason="I stay where I am.")
    waiting = session.query(Wait).filter_by(record_kind="offer", record_id=offer.id, ended_at=None).count()
    assert (offer.state, waiting) == (OfferState.declined, 0)


def test_a_candidate_sees_an_offer_that_was_not_sent(session):
    offer = build.approved()
    with pytest.raises(NotFound):
        queries.offer_for_candidate(build.candidate_of(offer.debrief), offer.id)


def test_a_colleague_drafts_with_the_author_as_approver(session):
    offer = build.drafted()
    colleague = person(Role.hiring_manager, team=offer.candidacy.opening.team)
    terms = replace(build.terms(offer.candidacy.opening), approver_id=offer.author_id)
    with pytest.raises(Refused) as refusal:
        drafting.change_offer(actor_for(colleague), offer, terms=terms)
    assert codes(refusal) == ["offer.approve-oneself"]


def test_anybody_can_be_named_as_the_approver(session):
    debrief = build.decided()
    with pytest.raises(Refused) as refusal:
        build.drafted(debrief, approver=person(Role.rep, team=debrief.candidacy.opening.team))
    assert codes(refusal) == ["offer.approver-may-not"]
