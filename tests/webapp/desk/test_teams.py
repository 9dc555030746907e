"""The teams' pages: what each wants, needs and has."""

import pytest

from tests.browser import Browser
from tests.builders import recruiting
from tests.builders.people import person, team
from tests.builders.teams import crew, measured, vision, wants
from tests.watching import statements
from workflows.people.records import Target, Vision
from workflows.permits import Role


@pytest.mark.both_databases
def test_the_biggest_gap_and_the_open_seats_are_missing(session, app):
    here = crew(name="Central")
    wants(here, here.competencies[0], people=3)
    measured(here, {here.reps[0]: 5, here.reps[1]: 2}, here.competencies[0])
    recruiting.opening(here.team, wanted=here.profile, seats=2)
    page = Browser(app).sign_in(here.leader).get("/teams")
    assert page.rows("Teams") == [
        ["Team", "Lacks most", "Open seats", "Manager"],
        ["Central", "Biggest gap: Negotiation. At level 4 the team needs 3 and has about 1.0.", "2", "not named"]]


def test_a_team_without_targets_says_it_has_no_gap(session, app):
    here = crew(name="Central")
    page = Browser(app).sign_in(here.leader).get("/teams")
    assert page.rows("Teams")[1][1] == "No targets yet."
    page = page.click("Central")
    assert "No targets yet. Say how many people" in page.main
    assert "This team has no vision yet." in page.main


@pytest.mark.both_databases
def test_the_team_page_hides_what_it_needs_and_has(session, app):
    here = crew(name="Central")
    vision(here, "Every plant knows us.", [("Hold the price", here.competencies[0].id)])
    wants(here, here.competencies[0], people=3)
    measured(here, {here.reps[0]: 5, here.reps[1]: 2}, here.competencies[0])
    opening = recruiting.opening(here.team, wanted=here.profile)
    page = Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}")
    assert "Every plant knows us." in page.main
    assert "The team needs 3 people at level 4 in Negotiation and has about 1.0." in page.main
    assert page.rows("Needed and expected, in people")[1] == [
        "Negotiation", "4", "3 people", "1.0 people", "2.0 people", "10%", "2 people"]
    levels = {row[0]: row[1] for row in page.rows("Levels today, 1 to 5, with the standard error")[1:]}
    assert levels == {here.reps[0].name: "5.0 ± 0.6", here.reps[1].name: "2.0 ± 0.6"}
    assert page.click(opening.title).heading == opening.title
    page = Browser(app).sign_in(here.leader).get(f"/profiles/{here.profile.id}")
    assert page.rows("What the job needs")[1][:3] == [
        "Negotiation", "3 of 5", "Works alone."]


def test_a_rep_reads_the_levels_of_colleagues(session, app):
    here = crew()
    wants(here, here.competencies[0])
    measured(here, {here.reps[0]: 5, here.reps[1]: 2}, here.competencies[0])
    mine = Browser(app).sign_in(here.reps[0])
    page = mine.get(f"/teams/{here.team.id}")
    assert here.reps[0].name in page.main
    assert here.reps[1].name not in page.main
    assert page.click(here.reps[0].name).rows("Readings")[1][1] == "5.0 of 5"
    mine.get(f"/people/{here.reps[1].id}/readings", expect=404)


def test_a_stranger_reads_our_team(session, app):
    here, stranger = crew(), person(Role.leader, team=team())
    browser = Browser(app).sign_in(stranger)
    assert here.team.name not in browser.get("/teams").main
    for path in ("", "/gaps.svg", "/visions", "/targets", "/vision", "/readings", "/readings/file", "/readings.csv"):
        browser.get(f"/teams/{here.team.id}{path}", expect=404)


def test_the_chart_draws_nothing(session, app):
    here = crew()
    wants(here, here.competencies[0])
    picture = Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}/gaps.svg")
    assert "Negotiation, level 4" in picture.response.get_data(as_text=True)


def test_a_new_vision_overwrites_the_former_one(session, app, clock):
    here = crew("Negotiation")
    vision(here, "Every plant knows us.", [("Hold the price", None)])
    clock.travel(days=30)
    page = Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}").click("New vision")
    page = page.submit("Put in force", {
        "What is the team to be?": "Nobody discounts.", "By when?": "2027-01-01", "Priority 1": "Trade, do not give",
        "Competency behind priority 1": "Negotiation", "Priority 2 (optional)": "Ask what it costs"})
    assert "Nobody discounts." in page.main
    assert page.click("Former visions").xpath("string(//main)").count("Every plant knows us.") == 1
    assert [[each.title for each in row.priorities] for row in session.query(Vision).order_by(Vision.id)] == [
        ["Hold the price"], ["Trade, do not give", "Ask what it costs"]]


