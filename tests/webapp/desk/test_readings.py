"""Rating a team: the grid, the file, a person's history, what sources are worth."""

import pytest

from tests.browser import Browser
from tests.builders.people import person
from tests.builders.teams import Crew, crew, measured
from tests.watching import statements
from workflows.people.actions import readings
from workflows.people.queries import actor_for
from workflows.people.records import Reading, ReadingPolicy
from workflows.permits import Role


def grid(app, here: Crew):
    return Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}/readings")


def cell(here: Crew, rep: int, competency: int) -> str:
    return f"level_{here.reps[rep].id}_{here.competencies[competency].id}"


def kept(session) -> list[tuple[str, str, float]]:
    return [(row.user.name, row.competency.name, row.level) for row in session.query(Reading).order_by(Reading.id)]


def test_a_level_stands_without_its_behaviour(session, app):
    page = grid(app, crew())
    assert page.heading.startswith("Rate Team")
    assert page.text.count("Others look here.") >= 2


def test_on_a_phone_the_last_competency_is_ten_screens_away(session, app):
    here = crew("Negotiation", "Drive", "Forecasting")
    page = grid(app, here)
    wanted = {f"#about-{each.id}": each.name for each in here.competencies}
    jumps = {each.get("href"): each.text for each in page.xpath("//nav[@aria-label='Competencies']/a")}
    assert (jumps, {f"#{each.get('id')}": each.text for each in page.xpath("//section/div/div/h2")}) == (wanted, wanted)


@pytest.mark.both_databases
def test_levels_nobody_touched_become_readings(session, app, clock):
    here = crew()
    measured(here, {here.reps[0]: 3, here.reps[1]: 2}, here.competencies[0])
    clock.travel(days=90)
    page = grid(app, here).submit("Keep these levels", {cell(here, 0, 0): "4", cell(here, 1, 1): "5"})
    assert "2 readings added." in page.main
    assert set(kept(session)[2:]) == {(here.reps[0].name, "Negotiation", 4), (here.reps[1].name, "Drive", 5)}
    assert "Nothing changed" in grid(app, here).submit("Keep these levels", {}).main


def test_levels_looked_at_again_grow_old(session, app, clock):
    here = crew()
    measured(here, {here.reps[0]: 3, here.reps[1]: 2}, here.competencies[0])
    clock.travel(days=90)
    grid(app, here).submit("Keep these levels", {"I looked at every level again today": True})
    assert sorted(kept(session)[2:]) == sorted(kept(session)[:2])


def test_my_colleagues_new_level_is_set_back_by_my_old_page(session, app, clock):
    """The grid compares with what it showed, not with what is there by now."""
    here = crew()
    other = person(Role.hiring_manager, team=here.team)
    measured(here, {here.reps[0]: 3}, here.competencies[0])
    clock.travel(days=1)
    page = grid(app, here)
    readings.record_readings(actor_for(other), here.team, {(here.reps[0].id, here.competencies[0].id): 5})
    assert "Nothing changed" in page.submit("Keep these levels", {}).main
    assert [level for _, _, level in kept(session)] == [3, 5]


def test_pressing_twice_counts_twice(session, app):
    here = crew()
    page = grid(app, here)
    page.submit("Keep these levels", {cell(here, 0, 0): "4"})
    page.submit("Keep these levels", {cell(here, 0, 0): "4"})
    assert len(kept(session)) == 1


def test_an_impossible_level_loses_the_possible_ones(session, app):
    here = crew()
    page = grid(app, here)
    sent = page.form("Keep these levels").filled({cell(here, 0, 0): "4"})
    sent[cell(here, 1, 0)] = "9"
    page = page.browser.post(f"/teams/{here.team.id}/readings", sent, expect=422)
    assert kept(session) == []
    assert page.form("Keep these levels").filled({})[cell(here, 0, 0)] == "4"


def test_a_rep_rates_the_team(session, app):
    here = crew()
    Browser(app).sign_in(here.reps[0]).get(f"/teams/{here.team.id}/readings", expect=403)


def test_a_large_team_asks_the_database_more(session, app):
    counts = []
    for reps in (1, 5):
        here = crew(reps=reps)
        measured(here, dict.fromkeys(here.reps, 3), here.competencies[0])
        browser = Browser(app).sign_in(here.leader)
        browser.get(f"/teams/{here.team.id}/readings")
        with statements(app, "SELECT") as seen:
            browser.get(f"/teams/{here.team.id}/readings")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


# ---- history and corrections

