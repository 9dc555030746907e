"""How views answer: a page, the changed part, a redirect; and the one place that turns errors into answers."""

from contextlib import suppress
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask, current_app, flash, g, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from webapp.sentences import sentence
from workflows.db import db
from workflows.errors import NotFound, NotPermitted, OnrampError, Refused, Stale
from workflows.reasons import Reason


def page(template: str, **values) -> tuple[str, int]:
    """A page; 422 when its `form` has errors, so that scripts and tests see what a person sees.

    A page without room for the form any more, as after somebody else's move, becomes a refusal that says the errors.
    """
    form, made = values.get("form"), render_template(template, **values)
    if form is None or not form.errors:
        return made, 200
    return (made, 422) if g.pop("told", False) else _error_page(409, _errors(form))


def told(form) -> bool:
    """Whether there are errors to tell; asked by the component that tells them, so that `page` knows they are seen."""
    g.told = g.get("told", False) or bool(form.errors)
    return bool(form.errors)


def done(url: str, message: str = "") -> Response:
    """The answer after an action: 303 to `url`, which says the message."""
    if message:
        flash(message, "success")
    return redirect(url, 303)


def own_path(target: str | None, otherwise: str) -> str:
    """`target` when it is a path of this site, else `otherwise`: no open redirects."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target:
        return target
    return otherwise


SECRET, FEW_WORDS = {"csrf_token", "password", "current"}, 3
STATUS: dict[type[OnrampError], int] = {NotFound: 404, NotPermitted: 403, Refused: 409, Stale: 409}


def init_app(app: Flask) -> None:
    app.jinja_env.globals["told"] = told
    for kind in STATUS:
        app.register_error_handler(kind, _refusal)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(sa.exc.OperationalError, _busy)
    app.register_error_handler(sa.exc.TimeoutError, _busy)
    app.register_error_handler(Exception, _fault)


def _refusal(error: OnrampError):
    db.session.rollback()
    return _error_page(STATUS[type(error)], [sentence(reason) for reason in error.reasons])


def _expired_form(error: CSRFError):
    return _error_page(400, [sentence(Reason("form.expired"))])


def _http(error: HTTPException):
    if error.code is None or error.response is not None:
        return error
    known = {404: "http.not-found", 405: "http.not-this-way", 413: "http.too-large", 429: "http.too-many"}
    return _error_page(error.code, [sentence(Reason(known.get(error.code, "http.other")))])


def _busy(error: sa.exc.OperationalError | sa.exc.TimeoutError):
    _ask_the_database_no_more()
    current_app.logger.warning("database away or busy: %s", getattr(error, "orig", error))
    return _error_page(503, [sentence(Reason("http.busy"))])


def _fault(error: Exception):
    _ask_the_database_no_more()
    if current_app.testing:
        raise error
    reference = uuid4().hex[:8]
    current_app.logger.exception("fault %s", reference)
    return _error_page(500, [sentence(Reason("http.fault", {"reference": reference}))])


def _ask_the_database_no_more() -> None:
    """Who is here stays who was found before the fault: menu, language and zone must not ask what does not answer."""
    g.setdefault("actor", None)
    with suppress(sa.exc.SQLAlchemyError):
        db.session.rollback()


def _error_page(status: int, reasons: list[str]):
    back, typed = own_path(_referring_path(), ""), [] if status == 413 else typed_here()
    return render_template("errors/error.html", status=status, reasons=reasons, back=back, typed=typed), status


def typed_here() -> list[str]:
    """The sentences that came with a form of this site: an answer without that form gives them back."""
    if request.method != "POST" or _referring_path() is None:
        return []
    return [text for name, texts in request.form.lists() if name not in SECRET for text in texts
            if len(text.split()) >= FEW_WORDS]


def _errors(form) -> list[str]:
    said = [str(sentence(each)) if isinstance(each, Reason) else str(each) for each in form.form_errors]
    return said + [f"{field.label.text}: {' '.join(map(str, field.errors))}" for field in form if field.errors]


def _referring_path() -> str | None:
    referrer = request.referrer or ""
    return referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else None