def test_a_vision_of_yesterday_loses_what_was_typed(session, app):
    here = crew()
    page = Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}/vision")
    page = page.submit("Put in force", {"What is the team to be?": "Known.", "By when?": "2020-01-01",
                                        "Priority 1": "Hold the price"}, expect=422)
    assert "is over. Choose a day to come." in page.main
    assert page.form("Put in force").filled({})["title_1"] == "Hold the price"


@pytest.mark.both_databases
def test_targets_of_all_competencies_take_many_pages(session, app):
    here = crew()
    wants(here, here.competencies[1], people=2, level=3)
    page = Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}").click("Targets")
    page = page.submit("Set targets", {"People, Negotiation": "4", "Level, Negotiation": "4",
                                       "Weight, Negotiation": "30", "People, Drive": ""})
    assert "2 targets changed." in page.main
    in_force = session.query(Target).filter(Target.replaced_at.is_(None)).all()
    assert [(row.competency.name, row.people, row.level, row.weight_bp) for row in in_force] == [
        ("Negotiation", 4, 4, 3000)]


def test_a_target_of_nonsense_is_an_error_of_the_server(session, app):
    here = crew()
    page = Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}/targets")
    page = page.submit("Set targets", {"People, Negotiation": "many", "Weight, Drive": "101"}, expect=422)
    assert page.errors == ["Write a number from 0 to 100.",
                           "This is no whole number. Write it in digits, such as 12. Write a number from 0 to 999."]


@pytest.mark.both_databases
def test_pages_without_content_lead_to_a_command_nobody_here_can_type(session, app):
    place = team()
    person(Role.rep, team=place)
    keeper = Browser(app).sign_in(person(Role.operations, Role.leader))
    leader = Browser(app).sign_in(person(Role.leader, team=place))
    for address in ("/profiles", f"/teams/{place.id}/targets", f"/teams/{place.id}/readings"):
        assert keeper.get(address).click("Go to the content").heading == "Content"
        assert "ask operations of the whole company to load one" in leader.get(address).main
        assert "onramp content load" not in leader.get(address).main


def test_operations_of_one_team_fill_in_a_profile_that_is_not_kept(session, app):
    here = crew()
    browser = Browser(app).sign_in(person(Role.operations, team=here.team))
    assert "Change" not in browser.get(f"/profiles/{here.profile.id}").links
    assert "Save the profile" not in browser.get(f"/profiles/{here.profile.id}/edit", expect=403).buttons


def test_who_changes_a_profile_is_not_told_whose_seats_name_it(session, app):
    here, north = crew(), team("North")
    recruiting.opening(north, wanted=here.profile, title="Hunter")
    page = Browser(app).sign_in(here.leader).get(f"/profiles/{here.profile.id}/edit")
    assert "All teams share this profile Seats that name it now: Hunter in North." in page.main


def test_a_profile_keeps_weights_that_do_not_add_up(session, app):
    here = crew()
    browser = Browser(app).sign_in(here.leader)
    page = browser.get(f"/profiles/{here.profile.id}").click("Change")
    page = page.submit("Save the profile", {"Weight, Negotiation": "60", "Weight, Drive": "50"}, expect=422)
    assert "The weights make 110% together." in page.main
    page = page.submit("Save the profile", {"Weight, Negotiation": "100", "Weight, Drive": "",
                                            "A must, Negotiation": False, "Level, Negotiation": "5"})
    assert page.rows("What the job needs")[1:] == [["Negotiation", "5 of 5", "Raises the team.", "100%", "no"]]


def test_an_opening_forgets_what_it_was_approved_with(session, app):
    here = crew()
    opening = recruiting.opening(here.team, wanted=here.profile)
    Browser(app).sign_in(here.leader).get(f"/profiles/{here.profile.id}/edit").submit(
        "Save the profile", {"Weight, Negotiation": "100", "Weight, Drive": ""})
    session.refresh(opening)
    assert sorted(gap.competency.name for gap in opening.gaps) == ["Drive", "Negotiation"]


def test_more_people_ask_the_database_more(session, app):
    def counted(reps: int, *unwanted: str) -> int:
        here = crew("Negotiation", "Drive", *unwanted, reps=reps)
        vision(here)
        for competency in here.competencies:
            measured(here, dict.fromkeys(here.reps, 3), competency)
        for competency in here.competencies[:2]:
            wants(here, competency)
        recruiting.opening(here.team, wanted=here.profile)
        browser = Browser(app).sign_in(here.leader)
        browser.get(f"/teams/{here.team.id}")
        with statements(app, "SELECT") as seen:
            browser.get(f"/teams/{here.team.id}")
        return len(seen)
    few, many = counted(1, "Discovery"), counted(4, "Discovery", "Forecasting", "Coachability")
    assert few == many <= 12
