"""Every kind of page of the demo company in a real browser that was never here: what it fetches, what Tab reaches."""

import sys

import pytest

from tests.conftest import Clock
from tests.journeys.conftest import serving
from tests.journeys.weighing import OUT_OF_REACH, Weighed, heaviest, weighed


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
