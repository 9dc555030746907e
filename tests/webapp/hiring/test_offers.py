"""The offer's pages, for those who hire and for the candidate."""

from tests.browser import Browser
from tests.builders import offers as build
from tests.builders.people import person
from workflows.acting import act
from workflows.content.records import PackKind
from workflows.offers.machine import OfferState
from workflows.offers.records import Hire, Offer
from workflows.permits import Role
from workflows.recruiting.records import Candidate


def loaded(place):
    """Everything an offer needs to choose from."""
    pack = build.version(PackKind.curriculum, "account-executive", {"title": "Eight weeks"})
    build.module(pack, "first-reading")
    build.version(PackKind.ramp_shape, "standard", build.SHAPE)
    build.version(PackKind.pay_plan, "account-executive", build.PAY)
    return person(Role.coach, team=place.team, name="Cora Coach"), person(Role.leader, team=place.team, name="Lee Lead")


def test_an_offer_cannot_go_from_debrief_to_hire(session, app):
    debrief = build.decided(build.opening())
    _, leader = loaded(debrief.candidacy.opening)
    manager = Browser(app).sign_in(debrief.decider)
    page = manager.get(f"/debriefs/{debrief.id}/offer")
    page = page.submit("Draft the offer", {"Salary per year": "99000", "Full quota per month": "50000"}, expect=422)
    assert "between $60,000.00 and $80,000.00" in page.text
    page = page.submit("Draft the offer", {"Salary per year": "70000"})
    assert page.rows("Ramp and pay, month by month")[2] == ["May 2026", "50%", "$20,967.74", "$1,467.74", "$2,500.00"]
    page.submit("Ask for approval")
    offer = session.query(Offer).one()
    Browser(app).sign_in(leader).get(f"/offers/{offer.id}").submit("Approve")
    manager.get(f"/offers/{offer.id}").submit("Send to the candidate")
    candidate = Browser(app).sign_in_candidate(session.query(Candidate).one())
    page = candidate.get(f"/my/offers/{offer.id}")
    letter = candidate.client.get(f"/my/offers/{offer.id}/letter")
    assert letter.data.startswith(b"%PDF-1.7")
    page = page.submit("Accept and sign", {"Your full name": "Somebody Else"}, expect=422)
    page = page.submit("Accept and sign", {"Your full name": "Jo Park"})
    assert "You signed on" in page.text
    page = manager.get(f"/offers/{offer.id}").submit("Hire Jo Park")
    assert "Hired for seat 1" in page.text
    session.expire_all()
    assert session.query(Hire).one().offer_id == offer.id


def test_an_offer_past_its_day_can_be_signed(session, app, clock):
    offer = build.sent()
    clock.travel(days=8)
    page = Browser(app).sign_in_candidate(offer.candidacy.candidate).get(f"/my/offers/{offer.id}")
    assert ("Accept and sign" in page.buttons, "was open until" in page.text) == (False, True)


def test_the_page_ends_the_last_day_before_the_candidate_does(session, app, clock):
    offer = build.sent()
    with act(build.BUILDER, "offer.draft", None):
        offer.candidacy.candidate.time_zone = "America/Los_Angeles"
    clock.to(offer.expires_at)
    page = Browser(app).sign_in_candidate(offer.candidacy.candidate).get(f"/my/offers/{offer.id}")
    assert ("Accept and sign" in page.buttons, "was open until" in page.text) == (True, False)


def test_a_signed_offer_has_no_way_out(session, app):
    offer = build.signed()
    page = Browser(app).sign_in(offer.author).get(f"/offers/{offer.id}").click("Withdraw the offer")
    page = page.submit("Withdraw the offer", {"Reason": "The seat is gone."})
    session.expire_all()
    assert (offer.state, "Draft a new offer" in page.links) == (OfferState.withdrawn, True)


def test_a_candidate_cannot_decline(session, app):
    offer = build.sent()
    page = Browser(app).sign_in_candidate(offer.candidacy.candidate).get(f"/my/offers/{offer.id}/decline")
    page = page.submit("Decline the offer", {"reason": "I stay."})
    session.expire_all()
    assert (offer.state, "You declined" in page.text) == (OfferState.declined, True)


def test_an_interviewer_or_another_candidate_reads_the_salary(session, app):
    offer = build.sent()
    other = build.decided()
    interviewer = person(Role.interviewer, team=offer.candidacy.opening.team)
    Browser(app).sign_in(interviewer).get(f"/offers/{offer.id}", expect=404)
    Browser(app).sign_in(interviewer).get("/offers", expect=403)
    Browser(app).sign_in_candidate(other.candidacy.candidate).get(f"/my/offers/{offer.id}", expect=404)


def test_the_list_of_offers_says_nothing(session, app):
    manager = Browser(app).sign_in(build.decided().decider)
    assert "No offers yet" in manager.get("/offers").text
    offer = build.drafted()
    assert [row[0] for row in Browser(app).sign_in(offer.author).get("/offers").rows("Offers")[1:]] == ["Jo Park"]


def test_an_approver_does_not_learn_why_or_follows_a_dead_link(session, app):
    debrief = build.decided(build.opening())
    both = person(Role.leader, Role.recruiter, team=debrief.candidacy.opening.team)
    offer = build.drafted(debrief, approver=both)
    page = Browser(app).sign_in(both).get(f"/offers/{offer.id}")
    assert f"{debrief.decider.name} decided for an offer on March 2, 2026: Closes our largest gap." in page.main
    assert page.click("The debrief that decided for it").path == f"/debriefs/{debrief.id}"
    other = build.drafted(build.decided(build.opening()))
    page = Browser(app).sign_in(other.approver).get(f"/offers/{other.id}")
    assert ("Closes our largest gap." in page.main, "The debrief that decided for it" in page.links) == (False, False)
