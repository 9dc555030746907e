"""Who is here, and which pages are for whom. Every view names its audience; one hook enforces it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, request, url_for
from flask_wtf.csrf import CSRFError

from webapp.answers import typed_here
from webapp.translating import gettext as _
from workflows.errors import NotPermitted
from workflows.people import queries as people
from workflows.permits import Actor, ActorKind, Role
from workflows.reasons import Reason

COOKIE = "onramp_session"
View = TypeVar("View", bound=Callable)


@dataclass(frozen=True)
class Audience:
    """Anyone (`public`), people who hold one of `roles` (none given: all people), or candidates.

    A role of one team will do, but for what concerns all teams: that is for roles of the whole company (`company`).
    """

    public: bool = False
    people: bool = False
    roles: frozenset[Role] = frozenset()
    company: bool = False
    candidates: bool = False

    def admits(self, actor: Actor | None) -> bool:
        if self.public:
            return True
        if actor is None:
            return False
        if actor.kind is ActorKind.candidate:
            return self.candidates
        if self.company:
            return any(actor.holds(each) for each in self.roles)
        return self.people and (not self.roles or actor.holds_anywhere(*self.roles))


def public(view: View) -> View:
    """A page anybody may fetch."""
    return _for(view, Audience(public=True))


def needs(*roles: Role) -> Callable[[View], View]:
    """A page for people who hold one of `roles` in some team; without roles, for everyone who signs in as a person."""
    return lambda view: _for(view, Audience(people=True, roles=frozenset(roles)))


def company(*roles: Role) -> Callable[[View], View]:
    """A page for people who hold one of `roles` in the whole company: it shows or changes what concerns every team."""
    return lambda view: _for(view, Audience(people=True, roles=frozenset(roles), company=True))


def candidates(view: View) -> View:
    """A page for a candidate who came by their link."""
    return _for(view, Audience(candidates=True))


def _for(view: View, audience: Audience) -> View:
    view.audience = audience  # type: ignore[attr-defined]  # read by `enforce` and by the surface test
    return view


def actor() -> Actor:
    """Who is signed in; pages that are not public always have one."""
    found = visitor()
    if found is None:
        raise NotPermitted(Reason("permit.sign-in"))
    return found


def visitor() -> Actor | None:
    """Who is signed in, if anybody; looked up once per request."""
    if "actor" not in g:
        token = request.cookies.get(COOKIE, "")
        g.actor = people.actor_by_token(token) if token else None
    return g.actor


def open_to_visitor(endpoint: str) -> bool:
    """Whether there is such a page and it is for whoever is here: what a link should ask before it is shown."""
    view = current_app.view_functions.get(endpoint)
    audience: Audience | None = getattr(view, "audience", None)
    return audience is not None and audience.admits(visitor())


def from_elsewhere() -> bool:
    """Whether another site sends this form: what the browser says of it, and from older ones the form's origin."""
    said, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if request.method != "POST" or not (said or origin):
        return False
    own = urlsplit(current_app.config["ONRAMP"].public_url).netloc, request.host
    return said not in ("same-origin", "none") if said else urlsplit(origin or "").netloc not in own


def enforce() -> Response | None:
    """Before every request: let in whom the view is for, send the others where they can go on."""
    if from_elsewhere():
        raise CSRFError("from another site")
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    audience: Audience = view.audience  # type: ignore[union-attr]  # put there by `_for`
    if audience.admits(visitor()):
        return None
    if visitor() is None:
        if typed_here():
            raise NotPermitted(Reason("permit.sign-in-again"))
        flash(_("Please sign in first."), "info")
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        target = url_for("account.sign_in", next=back)
        if request.headers.get("HX-Request"):
            return Response(status=401, headers={"HX-Redirect": target})
        return Response(status=303, headers={"Location": target})
    raise NotPermitted(_for_whom(audience))


def _for_whom(audience: Audience) -> Reason:
    """Why a page is not for whoever is signed in."""
    if audience.candidates:
        return Reason("permit.page-of-candidates")
    if not audience.roles or actor().kind is ActorKind.candidate:
        return Reason("permit.page-of-people")
    held = (role for role in Role if role in audience.roles)
    return Reason("permit.page", {"who": [f"{each} of the company" if audience.company else each.value
                                          for each in held]})
