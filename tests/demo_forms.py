"""The demo company's forms: somebody of each role walks the pages they can reach; each kind of form is kept once."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

import sqlalchemy as sa
from flask import Flask
from lxml import html
from lxml.etree import _Element as Element
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser import Browser
from tests.page_forms import Form
from workflows.db import db
from workflows.offers.records import Offer
from workflows.people.actions import accounts
from workflows.people.records import LinkPurpose, RoleGrant, User
from workflows.permits import Role, System

PAGES_OF_A_KIND = 2
PAPER = re.compile(r"\.[a-z]{3}$|/(letter|resume)$")
STRANGER, CANDIDATE = "a stranger", "a candidate"


@dataclass(frozen=True)
class Input:
    """One named control of a form, as a browser would offer it."""

    name: str
    kind: str
    options: tuple[str, ...] = ()
    required: bool = False
    most: int | None = None


@dataclass(frozen=True)
class Found:
    """One form: who saw it where, what it sends, and where to; `stage` names the state of the demo it belongs to."""

    stage: str
    visitor: str
    page: str
    endpoint: str
    action: str
    method: str
    inputs: tuple[Input, ...]
    held: MultiDict = field(compare=False, hash=False)

    def __str__(self) -> str:
        return f"{self.endpoint}, {self.visitor} on {self.page}"


def visitors(app: Flask) -> dict[str, Browser]:
    """A browser for the first person of each role, for every rep, for the candidate with an offer, and a stranger."""
    with app.app_context():
        grants = db.session.execute(sa.select(RoleGrant.role, User).join(User, RoleGrant.user_id == User.id).where(
            RoleGrant.revoked_at.is_(None)).order_by(RoleGrant.role, User.id)).all()
        first = dict(tuple(each) for each in reversed(grants))
        chosen = {*first.values(), *(user for role, user in grants if role is Role.rep and "@halden" not in user.email)}
        found = {user.email: Browser(app).sign_in(user) for user in sorted(chosen, key=lambda user: user.id)}
        offered = db.session.scalars(sa.select(Offer).order_by(Offer.id.desc())).first()
        assert offered is not None
        found[CANDIDATE] = Browser(app).sign_in_candidate(offered.candidacy.candidate)
        db.session.remove()
    return found | {STRANGER: Browser(app)}


def links(app: Flask) -> list[str]:
    """Addresses that came by mail: an invitation, a new password, the way to a candidate's page."""
    with app.app_context():
        user, offer = (db.session.scalars(sa.select(kind).order_by(kind.id.desc())).first() for kind in (User, Offer))
        assert user is not None
        assert offer is not None
        mailed = System("mail")
        return [f"/invitation/{accounts.issue_link(mailed, LinkPurpose.invitation, user_id=user.id)}",
                f"/reset/{accounts.issue_link(mailed, LinkPurpose.reset, user_id=user.id)}",
                f"/my/{accounts.issue_link(mailed, LinkPurpose.candidate, candidate_id=offer.candidacy.candidate_id)}"]


def endpoint_of(app: Flask, path: str, method: str) -> str | None:
    """Which endpoint answers, with the verb in its address if there is one: each verb is a form of its own."""
    try:
        name, values = app.url_map.bind("localhost").match(path, method=method)
    except (HTTPException, RequestRedirect):
        return None
    return f"{name}.{values['verb']}" if "verb" in values else name


def pages(browser: Browser, app: Flask, *beginnings: str, met: set[str] | None = None,
          most: int = PAGES_OF_A_KIND) -> Iterator[tuple[str, Element]]:
    """The pages one reaches by links, at most so many of each endpoint; `met` collects every address seen."""
    waiting, known, seen = deque(beginnings), set() if met is None else met, Counter[str]()
    while waiting:
        path = waiting.popleft()
        kind = endpoint_of(app, urlsplit(path).path, "GET")
        if kind is None or kind == "static" or PAPER.search(path) or seen[kind] >= most:
            continue
        seen[kind] += 1
        answer = browser.open(path, method="GET", follow_redirects=True)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        here, tree = answer.request.full_path.rstrip("?"), html.fromstring(answer.get_data())
        yield here, tree
        for link in tree.xpath("//a/@href"):
            target = urldefrag(urljoin(here, link))[0]
            if target.startswith("/") and target not in known:
                known.add(target)
                waiting.append(target)


def forms_on(app: Flask, stage: str, visitor: str, here: str, tree: Element) -> Iterator[Found]:
    """Every form whose button can be pressed."""
    for button in tree.xpath("//form//button[not(@type='button')] | //button[@form]"):
        owner = tree.xpath("//form[@id=$id]", id=button.get("form") or "-") or list(button.iterancestors("form"))
        form = Form(owner[0], tree, button)
        action = urljoin(here, form.action)
        endpoint = endpoint_of(app, urlsplit(action).path, form.method)
        if endpoint is not None and not form.is_disabled(button):
            yield Found(stage, visitor, here, endpoint, action, form.method, tuple(inputs(form)), form.filled({}))


def inputs(form: Form) -> Iterator[Input]:
    named: dict[str, list[Element]] = {}
    for each in form.fields:
        if each.get("type") not in ("submit", "button", "reset", "image"):
            named.setdefault(each.get("name"), []).append(each)
    for name, (first, *others) in named.items():
        kind = first.tag if first.tag != "input" else first.get("type", "text")
        chosen = (first, *others) if kind in ("radio", "checkbox") else first.iter("option")
        most = first.get("maxlength")
        yield Input(name, kind, tuple(str(each.get("value", "on")) for each in chosen),
                    first.get("required") is not None, int(most) if most else None)


def shape(form: Found) -> tuple[object, ...]:
    """What makes two forms the same one: where they go and what they ask, whatever the numbers."""
    return form.endpoint, form.method, frozenset(re.sub(r"\d+", "#", each.name) for each in form.inputs)
