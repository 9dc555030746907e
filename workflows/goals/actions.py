"""Setting goals, looking at them, ending them; what happens when nobody looks."""

from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from workflows import clock, outbox, permits, waits
from workflows.acting import act
from workflows.db import db
from workflows.goals import queries, rules
from workflows.goals.machine import GoalState
from workflows.goals.queries import GoalStanding
from workflows.goals.records import Goal, GoalReview
from workflows.goals.rules import NewGoal
from workflows.people.records import Team
from workflows.permits import Actor, Role, System, is_, role, system
from workflows.reasons import Reason, Reasons, reasons

permits.allow("goal.set", role(Role.leader) | system)
permits.allow("goal.review", role(Role.leader) | is_("owner_id"))
permits.allow("goal.escalate", system)
permits.allow("goal_review.finish", role(Role.leader) | is_("follow_up_owner_id"))


def set_goal(actor: Actor, team: Team, new: NewGoal) -> Goal:
    """A new goal of the team, checked against history where the product measures it.

    Refused when it makes no sense: no way to go, a day past or too far, a target ten times the best ever, an owner or
    priority of elsewhere, or a goal above it that ends sooner or has ended. Sent twice within a minute it is one goal.
    """
    with act(actor, "goal.set", subject=team, lock=(team,)) as this:
        today, metric = clock.today(), rules.measured(new.metric)
        this.require(rules.goal_problems(new, today), _strangers(team, new))
        unit = new.unit.strip() if metric is None else team.currency if metric.bookings else "%"
        found = None
        if metric is not None:
            found = rules.attainability(new.target_value, unit, queries.history(metric, team, new.owner_id, today))
            this.require(rules.far_off(new.target_value, found))
        same: Goal | None = this.just_made(
            Goal, team_id=team.id, owner_id=new.owner_id, title=new.title.strip(), metric=new.metric.strip(),
            target_value=new.target_value, due_on=new.due_on, parent_id=new.parent_id, priority_id=new.priority_id)
        if same is not None:
            return same
        goal: Goal = this.create(Goal(
            team_id=team.id, priority_id=new.priority_id, parent_id=new.parent_id, owner_id=new.owner_id,
            title=new.title.strip(), metric=new.metric.strip(), unit=unit, start_value=new.start_value,
            target_value=new.target_value, due_on=new.due_on, review_every_days=new.review_every_days,
            review_due_on=rules.next_review(today, new.review_every_days, new.due_on),
            attainability=found.as_json() if found else None))
        this.note(metric=goal.metric, start=new.start_value, target=new.target_value, due_on=new.due_on.isoformat())
        this.remember(title=goal.title)
    return goal


def review_goal(actor: Actor, goal: Goal, *, value: float, note: str, follow_up: str | None = None,
                follow_up_owner_id: int | None = None, follow_up_on: date | None = None,
                version: int | None = None) -> GoalReview:
    """A look at where the goal stands; the next is due after its cadence, a follow-up waits for its owner.

    Refused when the goal has ended, without a note, and with a follow-up that lacks owner or day. For a metric that
    the product measures, the value is what it measured, whatever was given.
    """
    with act(actor, "goal.review", goal, version=version) as this:
        today, text = clock.today(), (follow_up or "").strip() or None
        if goal.state is not GoalState.active:
            this.require(Reason("goal.ended"))
        this.require(rules.review_problems(value, note, text, follow_up_owner_id, follow_up_on, today),
                     _follow_up_stranger(goal.team, follow_up_owner_id))
        if rules.measured(goal.metric):
            value = queries.standings([goal])[0].current or 0.0
        review = GoalReview(goal_id=goal.id, by_id=actor.id, value=value, note=note.strip(), follow_up=text,
                            follow_up_owner_id=follow_up_owner_id, follow_up_on=follow_up_on)
        this.add(review)
        goal.review_due_on = rules.next_review(today, goal.review_every_days, goal.due_on)
        flag_modified(goal, "review_due_on")  # a new version even if the day is the same: somebody has looked
        this.session.flush()
        waits.end(this.session, goal.KIND, goal.id)
        this.moved.append(goal)
        this.note(review_id=review.id, value=value, next_on=goal.review_due_on.isoformat())
        if follow_up_owner_id and follow_up_on:
            this.add(_waiting("goal_review", review.id, goal, follow_up_owner_id, "goal.follow-up",
                              {"goal": goal.title, "follow_up": text}, follow_up_on))
    return review


