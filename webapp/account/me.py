"""One's own account: name, zone and language, password, where one is signed in, colours."""

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import COOKIE, actor, needs
from webapp.account import bp
from webapp.admin.words import LOCALES, device, role_rows
from webapp.answers import done, page
from webapp.forms import Form, SeenForm
from webapp.translating import gettext as _
from webapp.zones import zone_choices
from workflows.people import queries_directory as queries
from workflows.people.actions import accounts, own_account
from workflows.people.queries import hash_token


class DetailsForm(SeenForm):
    """How one is called and how days and times are shown."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=160)], render_kw={"autocomplete": "name"})
    time_zone = SelectField(_l("Time zone"), [InputRequired()],
                            description=_l("Times are shown in it, also in your mail."))
    locale = SelectField(_l("Language"), [InputRequired()])

    def offer(self) -> "DetailsForm":
        self.time_zone.choices = zone_choices()
        self.locale.choices = [SelectChoice(key, words) for key, words in LOCALES.items()]
        return self


class ChangePasswordForm(Form):
    current = PasswordField(_l("Current password"), [InputRequired(), Length(max=200)],
                            render_kw={"autocomplete": "current-password"})
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=200)],
                             description=_l("At least 10 characters. You stay signed in here and nowhere else."),
                             render_kw={"autocomplete": "new-password"})


@bp.get("/me")
@needs()
def me():
    """What is known of me, and where I am signed in."""
    found = queries.myself(actor())
    here = hash_token(request.cookies.get(COOKIE, ""))
    rows = [(each, device(each.agent), each.token_hash == here) for each in queries.open_sign_ins(found.id)]
    return page("account/me.html", person=found, roles=role_rows(found.grants), sign_ins=rows,
                language=LOCALES.get(found.locale, found.locale))


@bp.route("/me/details", methods=["GET", "POST"])
@needs()
def my_details():
    found = queries.myself(actor())
    form = DetailsForm(obj=found).offer()
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(found, "user.edit_own")
            own_account.edit_own(actor(), found, name=form.name.data, time_zone=form.time_zone.data,
                                 locale=form.locale.data)
            return done(url_for(".me"), _("Your details are kept."))
    return page("account/details.html", form=form)


@bp.route("/me/password", methods=["GET", "POST"])
@needs()
def my_password():
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with form.asking():
            own_account.change_password(actor(), queries.myself(actor()), current=form.current.data,
                                        new=form.password.data, token=request.cookies.get(COOKIE, ""))
            return done(url_for(".me"), _("Your password is changed. Everywhere else you are signed out."))
    return page("account/password.html", form=form)


@bp.post("/me/sign-ins/<int:sign_in_id>/end")
@needs()
def end_sign_in(sign_in_id: int):
    accounts.revoke_session(actor(), queries.own_sign_in(actor(), sign_in_id))
    return done(url_for(".me"), _("That browser is signed out."))


@bp.post("/me/sign-ins/end-others")
@needs()
def end_other_sign_ins():
    own_account.sign_out_elsewhere(actor(), queries.myself(actor()), token=request.cookies.get(COOKIE, ""))
    return done(url_for(".me"), _("You are signed out everywhere but here."))