@pytest.mark.both_databases
def test_a_correction_hides_what_was_there(session, app):
    here = crew(reps=1)
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    page = Browser(app).sign_in(here.leader).get(f"/people/{here.reps[0].id}/readings")
    page = page.click("Correct Negotiation").submit("Correct", {"The right level": "4",
                                                                "What was wrong?": "Mixed up two people."})
    assert [row[1:] for row in page.rows("Readings")[1:]] == [
        ["4.0 of 5", "0.60 levels", "Manager's rating", "Mar 2, 2026", "Lena Brandt",
         "Correct Negotiation, Mar 2, 2026"],
        ["2.0 of 5", "0.60 levels", "Manager's rating", "Mar 2, 2026", "Lena Brandt",
         "Corrected to 4.0 Mixed up two people."]]


def test_a_correction_needs_no_reason(session, app):
    here = crew(reps=1)
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    page = Browser(app).sign_in(here.leader).get(f"/readings/{session.query(Reading).one().id}/correct")
    page = page.submit("Correct", {"The right level": "4"}, expect=422)
    assert page.errors == ["This is needed. Fill it in or choose."]
    page = page.submit("Correct", {"The right level": "2", "What was wrong?": "Slip"}, expect=422)
    assert "It is 2.0 already." in page.main


def test_a_leader_of_elsewhere_corrects_our_readings(session, app):
    here, there = crew(reps=1), crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    Browser(app).sign_in(there.leader).get(f"/readings/{session.query(Reading).one().id}/correct", expect=404)


# ---- policy

def test_the_policy_is_not_kept(session, app):
    page = Browser(app).sign_in(person(Role.operations)).get("/reading-policy")
    page = page.submit("Save", {"File": "0.3", "How far may a level wander in a year?": "0.2"})
    assert "count by this policy" in page.main
    assert {row.source.value: (row.standard_error, row.drift_per_year) for row in session.query(ReadingPolicy)} == {
        "manager_grid": (0.6, 0.2), "csv": (0.3, 0.2), "interview": (0.5, 0.2), "certificate": (0.35, 0.2)}


def test_a_team_rules_over_the_whole_company(session, app):
    here = crew()
    browser = Browser(app).sign_in(person(Role.operations, team=here.team))
    assert "What readings are worth" not in browser.get("/teams").links
    refused = browser.get("/reading-policy", expect=403)
    assert ("Save" in refused.buttons, "Operations of the whole company" in refused.main) == (False, True)


# ---- files

def sent(app, here: Crew, text: str | bytes, expect: int = 200):
    data = text if isinstance(text, bytes) else text.encode()
    page = Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}/readings/file")
    return page.submit("Look at it", {"CSV file": (data, "levels.csv")}, expect=expect)


def test_a_file_is_kept_before_anybody_looked_at_it(session, app):
    here = crew()
    text = f"email;competency;level\n{here.reps[0].email};Negotiation;3,5\n{here.reps[1].email};Drive;\n"
    page = sent(app, here, text)
    assert "1 row with a level. 1 row without a level is left alone." in page.main
    assert page.rows("Rows of the file")[1:] == [
        ["2", here.reps[0].name, "Negotiation", "3.5 of 5", "by the policy", "today"]]
    assert kept(session) == []
    assert "1 reading added, 0 there already." in page.submit("Keep all of it").main
    assert kept(session) == [(here.reps[0].name, "Negotiation", 3.5)]


def test_half_of_a_faulty_file_is_kept(session, app):
    here = crew()
    text = f"email,competency,level\n{here.reps[0].email},Negotiation,4\nwho@example.com,Charm,7\n"
    page = sent(app, here, text, expect=422)
    for said in ("Row 3, column email", "Row 3, column competency", "Row 3, column level: “7” is no level"):
        assert said in page.main
    assert "Keep all of it" not in page.buttons
    page.browser.post(f"/teams/{here.team.id}/readings/file", page.form("Look at it").filled({}) | {
        "text": text, "keep": "1"}, expect=422)
    assert kept(session) == []


@pytest.mark.both_databases
def test_what_is_downloaded_cannot_be_sent_back(session, app):
    here = crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    browser = Browser(app).sign_in(here.leader)
    text = browser.get(f"/teams/{here.team.id}/readings.csv").response.get_data()
    assert text.decode().splitlines()[0] == "name,email,competency,level,date,standard_error"
    assert len(text.decode().splitlines()) == 1 + 2 * 2
    assert "0 readings added, 1 there already." in sent(app, here, text).submit("Keep all of it").main


@pytest.mark.parametrize(("data", "said"), [
    (b"", "The file has no row with a level."), (b"\x89PNG\x00\x00", "This is no CSV file"),
    (b"email,level\nx,1\n", "Missing: competency."), (b"x" * 300_000, "at most 256 KB")])
def test_something_else_than_readings_breaks_the_page(session, app, data, said):
    assert said in sent(app, crew(), data, expect=422).main
