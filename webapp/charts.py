"""Charts as declarative specifications, and one way to make them pictures.

A chart function takes plain values and returns a Vega-Lite specification (a dict); `render_svg` draws it. The page
shows it with `ui.chart`, always beside the same facts in words or a table. Paper uses the same specifications.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any, ParamSpec

from flask import Response, abort, request

from webapp import press

P = ParamSpec("P")
Spec = dict[str, Any]
Row = Mapping[str, Any]

THEMES: dict[str, dict[str, str]] = {
    "light": {"ink": "#1f2a28", "quiet": "#55625f", "line": "#e2e4df",
              "accent": "#14564f", "bar": "#45948a", "soft": "#a9c9c3", "bad": "#a82a23"},
    "dark": {"ink": "#e3e9e6", "quiet": "#a3b0ac", "line": "#2d3633",
             "accent": "#5cc2b0", "bar": "#2f7d70", "soft": "#2f6058", "bad": "#f59a91"},
}
SIZES = {"wide": 620, "small": 330}
FONT = "Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif"
ROW_HEIGHT = 34

AMOUNTS: dict[str, Any] = {"format": "~s", "tickCount": 5, "labelExpr": "datum.value == 0 ? '0' : datum.label"}

MONTHS: dict[str, Any] = {"labelAngle": 0, "labelOverlap": "parity", "labelSeparation": 4,  # else every other
                          "labelExpr": "split(datum.label, ' ')"}  # the year under the month

BUILDERS: dict[str, Callable[..., Spec]] = {}


def made_apart(build: Callable[P, Spec]) -> Callable[P, Spec]:
    """The specification is put together by the press, where the library for it is loaded."""
    BUILDERS[build.__name__] = build

    @wraps(build)
    def asked(*args: P.args, **kwargs: P.kwargs) -> Spec:
        return press.ask(_built, build.__name__, args, kwargs)

    return asked


def _built(name: str, args: Any, kwargs: Any) -> Spec:
    return BUILDERS[name](*args, **kwargs)


# ---- the charts

@made_apart
def bars_by_period(rows: Sequence[Row], *, unit: str, quota_label: str, credit_label: str) -> Spec:
    """Credit as bars and quota as ticks, one pair a period, in the given order.

    rows: {"period": "Jan 2026", "credit": 81_000, "quota": 90_000 or None}, amounts in whole units.
    """
    import altair as alt  # slow import

    data = alt.Data(values=[dict(row) for row in rows])
    x = alt.X("period:N", sort=None, title=None, axis=alt.Axis(**MONTHS))
    y = alt.Y("credit:Q", title=unit, axis=alt.Axis(**AMOUNTS))
    bars = alt.Chart(data).mark_bar(color="$bar", width={"band": 0.55}, cornerRadiusEnd=2).encode(x=x, y=y)
    ticks = alt.Chart(data).mark_tick(color="$ink", thickness=3, opacity=1, width={"band": 0.75}).encode(
        x=x, y=alt.Y("quota:Q")).transform_filter("isValid(datum.quota)")
    return _spec(bars + ticks, legend={credit_label: "$bar", quota_label: "$ink"}, height=220)


@made_apart
def gap_by_competency(rows: Sequence[Row], *, target_label: str, expected_label: str, unit: str) -> Spec:
    """How many people reach the target's level: expected as a bar, target as a tick, largest gap as the rows come.

    rows: {"competency": "Negotiation", "target": 3, "expected": 1.6}.
    """
    import altair as alt  # slow import

    data = alt.Data(values=[dict(row) for row in rows])
    y = alt.Y("competency:N", sort=None, title=None)
    bars = alt.Chart(data).mark_bar(color="$bar", height={"band": 0.5}, cornerRadiusEnd=2).encode(
        y=y, x=alt.X("expected:Q", title=unit, axis=alt.Axis(tickMinStep=1)))
    ticks = alt.Chart(data).mark_tick(color="$ink", thickness=3, opacity=1, height={"band": 0.8}).encode(
        y=y, x=alt.X("target:Q"))
    return _spec(bars + ticks, legend={expected_label: "$bar", target_label: "$ink"},
                 height=ROW_HEIGHT * max(len(rows), 1))


@made_apart
def dot_and_range(rows: Sequence[Row], *, unit: str, lowest: float, highest: float) -> Spec:
    """An estimate as a dot on its likely range; what cannot be told apart overlaps.

    rows: {"name": "Jo Park", "low": 2.1, "mid": 2.8, "high": 3.5}.
    """
    import altair as alt  # slow import

    data = alt.Data(values=[dict(row) for row in rows])
    scale = alt.Scale(domain=[lowest, highest])
    y = alt.Y("name:N", sort=None, title=None)
    ranges = alt.Chart(data).mark_rule(color="$soft", strokeWidth=7, strokeCap="round").encode(
        y=y, x=alt.X("low:Q", scale=scale, title=unit, axis=alt.Axis(tickMinStep=1)), x2="high:Q")
    dots = alt.Chart(data).mark_circle(color="$accent", size=95, opacity=1).encode(y=y, x=alt.X("mid:Q", scale=scale))
    return _spec(ranges + dots, height=ROW_HEIGHT * max(len(rows), 1))


@made_apart
def ramp_steps(rows: Sequence[Row], *, unit: str, quota_label: str, held_label: str) -> Spec:
    """The quota of each month as a line of steps; months whose step was held carry a cross.

    rows: {"month": "Apr 2026", "quota": 25_000, "held": False}.
    """
    import altair as alt  # slow import

    data = alt.Data(values=[dict(row) for row in rows])
    x = alt.X("month:N", sort=None, title=None, axis=alt.Axis(**MONTHS))
    y = alt.Y("quota:Q", title=unit, axis=alt.Axis(**AMOUNTS), scale=alt.Scale(zero=True))
    line = alt.Chart(data).mark_line(color="$accent", strokeWidth=3, interpolate="step").encode(x=x, y=y)
    points = alt.Chart(data).mark_circle(color="$accent", size=55, opacity=1).encode(x=x, y=y)
    held = alt.Chart(data).mark_point(color="$bad", shape="cross", size=260, filled=True, opacity=1, angle=45).encode(
        x=x, y=y).transform_filter("datum.held")
    return _spec(line + points + held, legend={quota_label: "$accent", held_label: "$bad"}, height=220)


def _spec(chart: Any, *, height: int, legend: Mapping[str, str] | None = None) -> Spec:
    """The chart with its size, and a legend that names the marks: they are layers, not a coloured field."""
    import altair as alt  # slow import

    if legend:
        key = alt.Chart(alt.Data(values=[{"mark": label} for label in legend])).mark_rect(opacity=0).encode(
            color=alt.Color("mark:N", title=None, scale=alt.Scale(domain=list(legend), range=list(legend.values()))))
        chart = chart + key
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    spec: Spec = chart.properties(height=height, autosize=fit).to_dict()
    spec.pop("config", None)
    return spec


# ---- from a specification to a picture

def render_svg(spec: Spec, theme: str = "light", size: str = "wide") -> str:
    """The picture as SVG text; equal specifications give equal text. Raises KeyError on an unknown theme or size."""
    return _drawn(json.dumps(_painted(spec, THEMES[theme], SIZES[size]), sort_keys=True))


@lru_cache(maxsize=64)
def _drawn(spec: str) -> str:
    return _renumbered(press.ask(_draw, spec))


def _draw(spec: str) -> str:
    import vl_convert  # slow import

    return str(vl_convert.vegalite_to_svg(spec, vl_version="6.4"))


def _renumbered(svg: str) -> str:
    """The engine counts its clipping paths on from picture to picture; here each picture starts at one."""
    numbers = {name: f"clip-{place}" for place, name in enumerate(re.findall(r'<clipPath id="([^"]+)"', svg), 1)}

    def own(found: re.Match[str]) -> str:
        return f"{found[1]}{numbers.get(found[2], found[2])}{found[3]}"

    return re.sub(r'(<clipPath id="|url\(#)([^")]+)("|\))', own, svg)


def _painted(spec: Spec, colours: Mapping[str, str], width: int) -> Spec:
    """The specification with `$accent` and its like replaced, and the frame of the theme around it."""
    def paint(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: paint(value) for name, value in part.items()}
        if isinstance(part, list):
            return [paint(value) for value in part]
        if isinstance(part, str) and part.startswith("$"):
            return colours[part[1:]]
        return part
    return {**paint(spec), "width": width, "config": _config(colours, width), "background": "transparent", "padding": 4}


def _config(colours: Mapping[str, str], width: int) -> Spec:
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {"labelColor": colours["quiet"], "titleColor": colours["quiet"], "gridColor": colours["line"],
                 "domainColor": colours["line"], "tickColor": colours["line"], "labelFontSize": 12, "titleFontSize": 12,
                 "titleFontWeight": "normal", "labelLimit": width * 2 // 5, "labelPadding": 6},
        "axisBand": {"grid": False, "ticks": False},
        "legend": {"orient": "top", "labelColor": colours["ink"], "labelFontSize": 12, "symbolType": "square",
                   "symbolOpacity": 1, "symbolStrokeWidth": 0, "offset": 8},
        "text": {"color": colours["ink"]},
    }


def etag(spec: Spec, theme: str, size: str = "wide") -> str:
    """Changes when the picture would."""
    body = json.dumps(_painted(spec, THEMES[theme], SIZES[size]), sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:20]


def svg_answer(spec: Spec, *, private: bool = True) -> Response:
    """The answer of a chart's own address: `?theme=` and `?size=` choose the picture, 304 when the browser has it.

    404 on a theme or size that does not exist. `private` keeps shared caches away; only charts that anybody may see
    are not.
    """
    theme, size = request.args.get("theme", "light"), request.args.get("size", "wide")
    if theme not in THEMES or size not in SIZES:
        abort(404)
    answer = Response(mimetype="image/svg+xml")
    answer.set_etag(etag(spec, theme, size))
    answer.headers["Cache-Control"] = f"{'private' if private else 'public'}, max-age=0, must-revalidate"
    if request.if_none_match.contains(etag(spec, theme, size)):
        answer.status_code = 304
    else:
        answer.set_data(render_svg(spec, theme, size))
    return answer
