"""Writing, keeping, submitting and re-opening a scorecard on its page."""

from tests.browser import Browser
from tests.builders import interviewing as build
from workflows.interviewing.actions.readings import read_scorecard
from workflows.interviewing.records import Rating, Scorecard


def filled(card, level="4", evidence="Named the budget owner."):
    fields = {f"level_{rating.id}": level for rating in card.ratings}
    fields |= {f"evidence_{rating.id}": evidence for rating in card.ratings}
    return fields | {"overall": "yes", "overall_reason": "Sells calmly."}


def test_a_scorecard_cannot_be_submitted_on_its_page(session, app, clock):
    panel = build.held()
    clock.travel(days=2)
    page = Browser(app).sign_in(panel.interviewers[0]).get(f"/scorecards/{panel.cards[0].id}")
    assert "Waits to be told." in page.main
    page = page.submit("Submit scorecard", filled(panel.cards[0]), expect=422)
    assert any("The wording is still being read" in notice for notice in page.notices)
    read_scorecard(panel.cards[0].id)
    page = page.submit("Submit scorecard")
    assert page.heading == f"Scorecard of {panel.interviewers[0].name}"
    assert "Level 4" in page.main


def test_a_scorecard_waits_for_a_worker_that_is_away(session, app, clock):
    panel = build.held()
    clock.travel(days=2)
    page = Browser(app).sign_in(panel.interviewers[0]).get(f"/scorecards/{panel.cards[0].id}")
    page = page.submit("Submit scorecard", filled(panel.cards[0]), expect=422)
    page = page.submit("Submit scorecard", {"unread_ok": True})
    assert page.heading == f"Scorecard of {panel.interviewers[0].name}"


def test_wording_that_is_off_limits_goes_in_unnoticed(session, app, clock):
    panel = build.held()
    clock.travel(days=2)
    card = panel.cards[0]
    browser = Browser(app).sign_in(card.author)
    page = browser.get(f"/scorecards/{card.id}")
    said = "She said she is pregnant, and asked who signs the order."
    page.submit("Submit scorecard", filled(card, evidence=said), expect=422)
    read_scorecard(card.id)
    part = browser.part(f"/scorecards/{card.id}/wording")
    assert "Evidence for question 1" in part.text
    assert "What you may ask" in part.text
    page = browser.get(f"/scorecards/{card.id}").submit("Submit scorecard", expect=422)
    assert any("If it must stay, say below why." in notice for notice in page.notices)
    page = page.submit("Submit scorecard", {"kept_reason": "She explained a gap of two months by it."})
    assert page.heading == f"Scorecard of {card.author.name}"
    assert "She explained a gap of two months by it." in page.main


def test_a_colleague_reads_how_ones_words_read(session, app, clock):
    panel = build.held()
    for user in (panel.interviewers[1], panel.manager, panel.recruiter):
        Browser(app).sign_in(user).get(f"/scorecards/{panel.cards[0].id}/wording", expect=404)
    Browser(app).sign_in(panel.interviewers[0]).part(f"/scorecards/{panel.cards[0].id}/wording")


def test_what_was_typed_is_lost_when_something_is_missing(session, app, clock):
    panel = build.held()
    clock.travel(days=2)
    card = panel.cards[0]
    page = Browser(app).sign_in(panel.interviewers[0]).get(f"/scorecards/{card.id}")
    page = page.submit("Submit scorecard", {**filled(card), f"evidence_{card.ratings[1].id}": ""}, expect=422)
    assert any("Question 2" in notice and "level without evidence" in notice for notice in page.notices)
    session.expire_all()
    assert (card.state, card.ratings[0].evidence, card.overall) == ("draft", "Named the budget owner.", "yes")


def test_autosave_keeps_nothing(session, app, clock):
    card = build.held().cards[0]
    rating = card.ratings[0]
    browser = Browser(app).sign_in(card.author)
    form = browser.get(f"/scorecards/{card.id}").form("Submit scorecard")
    data = form.filled({f"level_{rating.id}": "no_evidence", "notes": "Warm."})
    browser.post(f"/scorecards/{card.id}/draft", data, expect=204)
    session.expire_all()
    assert (session.get(Rating, rating.id).blank, session.get(Scorecard, card.id).notes) == ("no_evidence", "Warm.")


def test_a_level_that_does_not_exist_is_kept(session, app):
    card = build.held().cards[0]
    rating = card.ratings[0]
    browser = Browser(app).sign_in(card.author)
    data = browser.get(f"/scorecards/{card.id}").form("Submit scorecard").held()
    data[f"level_{rating.id}"] = "6"
    browser.post(f"/scorecards/{card.id}/draft", data, expect=422)
    session.expire_all()
    assert session.get(Rating, rating.id).level is None


def test_autosave_changes_what_is_submitted(session, app, clock):
    panel = build.held()
    clock.travel(days=2)
    card = panel.cards[0]
    browser = Browser(app).sign_in(card.author)
    data = browser.get(f"/scorecards/{card.id}").form("Submit scorecard").filled({"notes": "Late."})
    build.submit(card)
    browser.post(f"/scorecards/{card.id}/draft", data, expect=409)
    session.expire_all()
    assert (card.state, card.notes) == ("submitted", "")


def test_a_submitted_scorecard_cannot_be_reopened(session, app, clock):
    panel = build.held()
    clock.travel(days=2)
    build.submit(panel.cards[0])
    page = Browser(app).sign_in(panel.interviewers[0]).get(f"/scorecards/{panel.cards[0].id}").click("Re-open")
    page.submit("Re-open it", {"Reason": "I mixed up two people."})
    session.expire_all()
    assert panel.cards[0].state == "draft"


def test_a_missing_scorecard_cannot_be_excused(session, app, clock):
    panel = build.held()
    page = Browser(app).sign_in(panel.recruiter).get(f"/interviews/{panel.interviews[0].id}/excuse")
    page = page.submit("Excuse it", {"Reason": "Left the company."})
    assert page.rows("Interviews")[1][4] == "Excused"
