"""A candidate's own page: when they talk with us, and what became of their offer."""

from datetime import timedelta

from tests.browser import Browser
from tests.builders import interviewing
from tests.builders import offers as build
from tests.watching import statements
from workflows.acting import maintenance
from workflows.interviewing.actions import interviews
from workflows.offers.actions import sending
from workflows.people.queries import actor_for


def living_in(candidate, zone: str):
    with maintenance("a candidate's zone"):
        candidate.time_zone = zone
    return candidate


def test_a_candidate_cannot_look_up_when_and_where_the_talk_is(app, session, clock):
    panel = interviewing.scheduled(2)
    jo = living_in(panel.candidacy.candidate, "America/Chicago")
    browser = Browser(app).sign_in_candidate(jo)
    page = browser.get("/my")
    with_ana, with_raj = (each.interviewer.name for each in panel.interviews)
    assert (f"Interview 1 When Tuesday, March 3, 2026, 03:00 (America/Chicago) How long 45 minutes With {with_ana} "
            "Where Room 4") in page.main
    assert f"With {with_raj}" in page.main
    assert not {"scorecard", "kit"} & set(page.main.lower().split())
    interviews.cancel(actor_for(panel.recruiter), panel.interviews[1], reason="Internal words.")
    clock.to(panel.interviews[0].ends_at - timedelta(minutes=1))
    page = browser.get("/my")
    assert ("Interview 1" in page.main, "Interview 2" in page.main, "Internal" in page.main) == (True, False, False)
    clock.travel(minutes=1)
    assert "Interview 1" not in browser.get("/my").main


def test_somebody_reads_when_another_candidate_comes(app, session):
    panel = interviewing.scheduled(1)
    kim = interviewing.candidacy(panel.opening, name="Kim Lee", owner=panel.recruiter)
    assert "Interview 1" not in Browser(app).sign_in_candidate(kim.candidate).get("/my").main


def test_an_offer_that_was_answered_or_has_expired_is_still_being_prepared(app, session, clock):
    preparing = "We are preparing an offer for you."
    signed, late, declined, waiting, draft = build.sent(), build.sent(), build.sent(), build.sent(), build.approved()
    sending.sign_offer(build.candidate_of(signed.debrief), signed, typed_name="Jo Park")
    sending.decline_offer(build.candidate_of(declined.debrief), declined, reason="I stay where I am.")

    def reads(offer) -> str:
        return Browser(app).sign_in_candidate(offer.candidacy.candidate).get("/my").main

    assert preparing in reads(draft)
    assert "Your offer is here." in reads(waiting)
    assert "You have signed." in reads(signed)
    assert "You declined our offer." in reads(declined)
    clock.travel(days=8)
    assert "The last day of our offer has passed." in reads(late)
    assert not any(preparing in reads(each) for each in (signed, late, declined))


def test_the_candidates_page_asks_the_database_more_with_every_talk(app, session):
    def asked(raters: int) -> int:
        browser = Browser(app).sign_in_candidate(interviewing.scheduled(raters).candidacy.candidate)
        with statements(app, "SELECT") as seen:
            browser.get("/my")
        return len(seen)

    assert asked(1) == asked(3) <= 12
