"""The frame of every page and the components it is made of."""

import re
from pathlib import Path

import pytest

from tests.browser import text_of
from webapp import look, navigation
from webapp.paging import Pages
from webapp.styleguide import REASONS

WEBAPP = Path(look.__file__).parent
NAMED_ICON = re.compile(r"""(?:\bicon\(|icon_name=|["']?icon["']?[:=] ?)["']([a-z0-9-]+)["']""")


# ---- the frame

@pytest.mark.parametrize(("path", "heading"), [
    ("/styleguide", "Style guide"), ("/styleguide/public", "Your application")])
def test_style_guide_stands_every_lint(browser, path, heading):
    assert browser.get(path).heading == heading


def test_current_page_is_marked_in_each_menu(browser):
    page = browser.get("/styleguide")
    menus = page.xpath("//nav[.//a[@aria-current='page']]")
    marked = [(menu.get("aria-label"), text_of(link)) for menu in menus for link in menu.xpath(".//a[@aria-current]")]
    assert marked == [("Main", "Desk"), ("Parts of this page", "Buttons"), ("Quick", "Desk"),
                      ("Quick", "Desk")]


def test_message_after_an_action_is_announced(browser):
    page = browser.get("/styleguide").submit("Submit scorecard")
    assert "This is what a message looks like after something was done." in page.notices


# ---- components

def test_button_with_reasons_cannot_be_pressed_and_says_them(browser):
    page = browser.get("/styleguide")
    assert page.why_disabled("Make an offer") == " ".join(REASONS)
    assert "Make an offer" not in page.buttons


def test_one_reason_is_told_below_each_of_its_buttons(draw):
    page = draw("{% call ui.cluster() %}{{ ui.action_button('/', 'Hold', [early]) }}{{ ui.action_button('/', 'Go') }}"
                "{{ ui.action_button('/', 'Miss', [early, unsent, unsent]) }}{% endcall %}"
                "{{ ui.action_button('/', 'Elsewhere', [early]) }}", early="It begins <later>.", unsent="Not sent.")
    said = {button.xpath("string(.)").strip(): [text_of(page.xpath("//*[@id=$name]", name=name)[0])
                                                for name in (button.get("aria-describedby") or "").split()]
            for button in page.xpath("//button")}
    assert said == {"Hold": ["It begins <later>."], "Go": [], "Miss": ["It begins <later>.", "Not sent."],
                    "Elsewhere": ["It begins <later>."]}
    shared, alone = page.xpath("//div[@class='cluster']/ul"), page.xpath("//div[@class='cluster']/form/ul")
    assert ([text_of(each) for each in shared], [text_of(each) for each in alone]) == (
        ["It begins <later>."], ["Not sent."])


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
    assert draw("{{ ui.pagination(pages, 'reps') }}", pages=Pages(1, 1, 3)).xpath("//a") == []


def test_every_icon_that_is_named_was_drawn():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (WEBAPP / "static/icons.svg").read_text()))
    assert {"check", "home"} <= drawn
    named = {drawing: label for label, _, drawing, *_ in navigation.ITEMS}
    for file in [*WEBAPP.rglob("*.html"), *WEBAPP.rglob("*.py")]:
        named |= dict.fromkeys(NAMED_ICON.findall(file.read_text()), file.name)
    assert {name: file for name, file in named.items() if name not in drawn} == {}
