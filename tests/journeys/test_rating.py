"""A manager rates a team from the keyboard."""

from playwright.sync_api import expect

from tests.builders.teams import crew
from workflows.people.records import Reading


def test_a_team_is_not_rated_from_the_keyboard(session, visit):
    here = crew("Negotiation", "Drive", reps=3)
    rating = visit(here.leader).go(f"/teams/{here.team.id}/readings")
    rating.page.locator("[data-rating] input:checked").first.focus()
    for key in "4305":
        rating.page.keyboard.press(key)
    rating.press("Keep these levels")
    assert "3 readings added." in rating.text
    session.rollback()
    assert sorted(row.level for row in session.query(Reading)) == [3, 4, 5]


def test_the_grid_needs_script(session, visit):
    here = crew("Negotiation", reps=1)
    rating = visit(here.leader, javascript=False, width=390).go(f"/teams/{here.team.id}/readings")
    rating.page.get_by_label(f"{here.reps[0].name}, Negotiation: level 4").check()
    rating.press("Keep these levels")
    session.rollback()
    assert [row.level for row in session.query(Reading)] == [4]


def test_somebody_is_shut_out_of_the_grid(session, visit):
    here = crew("Negotiation", reps=2)
    for path in (f"/teams/{here.team.id}/readings", f"/teams/{here.team.id}", f"/teams/{here.team.id}/targets",
                 f"/teams/{here.team.id}/week", f"/profiles/{here.profile.id}/edit", "/"):
        assert visit(here.leader).go(path).accessibility_faults() == []


def test_on_a_phone_levels_are_kept_only_after_the_whole_grid(session, visit):
    here = crew("Negotiation", "Drive", "Forecasting", reps=8)
    rating = visit(here.leader, width=390).go(f"/teams/{here.team.id}/readings")
    rating.page.get_by_role("link", name="Forecasting").click()
    expect(rating.page.get_by_role("heading", name="Forecasting")).to_be_in_viewport(ratio=1)
    on_top = """button => { const at = button.getBoundingClientRect();
        return button.contains(document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)); }"""
    assert rating.page.get_by_role("button", name="Keep these levels").evaluate(on_top) is True
