"""Page: one team's week, to read on Monday or to print."""

from flask import request

from webapp.access import actor, needs
from webapp.answers import page
from webapp.desk import bp
from webapp.desk.home import QUEUES
from webapp.ramp.ramp_sheet import first_shut
from webapp.translating import gettext as _
from webapp.translating import ngettext
from webapp.where import way_to
from workflows import clock
from workflows.errors import NotFound
from workflows.flow import FLOWS
from workflows.insights import week as insights
from workflows.insights.week_changes import Change
from workflows.people import queries
from workflows.permits import Role
from workflows.ramp.authored import shape_of
from workflows.ramp.machine import RampState
from workflows.ramp.records import Ramp
from workflows.reasons import Reason
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.queries import HIRING

READERS = (Role.leader, Role.coach, Role.operations)
SEATS = (*HIRING, Role.operations)
KINDS = {"applications": "opening", "move": "candidacy", "hire": "candidacy", "certificate": "certificate",
         "step": "ramp", "modules": "plan"}


@bp.get("/week")
@needs(*READERS)
def week():
    """The week of the first team one leads or coaches."""
    return _week(None)


@bp.get("/teams/<int:team_id>/week")
@needs(*READERS)
def team_week(team_id: int):
    return _week(team_id)


def _week(team_id: int | None):
    teams = insights.teams_of_week(actor(), queries.teams_for(actor()))
    team = next((each for each in teams if team_id in (None, each.id)), None)
    if team is None and team_id is not None:
        raise NotFound(Reason("record.gone"))
    today = clock.today(actor().time_zone)
    found = insights.week_of(actor(), team, today, whole="all" in request.args) if team else None
    shut = {key: first_shut(seen) for key, seen in found.held.items()} if found else {}
    return page("desk/week.html", team=team, teams=teams, week=found, said=said, way_to=way, kinds=KINDS,
                queues=QUEUES, step=step, shut=shut, today=today)


def way(kind: str, record_id: int | None) -> str | None:
    """The path of a record's page if the reader may open it; a request for a seat is for those who hire."""
    return None if kind == "requisition" and not actor().holds_anywhere(*SEATS) else way_to(kind, record_id)


def said(change: Change) -> str:
    """A change as a sentence."""
    name = {"who": change.who}
    if change.kind == "applications":
        return ngettext("%(num)s person applied: %(opening)s.", "%(num)s people applied: %(opening)s.",
                        int(change.what), opening=change.who)
    if change.kind == "hire":
        return _("%(who)s is hired.", **name)
    if change.kind == "move":
        labels = FLOWS["candidacy"].labels
        return _("%(who)s went from %(before)s to %(after)s.", **name,
                 before=_(labels[CandidacyState(change.what)]), after=_(labels[CandidacyState(change.then)]))
    if change.kind == "certificate":
        return _("%(who)s earned the certificate “%(title)s”.", **name, title=change.what)
    if change.kind == "step":
        return _("The ramp of %(who)s: %(state)s, step %(step)s.", **name, step=change.then,
                 state=_(FLOWS["ramp"].labels[RampState(change.what)]))
    return ngettext("%(who)s finished %(num)s module.", "%(who)s finished %(num)s modules.", int(change.what), **name)


def step(ramp: Ramp) -> str:
    """Where a ramp stands, in words."""
    return _("step %(step)s of %(count)s", step=ramp.step + 1, count=len(shape_of(ramp.shape_version).steps))
