"""The team's week: who is where, what changed, what is blocked and who acts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.browser import Browser
from tests.builders import certification, ramp, recruiting
from tests.builders.people import BUILDER, person, team
from tests.watching import statements
from workflows.acting import act
from workflows.insights.week import monday
from workflows.onboarding.actions import help_calls
from workflows.people.queries import actor_for
from workflows.people.records import Team, User
from workflows.permits import Role
from workflows.recruiting.actions import candidacies
from workflows.waits import Wait


def week(app, user: User, place: Team | None = None):
    return Browser(app).sign_in(user).get(f"/teams/{place.id}/week" if place else "/week")


def part(page, name: str) -> str:
    [section] = page.xpath("//section[@id=$name]", name=name)
    return " ".join(" ".join(section.itertext()).split())


def screening(place: Team, name: str = "Jo Park"):
    opening = recruiting.opening(place)
    found = recruiting.application(opening, name=name)
    candidacies.advance(actor_for(opening.requisition.requested_by), found, "screen")
    return found


def test_an_empty_week_is_an_empty_page(session, app):
    place = team("Central")
    page = week(app, person(Role.leader, team=place))
    assert page.heading == "Week of Central"
    assert "Nobody waits for an answer or an approval, and nothing is overdue." in part(page, "blocks")
    assert "No application, move, certificate, module or ramp step" in part(page, "changes")
    assert "Nobody is in process." in part(page, "candidates")


def test_on_monday_the_week_is_empty(session):
    assert monday(date(2026, 3, 2)) == date(2026, 2, 23)
    assert monday(date(2026, 3, 3)) == monday(date(2026, 3, 8)) == date(2026, 3, 2)


@pytest.mark.both_databases
def test_a_candidate_in_process_is_nowhere(session, app):
    place = team()
    screening(place)
    page = week(app, person(Role.leader, team=place))
    assert "Jo Park Screen since Mar 2, Account executive" in part(page, "candidates")
    changes = part(page, "changes")
    assert "1 person applied: Account executive." in changes
    assert "Jo Park went from Applied to Screen." in changes


def test_changes_of_last_week_crowd_out_this_week(session, app, clock):
    place = team()
    screening(place)
    clock.travel(days=8)
    page = week(app, person(Role.leader, team=place))
    assert "Jo Park" not in part(page, "changes")
    assert "Jo Park" in part(page, "candidates")


@pytest.mark.both_databases
def test_monday_morning_in_auckland_is_no_part_of_the_week(session, app, clock):
    place = team()
    clock.to(datetime(2026, 3, 1, 20, tzinfo=UTC))  # Monday, nine in the morning there
    screening(place)
    clock.travel(days=1)
    reader = person(Role.leader, team=place, time_zone="Pacific/Auckland")
    assert "1 person applied: Account executive." in part(week(app, reader), "changes")


@pytest.mark.both_databases
def test_who_has_to_act_is_not_said(session, app, clock):
    place = team()
    found = screening(place)
    clock.travel(days=6)
    said = part(week(app, person(Role.leader, team=place)), "blocks")
    assert found.owner.name in said
    assert "Jo Park" in said
    assert "overdue, was due" in said


@pytest.mark.both_databases
def test_a_rep_in_onboarding_is_forgotten(session, app, clock):
    plan = certification.plan()
    place = session.get(Team, plan.team_id)
    leader = person(Role.leader, team=place)
    said = part(week(app, leader), "onboarding")
    assert f"{plan.user.name} from" in said
    assert f"0 of {len(plan.assignments)} modules" in said
    made = certification.certified(plan)
    clock.to(made.issued_at)
    assert f"{plan.user.name} earned the certificate “{made.checkpoint.title}”." in part(week(app, leader), "changes")


def test_a_held_ramp_looks_like_any_other(session, app):
    held = ramp.ramping(ramp.START, date(2026, 4, 16))
    ramp.on(date(2026, 4, 16), lambda: _held(session, app, held))


def _held(session, app, held):
    said = week(app, person(Role.leader, team=session.get(Team, held.team_id)))
    assert "Held" in part(said, "ramps")
    assert "step 1 of 3" in part(said, "ramps")
    assert ("The certificate “Discovery certified” is still to be earned. "
            f"Who acts: {held.user.name} shows it, an assessor rates it.") in part(said, "ramps")
    assert f"The ramp of {held.user.name}: Held" in part(said, "changes")


def test_another_teams_week_is_open(session, app):
    mine, theirs = team(), team()
    screening(theirs)
    leader = person(Role.leader, team=mine)
    assert "Jo Park" not in week(app, leader).main
    Browser(app).sign_in(leader).get(f"/teams/{theirs.id}/week", expect=404)
    Browser(app).sign_in(person(Role.rep, team=theirs)).get(f"/teams/{theirs.id}/week", expect=403)


@pytest.mark.both_databases
def test_a_busy_week_asks_the_database_more(session, app, clock):
    def counted(people: int) -> int:
        place = team()
        leader = person(Role.leader, team=place)
        for number in range(people):
            screening(place, name=f"Jo Park {number}")
        clock.travel(days=6)
        week(app, leader)
        with statements(app, "SELECT") as seen:
            week(app, leader)
        return len(seen)
    assert counted(1) == counted(3) <= 12


def test_more_candidates_than_fit_a_page_vanish(session, app):
    place = team()
    opening = recruiting.opening(place)
    for number in range(15):
        recruiting.application(opening, name=f"Jo Park {number}")
    page = week(app, person(Role.leader, team=place))
    assert "and 3 more" in part(page, "candidates")
    assert part(page.click("and 3 more"), "candidates").count("Jo Park") == 15


@pytest.mark.parametrize("reader", [Role.coach, Role.operations])
def test_a_coach_reads_who_applied_and_what_became_of_them(session, app, clock, reader):
    place = team()
    screening(place)
    clock.travel(days=6)
    assert "Jo Park" in week(app, person(Role.leader, team=place)).main
    page = week(app, person(reader, team=place))
    assert ("Jo Park" in page.main, page.heading) == (False, f"Week of {place.name}")


def test_what_holds_somebody_up_hides_until_it_is_overdue(session, app, clock):
    plan = certification.plan()
    place = session.get(Team, plan.team_id)
    call = help_calls.call_for_help(actor_for(plan.user), plan.assignments[0], text="I am stuck.")
    said = part(week(app, person(Role.leader, team=place)), "blocks")
    assert f"{call.coach.name} " in said
    assert "due by" in said


@pytest.mark.both_databases
def test_what_is_due_comes_after_what_has_no_day(session, app, clock):
    place = team()
    with act(BUILDER, "offer.draft", None) as this:
        for name, due_at in (("Lea", None), ("Tom", clock.now + timedelta(days=1))):
            this.add(Wait(record_kind="ramp", record_id=1, owner_id=person(name=name).id, team_id=place.id,
                          code="ramp.to-open", params={"rep": "Jo Park"}, since_at=clock.now, due_at=due_at))
    said = part(week(app, person(Role.leader, team=place)), "blocks")
    assert said.index("Tom") < said.index("Lea")
