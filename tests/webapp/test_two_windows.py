"""A scorecard and a score sheet open in two windows: neither erases the other, and one alone is never told off."""

import pytest

from tests.browser import Browser
from tests.builders import certification
from tests.builders import interviewing as build
from workflows.interviewing.records import Rating, Scorecard

NOT_SAVED = "Not saved: you wrote on this in another window in the meantime."


@pytest.fixture
def card(session, app, clock):
    panel = build.held()
    clock.travel(days=2)
    return panel.cards[0]


class Windows:
    """The author's browser: pages of the card, and what they keep by themselves."""

    def __init__(self, app, session, card) -> None:
        self.session, self.card, self.address = session, card, f"/scorecards/{card.id}"
        self.browser = Browser(app).sign_in(card.author)
        self.first, self.second = (f"evidence_{rating.id}" for rating in card.ratings[:2])

    def open(self):
        return self.browser.get(self.address).form("Submit scorecard")

    def keep(self, form, expect=204, **typed):
        return self.browser.post(f"{self.address}/draft", form.filled(typed), expect=expect)

    @property
    def evidence(self) -> list[str]:
        self.session.expire_all()
        return [self.session.get(Rating, rating.id).evidence for rating in self.card.ratings[:2]]


@pytest.fixture
def windows(app, session, card) -> Windows:
    return Windows(app, session, card)


def test_a_stale_window_erases_what_was_written_in_another(windows):
    stale, other = windows.open(), windows.open()
    windows.keep(other, **{windows.first: "Named the budget owner."})
    page = windows.keep(stale, expect=409, **{windows.second: "Asked who signs."})
    assert NOT_SAVED in page.text
    assert windows.evidence == ["Named the budget owner.", ""]


def test_words_sent_after_the_submit_of_another_window_vanish_without_a_word(windows, card):
    late = windows.browser.get(windows.address)
    build.submit(card, evidence="Asked who signs.")
    page = late.submit("Submit scorecard", {windows.second: "Named two who sign."}, expect=422)
    assert "This scorecard is locked. Re-open it with a reason if something is wrong." in page.text
    assert "Named two who sign." in page.text
    assert windows.evidence == ["Asked who signs."] * 2


def test_a_stale_window_submits_over_what_was_written_in_another(windows, session, app):
    stale, other = windows.browser.get(windows.address), windows.open()
    windows.keep(other, **{windows.first: "Named the budget owner.", "notes": "Warm."})
    page = stale.submit("Submit scorecard", {windows.second: "Asked who signs.", "notes": "Calm."}, expect=422)
    said = ["".join(each.itertext()).strip() for each in page.xpath("//form//*[@role='alert']//li")]
    assert [each.split(".")[0] for each in said] == [
        "You wrote on this in another window in the meantime", "“Notes for yourself” is now “Warm",
        "“Evidence for question 1” is now “Named the budget owner"]
    assert windows.evidence == ["Named the budget owner.", ""]
    windows.keep(page.form("Submit scorecard"))
    assert windows.evidence == ["Named the budget owner.", "Asked who signs."]
    assert session.get(Scorecard, windows.card.id).notes == "Calm."


def test_a_window_is_told_off_for_its_own_words_when_the_answer_got_lost(windows):
    page = windows.open()
    for words in ("Named", "Named", "Named the budget", "Named the budget owner."):
        windows.keep(page, **{windows.first: words})
    assert windows.evidence[0] == "Named the budget owner."


def test_a_page_loaded_anew_is_told_off_for_what_was_still_on_its_way(windows):
    """As the script puts back what is kept on the device: after what it was typed after, and after its own window."""
    before, anew = windows.open(), windows.open()
    windows.keep(before, **{windows.first: "Named"})
    held = before.held()
    windows.keep(anew, after=f"{held['after']} {held['window']}", **{windows.first: "Named the budget owner."})
    assert windows.evidence[0] == "Named the budget owner."


def test_a_refusal_makes_the_same_window_another_one(windows):
    page = windows.browser.get(windows.address)
    windows.keep(page.form("Submit scorecard"), **{windows.first: "Named"})
    page = page.submit("Submit scorecard", {windows.first: "Named the budget owner."}, expect=422)
    windows.keep(page.form("Submit scorecard"), **{windows.second: "Asked who signs."})
    assert windows.evidence == ["Named the budget owner.", "Asked who signs."]


def test_a_page_that_forgot_its_window_erases_what_is_there(windows):
    page = windows.open()
    windows.keep(page, **{windows.first: "Named the budget owner."})
    windows.keep(page, expect=409, window="", after="", **{windows.first: ""})
    assert windows.evidence[0] == "Named the budget owner."


def test_a_stale_window_erases_scores_of_an_attempt(session, app):
    attempt = certification.in_assessment()
    browser = Browser(app).sign_in(attempt.assessor)
    stale, other = (browser.get(f"/attempts/{attempt.id}").form("Hand in the scores") for _ in range(2))
    browser.post(f"/attempts/{attempt.id}/draft", other.filled({"notes": "Good questions."}), expect=204)
    page = browser.post(f"/attempts/{attempt.id}/draft", stale.filled({"evidence_opening": "Late."}), expect=409)
    assert NOT_SAVED in page.text
    session.expire_all()
    assert attempt.notes == "Good questions."
