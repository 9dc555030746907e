"""The components that a page has by the hundred: the cells, tags and moments of its tables, written without a template.

`ui` has them beside the macros of templates/components, whose README lists both. Texts are escaped unless already safe;
each ends its line, so that one beside another stands apart.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import g, url_for
from markupsafe import Markup, escape

from webapp.figures import day, initials, iso, moment
from webapp.translating import said_plainly

DRAWINGS = {"neutral": "circle", "info": "info-circle", "good": "circle-check", "warn": "alert-triangle",
            "bad": "circle-x", "wait": "hourglass"}
KINDS = {"primary": "btn-primary", "secondary": "", "danger": "btn-danger", "quiet": "btn-ghost"}
NOTHING_BELOW = '<ul class="why"></ul>'
NUM, QUIET = ' class="num"', ' class="visually-hidden"'
Caller = Callable[[], str] | None


def icon(name: str, label: str = "", size: str = "") -> Markup:
    """One drawing of `static/icons.svg`; silent for screen readers unless `label` speaks for it."""
    if "icons_href" not in g:
        g.icons_href = url_for("static", filename="icons.svg")
    return _drawing(g.icons_href, name, label, size)


@lru_cache(maxsize=1024)
def _drawing(file: str, name: str, label: str, size: str) -> Markup:
    speak = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="ico {}" {} focusable="false"><use href="{}#{}"/></svg>').format(size, speak, file, name)


def uid(prefix: str) -> str:
    """An id used once on this page."""
    g.ids_given = g.get("ids_given", 0) + 1
    return f"{prefix}-{g.ids_given}"


def td(label: str, value: Any = "", number: bool = False, unit: str = "", head: bool = False,
       caller: Caller = None) -> Markup:
    """A cell; `label` repeats the column's head where rows become cards."""
    inner, named = caller() if caller else escape(value), escape(label)
    if head:
        return Markup(f'<th scope="row" data-label="{named}">{inner}</th>\n')
    if unit:
        inner = f'<span>{inner} <span class="unit">{escape(unit)}</span></span>'
    return Markup(f'<td data-label="{named}"{NUM if number else ""}>{inner}</td>\n')


def badge(word: str, tone: str = "neutral", icon_name: str = "") -> Markup:
    """A word with its drawing. Tones: neutral, info, good, warn, bad, wait. Colour never speaks alone."""
    drawn = icon(icon_name or DRAWINGS[tone])
    return Markup(f'<span class="tag tag-{tone}">{drawn}<span>{escape(word)}</span></span>\n')


def when(at: date | datetime | None, form: str = "") -> Markup:
    """A moment in the reader's zone, or a day."""
    if not at:
        return Markup("")
    write: Callable[..., str] = moment if isinstance(at, datetime) else day
    return Markup(f'<time datetime="{iso(at)}">{escape(write(at, form) if form else write(at))}</time>\n')


def kv(pairs: Sequence[tuple[str, Any]], columns: int = 1) -> Markup:
    """Terms and their values; an empty value reads as not given."""
    rows = "".join(f"<div><dt>{escape(term)}</dt><dd>{_given(value)}</dd></div>" for term, value in pairs)
    return Markup(f'<dl class="kv kv-{columns}">{rows}</dl>\n')


def _given(value: Any) -> str:
    if value is None or (isinstance(value, str) and not value):
        return f'<span class="muted">{escape(said_plainly("not given"))}</span>'
    return escape(value)


def table(caption: str, heads: Sequence[Any], quiet_caption: bool = False, dense: bool = False,
          caller: Caller = None) -> Markup:
    """Rows made of tr and `td`, by the caller. `heads`: words, or {label, number: true, hidden: true}."""
    called = escape(caption)
    return Markup(
        f'<div class="table-frame{" table-dense" if dense else ""}" role="region" aria-label="{called}" tabindex="0">'
        f'<table class="table table-cards"><caption{QUIET if quiet_caption else ""}>{called}'
        f'</caption><thead><tr>{"".join(map(_head, heads))}</tr></thead><tbody>{caller() if caller else ""}</tbody>'
        "</table></div>\n")


def _head(head: Any) -> str:
    if isinstance(head, str):
        return f'<th scope="col">{escape(head)}</th>'
    label = escape(head["label"])
    shown = f'<span class="visually-hidden">{label}</span>' if head.get("hidden") else label
    return f'<th scope="col"{NUM if head.get("number") else ""}>{shown}</th>'


