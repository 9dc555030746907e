"""Signing in and out."""

from flask import current_app, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from webapp.access import COOKIE, public, visitor
from webapp.account import bp
from webapp.answers import done, own_path, page
from webapp.forms import Form
from webapp.translating import gettext as _
from workflows.people.actions import accounts


class SignInForm(Form):
    email = EmailField(_l("E-mail"), [InputRequired(), Length(max=320)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=200)])


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in():
    target = own_path(request.args.get("next"), url_for("desk.index"))
    who = visitor()
    if request.method == "GET" and who is not None and who.user_id:
        return redirect(target, 303)
    form = SignInForm()
    if form.validate_on_submit():
        with form.asking():
            user = accounts.authenticate(form.email.data, form.password.data, address=request.remote_addr or "")
            return remember(done(target), user_id=user.id)
    return page("account/sign_in.html", form=form)


@bp.post("/sign-out")
@public
def sign_out():
    accounts.end_session(request.cookies.get(COOKIE, ""))
    answer = done(url_for("account.sign_in"), _("You are signed out."))
    answer.delete_cookie(COOKIE)
    return answer


def remember(answer, *, user_id: int | None = None, candidate_id: int | None = None):
    """Sign in on `answer`: a new session, its token in a cookie scripts cannot read."""
    settings = current_app.config["ONRAMP"]
    token = accounts.start_session(user_id=user_id, candidate_id=candidate_id, days=settings.session_days,
                                   agent=request.user_agent.string, address=request.remote_addr or "")
    answer.set_cookie(COOKIE, token, max_age=settings.session_days * 86400, httponly=True, samesite="Lax",
                      secure=settings.secure_cookies)
    return answer
