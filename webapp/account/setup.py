"""The first page of an empty installation, by the link that the console prints."""

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from webapp.access import public
from webapp.account import bp
from webapp.account.sign_in import remember
from webapp.answers import done, page
from webapp.forms import Form
from webapp.translating import gettext as _
from workflows.people.actions import accounts
from workflows.people.actions import setup as actions
from workflows.people.actions.company import MOST
from workflows.people.records import LinkPurpose


class SetupForm(Form):
    company = StringField(_l("Your company"), [InputRequired(), Length(max=MOST)],
                          description=_l("It stands on letters and certificates, on the careers page and below mail."),
                          render_kw={"autocomplete": "organization"})
    team = StringField(_l("Your first team"), [InputRequired(), Length(max=120)],
                       description=_l("Such as “Mid-market sales”. You add the others later."))
    name = StringField(_l("Your name"), [InputRequired(), Length(max=160)], render_kw={"autocomplete": "name"})
    email = EmailField(_l("Your e-mail"), [InputRequired(), Length(max=320)], render_kw={"autocomplete": "email"})
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=200)],
                             description=_l("At least 10 characters. A short sentence is easy to remember."),
                             render_kw={"autocomplete": "new-password"})


@bp.route("/setup/<token>", methods=["GET", "POST"])
@public
def setup(token: str):
    accounts.find_link(token, LinkPurpose.setup)
    form = SetupForm()
    if form.validate_on_submit():
        settings = current_app.config["ONRAMP"]
        with form.asking():
            user = actions.set_up(token, company=form.company.data, team=form.team.data, name=form.name.data,
                                  email=form.email.data, password=form.password.data, region=settings.region,
                                  locale=settings.locale, time_zone=settings.time_zone)
            return remember(done(url_for("desk.index"), _("Onramp is yours.")), user_id=user.id)
    return page("account/setup.html", form=form)
