"""Real Chromium against a real server on an empty database: `site` and `visit`. Time runs; `site.later` skips some."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.conftest import Clock, cannot_run
from tests.journeys import visiting
from tests.journeys.visiting import Site, Visitor


@pytest.fixture(autouse=True)
def clock() -> Clock:
    """Not stopped: the server's threads and the browser live in real time."""
    return Clock()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    program = visiting.program()
    with sync_playwright() as playwright:
        if program is None and not visiting.bundled(playwright):
            cannot_run("Chromium is not installed: apt-get install chromium")
        browser = visiting.launch(playwright, program)
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    """The app of this test behind a real server; `site.work()` does what the worker would do, `site.later()` waits."""
    with serving(app) as there:
        yield there


@contextmanager
def serving(app: Flask) -> Iterator[Site]:
    """The app behind a real server."""
    there = Site(app, "")
    timeless, app.wsgi_app = app.wsgi_app, there.in_its_time(app.wsgi_app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    there.url = f"http://127.0.0.1:{server.server_port}"
    yield there
    server.shutdown()
    thread.join()
    server.server_close()
    app.wsgi_app = timeless


@pytest.fixture
def visit(site: Site, chromium: Chromium) -> Iterator[Callable[..., Visitor]]:
    """`visit(user, javascript=True, width=1280, dark=False)` opens a browser of their own on the site.

    At the end nothing may have gone wrong unseen: errors in the console, broken requests, answers of 500.
    """
    there: list[Visitor] = []

    def arrive(user: Any = None, **how: Any) -> Visitor:
        there.append(Visitor(site, chromium, user, **how))
        return there[-1]

    yield arrive
    wrong = [fault for visitor in there for fault in visitor.leave()]
    assert wrong == []
