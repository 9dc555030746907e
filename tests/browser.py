"""The only way a test fetches a page: a client that acts like a person and lints each page it sees.

    page = browser.sign_in(ana).get(f"/scorecards/{card.id}")
    page = page.submit("Submit scorecard", {"overall": "yes", "overall_reason": "Sells calmly."}, expect=422)
    assert page.notices

Fields are named by their label or by their name. Answers that redirect are followed. See tests/README.md.
"""

import warnings
from collections.abc import Mapping
from contextvars import copy_context
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import html5lib
from flask import Flask, has_app_context
from flask.globals import _cv_app
from flask.testing import FlaskClient
from lxml.etree import _Element as Element
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.page_forms import Form, exact, find_form
from tests.page_lint import faults, text_of
from webapp import access
from workflows.db import db
from workflows.people.actions import accounts

PARTS_OF_TABLES = {"<tr": "<table><tbody>", "<td": "<table><tbody><tr>", "<th": "<table><tbody><tr>"}


def parse(source: str) -> tuple[Element, list[Any]]:
    """The page as a tree, and what a strict reader would complain about."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    wrapping = next((table for start, table in PARTS_OF_TABLES.items() if source.lstrip().startswith(start)), "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", html5lib.constants.DataLossWarning)
        return parser.parse(wrapping + source).getroot(), parser.errors


class Page:
    """One answer: read it with `heading`, `text`, `rows`, `notices`, `errors`; go on with `click` and `submit`."""

    def __init__(self, browser: "Browser", response: TestResponse, *, lint: bool = True) -> None:
        self.browser = browser
        self.response = response
        self.status = response.status_code
        self.path = urlsplit(response.request.url).path
        self.is_html = response.mimetype == "text/html"
        self.source = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
        self.whole = "<html" in self.source[:400]
        if self.is_html:
            self.tree, found = parse(self.source)
            if lint:
                self.check(found)

    def check(self, parse_errors: list[Any]) -> None:
        routes = self.browser.app.url_map.bind("localhost")
        here = self.response.request.path
        wrong = faults(self.tree, parse_errors, self.source, routes, here, whole=self.whole)
        assert not wrong, f"{here} ({self.status}):\n  " + "\n  ".join(wrong)

    @property
    def heading(self) -> str:
        return text_of(self.tree.xpath("//h1")[0])

    @property
    def title(self) -> str:
        return text_of(self.tree.find("head/title"))

    @property
    def text(self) -> str:
        """All that a person can read in the body, blanks folded."""
        return " ".join(" ".join(self.tree.xpath("//body//text()[not(ancestor::script)]")).split())

    @property
    def main(self) -> str:
        """As `text`, without navigation and footer."""
        return " ".join(" ".join(self.tree.xpath("//main//text()[not(ancestor::script)]")).split())

    @property
    def links(self) -> dict[str, str]:
        return {text_of(link) or link.get("aria-label", ""): link.get("href") for link in self.tree.xpath("//a[@href]")}

    @property
    def buttons(self) -> list[str]:
        """The words of every button that can be pressed now."""
        pressable = self.tree.xpath("//button[not(@disabled)]")
        return [text_of(button) or button.get("aria-label", "") for button in pressable]

    @property
    def notices(self) -> list[str]:
        """What the page says about what just happened: everything in role status or alert."""
        return [text_of(found) for found in self.tree.xpath("//*[@role='status' or @role='alert']") if text_of(found)]

    @property
    def errors(self) -> list[str]:
        """What a form says is wrong with the input, field by field."""
        return [text_of(found) for found in self.xpath("//*[contains(concat(' ', @class, ' '), ' invalid-feedback ')]")]

    def xpath(self, path: str, **values: str) -> list[Any]:
        return self.tree.xpath(path, **values)

    def rows(self, caption: str | None = None) -> list[list[str]]:
        """The cells of the table with that caption (or the only table), header row first."""
        tables = [table for table in self.tree.xpath("//table")
                  if caption is None or text_of(table).startswith(caption) or table.get("aria-label") == caption]
        assert len(tables) == 1, f"{len(tables)} tables “{caption}” on {self.path}"
        return [[text_of(cell) for cell in row.xpath("./th | ./td")] for row in tables[0].iter("tr")]

    def why_disabled(self, control: str) -> str:
        """The explanation that the disabled control with these words points at."""
        found = exact(self.tree.xpath("//button[@disabled] | //a[@aria-disabled='true']"), control)
        assert found is not None, f"no disabled “{control}” on {self.path}"
        named = (found.get("aria-describedby") or "").split()
        return " ".join(text_of(told) for name in named for told in self.tree.xpath("//*[@id=$name]", name=name))

    def form(self, button: str) -> Form:
        return find_form(self.tree, button, self.path)

    def click(self, words: str, *, expect: int = 200) -> "Page":
        """Follow the link with exactly these words, or else the only one that contains them."""
        link = exact(self.tree.xpath("//a[@href]"), words)
        assert link is not None, f"no link “{words}” on {self.path}; there are {sorted(self.links)}"
        return self.browser.get(urljoin(self.response.request.path, link.get("href")), expect=expect)

    def submit(self, button: str, fields: Mapping[str, Any] | None = None, *, expect: int = 200) -> "Page":
        """Press the button with these words after filling in the fields, as a browser without script would.

        A value is a text, a bool for a check box, a list for several, an option's words or value, or a file
        as `(bytes, "name.pdf")`.
        """
        form = self.form(button)
        data = form.filled(fields or {})
        url = urljoin(self.response.request.path, form.action) if form.action else self.response.request.full_path
        if form.method == "GET":
            return self.browser.get(url.split("?")[0], expect=expect, query=data)
        return self.browser.post(url, data, expect=expect)


class Browser:
    """A person's browser: cookies of its own, no script."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, url: str, *, expect: int = 200, query: MultiDict | None = None) -> Page:
        return self.answer(self.open(url, method="GET", query_string=query, follow_redirects=True), expect)

    def post(self, url: str, data: Mapping[str, Any] | None = None, *, expect: int = 200) -> Page:
        """Post exactly `data`, as a script or an attacker would. As a person, use `Page.submit`."""
        answer = self.open(url, method="POST", data=data or {}, follow_redirects=True,
                           content_type="multipart/form-data")
        return self.answer(answer, expect)

    def part(self, url: str, *, expect: int = 200) -> Page:
        """Fetch what a page with script would swap in."""
        return self.answer(self.open(url, method="GET", headers={"HX-Request": "true"}), expect)

    def open(self, url: str, **request: Any) -> TestResponse:
        """One request as a server would run it: in an app context of its own, and then the test sees what it wrote."""
        response = copy_context().run(self._apart, url, request)
        if has_app_context():
            db.session.rollback()
        return response

    def _apart(self, url: str, request: dict[str, Any]) -> TestResponse:
        # A test's pushed app context would be shared by the request: same session, same g. A server never does that.
        _cv_app.set(None)  # type: ignore[arg-type]
        return self.client.open(url, **request)

    def answer(self, response: TestResponse, expect: int) -> Page:
        page = Page(self, response)
        said = f"\n{page.heading}: {page.notices}{page.errors}" if page.is_html and page.whole else page.source[:300]
        assert page.status == expect, f"{response.request.path} answered {page.status}, not {expect}{said}"
        return page

    def sign_in(self, user: Any) -> Self:
        """Come back as this person (a User or an Actor): a session cookie as the sign-in page would set it."""
        self.client.set_cookie(access.COOKIE, self._token(user_id=user.id))
        return self

    def sign_in_candidate(self, candidate: Any) -> Self:
        self.client.set_cookie(access.COOKIE, self._token(candidate_id=candidate.id))
        return self

    def _token(self, **who: int) -> str:
        with self.app.app_context():
            return accounts.start_session(**who)

    def sign_out(self) -> Self:
        self.client = self.app.test_client()
        return self
