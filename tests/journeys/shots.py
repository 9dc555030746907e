"""`make shots`: every kind of page, as each person who may open it, in light, dark and phone width, as pictures.

Builds the demo company in a folder of its own, then walks from each person's first page along the links, one page
per endpoint, and writes instance/shots/<person>/<endpoint>-<look>.png and an index.md. Nothing of `instance/` is read.
The folder can be another: `SHOTS=<folder>`. Beside the pictures it says what is wider than its window, what axe-core
finds in light and dark, and which pages are the heaviest with nothing in the cache. It ends in failure when anything
was too wide, too heavy or inaccessible, or broke on the way.
"""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from os import environ
from pathlib import Path
from threading import Thread
from urllib.parse import urldefrag, urljoin, urlsplit

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.serving import make_server

from config import Config
from tests.journeys import visiting
from tests.journeys.visiting import Site, Visitor
from tests.journeys.weighing import Scales, Weighed, heaviest
from webapp import create_app
from webapp.commands.upgrade import upgrade_database
from workflows.db import db
from workflows.offers.records import Hire
from workflows.people.records import RoleGrant, User
from workflows.permits import Role
from workflows.recruiting.records import Candidacy, Candidate

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path(environ.get("SHOTS") or ROOT / "instance" / "shots")
LOOKS = {"light": {"width": 1280}, "dark": {"width": 1280, "dark": True}, "phone": {"width": 390}}


def people() -> dict[str, dict[str, object]]:
    """One holder of each role, who was hired here, a candidate and a stranger, as `Visitor` wants them."""
    found: dict[str, dict[str, object]] = {"stranger": {}}
    for role in Role:
        user = db.session.scalars(sa.select(User).join(RoleGrant, RoleGrant.user_id == User.id).where(
            RoleGrant.role == role, RoleGrant.revoked_at.is_(None), User.deactivated_at.is_(None))
            .order_by(User.id)).first()
        if user is not None:
            found[role.value.replace("_", "-")] = {"user": user}
    hired = db.session.scalars(sa.select(User).join(Hire, Hire.user_id == User.id).order_by(User.id))
    found |= {f"hired-{number}": {"user": user} for number, user in enumerate(hired, 1)}
    candidate = db.session.scalars(sa.select(Candidate).join(Candidacy).order_by(Candidacy.id.desc())).first()
    if candidate is not None:
        found["candidate"] = {"candidate": candidate}
    return found


def endpoint(app: Flask, path: str) -> str | None:
    """The view that answers a path, when it is a page of ours."""
    try:
        found, _ = app.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return None if found == "static" else found


def walk(visitor: Visitor, app: Flask) -> Iterator[tuple[str, str]]:
    """(endpoint, path) of the first page of each kind that the links lead to, nearest first."""
    waiting, known = deque(["/", "/my", "/careers"]), set()
    while waiting:
        path = waiting.popleft()
        kind = endpoint(app, path)
        if kind is None or kind in known:
            continue
        known.add(kind)
        answer = visitor.context.request.get(visitor.site.url + path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        visitor.go(path)
        yield kind, path
        for target in visitor.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            there = urldefrag(urljoin(visitor.page.url, target))[0]
            if urlsplit(there).netloc == urlsplit(visitor.site.url).netloc:
                waiting.append(urlsplit(there).path)


def photograph(site: Site, chromium: Chromium, name: str, who: dict[str, object]) -> tuple[list[str], int]:
    """Every page of one person in every look; returns lines for the index, and how many faults were found."""
    guide = Visitor(site, chromium, **who)
    scales = Scales(guide.page)
    weighed = [Weighed(kind, path, name, *scales.read()) for kind, path in walk(guide, site.app)]
    pages, wrong = [(each.kind, each.path) for each in weighed], guide.leave()
    wrong += [f"{each} is too heavy" for each in weighed if each.too_heavy]
    shutil.rmtree(FOLDER / name, ignore_errors=True)
    (FOLDER / name).mkdir(parents=True)
    for look, how in LOOKS.items():
        visitor = Visitor(site, chromium, **who, **how)
        for kind, path in pages:
            visitor.go(path)
            visitor.page.screenshot(path=FOLDER / name / f"{kind}-{look}.png", full_page=True)
            if visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
                wrong.append(f"{path} is wider than the {look} window")
            if look != "phone":
                wrong += [f"{path} ({look}): {fault}" for fault in visitor.accessibility_faults()]
        wrong += visitor.leave()
    wrong = list(dict.fromkeys(wrong))
    lines = [f"- {kind} `{path}`" for kind, path in pages] + [f"- **{each}**" for each in wrong]
    lines += ["\nThe heaviest with nothing in the cache:\n", *(f"- {each}" for each in heaviest(weighed))]
    sys.stdout.write("\n  ".join([f"{name}: {len(pages)} pages, the heaviest {heaviest(weighed)[0]}",
                                  *wrong]) + "\n")
    return [f"\n## {name}\n", *lines], len(wrong)


def main(wanted: list[str]) -> int:
    """How many faults were found."""
    with tempfile.TemporaryDirectory(prefix="onramp-shots-") as folder:
        upgrade_database(f"sqlite:///{folder}/onramp.db")
        subprocess.run([Path(sys.executable).with_name("onramp"), "seed"], check=True,
                       env={**environ, "ONRAMP_INSTANCE": folder})
        app = create_app(Config(instance=Path(folder), database_url=""))
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        Thread(target=server.serve_forever, daemon=True).start()
        site = Site(app, f"http://127.0.0.1:{server.server_port}")
        with sync_playwright() as playwright, app.app_context():
            site.work()
            chromium = visiting.launch(playwright, visiting.program())
            seen = [photograph(site, chromium, name, who) for name, who in people().items()
                    if not wanted or name in wanted]
            chromium.close()
            db.engine.dispose()
        server.shutdown()
    (FOLDER / "index.md").write_text("# Shots\n" + "\n".join(line for lines, _ in seen for line in lines) + "\n")
    return sum(faults for _, faults in seen)


if __name__ == "__main__":
    faults = main(sys.argv[1:])
    sys.exit(f"{faults} faults: see above, or {FOLDER}/index.md" if faults else 0)
