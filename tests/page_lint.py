"""What is wrong with a page, as sentences. `tests/browser.py` runs it over every page that it fetches.

A lint looks at one parsed page (lxml, from html5lib) and yields one sentence per fault, naming the element.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from lxml.etree import _Element as Element
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter, RequestRedirect

UNTYPED = {"hidden", "submit", "button", "reset", "image"}
URL_ATTRIBUTES = {"href": "GET", "src": "GET", "action": "GET", "formaction": "POST", "hx-get": "GET",
                  "hx-post": "POST", "hx-put": "PUT", "hx-patch": "PATCH", "hx-delete": "DELETE"}
OUTSIDE = re.compile(r"^(https?:|mailto:|tel:|data:|webcal:|//)")
CODE_TEXT = re.compile(
    r"\bNone\b(?=[\s,.;)%]*$)|Reason\(|Decimal\(|datetime\.|<\w+\.\w+: |\{\{|\{%|%\(\w+\)|\[object |"
    r"\bundefined\b|\bNaN\b|^[a-z]+(_[a-z]+)+$|^[a-z]+\.[a-z]+(-[a-z]+)+$|^[A-Z]\w+\.[a-z_]+$")
PARSER_NOISE = {"expected-doctype-but-got-start-tag", "expected-doctype-but-got-chars", "expected-doctype-but-got-eof"}

Lint = Callable[[Element], Iterator[str]]


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def shown(element: Element) -> str:
    """The element as a person would point at it: its tag and what tells it from others."""
    kept = [f'{name}="{element.get(name)}"' for name in ("id", "name", "type", "href", "action") if element.get(name)]
    words = text_of(element)[:40]
    return f"<{' '.join([element.tag, *kept])}>" + (f" “{words}”" if words else "")


def elements(tree: Element) -> Iterator[Element]:
    return (element for element in tree.iter() if isinstance(element.tag, str))


def one_heading_and_title(tree: Element) -> Iterator[str]:
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        yield f"the page has {len(headings)} h1, not one"
    elif not text_of(headings[0]):
        yield "the h1 is empty"
    if not text_of(tree.find("head/title")) if tree.find("head/title") is not None else True:
        yield "the page has no title"
    if not tree.get("lang"):
        yield "<html> names no language"


def unique_ids(tree: Element) -> Iterator[str]:
    for name, count in Counter(tree.xpath("//@id")).items():
        if count > 1 or not name:
            yield f'{count} elements have the id "{name}"'


def referenced_ids(tree: Element) -> Iterator[str]:
    known = set(tree.xpath("//@id"))
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
        for element in tree.xpath(f"//*[@{attribute}]"):
            for name in element.get(attribute).split():
                if name not in known:
                    yield f'{shown(element)} has {attribute}="{name}", which is not on the page'


def labelled_inputs(tree: Element) -> Iterator[str]:
    labels = {label.get("for") for label in tree.xpath("//label[@for]") if text_of(label)}
    for field in tree.xpath("//input | //select | //textarea"):
        if field.get("type") in UNTYPED:
            continue
        wrapped = any(text_of(label) for label in field.iterancestors("label"))
        if not (wrapped or field.get("id") in labels or field.get("aria-label") or field.get("aria-labelledby")):
            yield f"{shown(field)} has no label"


def named_controls(tree: Element) -> Iterator[str]:
    for control in tree.xpath("//button | //a[@href] | //summary"):
        pictured = control.xpath(".//img[@alt!=''] | .//*[local-name()='svg']/*[local-name()='title']")
        if not (text_of(control) or control.get("aria-label") or control.get("aria-labelledby") or pictured):
            yield f"{shown(control)} has no name a person could read or hear"
    for picture in tree.xpath("//img[not(@alt)]"):
        yield f"{shown(picture)} has no alt text"


def tokens_in_posting_forms(tree: Element) -> Iterator[str]:
    for form in tree.xpath("//form"):
        if form.get("method", "get").lower() == "post" and not form.xpath(".//input[@name='csrf_token'][@value!='']"):
            yield f"{shown(form)} posts without a CSRF token"


def nothing_inline(tree: Element) -> Iterator[str]:
    for script in tree.xpath("//script[not(@src)][not(@type='application/json')]"):
        yield f"inline script: {text_of(script)[:60]}"
    for _ in tree.xpath("//style"):
        yield "inline <style>"
    for element in elements(tree):
        for name, value in element.attrib.items():
            scripted = value.strip().lower().startswith(("javascript:", "js:"))
            if name == "style" or name.startswith(("on", "hx-on")) or scripted:
                yield f'{shown(element)} has the inline {name}="{value[:60]}"'


def explained_disabled_controls(tree: Element) -> Iterator[str]:
    """Said by aria-describedby, or by the text right after the control, or by its fieldset's own explanation."""
    for control in tree.xpath("//button | //input | //select | //textarea | //fieldset | //a | //summary"):
        if control.get("disabled") is None and control.get("aria-disabled") != "true":
            continue
        described = (control.get("aria-describedby") or "").split()
        told = " ".join(text_of(found) for name in described for found in tree.xpath("//*[@id=$name]", name=name))
        follower = control.getnext()
        beside = (control.tail or "").strip() or (text_of(follower) if follower is not None and follower.tag in (
            "p", "span", "small", "div", "ul") else "")
        if not (told or beside):
            yield f"{shown(control)} is disabled and does not say why"


