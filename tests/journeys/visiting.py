"""A person at a real browser. Thin on purpose: a journey reads as what people click and see."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, Playwright, Response

from tests.browser import Browser
from webapp import access
from webapp.chores import do_what_is_due
from workflows import clock
from workflows.db import db
from workflows.jobs import Job

QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
SAID_BY_US = ("status of 401", "status of 403", "status of 404", "status of 409", "status of 422")


def program() -> str | None:
    """The machine's own Chromium, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def bundled(playwright: Playwright) -> bool:
    """Whether Playwright brought a Chromium of its own (`playwright install chromium`)."""
    return os.path.exists(playwright.chromium.executable_path)


def launch(playwright: Playwright, executable: str | None) -> Chromium:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=executable, args=[*QUIET, *as_root])


@dataclass
class Site:
    app: Flask
    url: str
    ahead: timedelta = timedelta()

    def later(self, **skipped: float) -> None:
        """So much time goes by, for everybody; what the days bring is done."""
        self.ahead += timedelta(**skipped)
        self.work()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def in_its_time(self, answer: Callable[..., Any]) -> Callable[..., Any]:
        """The server's threads live at `now` too."""
        def timely(environ: Any, start: Any) -> Any:
            with clock.at(self.now):
                return answer(environ, start)
        return timely

    def work(self) -> None:
        """Do all background work that is due, as the worker would; none of it may fail."""
        with self.app.app_context(), clock.at(self.now):
            while do_what_is_due():
                pass
            failed = db.session.execute(sa.select(Job.work, Job.last_error).where(Job.last_error.is_not(None))).all()
        assert failed == []


class Visitor:
    """One person's browser. `page` is Playwright's; `go`, `click`, `fill`, `press` are what journeys mostly need."""

    def __init__(self, site: Site, chromium: Chromium, user: Any = None, *, candidate: Any = None,
                 javascript: bool = True, width: int = 1280, dark: bool = False) -> None:
        self.site, self.faults = site, list[str]()
        self.context = chromium.new_context(base_url=site.url, java_script_enabled=javascript, locale="en-US",
                                            viewport={"width": width, "height": 900},
                                            color_scheme="dark" if dark else "light")
        if user is not None or candidate is not None:
            came = Browser(site.app)
            came = came.sign_in(user) if user is not None else came.sign_in_candidate(candidate)
            cookie = came.client.get_cookie(access.COOKIE)
            self.context.add_cookies([{"name": access.COOKIE, "value": cookie.value, "url": site.url}])
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(known in message.text for known in SAID_BY_US):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        asset = "/static/" in response.url and response.status >= 400
        if response.status >= 500 or asset:
            self.faults.append(f"{response.url} answered {response.status}")

    def go(self, path: str) -> "Visitor":
        self.page.goto(path)
        return self

    def click(self, words: str) -> "Visitor":
        """Follow the link with these words."""
        return self._touch("link", words)

    def press(self, words: str) -> "Visitor":
        """Press the button with these words."""
        return self._touch("button", words)

    def _touch(self, role: Any, words: str) -> "Visitor":
        """What has exactly these words, or else the first that contains them; then the page it leads to is there."""
        exact = self.page.locator("main").get_by_role(role, name=words, exact=True)
        target = exact if exact.count() else self.page.get_by_role(role, name=words)
        target.first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, fields: dict[str, Any]) -> "Visitor":
        """Fill fields by their label, or else their name: text, True for a box or choice, or a list of file paths."""
        for label, value in fields.items():
            named = self.page.locator(f"[name='{label}']")
            field = named.first if named.count() else self.page.get_by_label(label).first
            if value is True:
                field.check()
            elif isinstance(value, list):
                field.set_input_files(value)
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(str(value))
        return self

    def choose(self, label: str) -> "Visitor":
        """Choose a radio button by its label, with the keyboard."""
        self.page.get_by_label(label).first.press(" ")
        return self

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("body").inner_text().split())

    def accessibility_faults(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA on the page as it is now."""
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
        return [f"{each['id']}: {each['help']}: {node['html'][:160]}"
                for each in found.response["violations"] for node in each["nodes"]]

    def leave(self) -> list[str]:
        """Close the browser; returns what went wrong unseen."""
        self.context.close()
        return self.faults
