"""Pages: the company's name and its own days off, and how this installation is set up."""

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from webapp.access import actor, company
from webapp.admin import bp
from webapp.admin.words import LOCALES
from webapp.answers import done, page
from webapp.forms import Form, SeenForm
from webapp.translating import gettext as _
from workflows.errors import NotFound
from workflows.people import queries_directory as queries
from workflows.people.actions import calendars
from workflows.people.actions.company import MOST, name_company
from workflows.permits import Role, may
from workflows.reasons import Reason

KEEPERS = (Role.operations, Role.admin)


class HolidayForm(Form):
    on = DateField(_l("Day"), [InputRequired()])
    name = StringField(_l("Name"), [InputRequired(), Length(max=120)], description=_l("Such as “Company day”."))
    region = StringField(_l("Region"), [InputRequired(), Regexp(r"[A-Z]{2}(-[A-Z0-9]{1,3})?$", message=_l(
        "Two capital letters, such as US, GB or US-CA."))], description=_l("As the teams have it."))


class CompanyForm(SeenForm):
    name = StringField(_l("Name"), [InputRequired(), Length(max=MOST)], description=_l("Such as “Halden Systems”."),
                       render_kw={"autocomplete": "organization"})


@bp.route("/settings", methods=["GET", "POST"])
@company(*KEEPERS)
def settings():
    """Days off beside the public holidays; what the environment sets is shown, not changed."""
    config = current_app.config["ONRAMP"]
    form = HolidayForm(data={"region": config.region})
    if form.validate_on_submit():
        with form.asking():
            calendars.add_holiday(actor(), region=form.region.data, on=form.on.data, name=form.name.data)
            return done(url_for(".settings"), _("Nobody works on that day. Due dates follow."))
    return page("admin/settings.html", form=form, days=queries.holidays(), config=config,
                company_name=queries.company_name(), may_change=may(actor(), "holiday.add"), database=_database(),
                language=LOCALES.get(config.locale, config.locale))


@bp.route("/settings/company", methods=["GET", "POST"])
@company(*KEEPERS)
def company_name():
    """What the company is called on papers and in mail."""
    form = CompanyForm(data={"name": queries.company_name()})
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(None, "setting.name_company")
            name_company(actor(), form.name.data)
            return done(url_for(".settings"), _("Papers and mail carry this name from now on."))
    return page("admin/company.html", form=form)


@bp.post("/settings/holidays/<int:holiday_id>/remove")
@company(*KEEPERS)
def remove_holiday(holiday_id: int):
    found = next((each for each in queries.holidays() if each.id == holiday_id), None)
    if found is None:
        raise NotFound(Reason("record.gone"))
    calendars.remove_holiday(actor(), found)
    return done(url_for(".settings"), _("It is a working day again."))


def _database() -> str:
    url = current_app.config["ONRAMP"].resolved_database_url()
    return "PostgreSQL" if url.startswith("postgresql") else "SQLite"
