"""Setting goals, looking at them, ending them, and what happens when nobody looks."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.builders import goals as build
from tests.builders import people, sales
from tests.watching import statements
from workflows import waits
from workflows.errors import NotFound, NotPermitted, Refused, Stale
from workflows.goals import actions, queries
from workflows.goals.machine import GoalState
from workflows.goals.records import GoalReview
from workflows.jobs import ask_daily, run_next
from workflows.outbox import OutboxMessage
from workflows.people.actions import members, teams
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.reactions import JOBS


def open_waits(session):
    return [(each.code, each.owner_id, each.role, each.due_at and each.due_at.date().isoformat())
            for each in session.scalars(sa.select(waits.Wait).where(waits.Wait.ended_at.is_(None))
                                        .order_by(waits.Wait.id))]


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


@pytest.fixture
def team(session):
    return people.team("Central")


@pytest.fixture
def lena(team):
    return build.leader_of(team)


@pytest.fixture
def ana(team):
    return people.person(Role.rep, team=team, name="Ana Ruiz")


def past(user, **quarters):
    for name, amount in quarters.items():
        year, quarter = int(name[1:5]), int(name[-1])
        sales.sold(user, amount, date(year, quarter * 3, 15))


def test_a_goal_is_set_without_asking_history(team, lena, ana):
    past(ana, Y2025Q1=80, Y2025Q2=100, Y2025Q3=120, Y2025Q4=90)
    goal = build.goal(team, owner=lena, metric="team_bookings", target_value=110)
    assert goal.unit == "USD"
    assert goal.attainability == {
        "reason": {"code": "goal.attainability-stretch", "params": {
            "target": 110, "unit": "USD", "quarters": 4, "median": 95, "best": 120, "best_in": "2025-Q3",
            "reached": 1}},
        "history": [["2025-Q1", 80.0], ["2025-Q2", 100.0], ["2025-Q3", 120.0], ["2025-Q4", 90.0]]}
    with pytest.raises(Refused) as refused:
        build.goal(team, owner=lena, metric="team_bookings", target_value=11_000)
    assert codes(refused) == ["goal.target-far-off"]


def test_attainment_is_compared_with_bookings(team, lena, ana):
    past(ana, Y2025Q3=120, Y2025Q4=90)
    sales.quota(("Ana Ruiz", "2025-09", "100"), ("Ana Ruiz", "2025-12", "100"))
    goal = build.goal(team, owner=lena, metric="own_attainment", target_value=100)
    assert goal.attainability["reason"]["code"] == "goal.attainability-unknown"
    goal = build.goal(team, owner=ana, metric="own_attainment", target_value=100)
    assert (goal.unit, goal.attainability["history"]) == ("%", [["2025-Q3", 120.0], ["2025-Q4", 90.0]])


def test_a_goal_of_words_has_an_attainability(team, lena):
    assert build.goal(team, owner=lena).attainability is None


def test_somebody_else_owns_or_heads_a_goal(team, lena):
    other = people.team()
    stranger = people.person(team=other)
    boss = people.acting(Role.leader, team=other)
    vision = teams.write_vision(boss, other, statement="x", by_on=date(2027, 1, 1), priorities=[("y", None)])
    above = build.goal(other, owner=stranger)
    with pytest.raises(Refused) as refused:
        build.goal(team, owner=stranger, priority_id=vision.priorities[0].id, parent_id=above.id)
    assert codes(refused) == ["goal.owner-elsewhere", "goal.priority-elsewhere", "goal.parent-elsewhere"]


def test_a_goal_ends_after_the_one_above_it(team, lena):
    above = build.goal(team, owner=lena, due_on=date(2026, 3, 20))
    with pytest.raises(Refused, match="later-than-parent"):
        build.goal(team, owner=lena, parent_id=above.id, due_on=date(2026, 3, 21))
    assert build.goal(team, owner=lena, parent_id=above.id, due_on=date(2026, 3, 20)).parent_id == above.id


def test_a_rep_sets_goals(team, lena, ana):
    with pytest.raises(NotPermitted):
        build.goal(team, owner=ana, by=actor_for(ana))
    assert build.goal(team, owner=ana, by=actor_for(lena)).owner_id == ana.id


def test_a_review_leaves_the_old_wait_and_no_follow_up(session, team, lena, ana):
    goal = build.goal(team, owner=lena, due_on=date(2026, 9, 30))
    assert open_waits(session) == [("goal.to-review", lena.id, None, "2026-04-01")]
    review = build.reviewed(goal, follow_up="Book the assessor", follow_up_owner_id=ana.id,
                            follow_up_on=date(2026, 3, 9))
    build.reviewed(goal, value=3)
    assert open_waits(session) == [("goal.follow-up", ana.id, None, "2026-03-09"),
                                   ("goal.to-review", lena.id, None, "2026-04-01")]
    actions.finish_follow_up(actor_for(ana), review)
    done_at = review.follow_up_done_at
    actions.finish_follow_up(actor_for(ana), review)
    assert (review.follow_up_done_at, len(open_waits(session))) == (done_at, 1)
    assert queries.standings([goal])[0].sentence.params["current"] == 3


def test_a_stranger_reviews_or_finishes(team, lena, ana):
    goal = build.goal(team, owner=lena)
    review = build.reviewed(goal, follow_up="Call", follow_up_owner_id=lena.id, follow_up_on=date(2026, 3, 9))
    for deed in (lambda: actions.review_goal(actor_for(ana), goal, value=1, note="x"),
                 lambda: actions.finish_follow_up(actor_for(ana), review)):
        with pytest.raises(NotPermitted):
            deed()


def test_two_reviews_of_the_same_sight_are_both_taken(session, team, lena):
    goal = build.goal(team, owner=lena)
    seen = goal.version
    build.reviewed(goal, version=seen)
    with pytest.raises(Stale):
        build.reviewed(goal, version=seen)
    assert session.scalar(sa.select(sa.func.count()).select_from(GoalReview)) == 1


def test_a_measured_goal_takes_anybodys_word(team, lena, ana):
    goal = build.goal(team, owner=lena, metric="team_bookings", target_value=100)
    sales.sold(ana, 40, date(2026, 2, 1))
    assert build.reviewed(goal, value=999).value == 40
    standing = queries.standings([goal])[0]
    assert (standing.current, standing.share, standing.sentence.params) == (
        40, 0.4, {"target": 100, "unit": "USD", "current": 40, "last_on": "2026-03-02"})


def test_a_goal_is_met_before_it_is_reached(session, team, lena):
    leader, goal = actor_for(lena), build.goal(team, owner=lena)
    with pytest.raises(Refused) as refused:
        actions.advance(leader, goal, "meet")
    assert codes(refused) == ["goal.not-reached"]
    build.reviewed(goal, value=6)
    actions.advance(leader, goal, "meet")
    assert (goal.state, goal.ended_at is not None, open_waits(session)) == (GoalState.met, True, [])
    with pytest.raises(Refused, match="ended"):
        build.reviewed(goal)
    actions.advance(leader, goal, "reopen", reason="One certificate was revoked.")
    assert (goal.state, goal.ended_at, len(open_waits(session))) == (GoalState.active, None, 1)


@pytest.mark.parametrize("verb", ["miss", "drop"])
def test_a_goal_ends_without_a_reason(team, lena, verb):
    goal = build.goal(team, owner=lena)
    with pytest.raises(Refused, match="reason-missing"):
        actions.advance(actor_for(lena), goal, verb)
    actions.advance(actor_for(lena), goal, verb, reason="The product was withdrawn.")
    assert goal.ended_at is not None


def test_a_missed_review_stays_unseen_or_is_told_daily(session, team, lena, ana, clock):
    members.give_role(people.BUILDER, lena, given=Role.leader, team_id=team.id)
    goal = build.goal(team, owner=ana, due_on=date(2026, 9, 30), review_every_days=7)
    for _ in range(9):
        clock.travel(days=1)
        ask_daily(["goals.escalate"])
        while run_next(JOBS):
            pass
    assert open_waits(session) == [("goal.to-review", ana.id, None, "2026-03-09"),
                                   ("goal.review-missed", None, "leader", None)]
    build.reviewed(goal)
    assert open_waits(session) == [("goal.to-review", ana.id, None, "2026-03-18")]


def test_the_manager_of_a_team_is_not_told_by_mail(session, clock):
    boss = people.person(name="Bo Lind")
    team = people.team("South", manager_id=boss.id)
    owner = people.person(Role.rep, team=team, name="Uma Roy")
    goal = build.goal(team, owner=owner, review_every_days=7)
    actions.escalate_missed_reviews("2026-03-10")
    actions.escalate_missed_reviews("2026-03-11")
    (mail,) = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template == "goal_review_missed"))
    assert (mail.to, mail.params["goal_id"]) == (boss.email, goal.id)
    assert ("goal.review-missed", boss.id, None, None) in open_waits(session)


def test_other_teams_goals_are_seen(session, team, lena, ana):
    goal = build.goal(team, owner=lena)
    hidden = build.goal(people.team())
    assert [each.goal.id for each in queries.goals_for(actor_for(ana))[0]] == [goal.id]
    with pytest.raises(NotFound):
        queries.goal_for(actor_for(ana), hidden.id)


def test_the_desk_shows_goals_of_next_quarter_or_strangers(session, team, lena, ana):
    mine = build.goal(team, owner=ana, title="Mine", due_on=date(2026, 3, 30))
    ours = build.goal(team, owner=lena, title="Ours", due_on=date(2026, 3, 10))
    build.goal(team, owner=lena, title="Later", due_on=date(2026, 4, 1))
    build.goal(team, owner=lena, title="Dropped")
    actions.advance(actor_for(lena), build.goal(team, owner=lena), "drop", reason="No longer wanted.")
    build.goal(people.team(), title="Elsewhere")
    shown = [each.goal.title for each in queries.goals_for_desk(actor_for(ana))]
    assert shown == [mine.title, ours.title, "Dropped"]


def test_many_goals_ask_more_questions_than_one(session, app, team, lena, ana):
    def asked():
        session.expire_all()
        with statements(app, "SELECT") as seen:
            queries.goals_for_desk(who)
        return len(seen)

    who = actor_for(ana)
    build.goal(team, owner=lena, metric="team_bookings")
    before = asked()
    for metric in ("own_bookings", "team_attainment", "calls"):
        build.reviewed(build.goal(team, owner=ana, metric=metric))
    assert asked() == before <= 4