def no_raw_values(tree: Element) -> Iterator[str]:
    """No `None`, enum, code or unfilled sentence in what a person reads. `<code>` and `<pre>` may show them."""
    for element in elements(tree):
        if element.tag in ("script", "style", "code", "pre", "textarea", "kbd"):
            continue
        for words in [element.text, *(child.tail for child in element)]:
            words = (words or "").strip()
            if words and CODE_TEXT.search(words):
                yield f"{shown(element)} shows “{words[:60]}”, which is code, not language"


def parse_faults(errors: list, page: str) -> Iterator[str]:
    for (line, column), code, _ in errors:
        if code not in PARSER_NOISE:
            source = page.splitlines()[line - 1].strip()[:80] if line <= len(page.splitlines()) else ""
            yield f"broken HTML in line {line}, column {column}: {code}: {source}"


def dead_links(tree: Element, routes: MapAdapter, here: str) -> Iterator[str]:
    known = set(tree.xpath("//@id"))
    for element in elements(tree):
        for name, method in URL_ATTRIBUTES.items():
            target = element.get(name)
            if target is None or OUTSIDE.match(target):
                continue
            if name == "action":
                method = element.get("method", "get").upper()
            if target.startswith("#"):
                if target[1:] not in known and target != "#top":
                    yield f"{shown(element)} points at {target}, which is not on the page"
            elif not resolves(target, method, routes, here):
                yield f"{shown(element)} has {name}={target}, which no route answers to {method}"


def resolves(target: str, method: str, routes: MapAdapter, here: str) -> bool:
    path = target.split("#")[0].split("?")[0] or here.split("?")[0]
    if not path.startswith("/"):
        path = here.split("?")[0].rsplit("/", 1)[0] + "/" + path
    try:
        routes.match(path, method=method)
    except RequestRedirect:
        return True
    except (NotFound, MethodNotAllowed):
        return False
    return True


PAGE: tuple[Lint, ...] = (one_heading_and_title,)
PART: tuple[Lint, ...] = (unique_ids, labelled_inputs, named_controls, tokens_in_posting_forms, nothing_inline,
                          explained_disabled_controls, no_raw_values)


def faults(tree: Element, errors: list, source: str, routes: MapAdapter, here: str, *, whole: bool) -> list[str]:
    """Every fault of a page (`whole`) or of a part that a page swaps in, where ids may point outside."""
    lints = (*PAGE, *PART, referenced_ids) if whole else PART
    found = [fault for lint in lints for fault in lint(tree)]
    if whole:
        found += [*dead_links(tree, routes, here), *parse_faults(errors, source)]
    return found
