"""What every page shares: the frame, the components, headers, static files, words and figures."""

import gzip
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel, force_locale
from flask_wtf import CSRFProtect
from lxml import etree

from tests.browser import Browser, text_of
from webapp import look, navigation
from webapp.styleguide import REASONS, styleguide

WEBAPP = Path(look.__file__).parent
NAMED_ICON = re.compile(r"""(?:\bicon\(|icon_name=|["']?icon["']?[:=] ?)["']([a-z0-9-]+)["']""")


@pytest.fixture
def app():
    """The look alone, without the product behind it."""
    app = Flask("webapp")
    app.config.update(SECRET_KEY="test", TESTING=True)
    Babel(app, default_timezone="Europe/Helsinki", default_locale="en_GB")
    CSRFProtect(app)
    look.init_app(app)
    app.register_blueprint(styleguide)
    app.add_url_rule("/", "home", lambda: "")
    app.add_url_rule("/short", "short", lambda: "short")
    return app


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def draw(app):
    """Draws a piece of template as a page would."""
    with app.test_request_context():
        yield lambda source, **values: etree.fromstring(f"<div>{render_template_string(source, **values)}</div>",
                                                        etree.HTMLParser())


# ---- the frame

@pytest.mark.parametrize(("path", "heading"), [
    ("/styleguide", "Style guide"), ("/styleguide/public", "Your application")])
def test_style_guide_stands_every_lint(browser, path, heading):
    assert browser.get(path).heading == heading


def test_current_page_is_marked_in_each_menu(browser):
    page = browser.get("/styleguide")
    menus = page.xpath("//nav[.//a[@aria-current='page']]")
    marked = [(menu.get("aria-label"), text_of(link)) for menu in menus for link in menu.xpath(".//a[@aria-current]")]
    assert marked == [("Main", "Desk4 waiting"), ("Parts of this page", "Buttons"), ("Quick", "Desk4"),
                      ("Quick", "Desk4 waiting")]


def test_message_after_an_action_is_announced(browser):
    page = browser.get("/styleguide").submit("Submit scorecard")
    assert "This is what a message looks like after something was done." in page.notices


# ---- components

def test_button_with_reasons_cannot_be_pressed_and_says_them(browser):
    page = browser.get("/styleguide")
    assert page.why_disabled("Make an offer") == "".join(REASONS)
    assert "Make an offer" not in page.buttons


def test_every_cell_repeats_its_head_for_phones(browser):
    table = browser.get("/styleguide").xpath("//table[starts-with(caption, 'Candidates')]")[0]
    heads = [text_of(head) for head in table.xpath("./thead/tr/th")]
    rows = [[cell.get("data-label") for cell in row] for row in table.xpath("./tbody/tr")]
    assert rows == [heads] * 3


def test_each_wrong_field_points_at_its_hint_and_its_error(browser):
    page = browser.get("/styleguide")
    field = page.xpath("//input[@id='wrongname']|//input[@id='wrong-name']")[0]
    told = [text_of(page.xpath("//*[@id=$name]", name=name)[0]) for name in field.get("aria-describedby").split()]
    assert told == ["Candidates read it on the careers page.", "Say what the opening is called."]
    assert field.get("aria-invalid") == "true"


def test_summary_of_errors_names_every_wrong_field_once(browser):
    page = browser.get("/styleguide")
    summary = page.xpath("//div[@role='alert']//a")
    assert [text_of(link) for link in summary] == [
        "Name of the opening", "E-mail", "Profile", "Seats", "First day", "Negotiation",
        "I have read how my data are used"]


def test_level_says_what_it_means_where_it_is_chosen(browser):
    page = browser.get("/styleguide")
    choice = page.xpath("//input[@type='radio'][@value='3'][@checked]")[0]
    meaning = page.xpath("//*[@id=$name]", name=choice.get("aria-describedby"))[0]
    assert text_of(meaning) == "Asks what stands behind the no and trades one thing for another."


def test_text_from_people_is_never_markup(draw):
    drawn = draw("{{ ui.evidence(words, words, words) }}{{ ui.badge(words) }}{{ ui.person(words) }}"
                 "{{ ui.kv([(words, words)]) }}{{ ui.empty(words) }}{{ ui.callout(words) }}{{ ui.stat(words, words) }}",
                 words="<b id='x'>bold</b>")
    assert drawn.xpath("//*[@id='x']") == []
    assert text_of(drawn).count("<b id='x'>bold</b>") == 11


def test_value_nobody_gave_is_said_not_left_blank(draw):
    assert text_of(draw("{{ ui.kv([('Referred by', none)]) }}").xpath("//dd")[0]) == "not given"


def test_zero_is_a_value_and_not_a_blank(draw):
    assert text_of(draw("{{ ui.kv([('Deals', 0)]) }}").xpath("//dd")[0]) == "0"


