"""Whose language and zone a page speaks: found out once per request; and templates' words in that language."""

from contextvars import ContextVar
from datetime import tzinfo
from functools import cached_property
from typing import Any

import flask_babel
from babel import Locale
from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

_said: dict[str, dict[str, Markup]] = {}


class Reader:
    """Who reads what is written now: their locale, its name, their zone, and the words templates have asked for."""

    @cached_property
    def locale(self) -> Locale:
        return flask_babel.get_locale() or Locale("en")

    @cached_property
    def name(self) -> str:
        return str(self.locale)

    @property
    def tag(self) -> str:
        """As HTML writes a language: en-GB."""
        return self.name.replace("_", "-")

    @cached_property
    def zone(self) -> tzinfo:
        return flask_babel.get_timezone()

    @cached_property
    def words(self) -> dict[str, Markup]:
        return _said.setdefault(self.name, {})


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


def reader() -> Reader:
    """The reader of this request; of a mail or a command's line, whoever Flask-Babel says it is for."""
    return _reader.get() or Reader()


def init_app(app: Flask) -> None:
    """Give templates this module's gettext in place of Flask-Babel's. Babel must be initialised before."""
    app.before_request(lambda: _reader.set(Reader()) and None)
    app.teardown_request(lambda _error: _reader.set(None) and None)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # comes with Jinja's i18n extension
        in_template, lambda one, many, count: _catalogue().ungettext(one, many, count), newstyle=True)
    app.jinja_env.globals.update(_=in_template, gettext=in_template)


def gettext(text: str, /, **variables: Any) -> str:
    """`text` in the reader's language, its variables put in."""
    said = str(said_plainly(text))
    return said % variables if variables else said


def ngettext(one: str, many: str, /, num: int, **variables: Any) -> str:
    """`one` or `many` in the reader's language; `num` and the variables are put in."""
    return _catalogue().ungettext(one, many, num) % {"num": num, **variables}


@pass_eval_context
def in_template(where: EvalContext, text: str, /, **variables: Any) -> str:
    """`text` in the reader's language; variables are put in, and escaped where the template escapes."""
    said = said_plainly(text)
    if not where.autoescape:
        return str(said) % variables
    return said % variables if variables or "%" in said else said


def said_plainly(text: str) -> Markup:
    """`text` in the reader's language as its catalogue has it: looked up once, not whenever a page says it."""
    words = reader().words
    if text not in words:
        words[text] = Markup(_catalogue().ugettext(text))
    return words[text]


def _catalogue() -> Any:
    return flask_babel.get_domain().get_translations()
