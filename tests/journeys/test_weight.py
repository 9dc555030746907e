"""Every kind of page of the demo company in a real browser that was never here: what it fetches, what Tab reaches."""

import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.conftest import Clock
from tests.journeys.conftest import serving
from tests.journeys.visiting import Visitor
from tests.journeys.weighing import OUT_OF_REACH, Weighed, heaviest, weighed
from workflows.db import db
from workflows.people.records import User


@pytest.fixture(autouse=True)
def clock() -> Clock:
    """Not stopped: the demo lives in the time in which it was built."""
    return Clock()


@pytest.fixture(scope="module")
def seen(demo, chromium) -> list[Weighed]:
    with serving(demo) as site:
        return list(weighed(site, chromium))


def test_a_page_with_a_cold_cache_is_heavy(seen):
    sys.stdout.write("\n  ".join(["The heaviest:", *heaviest(seen)]) + "\n")
    assert [str(each) for each in seen if each.too_heavy] == []
    assert min(each.requests for each in seen) >= 3


def test_a_control_is_out_of_reach_of_the_tab_key_or_hides_that_it_has_the_focus(seen):
    assert [f"{each.path}: {fault}" for each in seen for fault in each.out_of_reach] == []


def test_the_week_of_a_team_takes_more_than_a_sheet_of_paper(demo, chromium):
    with demo.app_context():
        lena = db.session.query(User).filter_by(email="lena@halden.example").one()
    with serving(demo) as site:
        visitor = Visitor(site, chromium, lena).go("/week")
        papers = [PdfReader(BytesIO(visitor.page.pdf(format=size))).pages for size in ("A4", "Letter")]
        assert visitor.heading in " ".join(papers[0][0].extract_text().split())
        assert visitor.leave() == []
    assert [len(each) for each in papers] == [1, 1]


def test_a_fault_of_a_page_is_overlooked(chromium):
    page = chromium.new_page()
    page.set_content("""<style>a:focus { outline: none }</style><button tabindex="2">One</button>
        <p role="button">Two</p><a href="#a">Three</a><input tabindex="-1"><button hidden tabindex="3">Four</button>""")
    found = [fault.split(":")[0] for fault in page.evaluate(OUT_OF_REACH)]
    page.close()
    assert found == ["comes out of order", "does something but is passed over", "looks the same with the focus on it",
                     "is passed over"]


def test_too_few_kinds_of_pages_are_weighed_to_speak_of_all(seen):
    assert len({each.kind for each in seen}) == len(seen) >= 125
    assert len({each.who for each in seen}) >= 6
