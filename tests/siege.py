"""Sends forms as no page would, each to the same state of the demo, and keeps what came of it to be judged."""

import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from lxml import html
from lxml.etree import _Element as Element
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.bad_values import plausible
from tests.browser import Browser
from tests.demo_forms import CANDIDATE, STRANGER, Found, endpoint_of, forms_on, links, pages, shape, visitors
from webapp import access
from workflows.db import Base, db

DEMO = "demo"
UNSEEN = "instr({0}, char(0)) OR instr({0}, char(11)) OR instr({0}, '\\u0000')"

# Forms that only show after another was sent: whose page to look at then (the beginning of their address).
LATER = [("desk.set_goal", "lena"), ("desk.move_goal.meet", "lena"), ("ramp.open_dispute", "otto"),
         ("ramp.release_statement", "otto"), ("ramp.open_coaching", "lena"), ("hiring.reopen_debrief", "marc"),
         ("hiring.decline_offer", "marc"), ("hiring.draft_offer", "marc"), ("hiring.submit_offer", "lena"),
         ("hiring.interviewers", "marc"), ("hiring.reverse_training", "marc"), ("admin.deactivate", "otto"),
         ("admin.settings", "otto"), ("hiring.move_candidacy.decline", "marc"), ("learning.hand_in", "marc"),
         ("hiring.move_requisition.pause", "lena"), ("hiring.move_requisition.send-back", "lena")]


@dataclass(frozen=True)
class Outcome:
    """What one sending led to. `rows` says by how many rows each table grew; {"": 0} means only contents changed."""

    form: Found
    how: str
    sent: MultiDict[str, Any]
    status: int
    page: Element | None
    rows: Mapping[str, int]
    unfit: tuple[str, ...] = ()
    fault: str = ""
    location: str = ""

    def __str__(self) -> str:
        return f"{self.form} [{self.how}] {self.fault or self.status}"

    @property
    def words(self) -> str:
        """All a person can read or finds in a field."""
        assert self.page is not None
        held = self.page.xpath("//input[not(@type='hidden')]/@value")
        return " ".join(" ".join([self.page.text_content(), *held]).split())


