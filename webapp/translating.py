"""Templates' words in the reader's language: each text is looked up once per catalogue, not whenever a page says it."""

from typing import Any

import flask_babel
from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

_said: dict[Any, dict[str, Markup]] = {}


def init_app(app: Flask) -> None:
    """Give templates this module's gettext in place of Flask-Babel's. Babel must be initialised before."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # comes with Jinja's i18n extension
        gettext, lambda one, many, count: _catalogue().ungettext(one, many, count), newstyle=True)
    app.jinja_env.globals.update(_=gettext, gettext=gettext)


@pass_eval_context
def gettext(where: EvalContext, text: str, /, **variables: Any) -> str:
    """`text` in the reader's language; variables are put in, and escaped where the template escapes."""
    words = _said.setdefault(flask_babel.get_locale(), {})
    if text not in words:
        words[text] = Markup(_catalogue().ugettext(text))
    said = words[text] if where.autoescape else str(words[text])
    return said % variables


def _catalogue() -> Any:
    return flask_babel.get_domain().get_translations()
