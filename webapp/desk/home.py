"""Desk: what we want, what waits for me, and what went well."""

from flask_babel import lazy_gettext as _l

from webapp.access import actor, needs, open_to_visitor
from webapp.answers import page
from webapp.desk import bp
from webapp.paging import Pages, asked_page
from webapp.where import way_to
from workflows.coaching.queries import recent_kudos
from workflows.goals.queries import goals_for_desk
from workflows.insights.desk import Urgency, desk_for, own_way
from workflows.insights.operations import stuck
from workflows.people import queries_teams as teams
from workflows.permits import Actor, Role, may

GROUPS = {Urgency.overdue: _l("Overdue"), Urgency.today: _l("Due today"), Urgency.later: _l("Later")}
QUEUES = {
    Role.interviewer: _l("all interviewers"), Role.hiring_manager: _l("all hiring managers"),
    Role.recruiter: _l("all recruiters"), Role.rep: _l("all reps"), Role.assessor: _l("all assessors"),
    Role.coach: _l("all coaches"), Role.leader: _l("all leaders"), Role.operations: _l("all of operations"),
    Role.admin: _l("all administrators"),
}
# What a person may do next when nothing waits: role, page, what it is for.
NEXT = (
    (Role.operations, "admin.content", _l("Load what is asked and taught")),
    (Role.rep, "learning.mine", _l("Go on with your onboarding")),
    (Role.rep, "ramp.mine", _l("See where your ramp stands")),
    (Role.interviewer, "hiring.interviews", _l("Look at your next interviews")),
    (Role.hiring_manager, "hiring.request_seat", _l("Ask for a seat your team lacks")),
    (Role.recruiter, "hiring.openings", _l("Look through your openings")),
    (Role.assessor, "learning.attempts", _l("See which checkpoints come next")),
    (Role.coach, "learning.plans", _l("See who is where in onboarding")),
    (Role.leader, "desk.teams", _l("See what your teams lack most")),
    (Role.leader, "desk.week", _l("Read the team's week")),
    (Role.rep, "desk.teams", _l("See what your team wants to reach")),
    (Role.operations, "admin.people", _l("Look after people and their roles")),
    (Role.operations, "admin.imports", _l("Bring in deals and quotas")),
    (Role.admin, "admin.jobs", _l("See whether the machinery runs")),
)


@bp.get("/")
@needs()
def index():
    who = actor()
    team = teams.home_team(who)
    desk = desk_for(who, asked_page())
    return page("desk/index.html", desk=desk, pages=Pages(desk.page, desk.pages, desk.total),
                groups=GROUPS, queues=QUEUES,
                team=team, vision=teams.vision_of(team.id) if team else None,
                **({} if desk.total else begin_with(who)),
                writes=team is not None and may(who, "vision.write", team), kudos=recent_kudos(who), way_to=way_to,
                goals=goals_for_desk(who), stuck=stuck(who))


def begin_with(who: Actor) -> dict:
    """What an empty desk says: where to go next, and whether that waits for the first question bank."""
    loaded = teams.has_profiles()
    waits = not loaded and who.holds_anywhere(Role.leader, Role.hiring_manager)
    return {"next_steps": next_steps(who, loaded), "unloaded": waits and not open_to_visitor("admin.load_content")}


def next_steps(who: Actor, loaded: bool) -> list[tuple[str, str]]:
    """(endpoint, what it is for) of the pages that could be worth a look, at most three; none that would be empty."""
    plan_runs, has_ramp = own_way(who) if who.holds_anywhere(Role.rep) else (False, False)
    empty = {"learning.mine": not plan_runs, "ramp.mine": not has_ramp,
             "admin.content": loaded or not open_to_visitor("admin.load_content"),
             "admin.imports": not open_to_visitor("admin.new_import"), "hiring.request_seat": not loaded}
    steps: dict[str, str] = {}
    for role, endpoint, label in NEXT:
        lacks = role is Role.leader and endpoint == "desk.teams" and not loaded
        if who.holds_anywhere(role) and open_to_visitor(endpoint) and not (lacks or empty.get(endpoint)):
            steps.setdefault(endpoint, label)
    return list(steps.items())[:3]
