"""The board of an opening, its list, its text, and candidates entered by hand."""

from tests.browser import Browser
from tests.builders import offers
from tests.builders import recruiting as build
from tests.builders.people import person, team
from workflows.permits import Role


def test_a_board_counts_wrongly_or_hides_people(app, session):
    place = build.opening()
    for number in range(8):
        build.application(place, name=f"Kim {number}")
    build.moved(build.application(place, name="Jo Park"), "screen")
    build.moved(build.application(place, name="Al Gone"), "decline")
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}")
    heads = [" ".join(head.itertext()).split() for head in page.xpath("//section[@aria-label='By stage']//h2")]
    assert heads == [["Applied", "8"], ["Screen", "1"], ["Interviews", "0"], ["Debrief", "0"], ["Offer", "0"]]
    assert len(page.xpath("//section[@aria-label='By stage']//li")) == 7
    assert len(page.rows("Candidates")) == 11
    page = page.click("All 8 in “Applied”")
    assert len(page.rows("Candidates")) == 9


def test_a_filled_opening_reads_as_open_and_forgets_who_is_under_way(app, session):
    place = offers.opening()
    build.application(place, name="Jo Park")
    manager = offers.hired(offers.decided(place)).opening.requisition.requested_by
    page = Browser(app).sign_in(manager).get(f"/openings/{place.id}")
    assert "open from March 2, 2026, closed since March 2, 2026." in page.text
    assert "Every seat of it is filled. 1 candidate is still under way: tell them" in page.main


def test_a_search_finds_others_or_takes_signs_for_patterns(app, session):
    place = build.opening()
    build.application(place, name="Jo Park")
    build.application(place, name="Kim Ode")
    browser = Browser(app).sign_in(place.requisition.requested_by)
    page = browser.get(f"/openings/{place.id}").submit("Filter", {"Name or e-mail": "PARK"})
    assert [row[0] for row in page.rows("Candidates")[1:]] == ["Jo Park"]
    page = page.submit("Filter", {"Name or e-mail": "%"})
    assert "Nobody fits this filter." in page.main


def test_a_long_list_is_cut_off(app, session):
    place = build.opening()
    for number in range(27):
        build.application(place, name=f"Kim {number}")
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}")
    assert len(page.rows("Candidates")) == 26
    assert len(page.click("Next").rows("Candidates")) == 3


def test_another_teams_opening_is_shown(app, session):
    place = build.opening()
    stranger = person(Role.recruiter, team=team())
    mine = build.opening(place=stranger.team, title="Sales engineer")
    browser = Browser(app).sign_in(stranger)
    assert [row[0] for row in browser.get("/openings").rows("Openings")[1:]] == [mine.title]
    for path in ("", "/edit", "/add-candidate"):
        browser.get(f"/openings/{place.id}{path}", expect=404)


def test_a_candidate_entered_by_hand_loses_the_resume(app, session):
    place = build.opening()
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}").click("Add a candidate")
    typed = {"Name": "Jo Park", "E-mail": "jo@example.com", "source": "Referral",
             "How did they agree that we keep their data?": "By phone on 2 March", "resume": (b"Jo Park", "jo.txt")}
    page = page.submit("Add the candidate", typed)
    assert (page.heading, "jo.txt" in page.links, "Referral" in page.main) == ("Jo Park", True, True)
    page = page.browser.get(f"/openings/{place.id}/add-candidate").submit("Add the candidate", typed, expect=422)
    assert "Jo Park is already a candidate" in page.text


def test_a_closed_opening_stays_on_the_careers_page(app, session):
    place = build.opening()
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}")
    page = page.submit("Close for applications")
    assert "Candidates do not see this opening now." in page.main
    Browser(app).get(f"/careers/{place.slug}", expect=404)
    page.submit("Take applications again")
    assert Browser(app).get(f"/careers/{place.slug}").heading == place.title


def test_a_changed_text_does_not_reach_candidates(app, session):
    place = build.opening()
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}").click("Change the text")
    page.submit("Save", {"Title": "Senior account executive", "description": "You open the Nordics."})
    page = Browser(app).get(f"/careers/{place.slug}")
    assert (page.heading, "You open the Nordics." in page.main) == ("Senior account executive", True)
