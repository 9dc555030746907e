"""What every page shares in its looks: filters and globals for templates, security headers, static files and gzip.

Charts, paper and pages have their own modules; nothing here knows a record.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, request

from webapp.components import DRAWINGS, KINDS, WRITTEN_HERE, icon, uid
from webapp.figures import ago, day, initials, iso, moment, money, number, part_of_year, percent_bp, with_unit
from webapp.translating import reader

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "onramp_theme"
YEAR = 365 * 24 * 3600
CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "media-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
))
SQUEEZABLE = re.compile(r"^(text/|application/(json|javascript|xml|manifest\+json)|image/svg\+xml)")
STATIC = Path(__file__).parent / "static"

look = Blueprint("look", __name__)


def init_app(app: Flask) -> None:
    """Teach `app` the filters, globals, headers and static rules. Babel must be initialised before or after, once."""
    for name, make in FILTERS.items():
        app.add_template_filter(make, name)
    app.jinja_env.globals.update(ui=Components(), icon=icon, reader=reader, theme=theme, uid=uid)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_defaults(_stamp)
    app.register_blueprint(look)
    app.after_request(_squeeze)
    app.after_request(_protect)


# ---- words

def said(reason: object) -> str:
    """A reason as a sentence; text passes unchanged."""
    if isinstance(reason, str):
        return reason
    sentence = current_app.jinja_env.filters.get("sentence")
    return str(sentence(reason)) if sentence else str(reason)


def given_only(attributes: dict) -> dict:
    """Without the attributes that have nothing to say."""
    return {name: value for name, value in attributes.items() if value is not None}


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money, "day": day, "moment": moment, "ago": ago, "percent_bp": percent_bp, "number": number,
    "initials": initials, "part_of_year": part_of_year, "said": said, "iso": iso, "given_only": given_only,
    "with_unit": with_unit,
}


class Components:
    """Components in Python and the macros of templates/components, as `ui` in every template, without an import."""

    def __init__(self) -> None:
        vars(self).update(WRITTEN_HERE, KINDS=KINDS, DRAWINGS=DRAWINGS)

    def __getattr__(self, name: str) -> object:
        macro = getattr(current_app.jinja_env.get_template("components/ui.html").module, name)
        if not current_app.debug:
            setattr(self, name, macro)
        return macro


# ---- light and dark

def theme() -> str:
    """The reader's choice: auto follows the device (CSS does it, so there is no flash and no script needed)."""
    chosen = request.cookies.get(THEME_COOKIE, "auto") if request else "auto"
    return chosen if chosen in THEMES else "auto"


@look.post("/theme")
def choose_theme():
    """Remember light, dark or auto, and go back to the page the person was on."""
    back = re.match(r"^https?://[^/]+(/(?!/)[^\s\\]*)$", request.referrer or "")
    own = back is not None and request.referrer.startswith(request.host_url)
    answer = redirect(back.group(1) if back and own else "/", 303)
    chosen = request.form.get("theme", "auto")
    if chosen in THEMES:
        answer.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure)
    return answer


# ---- files that never change under one address, and small answers

@lru_cache(maxsize=512)
def _digest(path: str, _changed_ns: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def _version(filename: str) -> str | None:
    path = STATIC / filename
    try:
        return _digest(str(path), path.stat().st_mtime_ns)
    except OSError:
        return None


def _stamp(endpoint: str, values: dict) -> None:
    if endpoint == "static" and "v" not in values and (version := _version(values.get("filename", ""))):
        values["v"] = version


@lru_cache(maxsize=128)
def _packed(filename: str, _version: str) -> bytes:
    return gzip.compress((STATIC / filename).read_bytes(), 9, mtime=0)


def _squeeze(answer: Response) -> Response:
    """Gzip what is text and over 1 KB; a static file is packed once and then served from memory."""
    static = request.endpoint == "static" and answer.status_code == 200
    if static:
        _keep(answer)
    if not SQUEEZABLE.match(answer.mimetype or "") or answer.status_code in (204, 206, 304):
        return answer
    answer.vary.add("Accept-Encoding")
    if "Content-Encoding" in answer.headers or not request.accept_encodings["gzip"] or request.method == "HEAD":
        return answer
    if static:
        filename = (request.view_args or {})["filename"]
        answer.direct_passthrough = False
        _replace(answer, _packed(filename, _version(filename) or ""))
    elif not answer.is_streamed and len(answer.get_data()) > 1024:
        _replace(answer, gzip.compress(answer.get_data(), 5, mtime=0))
    return answer


def _replace(answer: Response, packed: bytes) -> None:
    if close := getattr(answer.response, "close", None):
        close()
    answer.set_data(packed)
    answer.headers["Content-Encoding"] = "gzip"
    if etag := answer.get_etag()[0]:
        answer.set_etag(etag, weak=True)


def _keep(answer: Response) -> None:
    asked = request.args.get("v")
    if asked and asked == _version((request.view_args or {}).get("filename", "")):
        answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    else:
        answer.headers["Cache-Control"] = "no-cache"


def _protect(answer: Response) -> Response:
    """Headers every answer carries; a view may set a stricter one itself."""
    answer.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("X-Frame-Options", "DENY")
    answer.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "private, no-store")
    return answer
