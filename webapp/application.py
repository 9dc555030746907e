"""The one place where everything is connected: settings, database, reactions, pages, error answers."""

import os
from datetime import timedelta
from typing import NoReturn

import sqlalchemy as sa
from flask import Flask, has_request_context
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from gunicorn.errors import AppImportError  # type: ignore[import-untyped]  # it comes without types
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from webapp import (
    access,
    account,
    admin,
    answers,
    apply,
    desk,
    hiring,
    learning,
    look,
    navigation,
    ramp,
    styleguide,
    translating,
)
from webapp.commands.faults import sentence_for
from webapp.commands.settings import SettingsWrong, complaints
from webapp.flows import badge_of, state_badge
from webapp.numbers import Number, Word
from webapp.sentences import sentence
from webapp.where import where
from workflows import acting, reactions, schema
from workflows.db import db, guard


def assemble(config: Config | None = None) -> Flask:
    """The application for one installation; settings come from the environment unless given."""
    settings = _usable(config or Config())
    app = Flask(__name__)
    app.url_map.converters.update({"int": Number, "default": Word, "string": Word})
    if settings.proxied:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)  # type: ignore[method-assign]  # as its documentation does
    app.config.update(
        ONRAMP=settings, SECRET_KEY=settings.resolved_secret_key(), TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=settings.resolved_database_url(), MAX_CONTENT_LENGTH=4 * settings.upload_limit,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024, SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days), WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE=settings.locale, BABEL_DEFAULT_TIMEZONE=settings.time_zone,
    )
    _connect(app, settings)
    assert schema.metadata.tables
    configure_mappers()
    with app.app_context():
        guard(db.engine)
    acting.install_reactions(reactions.TABLE)
    CSRFProtect(app)
    Babel(app, locale_selector=lambda: _of_visitor("locale"), timezone_selector=lambda: _of_visitor("time_zone"))
    translating.init_app(app)
    look.init_app(app)
    answers.init_app(app)
    app.before_request(access.enforce)
    app.context_processor(navigation.context)
    app.add_template_filter(sentence, "sentence")
    app.jinja_env.globals.update(where=where, visitor=access.visitor, state_badge=state_badge,
                                 badge_of=badge_of, open_to_visitor=access.open_to_visitor)
    for part in (account, desk, apply, hiring, learning, ramp, admin):
        app.register_blueprint(part.bp)
    app.register_blueprint(styleguide.styleguide)
    for view in app.view_functions.values():
        if not hasattr(view, "audience") and view.__module__ == "webapp.look":
            access.public(view)
    return app


def _usable(settings: Config) -> Config:
    """The settings, once they are looked through and the instance folder is there."""
    if wrong := complaints(settings):
        _refuse(SettingsWrong("\n".join(wrong)), settings)
    settings.own_instance()
    return settings


def _connect(app: Flask, settings: Config) -> None:
    try:
        db.init_app(app)
    except (sa.exc.ArgumentError, ImportError) as failure:
        _refuse(failure, settings)


def _refuse(failure: Exception, settings: Config) -> NoReturn:
    """Raise what is wrong; gunicorn, which tells all else with a traceback, is told in a sentence."""
    said = sentence_for(failure, settings)
    if said is None or not os.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn"):
        raise failure
    raise AppImportError(said) from None


def _of_visitor(attribute: str) -> str | None:
    who = access.visitor() if has_request_context() else None
    return getattr(who, attribute) if who is not None else None
