"""An offer from draft to signature."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.builders import offers as build
from tests.builders.people import BUILDER, person
from tests.conftest import MONDAY
from workflows import clock, files
from workflows.acting import act, maintenance
from workflows.errors import NotFound, NotPermitted, Refused
from workflows.interviewing.records import Decision
from workflows.offers import queries
from workflows.offers.actions import drafting, sending
from workflows.offers.actions.lapsing import lapse_offers
from workflows.offers.machine import OfferState
from workflows.offers.records import Offer
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Actor, Role
from workflows.recruiting.actions.candidacies import advance
from workflows.recruiting.machine import CandidacyState
from workflows.waits import Wait


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def lives_in(zone: str, offer: Offer) -> Actor:
    with act(BUILDER, "offer.draft", None):
        offer.candidacy.candidate.time_zone = zone
    return build.candidate_of(offer.debrief)


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


def test_in_los_angeles_the_last_day_ends_in_the_afternoon(session, clock):
    offer = build.sent()
    candidate = lives_in("America/Los_Angeles", offer)
    clock.to(offer.expires_at)
    assert (clock.now.date() > offer.expires_on, queries.late(offer)) == (True, None)
    lapse_offers(clock.now.date().isoformat())
    assert session.query(Wait).filter_by(record_kind="offer", record_id=offer.id, ended_at=None).count() > 0
    sending.sign_offer(candidate, offer, typed_name="Jo Park")
    assert offer.state is OfferState.signed


def test_in_tokyo_the_last_day_lasts_into_the_next(session, clock):
    offer = build.sent()
    candidate = lives_in("Asia/Tokyo", offer)
    clock.to(offer.expires_at + timedelta(minutes=1))
    with pytest.raises(Refused) as refusal:
        sending.sign_offer(candidate, offer, typed_name="Jo Park")
    assert (clock.now.date(), codes(refusal)) == (offer.expires_on, ["offer.expired"])


def test_who_signed_and_withdrew_can_never_get_another_offer(session):
    offer = build.signed()
    candidate, recruiter = build.candidate_of(offer.debrief), person(Role.recruiter)
    advance(candidate, offer.candidacy, "withdraw", reason="Found another job.")
    assert (offer.state, offer.signed_name, offer.signed_sha256) == (
        OfferState.withdrawn, "Jo Park", offer.letter.sha256)
    with pytest.raises(Refused):
        sending.sign_offer(candidate, offer, typed_name="Jo Park")
    advance(actor_for(recruiter), offer.candidacy, "reopen", reason="Is back.")
    assert queries.live_offer(offer.candidacy_id) is None


def test_a_signed_offer_cannot_be_taken_back(session):
    offer = build.signed()
    author = actor_for(offer.author)
    with pytest.raises(Refused) as refusal:
        sending.withdraw_offer(author, offer, reason=" ")
    sending.withdraw_offer(author, offer, reason="They cannot start before the autumn.")
    again = drafting.draft_offer(author, offer.debrief, terms=build.terms(offer.candidacy.opening))
    assert (codes(refusal), offer.state, again.revises_id) == (
        ["flow.reason-missing"], OfferState.withdrawn, offer.id)


def test_the_offer_of_a_hire_is_withdrawn(session):
    offer = build.hired().offer
    with pytest.raises(Refused) as refusal:
        sending.withdraw_offer(actor_for(offer.author), offer, reason="A mistake.")
    assert (codes(refusal), offer.state) == (["offer.hired-already"], OfferState.signed)


@pytest.mark.parametrize(("state", "signature"), [
    ("signed", (None, None, None)), ("signed", (MONDAY, None, None)), ("sent", (MONDAY, "Jo Park", "0" * 64)),
    ("withdrawn", (MONDAY, "Jo Park", None))])
def test_a_signature_is_stored_in_part_or_on_what_nobody_signed(session, state, signature):
    offer = build.sent()
    facts = zip(("signed_at", "signed_name", "signed_sha256"), signature, strict=True)
    values = {"state": OfferState(state), **dict(facts)}
    with pytest.raises(IntegrityError), maintenance("what no action does"):
        session().execute(sa.update(Offer).where(Offer.id == offer.id).values(values))


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
