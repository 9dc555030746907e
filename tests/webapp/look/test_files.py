"""Headers of every page, and static files."""

import gzip
import re
from pathlib import Path

import pytest

from webapp import look

WEBAPP = Path(look.__file__).parent


def test_page_allows_nothing_inline_and_nothing_foreign(browser):
    headers = browser.get("/styleguide").response.headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'")
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "same-origin")
    assert headers["Cache-Control"] == "private, no-store"


def test_vendored_files_ask_no_other_host_and_have_a_licence():
    vendor = WEBAPP / "static/vendor"
    for file in [*vendor.rglob("*.css"), *(WEBAPP / "static").glob("*.css")]:
        text = file.read_text()
        assert re.findall(r"@import|url\([\"']?(?:https?:)?//|sourceMappingURL", text) == [], file.name
    folders = [folder for folder in vendor.iterdir() if folder.is_dir()]
    assert [folder.name for folder in folders if not (folder / "LICENSE").exists()] == []


def test_static_file_is_kept_for_good_under_its_own_version_only(browser):
    address = browser.get("/styleguide").xpath("//link[contains(@href, 'onramp.css')]/@href")[0]
    assert re.fullmatch(r"/static/onramp\.css\?v=[0-9a-f]{12}", address)
    kept = browser.client.get(address, buffered=True).headers["Cache-Control"]
    other = browser.client.get("/static/onramp.css?v=000000000000", buffered=True).headers["Cache-Control"]
    assert (kept, other) == ("public, max-age=31536000, immutable", "no-cache")


@pytest.mark.parametrize("name", ["onramp.css", "onramp.js", "icons.svg", "vendor/tabler/tabler.min.css"])
def test_packed_file_unpacks_to_the_file(browser, name):
    answer = browser.client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.data) == (WEBAPP / "static" / name).read_bytes()


def test_browser_that_unpacks_nothing_gets_the_plain_file(browser):
    answer = browser.client.get("/static/onramp.css", headers={"Accept-Encoding": "identity"}, buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (WEBAPP / "static/onramp.css").read_bytes()


def test_unchanged_file_is_not_sent_again_even_packed(browser):
    first = browser.client.get("/static/onramp.css", headers={"Accept-Encoding": "gzip"})
    again = browser.client.get("/static/onramp.css", buffered=True,
                               headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_page_is_packed_and_a_short_answer_is_not(browser):
    packed = browser.client.get("/styleguide", headers={"Accept-Encoding": "gzip"})
    assert b"<h1>Style guide</h1>" in gzip.decompress(packed.data)
    assert browser.client.get("/short", headers={"Accept-Encoding": "gzip"}).data == b"short"