def card(title: str = "", level: int = 2, id: str = "", actions: str = "", flush: bool = False,
         caller: Caller = None) -> Markup:
    """A framed section; `flush` for a table inside."""
    buttons = f'<div class="page-actions">{escape(actions)}</div>' if actions else ""
    head = f'<div class="block-head"><h{level}>{escape(title)}</h{level}>{buttons}</div>' if title else ""
    named = f' id="{escape(id)}"' if id else ""
    return Markup(f'<section class="card block"{named}>{head}<div class="block-{"flush" if flush else "body"}">'
                  f'{caller() if caller else ""}</div></section>\n')


def link_button(label: str, href: str, icon_name: str = "", kind: str = "secondary", small: bool = False,
                download: bool = False) -> Markup:
    """A way somewhere that looks like a button. Kinds: primary, secondary, danger, quiet."""
    return Markup(f'<a class="btn {KINDS[kind]}{" btn-sm" if small else ""}" href="{escape(href)}"'
                  f'{" download" if download else ""}>{icon(icon_name) if icon_name else ""}'
                  f"<span>{escape(label)}</span></a>\n")


def why(reasons: Sequence[str]) -> dict[str, str]:
    """What is said below a disabled button, and the ids it points at. Within a cluster, the cluster fills it in."""
    known: dict[str, list[str]] | None = g.get("said_in_cluster")
    sentences, mine = list(dict.fromkeys(reasons)), {} if known is None else known
    for each in sentences:
        mine.setdefault(each, [uid("why")]).append(uid("place"))
    rows = (_reason(mine[each][0], each) if known is None else f"<!--{mine[each][-1]}-->" for each in sentences)
    return {"ids": " ".join(mine[each][0] for each in sentences),
            "below": Markup(f'<ul class="why">{"".join(rows)}</ul>' if sentences else "")}


def cluster(caller: Callable[[], str]) -> Markup:
    """Buttons in a row. What is in the way of several of them is said once, below the row."""
    before, known = g.get("said_in_cluster"), dict[str, list[str]]()
    g.said_in_cluster = known
    try:
        drawn = str(caller())
    finally:
        g.said_in_cluster = before
    shared = "".join(_reason(name, each) for each, (name, *places) in known.items() if len(places) > 1)
    for each, (name, *places) in known.items():
        for place in places:
            drawn = drawn.replace(f"<!--{place}-->", _reason(name, each) if len(places) == 1 else "")
    below = f'<ul class="why why-shared">{shared}</ul>' if shared else ""
    return Markup(f'<div class="cluster">{drawn.replace(NOTHING_BELOW, "")}{below}</div>')


def _reason(name: str, sentence: str) -> str:
    return f'<li id="{name}">{escape(sentence)}</li>'


def person(name: str, detail: str = "", href: str = "", small: bool = False) -> Markup:
    """A face of initials, the name, and what there is to say about them."""
    called = escape(name)
    shown = f'<a href="{escape(href)}">{called}</a>' if href else f"<span>{called}</span>"
    said = f"<small>{escape(detail)}</small>" if detail else ""
    return Markup(f'<span class="person{" person-small" if small else ""}"><span class="face face-{len(name) % 6}" '
                  f'aria-hidden="true">{escape(initials(name))}</span><span class="person-text">{shown}{said}</span>'
                  "</span>\n")


def nav_list(items: Sequence[dict[str, Any]]) -> Markup:
    """The menu, a heading before each group."""
    rows, group = [], ""
    for item in items:
        if item.get("group") and item["group"] != group:
            rows.append(f'<li class="nav-group">{escape(item["group"])}</li>\n')
        group = item.get("group", "")
        rows.append(f"<li>{_way(item)}</li>\n")
    return Markup(f'<ul class="nav-list">\n{"".join(rows)}</ul>\n')


def tab_list(items: Sequence[dict[str, Any]]) -> Markup:
    """The first of the menu, at the foot of a phone."""
    return Markup(f'<ul>{"".join(f"<li>{_way(item)}</li>" for item in items)}</ul>\n')


def _way(item: dict[str, Any]) -> str:
    here = ' aria-current="page"' if item.get("current") else ""
    return f'<a href="{escape(item["href"])}"{here}>{icon(item["icon"])}<span>{escape(item["label"])}</span></a>'


WRITTEN_HERE = {each.__name__: each for each in (
    td, badge, when, kv, table, card, link_button, person, nav_list, tab_list, cluster, why)}