class Siege:
    """The demo, its visitors and forms, and the copies of its database to go back to."""

    def __init__(self, app: Flask) -> None:
        self.app, self.file = app, Path(app.config["ONRAMP"].instance) / "onramp.db"
        people, beginnings = visitors(app), {STRANGER: ["/careers", *links(app)], CANDIDATE: ["/my"]}
        self.met: dict[str, set[str]] = {name: set() for name in people}
        self.forms: dict[tuple[object, ...], Found] = {}
        for name, browser in people.items():
            for here, tree in pages(browser, app, *beginnings.get(name, ["/"]), met=self.met[name]):
                self._keep(forms_on(app, DEMO, name, here, tree))
        self.cookies = {name: self._cookies(browser) for name, browser in people.items()}
        self.watch: sqlite3.Connection | None = None
        self.stage = ""
        self._save(DEMO)
        for endpoint, who in LATER:
            self._after(endpoint, next(name for name in people if name.startswith(who)))

    def _keep(self, found: Iterable[Found]) -> None:
        for form in found:
            self.forms.setdefault(shape(form), form)

    @staticmethod
    def _cookies(browser: Browser) -> dict[str, str]:
        found = ((name, browser.client.get_cookie(name)) for name in ("session", access.COOKIE))
        return {name: cookie.value for name, cookie in found if cookie is not None}

    def _after(self, endpoint: str, who: str) -> None:
        """Send a form in good faith and keep the forms which that brings to the page of `who`."""
        form = self.of(endpoint)
        self._restore(form.stage)
        answer = self.open(form, plausible(form))
        assert answer.status_code == 303, f"{form}: {answer.status_code}"
        self._save(endpoint)
        known, browser = {each.endpoint for each in self.forms.values()}, self.browser(who)
        near = {urlsplit(answer.location).path, urlsplit(form.page).path}
        for path in list(near):
            page = browser.open(path, method="GET")
            if page.status_code == 200:
                near |= {link for link in html.fromstring(page.get_data()).xpath("//main//a/@href")
                         if link.startswith("/") and endpoint_of(self.app, link, "POST") not in {None, *known}}
        for path in sorted(near):
            page = browser.open(path, method="GET")
            if page.status_code == 200 and page.mimetype == "text/html":
                self._keep(each for each in forms_on(self.app, endpoint, who, path, html.fromstring(page.get_data()))
                           if each.endpoint not in known)

    def of(self, endpoint: str) -> Found:
        """The first form found of this endpoint."""
        return next(form for form in self.forms.values() if form.endpoint == endpoint)

    def browser(self, name: str) -> Browser:
        browser = Browser(self.app)
        for cookie, value in self.cookies[name].items():
            browser.client.set_cookie(cookie, value)
        return browser

    def open(self, form: Found, data: MultiDict[str, Any], url: str = "", **headers: str) -> TestResponse:
        """Send it as the form's page would, and change what that changes."""
        sent = {"query_string": data} if form.method == "GET" else {"data": data, "content_type": "multipart/form-data"}
        url = urlsplit(url or form.action).path if form.method == "GET" else url or form.action
        return self.browser(form.visitor).open(url, method=form.method, headers={
            "Referer": f"http://localhost{form.page}", **headers}, **sent)

    def send(self, form: Found, data: MultiDict[str, Any], how: str, url: str = "", **headers: str) -> Outcome:
        """Send it, note what came of it, and put the demo back as it was."""
        self._restore(form.stage)
        before, texts = self._version(), MultiDict[str, Any]((k, v) for k, v in data.items(multi=True)
                                                             if isinstance(v, str))
        try:
            answer = self.open(form, data, url, **headers)
        except Exception as fault:  # noqa: BLE001 - it is what a person would see as a broken page
            return Outcome(form, how, texts, 500, None, {}, fault=repr(fault)[:300])
        answer.request.environ["wsgi.input"].close()
        rows, unfit = ({}, ()) if self._version() == before else (self._rows(), self._unfit())
        self.stage = self.stage if not rows else ""
        page = html.fromstring(answer.get_data()) if answer.mimetype == "text/html" and answer.get_data() else None
        return Outcome(form, how, texts, answer.status_code, page, rows, tuple(unfit), location=answer.location or "")

    def _version(self) -> int:
        """Changes whenever somebody else changed the database."""
        return int(self.ask("PRAGMA data_version")[0][0])

    def ask(self, question: str) -> list[Any]:
        if self.watch is None:
            self.watch = sqlite3.connect(self.file)
        return self.watch.execute(question).fetchall()

    def counts(self) -> dict[str, int]:
        return dict(self.ask(" UNION ALL ".join(
            f"SELECT '{name}', count(*) FROM \"{name}\"" for name in Base.metadata.tables)))

    def _rows(self) -> dict[str, int]:
        now, before = self.counts(), self.counted
        return {name: now[name] - before[name] for name in now if now[name] != before[name]} or {"": 0}

    def _unfit(self) -> list[str]:
        """The columns that hold what PostgreSQL would refuse: too long, too large, or signs that are no text."""
        found = []
        for table in Base.metadata.tables.values():
            wrong = {column.name: test for column in table.columns if (test := unfit(column))}
            if wrong:
                tests = ", ".join(f"max({test})" for test in wrong.values())
                row = self.ask(f'SELECT {tests} FROM "{table.name}"')[0]
                found += [f"{table.name}.{name}" for name, bad in zip(wrong, row, strict=True) if bad]
        return found

    def _save(self, stage: str) -> None:
        self._close()
        shutil.copy(self.file, self._copy(stage))
        self.stage, self.counted = stage, self.counts()

    def _restore(self, stage: str) -> None:
        """Back to a stage, unless the demo stands there still."""
        if self.stage == stage:
            return
        self._close()
        shutil.copy(self._copy(stage), self.file)
        self.stage, self.counted = stage, self.counts()

    def _copy(self, stage: str) -> Path:
        return self.file.with_name(f"{stage}.copy")

    def _close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        self.ask("PRAGMA wal_checkpoint(TRUNCATE)")
        if self.watch is not None:
            self.watch.close()
        self.watch = None
        for left in self.file.parent.glob("onramp.db-*"):
            left.unlink()


def unfit(column: sa.Column[Any]) -> str:
    """When a value of the column is one that PostgreSQL refuses, as SQL; nothing if it takes all."""
    name, kind = f'"{column.name}"', column.type
    if isinstance(kind, sa.Integer):
        return f"abs({name}) >= {2 ** (63 if isinstance(kind, sa.BigInteger) else 31)}"
    tests = [UNSEEN.format(name)] if isinstance(kind, sa.String | sa.JSON) else []
    if isinstance(kind, sa.String) and kind.length:
        tests.append(f"length({name}) > {kind.length}")
    return " OR ".join(tests)
