"""Templates' words in the reader's language: the catalogue is looked up once per request, not once per word."""

from typing import Any

import flask_babel
from flask import Flask, g


def init_app(app: Flask) -> None:
    """Give templates this module's gettext in place of Flask-Babel's. Babel must be initialised before."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # comes with Jinja's i18n extension
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count), newstyle=True)


def _catalogue() -> Any:
    """The catalogue of the present locale; `force_locale` within a request is noticed."""
    locale = flask_babel.get_locale()
    kept = g.get("catalogue")
    if kept is None or kept[0] is not locale:
        kept = g.catalogue = (locale, flask_babel.get_domain().get_translations())
    return kept[1]
