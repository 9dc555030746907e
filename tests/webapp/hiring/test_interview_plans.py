"""The interview plan on its page: made, read, pinned, made again."""

from tests.browser import Browser, text_of
from tests.builders import interviewing as build
from tests.builders.people import person, team
from tests.watching import statements
from workflows.interviewing.actions import plans
from workflows.interviewing.queries.plans import askable, newest_plan
from workflows.permits import Role


def made(minutes=30, raters=2, about=()):
    place = build.opening(about=about)
    people = [person(Role.interviewer, team=place.team) for _ in range(raters)]
    plan = plans.make_plan(build.actor(place.requisition.requested_by), place,
                           [(f"Interview {n}", minutes, None) for n in range(1, raters + 1)])
    return place, people, plan


def test_a_manager_cannot_make_the_plan(session, app):
    place = build.opening()
    people = [person(Role.interviewer, team=place.team) for _ in range(2)]
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}/interview-plan")
    page = page.submit("Choose the questions", {"rounds-0-title": "First", "rounds-0-minutes": "30",
                                                "rounds-1-title": "Second", "rounds-1-minutes": "30"})
    names = {row.interviewer.name for row in newest_plan(place.id).rounds}
    assert names <= {each.name for each in people} | {"Hana Berg"}
    assert len(names) == 2


def test_the_matrix_hides_minutes_or_people(session, app):
    place, _, plan = made()
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}/interview-plan")
    held = [row.interviewer.name for row in plan.rounds]
    rows = page.rows("Minutes per competency and interview")
    asked = [[sum(q.question.minutes for q in r.questions if q.opening_gap_id == gap.id) for r in plan.rounds]
             for gap in place.gaps]
    assert rows[0] == ["Competency", "Gap in people", "Interview 1", "Interview 2", "Opinions"]
    assert [row[2:] for row in rows[1:]] == [
        [*(f"{minutes} min {name}" for minutes, name in zip(line, held, strict=True)), "2"] for line in asked]


def test_a_pinned_interviewer_is_replaced(session, app):
    place, _, plan = made()
    browser, name = Browser(app).sign_in(place.requisition.requested_by), plan.rounds[1].interviewer.name
    page = browser.get(f"/openings/{place.id}/interview-plan").submit(f"Pin {name} here")
    page = page.submit("Make it again around what is pinned")
    again = newest_plan(place.id)
    assert (again.number, again.rounds[1].interviewer.name, again.rounds[1].interviewer_pinned) == (2, name, True)
    assert again.rounds[0].interviewer_pinned is False
    assert f"Unpin {name}" in page.buttons


def test_a_pinned_question_is_left_out(session, app):
    place, _, plan = made(minutes=20)
    asked = {q.question_version_id for r in plan.rounds for q in r.questions}
    browser = Browser(app).sign_in(place.requisition.requested_by)
    page = browser.get(f"/plan-rounds/{plan.rounds[0].id}/pin-question")
    choices = page.xpath("//select[@name='question_id']/optgroup/option/@value")
    wanted = next(value for value in choices if int(value) not in asked)
    page.submit("Pin and make the plan again", {"question_id": wanted})
    pinned = [(r.position, q.question_version_id) for r in newest_plan(place.id).rounds for q in r.questions
              if q.pinned]
    assert pinned == [(0, int(wanted))]


def test_the_questions_to_pin_stand_in_one_long_list(session, app):
    place, _, plan = made(minutes=20)
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/plan-rounds/{plan.rounds[0].id}/pin-question")
    groups = {group.get("label"): [text_of(each) for each in group] for group in page.xpath("//select/optgroup")}
    wanted = {gap.competency.name: gap.competency_id for gap in place.gaps}
    assert list(groups) == sorted(wanted)
    assert len(groups) > 1
    assert {name: len(options) for name, options in groups.items()} == {
        name: len([each for each in askable({about}) if each.minutes <= 20]) for name, about in wanted.items()}
    assert page.xpath("//select/option") == []
    assert all(option.startswith("10 minutes: ") for options in groups.values() for option in options)


def test_a_plan_that_fits_nobody_says_nothing(session, app):
    place, _, _ = made(raters=1)
    page = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}/interview-plan")
    assert "No plan keeps every rule. This is the nearest one; it had to break:" in page.main
    assert "Negotiation is a must-have and needs 2 interviewers" in page.main


def test_another_team_reads_the_plan(session, app):
    place, _, plan = made()
    stranger = Browser(app).sign_in(person(Role.hiring_manager, team=team()))
    stranger.get(f"/openings/{place.id}/interview-plan", expect=404)
    stranger.get(f"/plan-rounds/{plan.rounds[0].id}/pin-question", expect=404)
    stranger.get(f"/planned-questions/{plan.rounds[0].questions[0].id}/swap", expect=404)


def test_a_longer_plan_asks_the_database_more(session, app):
    counts = []
    for names in (("Negotiation",), ("Negotiation", "Discovery", "Drive", "Coaching")):
        place, _, _ = made(raters=len(names) // 2 + 1, about=build.bank(names), minutes=60)
        browser = Browser(app).sign_in(place.requisition.requested_by)
        with statements(app, "SELECT") as seen:
            browser.get(f"/openings/{place.id}/interview-plan")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_a_question_that_candidates_were_asked_is_swapped_without_a_word(session, app):
    panel = build.planned(2, minutes=20)
    planned = newest_plan(panel.opening.id).rounds[0].questions[0]
    page = Browser(app).sign_in(panel.manager).get(f"/planned-questions/{planned.id}/swap")
    assert "1 candidate was asked this already" in page.main
    other = page.xpath("//input[@name='question']/@value")[-1]
    page = page.submit("Swap and pin", {"question": other}, expect=422)
    page = page.submit("Swap and pin", {"question": other, "Why are the next candidates asked something else?":
                                        "It leaked."})
    assert page.heading == "Interview plan: Account executive"


def test_a_question_nobody_was_asked_needs_a_reason(session, app):
    place, _, plan = made(minutes=20)
    page = Browser(app).sign_in(place.requisition.requested_by).get(
        f"/planned-questions/{plan.rounds[0].questions[0].id}/swap")
    assert "asked this already" not in page.main
    assert [name for name in page.form("Swap and pin").names if name != "csrf_token"] == ["question"]
