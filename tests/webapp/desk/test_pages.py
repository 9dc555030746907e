"""Lists in pages, and addresses that name nothing."""

from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from tests.browser import Browser
from tests.builders import people, recruiting
from webapp import paging
from webapp.paging import Pages, paged
from workflows.permits import Role


@pytest.mark.parametrize(("asked", "number", "rows"), [
    ("1", 1, [1, 2]), ("3", 3, [5]), ("99", 3, [5]), ("0", 1, [1, 2]), ("-4", 1, [1, 2]), ("two", 1, [1, 2]),
    ("99999999999999999999", 1, [1, 2])])
def test_a_list_is_empty_past_its_last_page(app, asked, number, rows):
    everything = [1, 2, 3, 4, 5]
    with app.test_request_context(f"/list?page={asked}"):
        shown = paged(lambda page: (everything[(page - 1) * 2:page * 2], len(everything)), 2)
    assert shown == (rows, Pages(number, 3, 5))


def test_an_empty_list_has_no_first_page(app):
    with app.test_request_context("/list?page=7"):
        assert paged(lambda page: ([], 0), 50) == ([], Pages(1, 1, 0))


def test_a_pager_changes_what_was_searched_for(app):
    with app.test_request_context("/people", query_string=MultiDict([("q", "HOMEPAGE & co"), ("page", "1")])):
        assert Pages(1, 2).at(2) == "/people?q=HOMEPAGE+%26+co&page=2"


def test_a_list_reads_its_page_past_the_end():
    by_hand = {path.name for path in Path(paging.__file__).parent.rglob("*.py") if '"page", 1' in path.read_text()}
    assert by_hand == {"paging.py"}


def test_a_search_for_a_candidate_loses_itself_on_the_second_page(app, session):
    place = recruiting.opening()
    for number in range(26):
        recruiting.application(place, name=f"Jo HOMEPAGE {number}", email=f"jo{number}@example.com")
    browser = Browser(app).sign_in(people.person(Role.recruiter))
    page = browser.get(f"/openings/{place.id}?q=HOMEPAGE")
    assert "26 candidates · page 1 of 2" in page.main
    last = page.click("Next")
    assert "26 candidates · page 2 of 2" in last.main
    assert browser.get(f"/openings/{place.id}?page=99").rows("Candidates") == last.rows("Candidates")


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["/careers/%00", "/careers/%00/apply", "/certificates/verify/%00", "/my/%00",
                                  "/invitation/a%0Ab", "/reset/%00", "/setup/%00"])
def test_an_address_of_unprintable_signs_breaks_on_our_side(app, session, path):
    assert Browser(app).get(path, expect=404).heading == "There is nothing here"


@pytest.mark.both_databases
def test_a_search_for_unprintable_signs_breaks_on_our_side(app, session):
    place = recruiting.opening()
    page = Browser(app).sign_in(people.person(Role.recruiter)).get(f"/openings/{place.id}?q=%00&state=%00")
    assert page.heading == place.title


def test_anybody_may_have_papers_pressed(app, session):
    assert Browser(app).get("/styleguide/paper.pdf").heading == "Sign in"
