"""What every page shares: the frame, the components, headers, static files, words and figures."""

import pytest
from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

from tests.browser import Browser
from webapp import look
from webapp.styleguide import styleguide


@pytest.fixture
def app():
    """The look alone, without the product behind it."""
    app = Flask("webapp")
    app.config.update(SECRET_KEY="test", TESTING=True)
    Babel(app)
    CSRFProtect(app)
    look.init_app(app)
    app.register_blueprint(styleguide)
    app.add_url_rule("/", "home", lambda: "")
    return app


@pytest.fixture
def browser(app):
    return Browser(app)


def test_style_guide_shows_its_components(browser):
    page = browser.get("/styleguide")
    assert page.heading == "Style guide"