def finish_follow_up(actor: Actor, review: GoalReview) -> None:
    """The follow-up is done. A second time changes nothing; refused where there is none."""
    with act(actor, "goal_review.finish", review) as this:
        this.require(None if review.follow_up else Reason("goal.no-follow-up"))
        review.follow_up_done_at = review.follow_up_done_at or clock.now()
        waits.end(this.session, "goal_review", review.id)


def advance(actor: Actor, goal: Goal, verb: str, *, reason: str | None = None, version: int | None = None) -> None:
    """Meet, miss, drop or reopen. Met is refused while the figure falls short; all but met need a reason."""
    with act(actor, f"goal.{verb}", goal, version=version) as this:
        if verb == "meet":
            this.require(blockers(queries.standings([goal])[0])["meet"])
        this.move(reason=reason)
        goal.ended_at = None if verb == "reopen" else clock.now()
        if verb == "reopen":
            goal.review_due_on = rules.next_review(clock.today(), goal.review_every_days, goal.due_on)


def blockers(stands: GoalStanding) -> dict[str, Reasons]:
    """What is in the way of each move now."""
    goal = stands.goal
    return {"meet": reasons(rules.not_reached(goal.start_value, goal.target_value, stands.current, goal.unit))}


def escalate_missed_reviews(day: str) -> None:
    """Daily: a goal whose review is overdue waits for its team's leader as well, once for each missed day."""
    asked = sa.exists().where(waits.Wait.record_kind == "goal", waits.Wait.record_id == Goal.id,
                              waits.Wait.code == "goal.review-missed", waits.Wait.ended_at.is_(None))
    late = db.session.scalars(sa.select(Goal.id).where(
        Goal.state == GoalState.active, Goal.review_due_on < date.fromisoformat(day), ~asked)).all()
    for goal_id in late:
        _escalate(db.session.get_one(Goal, goal_id))


def _escalate(goal: Goal) -> None:
    with act(System("missed goal review"), "goal.escalate", goal) as this:
        manager = goal.team.manager
        leader = manager if manager is not None and manager.id != goal.owner_id and not manager.deactivated_at else None
        this.add(_waiting("goal", goal.id, goal, leader.id if leader else None, "goal.review-missed",
                          {"goal": goal.title, "owner": goal.owner.name, "review_on": goal.review_due_on.isoformat()}))
        this.note(review_due_on=goal.review_due_on.isoformat(), leader_id=leader.id if leader else None)
        if leader is not None:
            outbox.post(leader.email, "goal_review_missed", user_id=leader.id, locale=leader.locale,
                        params={"name": leader.name, "goal": goal.title, "owner": goal.owner.name, "goal_id": goal.id,
                                "due_on": goal.review_due_on.isoformat()},
                        once_key=f"goal-review:{goal.id}:{goal.review_due_on}")


def _waiting(kind: str, record_id: int, goal: Goal, owner_id: int | None, code: str, params: dict[str, str | None],
             on: date | None = None) -> waits.Wait:
    due = datetime.combine(on, time(17), tzinfo=UTC) if on else None
    return waits.Wait(record_kind=kind, record_id=record_id, owner_id=owner_id, team_id=goal.team_id, code=code,
                      role=None if owner_id else Role.leader.value, params=params, since_at=clock.now(), due_at=due)


def _strangers(team: Team, new: NewGoal) -> Reasons:
    """The owner, priority and goal above must be the team's own."""
    above = db.session.get(Goal, new.parent_id) if new.parent_id else None
    return reasons(
        None if new.owner_id in {user.id for user in queries.owners_of(team)} else Reason("goal.owner-elsewhere"),
        Reason("goal.priority-elsewhere") if new.priority_id and new.priority_id not in {
            each.id for each in queries.priorities_of(team)} else None,
        Reason("goal.parent-elsewhere") if new.parent_id and (
            above is None or above.team_id != team.id or above.state is not GoalState.active) else None,
        Reason("goal.later-than-parent", {"due_on": above.due_on.isoformat(), "parent": above.title})
        if above is not None and above.team_id == team.id and above.due_on < new.due_on else None)


def _follow_up_stranger(team: Team, owner_id: int | None) -> Reason | None:
    known: set[int] = {user.id for user in queries.owners_of(team)} if owner_id else set()
    return None if owner_id is None or owner_id in known else Reason("goal.owner-elsewhere")
