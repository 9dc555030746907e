"""Pages: making and renaming teams."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from webapp.access import actor, company, needs
from webapp.admin import bp
from webapp.answers import done, page
from webapp.forms import SeenForm
from webapp.translating import gettext as _
from workflows.errors import NotFound
from workflows.people import queries_directory as queries
from workflows.people.actions import members
from workflows.people.records import Team
from workflows.permits import Role, may
from workflows.reasons import Reason

KEEPERS = (Role.operations, Role.admin)


class TeamForm(SeenForm):
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    region = StringField(_l("Region"), [InputRequired(), Regexp(r"[A-Z]{2}(-[A-Z0-9]{1,3})?$", message=_l(
        "Two capital letters, such as US, GB or US-CA."))], default="US",
        description=_l("Country code; its public holidays are no working days for the team."))
    office = StringField(_l("Office"), [Length(max=120)])
    currency = StringField(_l("Currency"), [InputRequired(), Regexp(r"[A-Z]{3}$", message=_l(
        "Three capital letters, such as USD or EUR."))], default="USD", description=_l("Of salaries, quotas and pay."))
    manager_id = SelectField(_l("Manager"), [InputRequired()], coerce=int)

    def offer(self) -> "TeamForm":
        self.manager_id.choices = [SelectChoice(0, _("Nobody yet")), *(
            SelectChoice(each.id, each.name) for each in queries.active_people(actor()))]
        return self

    def facts(self) -> dict:
        return {"name": self.name.data, "region": self.region.data, "office": self.office.data,
                "currency": self.currency.data, "manager_id": self.manager_id.data or None}


@bp.get("/people/teams")
@needs(*KEEPERS)
def teams():
    return page("admin/teams.html", teams=queries.keepers_teams(actor()), heads=queries.heads(),
                may_make=may(actor(), "team.create"))


@bp.route("/people/teams/new", methods=["GET", "POST"])
@company(*KEEPERS)
def new_team():
    form = TeamForm().offer()
    if form.validate_on_submit():
        with form.asking():
            made = members.create_team(actor(), **form.facts())
            return done(url_for(".teams"), _("There is a team %(name)s now. Invite its people next.", name=made.name))
    return page("admin/team_form.html", form=form, team=None)


@bp.route("/people/teams/<int:team_id>/edit", methods=["GET", "POST"])
@needs(*KEEPERS)
def change_team(team_id: int):
    team = _team(team_id)
    form = TeamForm(obj=team).offer()
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(team, "team.change")
            members.change_team(actor(), team, **form.facts())
            return done(url_for(".teams"), _("The team is changed."))
    return page("admin/team_form.html", form=form, team=team)


def _team(team_id: int) -> Team:
    found = next((each for each in queries.keepers_teams(actor()) if each.id == team_id), None)
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found
