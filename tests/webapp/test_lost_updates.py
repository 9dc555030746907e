"""Two windows on one record: the slower is told what is new, and neither loses what they typed."""

from datetime import date

from tests.browser import Browser
from tests.builders import interviewing, onboarding, people, recruiting, teams
from workflows.interviewing.actions import plans as interview_plans
from workflows.interviewing.queries.plans import newest_plan
from workflows.onboarding.actions import due_dates
from workflows.people.actions import own_account, readings
from workflows.people.actions import teams as visions
from workflows.people.queries import actor_for
from workflows.people.records import ReadingPolicy, ReadingSource, Vision
from workflows.permits import Role
from workflows.recruiting.actions import openings
from workflows.recruiting.records import ScoreVisibility


def told(page) -> list[str]:
    """What the refusal says: who was quicker, then what is new."""
    said = ["".join(each.itertext()).strip() for each in page.xpath("//form//*[@role='alert']//li")]
    return [each.removesuffix(" What you typed is kept below: look at what is new, then send it again.")
            for each in said]


def test_the_slower_of_two_people_undoes_an_openings_change(app, session):
    place = recruiting.opening()
    manager, lea = place.requisition.requested_by, people.person(Role.recruiter, team=place.team, name="Lea Okafor")
    slow = Browser(app).sign_in(manager).get(f"/openings/{place.id}/edit")
    openings.revise(actor_for(lea), place, title="Plant seller", description="Sells to plants.",
                    visibility=ScoreVisibility.never)
    page = slow.submit("Save", {"Title": "Field seller"}, expect=422)
    assert told(page) == [
        "Lea Okafor changed this in the meantime.",
        "“Title” is now “Plant seller”; what you put there instead is kept below.",
        "“What candidates read” is now “Sells to plants.”.",
        "“Do interviewers see colleagues' scorecards?” is now “Never”."]
    session.expire_all()
    assert place.title == "Plant seller"
    page.submit("Save")
    session.expire_all()
    assert (place.title, place.description, place.visibility) == ("Field seller", "Sells to plants.", "never")


def test_a_second_press_is_told_of_a_change_that_is_its_own(app, session):
    place = recruiting.opening()
    slow = Browser(app).sign_in(place.requisition.requested_by).get(f"/openings/{place.id}/edit")
    slow.submit("Save", {"Title": "Field seller"})
    slow.submit("Save", {"Title": "Field seller"})
    session.expire_all()
    assert place.title == "Field seller"


def test_the_slower_of_two_people_undoes_the_policy_of_readings(app, session):
    lea, raj = people.person(Role.operations, name="Lea Okafor"), people.person(Role.operations)
    slow = Browser(app).sign_in(raj).get("/reading-policy")
    errors = {ReadingSource.manager_grid: 0.6, ReadingSource.csv: 0.3, ReadingSource.interview: 0.5,
              ReadingSource.certificate: 0.35}
    readings.set_policy(actor_for(lea), errors=errors, drift_per_year=0.1)
    drift = "How far may a level wander in a year?"
    page = slow.submit("Save", {drift: "0.2"}, expect=422)
    assert told(page) == ["Lea Okafor changed this in the meantime.", "“File” is now “0.3”.",
                          f"“{drift}” is now “0.1”; what you put there instead is kept below."]
    page.submit("Save")
    session.expire_all()
    assert {(each.source.value, each.standard_error, each.drift_per_year) for each in session.query(ReadingPolicy)} == {
        (source.value, error, 0.2) for source, error in errors.items()}


def test_the_slower_of_two_people_writes_over_a_vision_they_never_read(app, session):
    here = teams.crew()
    other = people.person(Role.leader, team=here.team, name="Lea Okafor")
    teams.vision(here)
    slow = Browser(app).sign_in(here.leader).get(f"/teams/{here.team.id}/vision")
    visions.write_vision(actor_for(other), here.team, statement="Plants call us first.", by_on=date(2027, 6, 1),
                         priorities=[("Hold the price", here.competencies[0].id)])
    page = slow.submit("Put in force", {"title_2": "Answer the same day"}, expect=422)
    assert told(page)[:2] == ["Lea Okafor changed this in the meantime.",
                              "“What is the team to be?” is now “Plants call us first.”."]
    page.submit("Put in force")
    newest = session.query(Vision).order_by(Vision.id.desc()).first()
    assert (newest.statement, newest.by_on) == ("Plants call us first.", date(2027, 6, 1))
    assert "Answer the same day" in [each.title for each in newest.priorities]


