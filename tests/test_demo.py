"""The demo company, built once by the command itself, then walked page by page as each of its people."""

from collections import Counter, deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser import Browser
from tests.conftest import Clock
from tests.watching import statements
from workflows.db import db
from workflows.ledger import verify
from workflows.people.records import RoleGrant, User
from workflows.permits import Role

PAGES_OF_A_KIND = 2
WRITING = "INSERT|UPDATE|DELETE"
ROLES = [role for role in Role if role is not Role.candidate]


@pytest.fixture(autouse=True)
def clock() -> Clock:
    """Not stopped: the demo lives in the time in which it was built."""
    return Clock()


@pytest.fixture
def inside(demo):
    with demo.app_context():
        yield db.session
        db.session.remove()
        db.engine.dispose()


def kind(app: Flask, path: str) -> str | None:
    """The endpoint that answers a path to which a page links, static files apart."""
    try:
        found, _ = app.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return None if found == "static" else found


def walk(browser: Browser, app: Flask) -> Counter[str]:
    """Open what the pages link to, beginning at the desk; how many pages of each kind were seen and linted."""
    waiting, known, seen = deque(["/"]), {"/"}, Counter[str]()
    while waiting:
        path = waiting.popleft()
        endpoint = kind(app, urlsplit(path).path)
        if endpoint is None or seen[endpoint] >= PAGES_OF_A_KIND:
            continue
        seen[endpoint] += 1
        page = browser.get(path)
        for link in page.links.values() if page.is_html else ():
            target = urldefrag(urljoin(page.path, link))[0]
            if target.startswith("/") and target not in known:
                known.add(target)
                waiting.append(target)
    return seen


@pytest.mark.parametrize("role", ROLES)
def test_a_link_in_the_demo_leads_nowhere_or_writes(demo, inside, role):
    user = inside.scalars(sa.select(User).join(RoleGrant, RoleGrant.user_id == User.id).where(
        RoleGrant.role == role, RoleGrant.revoked_at.is_(None)).order_by(User.id)).first()
    assert user is not None, f"the demo has no {role.value}"
    browser = Browser(demo).sign_in(user)
    with statements(demo, WRITING) as written:
        seen = walk(browser, demo)
    assert written == []
    assert seen["desk.index"] == 1
    assert len(seen) >= 3


def test_somebody_changed_the_demos_ledger(demo, inside):
    proof = verify(inside())
    assert proof.faults == ()
    assert proof.sealed + proof.unsealed > 100
