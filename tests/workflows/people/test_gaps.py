"""What a team lacks: targets against the levels of its people."""

from datetime import timedelta

import pytest

from tests.builders.people import person, team
from tests.builders.teams import crew, measured, wants
from tests.watching import statements
from workflows import clock
from workflows.errors import NotPermitted, Refused
from workflows.people.actions import members, readings, teams
from workflows.people.actions.teams import Wanted
from workflows.people.queries import actor_for
from workflows.people.queries_gaps import biggest, gaps_by_team, team_gaps
from workflows.people.records import Target, Vision
from workflows.permits import Role


def test_people_are_expected_whom_nobody_has_measured(session):
    here = crew(reps=3)
    wants(here, here.competencies[0], people=3, level=4)
    [gap] = team_gaps(here.team.id, clock.today())
    assert (gap.expected, gap.gap, gap.measured) == (0, 3, 0)


def test_a_level_at_the_target_counts_as_certain(session):
    """An error of 0.6 around exactly level 4 is as likely above as below."""
    here = crew(reps=2)
    wants(here, here.competencies[0], people=2, level=4)
    measured(here, {here.reps[0]: 4, here.reps[1]: 5}, here.competencies[0])
    [gap] = team_gaps(here.team.id, clock.today())
    assert gap.expected == pytest.approx(0.5 + 0.9522, abs=1e-3)
    assert gap.gap == pytest.approx(2 - gap.expected)


def test_somebody_who_left_still_fills_the_gap(session):
    here = crew(reps=1)
    wants(here, here.competencies[0])
    measured(here, {here.reps[0]: 5}, here.competencies[0])
    members.deactivate(actor_for(person(Role.admin)), here.reps[0], successor_id=None)
    assert team_gaps(here.team.id, clock.today())[0].expected == 0


def test_an_old_reading_says_as_much_as_a_new_one(session, clock):
    here = crew(reps=1)
    wants(here, here.competencies[0])
    measured(here, {here.reps[0]: 5}, here.competencies[0])
    fresh = team_gaps(here.team.id, clock.now.date())[0].expected
    stale = team_gaps(here.team.id, clock.now.date() + timedelta(days=730))[0].expected
    assert stale < fresh - 0.05


def test_a_corrected_reading_counts_twice(session):
    here = crew(reps=1)
    wants(here, here.competencies[0])
    measured(here, {here.reps[0]: 5}, here.competencies[0])
    measured(here, {here.reps[0]: 1}, here.competencies[0])
    assert team_gaps(here.team.id, clock.today())[0].expected < 0.001


def test_the_readings_of_another_team_close_the_gap(session):
    here, there = crew(reps=1), crew(reps=1)
    wants(here, here.competencies[0])
    measured(there, {there.reps[0]: 5}, here.competencies[0])
    assert team_gaps(here.team.id, clock.today())[0].expected == 0


def test_the_biggest_gap_forgets_the_weight(session):
    here = crew(reps=1)
    first, second = here.competencies
    wants(here, first, people=3, weight_bp=1000)
    wants(here, second, people=2, weight_bp=9000)
    assert biggest(team_gaps(here.team.id, clock.today())).competency is second
    assert biggest([]) is None


def test_more_teams_ask_more_questions(app, session):
    ids = [crew().team.id for _ in range(3)]
    with statements(app, "SELECT") as one:
        gaps_by_team(ids[:1], clock.today())
    with statements(app, "SELECT") as three:
        gaps_by_team(ids, clock.today())
    assert len(one) == len(three) == 2


def test_a_changed_target_loses_its_history(session):
    here = crew()
    wants(here, here.competencies[0], people=3)
    wants(here, here.competencies[0], people=4)
    wants(here, here.competencies[0], people=4)
    rows = session.query(Target).order_by(Target.id).all()
    assert [(row.people, row.replaced_at is None) for row in rows] == [(3, False), (4, True)]


def test_a_target_that_was_taken_away_comes_back(session):
    here = crew()
    wants(here, here.competencies[0])
    assert teams.set_targets(here.lead, here.team, {here.competencies[0].id: None}) == 1
    assert team_gaps(here.team.id, clock.today()) == []


@pytest.mark.parametrize(("wanted", "code"), [(Wanted(0, 3), "target.nobody"), (Wanted(1, 6), "target.level"),
                                              (Wanted(1, 3, 10_001), "target.weight")])
def test_one_wrong_target_lets_the_others_in(session, wanted, code):
    here = crew()
    with pytest.raises(Refused) as refusal:
        teams.set_targets(here.lead, here.team, {here.competencies[0].id: Wanted(2, 3),
                                                 here.competencies[1].id: wanted})
    assert [each.code for each in refusal.value.reasons] == [code]
    assert session.query(Target).count() == 0


def test_a_leader_of_elsewhere_sets_our_targets(session):
    here, stranger = crew(), person(Role.leader, team=team())
    with pytest.raises(NotPermitted):
        teams.set_targets(actor_for(stranger), here.team, {here.competencies[0].id: Wanted(1, 3)})
    with pytest.raises(NotPermitted):
        readings.record_readings(actor_for(stranger), here.team, {})


@pytest.mark.parametrize(("changed", "code"), [
    ({"statement": " "}, "vision.empty"), ({"statement": "x" * 2001}, "vision.too-long"),
    ({"by_on": "today"}, "vision.in-the-past"), ({"priorities": []}, "vision.priorities"),
    ({"priorities": [("One", None), (" ", None)]}, "vision.priorities"),
    ({"priorities": [(str(n), None) for n in range(6)]}, "vision.priorities")])
def test_a_vision_without_focus_is_kept(session, changed, code):
    here = crew()
    asked = {"statement": "Known.", "by_on": clock.today() + timedelta(days=9), "priorities": [("One", None)]} | changed
    asked["by_on"] = clock.today() if asked["by_on"] == "today" else asked["by_on"]
    with pytest.raises(Refused) as refusal:
        teams.write_vision(here.lead, here.team, **asked)
    assert [each.code for each in refusal.value.reasons] == [code]
    assert session.query(Vision).count() == 0
