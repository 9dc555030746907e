"""The links of mails: an invitation, a new password, and how to ask for one."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from webapp.access import public
from webapp.account import bp
from webapp.account.sign_in import remember
from webapp.answers import done, page
from webapp.forms import Form
from webapp.translating import gettext as _
from workflows.people.actions import accounts
from workflows.people.records import LinkPurpose


class PasswordForm(Form):
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=200)],
                             description=_l("At least 10 characters. A short sentence is easy to remember."),
                             render_kw={"autocomplete": "new-password"})


class ForgottenForm(Form):
    email = EmailField(_l("E-mail"), [InputRequired(), Length(max=320)], render_kw={"autocomplete": "email"})


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str):
    return _choose_password(token, LinkPurpose.invitation)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str):
    return _choose_password(token, LinkPurpose.reset)


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten():
    form = ForgottenForm()
    if form.validate_on_submit():
        accounts.ask_reset(form.email.data)
        return done(url_for(".sign_in"), _("If %(email)s can sign in here, a mail with a link is on its way. It works "
                                           "for an hour.", email=form.email.data.strip()))
    return page("account/forgotten.html", form=form)


def _choose_password(token: str, purpose: LinkPurpose):
    """Looking changes nothing; sending a good password uses the link up and signs its person in."""
    accounts.find_link(token, purpose)
    form = PasswordForm()
    if form.validate_on_submit():
        with form.asking():
            user = accounts.come_by_link(token, purpose, form.password.data)
            return remember(done(url_for("desk.index"), _("Your password is set.")), user_id=user.id)
    return page(f"account/{purpose.value}.html", form=form)
