"""Pages: asking for seats, approving them, their state."""

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking, buttons
from webapp.forms import VersionedForm
from webapp.hiring import bp
from webapp.hiring.what_follows import OF_REQUISITIONS
from webapp.paging import paged
from webapp.translating import gettext as _
from workflows.flow import FLOWS
from workflows.money import Money
from workflows.people.records import Profile, Team
from workflows.permits import Role, may
from workflows.recruiting import queries
from workflows.recruiting.actions import requisitions as actions
from workflows.recruiting.machine import RequisitionState
from workflows.recruiting.records import Requisition

SEEING = (Role.hiring_manager, Role.recruiter, Role.leader, Role.operations)
ASKING = (Role.hiring_manager, Role.leader)
MOST = 10**9


class SeatForm(VersionedForm):
    """What a manager asks for; the salary band in whole units of the team's currency."""

    title = StringField(_l("Title"), [InputRequired(), Length(max=160)],
                        description=_l("Candidates read it on the careers page."))
    profile_id = SelectField(_l("Profile"), [InputRequired()], coerce=int,
                             description=_l("What the job needs, with levels and weights."))
    seats = IntegerField(_l("Seats"), [InputRequired(), NumberRange(1, 100)], default=1)
    salary_min = DecimalField(_l("Salary from, a year"), [InputRequired(), NumberRange(0, MOST)])
    salary_max = DecimalField(_l("Salary to, a year"), [InputRequired(), NumberRange(0, MOST)])
    start_on = DateField(_l("Start"), [InputRequired()])
    why = TextAreaField(_l("Why is the seat needed?"), [InputRequired(), Length(max=4000)],
                        description=_l("The approver decides by it; candidates do not see it."))
    approver_id = SelectField(_l("Approver"), [InputRequired()], coerce=int,
                              description=_l("Leaders of the team and operations."))

    def offer(self, team: Team) -> "SeatForm":
        """The choices that this team has; one does not approve one's own request."""
        self.profile_id.choices = [SelectChoice(each.id, each.name) for each in queries.profiles()]
        self.approver_id.choices = [SelectChoice(each.id, each.name) for each in queries.approvers(team.id)
                                    if each.id != actor().user_id]
        return self

    def facts(self, currency: str) -> dict:
        """The request as the action takes it, the profile apart."""
        def minor(amount):
            return Money.of(amount, currency).minor
        return {"title": self.title.data, "seats": self.seats.data, "start_on": self.start_on.data,
                "why": self.why.data, "approver_id": self.approver_id.data,
                "salary_min_minor": minor(self.salary_min.data),
                "salary_max_minor": minor(self.salary_max.data)}

    def profile(self) -> Profile:
        return next(each for each in queries.profiles() if each.id == self.profile_id.data)


class ReasonForm(VersionedForm):
    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=1000)],
                           description=_l("One or two sentences; colleagues will read them."))


@bp.get("/requisitions")
@needs(*SEEING)
def requisitions():
    """All requests one may see, those that wait for an approval first."""
    wanted = request.args.get("state", "")
    rows, pages = paged(lambda number: queries.requisition_list(actor(), wanted, number)[:2], queries.PAGE)
    return page("hiring/requisitions.html", rows=rows, wanted=wanted, states=FLOWS["requisition"].labels,
                pages=pages, asks=actor().holds_anywhere(*ASKING))


@bp.get("/requisitions/new")
@needs(*ASKING)
def request_seat():
    """For which team? With one team there is nothing to ask."""
    teams = queries.teams_hiring(actor())
    if len(teams) == 1:
        return redirect(url_for(".request_seat_for", team_id=teams[0].id), 303)
    return page("hiring/request_team.html", teams=teams)


@bp.route("/teams/<int:team_id>/requisitions/new", methods=["GET", "POST"])
@needs(*ASKING)
def request_seat_for(team_id: int):
    team = queries.team_hiring(actor(), team_id)
    form = SeatForm().offer(team)
    if form.validate_on_submit():
        with form.asking():
            made = actions.request_seat(actor(), team, profile=form.profile(), **form.facts(team.currency))
            return done(url_for(".requisition", requisition_id=made.id), _("The draft is kept. Ask for approval next."))
    return page("hiring/seat_form.html", form=form, team=team, currency=team.currency, requisition=None)


@bp.route("/requisitions/<int:requisition_id>/edit", methods=["GET", "POST"])
@needs(*SEEING)
def revise_requisition(requisition_id: int):
    found = queries.requisition(actor(), requisition_id)
    before_asking("requisition.revise", found)
    form = SeatForm(data=_shown(found)).offer(found.team)
    if form.validate_on_submit():
        with form.asking(found):
            actions.revise(actor(), found, version=form.seen, profile=form.profile(), **form.facts(found.currency))
            return done(url_for(".requisition", requisition_id=found.id), _("The request is changed."))
    return page("hiring/seat_form.html", form=form, team=found.team, currency=found.currency, requisition=found)


@bp.get("/requisitions/<int:requisition_id>")
@needs()
def requisition(requisition_id: int):
    """The request, who decides it, and what can be done with it."""
    found = queries.requisition(actor(), requisition_id)
    blockers = {"fill": actions.fill_blockers(found), "submit": actions.submit_blockers(found),
                "reopen": actions.reopen_blockers(found)}
    return page("hiring/requisition.html", requisition=found, opening=queries.opening_of(found),
                moves=buttons(actor(), found, blockers), sees_salary=may(actor(), "requisition.see_salary", found),
                sees_opening=queries.sees_opening(actor(), found),
                revises=found.state is RequisitionState.draft and may(actor(), "requisition.revise", found))


MOVES = '<any("submit", "approve", "send-back", "pause", "resume", "cancel", "reopen", "fill"):verb>'


@bp.route(f"/requisitions/<int:requisition_id>/{MOVES}", methods=["GET", "POST"])
@needs()
def move_requisition(requisition_id: int, verb: str):
    """Asks for the reason where a move needs one, then makes the move."""
    found = queries.requisition(actor(), requisition_id)
    move = FLOWS["requisition"].moves[verb.replace("-", "_")]
    before_asking(f"requisition.{move.trigger}", found)
    form = (ReasonForm if move.needs_reason else VersionedForm)(data={"version": str(found.version)})
    if form.validate_on_submit():
        with form.asking(found):
            reason = {"reason": form.reason.data} if move.needs_reason else {}
            getattr(actions, move.trigger)(actor(), found, version=form.seen, **reason)
            return done(url_for(".requisition", requisition_id=found.id), _("Done: %(what)s.", what=_(move.label)))
    return page("hiring/move.html", form=form, move=move, name=found.title, lead=OF_REQUISITIONS[move.trigger],
                back=url_for(".requisition", requisition_id=found.id))


def _shown(found: Requisition) -> dict:
    least, most = (Money(each, found.currency).major for each in (found.salary_min_minor, found.salary_max_minor))
    return {"title": found.title, "profile_id": found.profile_id, "seats": found.seats, "start_on": found.start_on,
            "why": found.why, "approver_id": found.approver_id, "version": str(found.version),
            "salary_min": least, "salary_max": most}