def test_the_slower_of_two_people_moves_a_due_date_that_was_moved(app, session):
    plan = onboarding.plan(("book", {}))
    assignment = onboarding.module_of(plan, "book")
    leader = people.person(Role.leader, team=plan.user.team, name="Lea Okafor")
    slow = Browser(app).sign_in(plan.coach).get(f"/modules/{assignment.id}/due-date")
    due_dates.move_due_date(actor_for(leader), assignment, due_on=date(2026, 6, 1), reason="Laptop late.")
    typed = {"New due date": "2026-05-20", "Why does it move?": "A holiday."}
    page = slow.submit("Move the due date", typed, expect=422)
    assert told(page) == ["Lea Okafor changed this in the meantime.", "“New due date” is now “June 1, 2026”; what you "
                          "put there instead is kept below."]
    page.submit("Move the due date")
    session.expire_all()
    assert assignment.due_on == date(2026, 5, 20)


def test_the_slower_of_two_windows_undoes_ones_own_details(app, session):
    ana = people.person(Role.rep, name="Ana Silva", time_zone="UTC")
    slow = Browser(app).sign_in(ana).get("/me/details")
    own_account.edit_own(actor_for(ana), ana, name="Ana Silva", time_zone="Europe/Berlin", locale="en")
    page = slow.submit("Keep them", {"Name": "Ana Souza"}, expect=422)
    assert len(told(page)) == 2
    assert told(page)[1].startswith("“Time zone” is now “")
    page.submit("Keep them")
    session.expire_all()
    assert (ana.name, ana.time_zone) == ("Ana Souza", "Europe/Berlin")


def test_the_slower_of_two_people_makes_a_plan_over_one_they_never_saw(app, session):
    place = interviewing.opening()
    manager, lea = place.requisition.requested_by, people.person(Role.recruiter, team=place.team, name="Lea Okafor")
    for _ in range(2):
        people.person(Role.interviewer, team=place.team)
    path = f"/openings/{place.id}/interview-plan"
    first = Browser(app).sign_in(manager).get(path)
    interview_plans.make_plan(actor_for(lea), place, [("On the phone", 30, None), ("On site", 60, None)])
    page = first.submit("Choose the questions", {"rounds-0-title": "At the plant"}, expect=422)
    assert told(page) == [
        "Lea Okafor changed this in the meantime.",
        "“Title, Interview 1” is now “On the phone”; what you put there instead is kept below.",
        "“Minutes for questions, Interview 1” is now “30”.", "“Title, Interview 2” is now “On site”.",
        "“Minutes for questions, Interview 2” is now “60”."]
    assert newest_plan(place.id).number == 1
    page.submit("Choose the questions")
    assert [(each.title, each.minutes) for each in newest_plan(place.id).rounds] == [("At the plant", 30),
                                                                                   ("On site", 60)]


def test_the_slower_of_two_people_lets_a_pinned_interviewer_go(app, session):
    place = interviewing.opening()
    manager, lea = place.requisition.requested_by, people.person(Role.recruiter, team=place.team, name="Lea Okafor")
    plan = interview_plans.make_plan(actor_for(manager), place, [("On the phone", 30, None)])
    chosen = plan.rounds[0].interviewer.name
    slow = Browser(app).sign_in(manager).get(f"/openings/{place.id}/interview-plan")
    interview_plans.pin_interviewer(actor_for(lea), plan.rounds[0], pinned=True)
    page = slow.submit("Choose the questions", {"rounds-0-minutes": "45"}, expect=422)
    assert told(page) == ["Lea Okafor changed this in the meantime.",
                          f"“Interviewer, Interview 1” is now “{chosen}”."]
    page.submit("Choose the questions")
    round_ = newest_plan(place.id).rounds[0]
    assert (round_.minutes, round_.interviewer.name, round_.interviewer_pinned) == (45, chosen, True)
