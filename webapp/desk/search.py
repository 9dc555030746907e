"""Looking for something: people, candidates, openings, requests, plans, ramps, certificates."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp import figures
from webapp.access import actor, needs
from webapp.answers import page
from webapp.desk import bp
from webapp.flows import badge_of
from webapp.forms import asked
from webapp.translating import gettext as _
from webapp.where import way_to
from workflows.insights import search as queries
from workflows.insights.search import Kind

TITLES = {Kind.people: _l("People"), Kind.candidacies: _l("Candidates"), Kind.openings: _l("Openings"),
          Kind.requisitions: _l("Requisitions"), Kind.plans: _l("Onboarding"), Kind.ramps: _l("Ramps"),
          Kind.certificates: _l("Certificates")}


@bp.get("/search")
@needs()
def search():
    """What fits the words, part by part, within what one may see."""
    words = asked("q")
    parts = [(TITLES[part.kind], [SHOW[part.kind](each) for each in part.found], part.more)
             for part in queries.search(actor(), words)]
    return page("desk/search.html", words=words, parts=parts, least=queries.LEAST, shown=queries.SHOWN)


def _person(user) -> dict[str, Any]:
    return {"name": user.name, "detail": f"{user.email} · {user.team}" if user.team else user.email,
            "href": way_to("user", user.id) or way_to("team", user.team_id), "badge": None}


def _candidacy(found) -> dict[str, Any]:
    return {"name": found.name, "detail": found.title, "href": way_to("candidacy", found.id),
            "badge": badge_of("candidacy", found.state)}


def _opening(found) -> dict[str, Any]:
    badge = (_("Closed"), "neutral") if found.closed_at else badge_of("requisition", found.state)
    return {"name": found.title, "detail": found.team, "href": way_to("opening", found.id), "badge": badge}


def _requisition(found) -> dict[str, Any]:
    return {"name": found.title, "detail": found.team, "href": way_to("requisition", found.id),
            "badge": badge_of("requisition", found.state)}


def _plan(found) -> dict[str, Any]:
    since = _("%(curriculum)s, from %(day)s", curriculum=found.title, day=figures.day(found.start_on))
    return {"name": found.name, "detail": since, "href": way_to("plan", found.id),
            "badge": badge_of("plan", found.state)}


def _ramp(found) -> dict[str, Any]:
    since = _("%(team)s, from %(day)s", team=found.team, day=figures.day(found.start_on))
    return {"name": found.name, "detail": since, "href": way_to("ramp", found.id),
            "badge": badge_of("ramp", found.state)}


def _certificate(found) -> dict[str, Any]:
    until = _("%(checkpoint)s, until %(day)s", checkpoint=found.title, day=figures.day(found.valid_until))
    return {"name": found.name, "detail": until, "href": way_to("certificate", found.id), "badge": None}


SHOW = {Kind.people: _person, Kind.candidacies: _candidacy, Kind.openings: _opening, Kind.requisitions: _requisition,
        Kind.plans: _plan, Kind.ramps: _ramp, Kind.certificates: _certificate}