def test_chart_follows_the_readers_theme_and_screen(draw):
    sources = draw("{{ ui.chart('/gap.svg?team=3', 'Gap') }}").xpath("//source/@srcset | //img/@src")
    assert sources == ["/gap.svg?team=3&theme=dark&size=small", "/gap.svg?team=3&theme=light&size=small",
                       "/gap.svg?team=3&theme=dark", "/gap.svg?team=3&theme=light"]


def test_list_of_one_page_offers_no_other_page(draw):
    assert draw("{{ ui.pagination(1, 1, '?page=PAGE', total=3, noun='reps') }}").xpath("//a") == []


def test_every_icon_that_is_named_was_drawn():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (WEBAPP / "static/icons.svg").read_text()))
    assert {"check", "home"} <= drawn
    named = {drawing: label for label, _, drawing, *_ in navigation.ITEMS}
    for file in [*WEBAPP.rglob("*.html"), *WEBAPP.rglob("*.py")]:
        named |= dict.fromkeys(NAMED_ICON.findall(file.read_text()), file.name)
    assert {name: file for name, file in named.items() if name not in drawn} == {}


# ---- headers and files

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


# ---- light and dark

def token(browser):
    return browser.get("/styleguide").xpath("//input[@name='csrf_token']/@value")[0]


def choose(browser, theme, referrer="http://localhost/styleguide/public"):
    return browser.client.post("/theme", data={"theme": theme, "csrf_token": token(browser)},
                               headers={"Referer": referrer})


def test_chosen_theme_is_drawn_by_the_server_and_leads_back(browser):
    answer = choose(browser, "dark")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/styleguide/public")
    assert browser.get("/styleguide").tree.get("data-bs-theme") == "dark"


def test_without_a_choice_the_device_decides(browser):
    assert browser.get("/styleguide").tree.get("data-bs-theme") == "auto"


def test_theme_nobody_offers_changes_nothing(browser):
    assert "Set-Cookie" not in choose(browser, "neon").headers
    browser.client.set_cookie("onramp_theme", '"><script>')
    assert browser.get("/styleguide").tree.get("data-bs-theme") == "auto"


@pytest.mark.parametrize("referrer", [
    "https://evil.example/styleguide", "http://localhost.evil.example/x", "http://localhost//evil.example",
    "http://localhost/\\evil.example", "nonsense", ""])
def test_theme_switch_never_leads_to_another_site(browser, referrer):
    assert choose(browser, "dark", referrer).headers["Location"] == "/"


def test_theme_is_not_chosen_by_another_site(browser):
    assert browser.client.post("/theme", data={"theme": "dark"}).status_code == 400


# ---- words and figures

@pytest.mark.parametrize(("shown", "written"), [
    (lambda: look.money(123456, "EUR"), "€1,234.56"),
    (lambda: look.money(-50, "EUR"), "-€0.50"),
    (lambda: look.money(1500, "JPY"), "JP¥1,500"),
    (lambda: look.money(12_345, "KWD"), "KWD12.345"),
    (lambda: look.money(6_400_000, "EUR", whole=True), "€64,000"),
    (lambda: look.money(6_400_050, "EUR", whole=True), "€64,000.50"),
    (lambda: look.day(date(2026, 3, 2)), "2 March 2026"),
    (lambda: look.day(None), ""),
    (lambda: look.moment(datetime(2026, 3, 2, 22, 30, tzinfo=UTC)), "3 March 2026, 00:30"),
    (lambda: look.moment(datetime(2026, 3, 2, 22, 30, tzinfo=UTC).replace(tzinfo=None)), "3 March 2026, 00:30"),
    (lambda: look.day(datetime(2026, 3, 2, 22, 30, tzinfo=UTC)), "3 March 2026"),
    (lambda: look.ago(datetime(2026, 3, 2, 6, 0, tzinfo=UTC)), "3 hours ago"),
    (lambda: look.ago(datetime(2026, 3, 5, 9, 0, tzinfo=UTC)), "in 3 days"),
    (lambda: look.percent_bp(8240), "82%"),
    (lambda: look.percent_bp(8245, 1), "82.4%"),
    (lambda: look.percent_bp(0), "0%"),
    (lambda: look.percent_bp(None), "no figure yet"),
    (lambda: look.number(1234567), "1,234,567"),
    (lambda: look.number(2, 1), "2.0"),
    (lambda: look.number(None), "no figure yet"),
    (lambda: look.initials("Amélie de Saint-Exupéry"), "AE"),
    (lambda: look.initials("  "), "?"),
    (lambda: look.initials("李"), "李"),
    (lambda: look.iso(datetime(2026, 3, 2, 9, 0, tzinfo=UTC).replace(tzinfo=None)), "2026-03-02T09:00:00Z"),
    (lambda: look.iso(date(2026, 3, 2)), "2026-03-02"),
])
def test_figure_is_written_the_readers_way(app, shown, written):
    with app.test_request_context():
        assert shown() == written


def test_reader_of_another_language_gets_their_own_figures(app):
    with app.test_request_context(), force_locale("de"):
        assert (look.money(123456, "EUR"), look.day(date(2026, 3, 2))) == ("1.234,56\xa0€", "2. März 2026")
