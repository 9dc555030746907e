"""Looking for people, candidates, openings, requests, plans, ramps and certificates."""

import pytest

from tests.browser import Browser
from tests.builders import interviewing, ramp, recruiting
from tests.builders.people import person, team
from tests.watching import statements
from workflows.people.actions import members
from workflows.people.queries import actor_for
from workflows.permits import Role

pytestmark = pytest.mark.usefixtures("session")


def found(browser: Browser, words: str) -> dict[str, list[str]]:
    """Names by part."""
    page = browser.get("/search", query={"q": words})
    return {"".join(card.xpath(".//h2/text()")): ["".join(name.itertext()).strip() for name in
                                                   card.xpath(".//tbody//th")]
            for card in page.xpath("//section[.//tbody]")}


@pytest.fixture
def north(session):
    return team("North")


@pytest.fixture
def manager(app, north) -> Browser:
    return Browser(app).sign_in(person(Role.hiring_manager, team=north, name="Mia Novak"))


def test_somebody_who_is_there_is_not_found(app, north, manager):
    place = recruiting.opening(north, title="Enterprise executive")
    recruiting.application(place, name="Jo Park", email="jo.park@example.com")
    person(Role.rep, team=north, name="Joanna Weber")
    assert found(manager, "jo") == {"People": ["Joanna Weber"], "Candidates": ["Jo Park"]}
    assert found(manager, "JO park") == found(manager, "park@example") == {"Candidates": ["Jo Park"]}
    assert found(manager, "enterprise north") == {"Openings": ["Enterprise executive"],
                                                  "Requisitions": ["Enterprise executive"]}
    page = manager.get("/search?q=park").click("Jo Park")
    assert page.heading == "Jo Park"


def test_the_search_shows_what_the_pages_hide(app, north):
    place = recruiting.opening(north, title="Enterprise executive")
    recruiting.application(place, name="Jo Park")
    person(Role.coach, team=north, name="Parker North")
    south = team("South")
    for role in (Role.rep, Role.interviewer, Role.hiring_manager, Role.leader, Role.operations):
        stranger = Browser(app).sign_in(person(role, team=south, name=f"Olu {role.value}"))
        assert found(stranger, "park") == {}
        assert found(stranger, "enterprise") == {}
        assert "Nothing that you may see fits “park”." in stranger.get("/search?q=park").main
    colleague = Browser(app).sign_in(person(Role.rep, team=north))
    assert found(colleague, "park") == {"People": ["Parker North"]}
    assert found(colleague, "enterprise") == {}


def test_the_search_looks_into_scorecards(app):
    panel = interviewing.held(2)
    interviewing.submit(panel.cards[0], evidence="Zanzibar was named as the budget owner.")
    everybody = Browser(app).sign_in(person(*(role for role in Role if role is not Role.candidate)))
    assert found(everybody, "zanzibar") == {}
    assert found(everybody, panel.candidacy.candidate.name) != {}


@pytest.mark.both_databases
def test_the_plan_and_the_ramp_of_a_rep_are_not_found(app, north):
    rep = ramp.ramping(place=north, rep=person(Role.rep, team=north, name="Ana Zwick")).user
    ramp.certificate(rep)
    leader = Browser(app).sign_in(person(Role.leader, team=north))
    for reader in (leader, Browser(app).sign_in(rep)):
        assert found(reader, "ana zwi") == {each: ["Ana Zwick"] for each in ("People", "Onboarding", "Ramps",
                                                                           "Certificates")}
    page = leader.get("/search?q=zwick")
    for part, heading in (("Onboarding", "Plan of Ana Zwick"), ("Ramps", "Ramp of Ana Zwick")):
        (href,) = page.xpath(f"//section[.//h2[.='{part}']]//tbody//a/@href")
        assert leader.get(href).heading == heading
    assert found(Browser(app).sign_in(person(Role.rep, team=north)), "zwick") == {"People": ["Ana Zwick"]}
    south = team("South")
    for role in (Role.leader, Role.coach, Role.hiring_manager, Role.assessor):
        assert found(Browser(app).sign_in(person(role, team=south)), "zwick") == {}
    assessor = Browser(app).sign_in(person(Role.assessor, team=north))
    assert set(found(assessor, "zwick")) == {"People", "Onboarding", "Certificates"}


def test_somebody_who_left_is_found_among_colleagues(app, session, north, manager):
    raj = person(Role.coach, team=north, name="Raj Patel")
    members.deactivate(actor_for(person(Role.admin)), raj, successor_id=None)
    assert found(manager, "raj") == {}


@pytest.mark.parametrize(("words", "said"), [
    ("", "Type a part of a name."), ("x", "Type at least 2 letters."), ("  ", "Type a part of a name."),
    ("%%", "Nothing that you may see fits “%%”."), ("__", "Nothing that you may see"), ("\\", "Type at least"),
    ("a" * 500, "Nothing that you may see fits"), ("<script>", "Nothing that you may see fits “<script>”."),
    ("nobody\x00here", "Nothing that you may see fits “nobodyhere”.")])
def test_a_strange_word_breaks_the_search(manager, words, said):
    assert said in manager.get("/search", query={"q": words}).main


def test_many_results_are_cut_off_silently_or_ask_more(app, north):
    leader = Browser(app).sign_in(person(Role.leader, team=north))
    counts = []
    for number in (1, 10):
        for each in range(number):
            ramp.ramping(place=north, rep=person(Role.rep, team=north, name=f"Pat {number} {each}"))
        leader.get("/search?q=pat")
        with statements(app, "SELECT") as seen:
            page = leader.get("/search?q=pat")
        counts.append(len(seen))
    assert "Only the first 8 are shown." in page.main
    assert len(page.rows("People")) == len(page.rows("Ramps")) == 9
    assert counts[0] == counts[1] <= 12


def test_the_search_is_not_on_other_pages(manager):
    page = manager.get("/openings")
    assert page.xpath("//form[@role='search' and @action='/search']//input/@aria-label") == [
        "Search people, candidates, openings"]
    assert Browser(manager.app).get("/careers").xpath("//form[@action='/search']") == []
