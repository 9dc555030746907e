"""Paper: what it says, that it is tagged, and that it reads nothing but what came with the package."""

import io
import os
import re
from datetime import date
from pathlib import Path

import pypdf
import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from weasyprint.urls import FatalURLFetchingError

from webapp import look, paper
from webapp.styleguide import PAPER

SNAPSHOT = Path(__file__).parent / "snapshots" / "paper_sample.html"


@pytest.fixture
def on_paper():
    """Templates and filters, no request: as in the worker."""
    app = Flask("webapp")
    Babel(app, default_locale="en_GB")
    look.init_app(app)
    with app.app_context():
        yield app


def test_sample_paper_reads_as_it_did_before(on_paper):
    """Renew the snapshot with RENEW_SNAPSHOTS=1 after looking at the paper as a picture."""
    html = paper.render_html("sample.html", PAPER)
    if os.environ.get("RENEW_SNAPSHOTS") == "1":
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(html, encoding="utf-8")
    assert html == SNAPSHOT.read_text(encoding="utf-8")


def test_paper_is_tagged_titled_and_says_its_language(on_paper):
    document = pypdf.PdfReader(io.BytesIO(paper.render_pdf("sample.html", PAPER)))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert document.metadata.title == PAPER["title"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(rb'pdfuaid:part(="|>)1\b', root["/Metadata"].get_data())


def test_paper_is_a4_and_each_page_says_what_it_belongs_to(on_paper):
    pages = pypdf.PdfReader(io.BytesIO(paper.render_pdf("sample.html", PAPER))).pages
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [(595, 842)] * len(pages)
    assert [PAPER["reference"] in page.extract_text() for page in pages] == [True] * len(pages)


def test_letters_of_other_alphabets_of_europe_are_in_the_packaged_type(on_paper):
    document = pypdf.PdfReader(io.BytesIO(paper.render_pdf("sample.html", PAPER)))
    fonts = {font["/BaseFont"].split("+")[-1].rstrip(",") for page in document.pages
             for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values())}
    assert {name for name in fonts if not name.startswith("Source-Sans-3")} == set()
    assert "Zoë Błaszczykowska" in document.pages[0].extract_text()


def test_same_data_give_the_same_bytes(on_paper):
    assert paper.render_pdf("sample.html", PAPER) == paper.render_pdf("sample.html", PAPER)


@pytest.mark.parametrize("address", [
    "https://example.com/logo.png", "http://127.0.0.1:1/x.png", "file:///etc/passwd", "//example.com/x.png",
    "../../../config.py", "ftp://example.com/x", "../../static/%2e%2e/application.py",
])
def test_paper_that_asks_for_something_foreign_is_not_made(on_paper, address):
    with pytest.raises(FatalURLFetchingError):
        paper.pdf_of(f'<html lang="en"><title>T</title><body><p>Hello</p><img src="{address}" alt="x"></body></html>')


def test_markup_in_a_name_is_printed_as_text(on_paper):
    html = paper.render_html("sample.html", {**PAPER, "recipient": {"name": "<img src=//x>", "lines": []}})
    assert "&lt;img src=//x&gt;" in html
    assert "<img src=//x>" not in html


def test_paper_refuses_what_is_not_plain_and_says_where(on_paper):
    with pytest.raises(TypeError, match=r"^signers\[1\]\.name is a object; paper takes plain values only$"):
        paper.render_html("sample.html", {**PAPER, "signers": [{"name": "Ana"}, {"name": object()}]})


def test_paper_speaks_the_language_of_its_reader(on_paper):
    with force_locale("de"):
        html = paper.render_html("sample.html", {**PAPER, "dated": date(2026, 3, 2)})
    assert '<html lang="de">' in html
    assert "2. März 2026" in html


def test_qr_code_is_a_picture_that_needs_no_network():
    address = paper.qr_image("https://onramp.example.com/certificates/8F3K-22QD")
    assert address.startswith("data:image/svg+xml")
    assert paper.is_packaged(address)
