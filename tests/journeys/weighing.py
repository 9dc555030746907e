"""What a page costs who opens it for the first time, and whether every control on it can be reached by keyboard."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.demo_forms import CANDIDATE, STRANGER, endpoint_of, links, pages, visitors
from tests.journeys.visiting import Site, Visitor
from webapp import access

MOST_REQUESTS, MOST_KB = 15, 300
UNLINKED = ("/sign-in", "/forgotten-password", "/styleguide/public")
HEAVIEST = 5
MOST_LOOKS = 1_000

# Of controls that look alike on a page, the first one is focused.
OUT_OF_REACH = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("* { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
  const named = (each) => each.outerHTML.slice(0, 120);
  const seen = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest("[inert], [hidden]");
  const all = [...document.querySelectorAll("*")].filter(seen);
  const faults = all.filter((each) => each.hasAttribute("tabindex") && each.tabIndex > 0)
    .map((each) => `comes out of order: ${named(each)}`);
  const native = "a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true]";
  const acts = "[role=button], [role=link], [role=tab], [role=menuitem], [role=checkbox], [role=switch], [role=option],"
    + "[hx-get], [hx-post], [data-hx-get], [data-hx-post], [data-href], [data-toggle], [data-bs-toggle], [onclick], a";
  const loads = (each) => /load|revealed|every/.test(each.getAttribute("hx-trigger") || "");
  const plain = (each) => each.matches("form, label, [aria-current], [aria-disabled=true]");
  for (const each of all) {
    if (each.matches(acts) && !each.matches(native) && each.tabIndex < 0 && !loads(each) && !plain(each))
      faults.push(`does something but is passed over: ${named(each)}`);
  }
  const by_arrows = (each) => (each.closest("nav, ol, ul, [role]") || each.parentElement)
    .querySelector("a[tabindex='0'], button[tabindex='0']");
  const look = (each) => [each, each.parentElement, ...(each.labels || []), each.nextElementSibling].filter(Boolean)
    .map((one) => { const at = getComputedStyle(one);
      return [at.outlineStyle, at.outlineColor, at.outlineWidth, at.boxShadow, at.borderColor, at.backgroundColor,
              at.textDecorationLine, at.clipPath, at.top]; }).join();
  const looks = (each) => [each.tagName, each.type, each.className, each.parentElement.className].join();
  const alike = new Set();
  for (const each of all.filter((one) => one.matches(native) && !one.disabled)) {
    if (each.tabIndex < 0) {
      if (!by_arrows(each)) faults.push(`is passed over: ${named(each)}`);
      continue;
    }
    if (alike.has(looks(each))) continue;
    alike.add(looks(each));
    if (document.activeElement) document.activeElement.blur();
    const before = look(each);
    each.focus({ preventScroll: true });
    if (document.activeElement !== each) faults.push(`cannot be focused: ${named(each)}`);
    else if (look(each) === before) faults.push(`looks the same with the focus on it: ${named(each)}`);
  }
  return faults;
}"""


@dataclass(frozen=True)
class Weighed:
    """One kind of page as one person opened it: requests and bytes over the wire with nothing in the cache."""

    kind: str
    path: str
    who: str
    requests: int
    size: int
    out_of_reach: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.path} ({self.kind}, {self.who}): {self.requests} requests, {self.size / 1024:.0f} KB"

    @property
    def too_heavy(self) -> bool:
        return self.requests > MOST_REQUESTS or self.size > MOST_KB * 1024


class Scales:
    """Counts what a page fetches, as Chromium itself reports it: compressed, with headers; the cache is off."""

    def __init__(self, page: Page) -> None:
        self.page, self.sizes = page, dict[str, int]()
        self.under_way, self.requests = dict[str, str](), 0
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", self._came)
        wire.on("Network.loadingFailed", lambda event: self.under_way.pop(event["requestId"], None))
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _asked(self, event: dict[str, Any]) -> None:
        if event.get("type") == "Document" and "redirectResponse" not in event:
            self._begin()
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self.requests += 1
            self.under_way[event["requestId"]] = event["request"]["url"]

    def _begin(self) -> None:
        """Another page: what the one before it no longer got is not waited for."""
        self.requests = 0
        self.under_way.clear()
        self.sizes.clear()

    def _came(self, event: dict[str, Any]) -> None:
        self.under_way.pop(event["requestId"], None)
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def read(self) -> tuple[int, int]:
        """Requests and bytes of the page that is open, redirects to it included, once all of them came."""
        self.page.evaluate("() => new Promise((idle) => requestIdleCallback(idle))")
        for _ in range(MOST_LOOKS):
            if not self.under_way:
                break
            self.page.evaluate("() => new Promise((idle) => requestIdleCallback(idle))")
        assert not self.under_way, f"{self.page.url} never has all it asked for: {list(self.under_way.values())}"
        return self.requests, sum(self.sizes.values())


def first_ways(app: Flask) -> dict[str, list[tuple[str, str]]]:
    """Who is to open what: every kind of page (endpoint, address) that links lead to, once, found without a browser."""
    found, known = defaultdict[str, list[tuple[str, str]]](list), set[str]()
    beginnings = {STRANGER: [*UNLINKED, "/careers", *links(app)], CANDIDATE: ["/my"]}
    for who, browser in visitors(app).items():
        for here, _ in pages(browser, app, *beginnings.get(who, ["/"]), most=1):
            kind = endpoint_of(app, urlsplit(here).path, "GET")
            if kind is not None and kind not in known:
                known.add(kind)
                found[who].append((kind, here))
    return found


def weighed(site: Site, chromium: Chromium) -> Iterator[Weighed]:
    """Every kind of page once, as the first person who gets there opens it."""
    people, ways = visitors(site.app), first_ways(site.app)
    for who, mine in ways.items():
        visitor = Visitor(site, chromium)
        if cookie := people[who].client.get_cookie(access.COOKIE):
            visitor.context.add_cookies([{"name": access.COOKIE, "value": cookie.value, "url": site.url}])
        scales = Scales(visitor.page)
        for kind, path in mine:
            visitor.go(path)
            requests, size = scales.read()
            yield Weighed(kind, urlsplit(path).path, who, requests, size, tuple(visitor.page.evaluate(OUT_OF_REACH)))
        assert visitor.leave() == []


def heaviest(all_pages: Iterable[Weighed]) -> list[str]:
    """The few pages that come nearest to the limit, in bytes."""
    return [str(each) for each in sorted(all_pages, key=lambda each: -each.size)[:HEAVIEST]]
