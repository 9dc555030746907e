"""What a person finds in the menu: only what could be theirs."""

from flask import current_app, request, url_for
from flask_babel import gettext as _

from webapp.access import open_to_visitor, visitor
from workflows.permits import ActorKind, Role

R = Role
HIRING = (R.hiring_manager, R.recruiter)
LEADING = (R.leader, R.hiring_manager)

ITEMS = (
    # label, endpoint, icon, group, roles (empty: everyone)
    ("Desk", "desk.index", "home", "", ()),
    ("Teams", "desk.teams", "users", "Team", (*LEADING, R.coach, R.operations, R.rep)),
    ("Team week", "desk.week", "calendar", "Team", (R.leader, R.coach, R.operations)),
    ("Goals", "desk.goals", "target", "Team", (R.leader, R.rep, R.coach)),
    ("Openings", "hiring.openings", "briefcase", "Hiring", (*HIRING, R.leader)),
    ("Requisitions", "hiring.requisitions", "file-text", "Hiring", (*HIRING, R.leader, R.operations)),
    ("Offers", "hiring.offers", "send", "Hiring", HIRING),
    ("My interviews", "hiring.interviews", "message-circle", "Hiring", (R.interviewer, *HIRING)),
    ("My onboarding", "learning.mine", "book", "Learning", (R.rep,)),
    ("Onboarding", "learning.plans", "school", "Learning", (R.coach, R.leader, R.assessor, R.operations)),
    ("Checkpoints", "learning.attempts", "clipboard-check", "Learning", (R.assessor, R.coach, R.leader)),
    ("Certificates", "learning.certificates", "certificate", "Learning",
     (R.rep, R.leader, R.operations, R.coach, R.assessor)),
    ("Ramps", "ramp.ramps", "trending-up", "Selling", (R.leader, R.coach, R.operations)),
    ("My ramp", "ramp.mine", "trending-up", "Selling", (R.rep,)),
    ("Attainment", "ramp.attainment", "chart-bar", "Selling", (R.leader, R.operations, R.rep, R.coach)),
    ("Pay", "ramp.statements", "coin", "Selling", (R.rep, R.operations)),
    ("Coaching", "ramp.coaching", "heart-handshake", "Selling", (R.coach, R.leader, R.rep)),
    ("People", "admin.people", "user-cog", "Operations", (R.operations, R.admin)),
    ("Content", "admin.content", "library", "Operations", (R.operations, R.hiring_manager, R.coach)),
    ("Calibration", "hiring.calibration", "adjustments", "Operations", (R.operations,)),
    ("Imports", "admin.imports", "upload", "Operations", (R.operations,)),
    ("Mail", "admin.mail", "mail", "Operations", (R.operations, R.admin)),
    ("Jobs", "admin.jobs", "settings", "Operations", (R.operations, R.admin)),
    ("Audit", "admin.audit", "shield-check", "Operations", (R.operations, R.admin)),
    ("Settings", "admin.settings", "adjustments", "Operations", (R.operations, R.admin)),
)
# Pages whose address does not stand below their list.
KIN = {"/candidacies": "hiring.openings", "/debriefs": "hiring.openings", "/plan-rounds": "hiring.openings",
       "/plan-questions": "hiring.openings", "/scorecards": "hiring.interviews"}


def context() -> dict:
    """`nav_items`, `person_menu` and `home_url` for the base template."""
    who = visitor()
    if who is None or who.kind is not ActorKind.person:
        return {"nav_items": [], "person_menu": None, "home_url": home()}
    here, known = _place(request.endpoint, request.path), addresses()
    items = [{"label": _(label), "href": known[endpoint], "icon": icon, "group": _(group) if group else "",
              "current": endpoint == here}
             for label, endpoint, icon, group, roles in ITEMS
             if endpoint in known and (not roles or who.holds_anywhere(*roles)) and open_to_visitor(endpoint)]
    menu = {"name": who.name, "detail": who.email, "sign_out_url": url_for("account.sign_out"),
            "items": [{"label": _("My account"), "href": url_for("account.me"), "icon": "user"},
                      {"label": _("Search"), "href": url_for("desk.search"), "icon": "search"}]}
    return {"nav_items": items, "person_menu": menu, "home_url": home(),
            "search_url": url_for("desk.search")}


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
    lists = {**{href: place for place, href in known.items()}, **KIN}
    above = [head for head in lists if head != "/" and path.startswith(head + "/")]
    return lists[max(above, key=len)] if above else None
