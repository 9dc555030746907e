"""Paper: letters, kits, certificates, statements as tagged PDF (PDF/UA) from plain data.

A paper's template extends `paper/base.html` and gets plain values only, so that a paper can be made anywhere, long
after and without asking the database. Nothing outside this package is ever read: a foreign address stops the rendering.
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import flask_babel
from flask import current_app

from webapp import press

PACKAGE = Path(__file__).parent
PAPERS = PACKAGE / "templates" / "paper"
READABLE = (PAPERS, PACKAGE / "static")
PLAIN = (str, int, float, bool, Decimal, date, datetime, type(None))


def render_html(template: str, data: Mapping[str, Any]) -> str:
    """The paper as HTML in the current language. `template` is a name in `templates/paper/`, with its ending.

    Raises TypeError when a value is not plain (text, figures, dates, lists and dicts of them).
    """
    for name, value in data.items():
        _require_plain(value, name)
    given = {"lang": str(flask_babel.get_locale() or "en").replace("_", "-"), "qr": qr_image}
    return current_app.jinja_env.get_template(f"paper/{template}").render({**given, **data})


def render_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper as tagged A4 PDF; the same data give the same bytes."""
    return pdf_of(render_html(template, data))


def pdf_of(html: str) -> bytes:
    """Any finished HTML of ours as PDF/UA. Raises FatalURLFetchingError on an address outside the package."""
    return press.ask(_set, html)


def _set(html: str) -> bytes:
    import weasyprint  # slow import

    paper = weasyprint.HTML(string=html, base_url=f"{PAPERS.as_uri()}/", url_fetcher=_fetcher())
    digest = hashlib.sha256(html.encode()).hexdigest()[:32]
    return bytes(paper.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=digest.encode()))


def qr_image(text: str) -> str:
    """A QR code of `text` as the address of a picture, for `<img src>`; readable down to 2 cm."""
    import segno  # slow import

    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=2, dark="#1f2a28"))


def chart_image(svg: str) -> str:
    """A chart drawn by `charts.render_svg` as the address of a picture, to be passed as plain text."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _require_plain(value: Any, where: str) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            _require_plain(part, f"{where}.{name}")
    elif isinstance(value, (list, tuple)):
        for place, part in enumerate(value):
            _require_plain(part, f"{where}[{place}]")
    elif not isinstance(value, PLAIN):
        raise TypeError(f"{where} is a {type(value).__name__}; paper takes plain values only")


def is_packaged(address: str) -> bool:
    """Whether paper may read this address: a picture inside the page, or a file below the readable folders."""
    parts = urlsplit(address)
    if parts.scheme == "data":
        return address.startswith("data:image/")
    if parts.scheme != "file" or parts.netloc:
        return False
    path = Path(unquote(parts.path)).resolve()
    return any(path.is_relative_to(folder) for folder in READABLE)


@cache
def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # slow import

    class PackagedFiles(URLFetcher):
        """Reads what came with the package and nothing else; the network stays untouched."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not is_packaged(url):
                raise FatalURLFetchingError(f"paper may not read {url}")
            return super().fetch(url, headers)

    return PackagedFiles(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)
