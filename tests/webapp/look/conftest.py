"""The look alone, without the product behind it."""

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect
from lxml import etree

from tests.browser import Browser
from webapp import look
from webapp.styleguide import styleguide


@pytest.fixture
def app():
    app = Flask("webapp")
    app.config.update(SECRET_KEY="test", TESTING=True)
    Babel(app, default_timezone="Europe/Helsinki", default_locale="en_GB")
    CSRFProtect(app)
    look.init_app(app)
    app.register_blueprint(styleguide)
    app.add_url_rule("/", "home", lambda: "")
    app.add_url_rule("/short", "short", lambda: "short")
    return app


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def draw(app):
    """Draws a piece of template as a page would."""
    with app.test_request_context():
        yield lambda source, **values: etree.fromstring(f"<div>{render_template_string(source, **values)}</div>",
                                                        etree.HTMLParser())
