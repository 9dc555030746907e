"""The goals of the quarter: what Lena sets for the team and for Maya, and the first look at where they stand."""

from datetime import date, timedelta

import sqlalchemy as sa

from webapp.commands.demo.story import Story
from workflows.db import db
from workflows.goals.actions import review_goal, set_goal
from workflows.goals.records import Goal
from workflows.goals.rules import Metric, NewGoal
from workflows.people.records import Priority
from workflows.sales.periods import add_months


def quarter_ends(today: date) -> date:
    return add_months(today.replace(day=1), 3 - (today.month - 1) % 3) - timedelta(days=1)


def set_goals(story: Story) -> None:
    """One goal for the team's bookings, one for what the vision asks first, one that follows from it for Maya."""
    lena, ends = story.as_("lena"), quarter_ends(story.ends.date())
    first = db.session.scalars(sa.select(Priority).order_by(Priority.position)).first()
    about = first.id if first else None
    set_goal(lena, story.team, NewGoal("Bookings of the quarter", Metric.team_bookings, 0, 850_000, ends,
                                       story.crew["lena"].id, unit="USD", review_every_days=14))
    trades = set_goal(lena, story.team, NewGoal(
        "Discounts given without something in return", "Share of won deals", 40, 15, ends, story.crew["lena"].id,
        unit="%", priority_id=about, review_every_days=21))
    set_goal(lena, story.team, NewGoal(
        "A trade list before every second call", "Share of second calls", 0, 80, ends, story.crew["maya"].id, unit="%",
        priority_id=about, parent_id=trades.id, review_every_days=14))


def look_at_goals(story: Story) -> None:
    """Lena looks at the discounts and leaves a follow-up with Marc."""
    goal = db.session.scalars(sa.select(Goal).where(Goal.metric == "Share of won deals")).one()
    review_goal(story.as_("lena"), goal, value=28, note="Better where a trade list was used; three deals were not.",
                follow_up="Go through the three deals without a trade list", follow_up_owner_id=story.crew["marc"].id,
                follow_up_on=story.due(7))
