"""Mail about a whole plan; what is about one module is written where the module moves."""

from workflows import outbox
from workflows.db import db
from workflows.onboarding.records import Plan
from workflows.people.records import Team, User


def tell_coach(plan: Plan, rep: User, team: Team) -> None:
    """Within the action that opened the plan: who is coming, when, and where their plan is."""
    coach = db.session.get_one(User, plan.coach_id)
    outbox.post(coach.email, "plan_to_coach", user_id=coach.id, locale=coach.locale,
                params={"name": coach.name, "rep": rep.name, "team": team.name, "plan_id": plan.id,
                        "start_on": plan.start_on.isoformat()})
