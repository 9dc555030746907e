"""Charts: what is drawn, in which colours, and when a browser need not fetch it again."""

import re
from threading import Thread

import pytest
from flask import Flask

from webapp import charts

MONTHS = [{"period": "January", "credit": 12_000, "quota": 15_000},
          {"period": "February", "credit": 31_000, "quota": None}]
STEPS = [{"month": "April", "quota": 15_000, "held": False}, {"month": "May", "quota": 15_000, "held": True}]
SPECS = {
    "attainment": lambda: charts.bars_by_period(MONTHS, unit="EUR", quota_label="Quota", credit_label="Credit"),
    "gap": lambda: charts.gap_by_competency(
        [{"competency": "Negotiation", "target": 3, "expected": 1.6}], target_label="Target", expected_label="Expected",
        unit="people"),
    "ranges": lambda: charts.dot_and_range(
        [{"name": "Jo Park", "low": 2.1, "mid": 2.8, "high": 3.5}], unit="level", lowest=1, highest=5),
    "ramp": lambda: charts.ramp_steps(STEPS, unit="EUR", quota_label="Quota", held_label="Held"),
}
WORDS = {
    "attainment": {"January", "February", "EUR", "Quota", "Credit"},
    "gap": {"Negotiation", "people", "Target", "Expected"},
    "ranges": {"Jo Park", "level"},
    "ramp": {"April", "May", "EUR", "Quota", "Held"},
}


def words(svg: str) -> set[str]:
    """What a person reads on the chart, but for the figures of its axes."""
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
    return {text for text in texts if not re.fullmatch(r"[\d.]+k?", text)}


def marks(svg: str, kind: str) -> list[str]:
    """The shapes that Vega says it drew of one kind of mark."""
    return re.findall(rf'<path aria-label="[^"]*" role="graphics-symbol" aria-roledescription="{kind}"', svg)


@pytest.mark.parametrize("name", sorted(SPECS))
@pytest.mark.parametrize("size", sorted(charts.SIZES))
def test_chart_names_what_it_shows(name, size):
    assert words(charts.render_svg(SPECS[name](), "light", size)) == WORDS[name]


@pytest.mark.parametrize("name", sorted(SPECS))
def test_equal_facts_draw_the_equal_picture(name):
    first = charts.render_svg(SPECS[name](), "dark")
    charts._drawn.cache_clear()
    assert charts.render_svg(SPECS[name](), "dark") == first


@pytest.mark.parametrize("name", sorted(SPECS))
def test_each_theme_draws_in_its_own_colours_only(name):
    foreign = {theme: set(charts.THEMES[other].values()) for theme, other in (("light", "dark"), ("dark", "light"))}
    for theme, colours in foreign.items():
        used = set(re.findall(r"#[0-9a-f]{6}", charts.render_svg(SPECS[name](), theme)))
        assert used & set(charts.THEMES[theme].values())
        assert not used & colours


def test_month_without_quota_shows_no_quota_tick():
    assert len(marks(charts.render_svg(SPECS["attainment"]()), "tick")) == 1
    assert len(marks(charts.render_svg(SPECS["attainment"]()), "bar")) == 2


def test_only_held_months_carry_the_mark_of_a_hold():
    assert len(marks(charts.render_svg(SPECS["ramp"]()), "point")) == 1


def test_chart_of_no_rows_is_still_a_picture():
    assert charts.render_svg(charts.dot_and_range([], unit="level", lowest=1, highest=5)).startswith("<svg")


def test_name_with_markup_stays_text_in_the_picture():
    row = {"name": "<script>alert(1)</script>", "low": 1, "mid": 2, "high": 3}
    assert "<script" not in charts.render_svg(charts.dot_and_range([row], unit="level", lowest=1, highest=5))


def test_charts_drawn_at_the_same_time_all_arrive():
    pictures: dict[int, str] = {}

    def draw(number: int) -> None:
        row = {"name": f"Rep {number}", "low": 1, "mid": 2, "high": 3}
        pictures[number] = charts.render_svg(charts.dot_and_range([row], unit="level", lowest=1, highest=5))

    threads = [Thread(target=draw, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: words(svg) for number, svg in pictures.items()} == {n: {f"Rep {n}", "level"} for n in range(6)}


@pytest.fixture
def client():
    app = Flask(__name__)
    app.add_url_rule("/chart.svg", "chart", lambda: charts.svg_answer(SPECS["gap"]()))
    return app.test_client()


def test_chart_is_not_sent_again_to_a_browser_that_has_it(client):
    first = client.get("/chart.svg?theme=dark")
    again = client.get("/chart.svg?theme=dark", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.headers["Cache-Control"] == "private, max-age=0, must-revalidate"


def test_other_theme_is_another_picture_to_the_browser(client):
    light = client.get("/chart.svg")
    dark = client.get("/chart.svg?theme=dark", headers={"If-None-Match": light.headers["ETag"]})
    assert dark.status_code == 200
    assert dark.data != light.data


@pytest.mark.parametrize("query", ["theme=neon", "size=huge"])
def test_chart_in_an_unknown_look_is_not_found(client, query):
    assert client.get(f"/chart.svg?{query}").status_code == 404
