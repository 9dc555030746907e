"""What a person finds in the menu: only what could be theirs."""

from flask import current_app, request, url_for

from webapp.access import open_to_visitor, visitor
from webapp.translating import gettext as _
from workflows.offers.queries import READERS as OFFERS
from workflows.permits import Actor, ActorKind, Role
from workflows.words import N_

R = Role
HIRING = (R.hiring_manager, R.recruiter)
LEADING = (R.leader, R.hiring_manager)

TEAM, SELLING, OPERATIONS = N_("Team"), N_("Selling"), N_("Operations")
HIRE, LEARNING = N_("Hiring"), N_("Learning")

ITEMS = (
    # label, endpoint, icon, group, roles (empty: everyone)
    (N_("Desk"), "desk.index", "home", "", ()),
    (N_("Teams"), "desk.teams", "users", TEAM, (*LEADING, R.coach, R.operations, R.rep)),
    (N_("Team week"), "desk.week", "calendar", TEAM, (R.leader, R.coach, R.operations)),
    (N_("Goals"), "desk.goals", "target", TEAM, (R.leader, R.rep, R.coach)),
    (N_("Openings"), "hiring.openings", "briefcase", HIRE, (*HIRING, R.leader)),
    (N_("Requisitions"), "hiring.requisitions", "file-text", HIRE, (*HIRING, R.leader, R.operations)),
    (N_("Offers"), "hiring.offers", "send", HIRE, OFFERS),
    (N_("My interviews"), "hiring.interviews", "message-circle", HIRE, (R.interviewer, *HIRING)),
    (N_("My onboarding"), "learning.mine", "book", LEARNING, (R.rep,)),
    (N_("Onboarding"), "learning.plans", "school", LEARNING, (R.coach, R.leader, R.assessor, R.operations)),
    (N_("Checkpoints"), "learning.attempts", "clipboard-check", LEARNING, (R.assessor, R.coach, R.leader)),
    (N_("Certificates"), "learning.certificates", "certificate", LEARNING,
     (R.rep, R.leader, R.operations, R.coach, R.assessor)),
    (N_("Ramps"), "ramp.ramps", "trending-up", SELLING, (R.leader, R.coach, R.operations)),
    (N_("My ramp"), "ramp.mine", "trending-up", SELLING, (R.rep,)),
    (N_("Attainment"), "ramp.attainment", "chart-bar", SELLING, (R.leader, R.operations, R.rep, R.coach)),
    (N_("Pay"), "ramp.statements", "coin", SELLING, (R.rep, R.operations)),
    (N_("Coaching"), "ramp.coaching", "heart-handshake", SELLING, (R.coach, R.leader, R.rep)),
    (N_("People"), "admin.people", "user-cog", OPERATIONS, (R.operations, R.admin)),
    (N_("Content"), "admin.content", "library", OPERATIONS, (R.operations, R.hiring_manager, R.coach)),
    (N_("Calibration"), "hiring.calibration", "adjustments", OPERATIONS, (R.operations,)),
    (N_("Imports"), "admin.imports", "upload", OPERATIONS, (R.operations,)),
    (N_("Mail"), "admin.mail", "mail", OPERATIONS, (R.operations, R.admin)),
    (N_("Jobs"), "admin.jobs", "settings", OPERATIONS, (R.operations, R.admin)),
    (N_("Audit"), "admin.audit", "shield-check", OPERATIONS, (R.operations, R.admin)),
    (N_("Settings"), "admin.settings", "adjustments", OPERATIONS, (R.operations, R.admin)),
)
# Pages whose address does not stand below their list.
KIN = {"/candidacies": "hiring.openings", "/debriefs": "hiring.openings", "/plan-rounds": "hiring.openings",
       "/planned-questions": "hiring.openings", "/interviewers": "hiring.openings",
       "/interviewer-trainings": "hiring.openings", "/scorecards": "hiring.interviews",
       "/my-ratings": "hiring.interviews", "/assistance": "hiring.calibration", "/profiles": "desk.teams",
       "/readings": "desk.teams", "/reading-policy": "desk.teams", "/goal-reviews": "desk.goals",
       "/plans": "learning.plans", "/modules": "learning.plans", "/quizzes": "learning.plans",
       "/help-calls": "learning.plans", "/disputes": "ramp.statements", "/pay": "ramp.statements",
       "/deals": "ramp.attainment"}
MOST_MENUS = 500
BELONGS = {"hiring.request_seat_for": "hiring.requisitions", "desk.set_goal": "desk.goals"}
"""Pages below a team's address that begin something of another list."""
OWN = {"learning.plans": "learning.mine", "ramp.ramps": "ramp.mine"}
"""Where somebody who has no list finds the same of their own."""


def context() -> dict:
    """`nav_items`, `person_menu` and `home_url` for the base template."""
    who = visitor()
    if who is None or who.kind is not ActorKind.person:
        return {"nav_items": [], "person_menu": None, "home_url": home()}
    known, here, shown = addresses(), _place(request.endpoint, request.path), _shown_to(who)
    if here not in {endpoint for _label, endpoint, *_rest in shown}:
        here = OWN.get(here or "")
    items = [{"label": _(label), "href": known[endpoint], "icon": icon, "group": _(group) if group else "",
              "current": endpoint == here} for label, endpoint, icon, group, _roles in shown]
    menu = {"name": who.name, "detail": who.email, "sign_out_url": url_for("account.sign_out"),
            "items": [{"label": _("My account"), "href": url_for("account.me"), "icon": "user"},
                      {"label": _("Search"), "href": url_for("desk.search"), "icon": "search"}]}
    return {"nav_items": items, "person_menu": menu, "home_url": home(),
            "search_url": url_for("desk.search")}


def _shown_to(who: Actor) -> list[tuple]:
    """The entries for somebody with these grants, found once for all who have the same."""
    known = current_app.extensions.setdefault("menus", {})
    if who.grants not in known:
        if len(known) >= MOST_MENUS:
            known.clear()
        known[who.grants] = [each for each in ITEMS if each[1] in addresses() and open_to_visitor(each[1])
                             and (not each[4] or who.holds_anywhere(*each[4]))]
    return known[who.grants]


def home() -> str:
    """Where the logo leads, and the way back from a refusal: the page on which whoever is here begins."""
    who = visitor()
    if who is None:
        return url_for("apply.careers")
    return url_for("apply.status" if who.kind is ActorKind.candidate else "desk.index")


def addresses() -> dict[str, str]:
    """The menu's endpoints with their addresses; they are the same for everyone, so built once."""
    if "menu" not in current_app.extensions:
        current_app.extensions["menu"] = {endpoint: url_for(endpoint) for _label, endpoint, *_rest in ITEMS
                                          if endpoint in current_app.view_functions}
    return current_app.extensions["menu"]


def _place(endpoint: str | None, path: str) -> str | None:
    """The menu's endpoint a page belongs to: itself, or the list its address stands below."""
    known = addresses()
    if endpoint in known:
        return endpoint
    if endpoint in BELONGS:
        return BELONGS[endpoint]
    lists = {**{href: place for place, href in known.items()}, **KIN}
    above = [head for head in lists if head != "/" and (path + "/").startswith(head + "/")]
    return lists[max(above, key=len)] if above else None
