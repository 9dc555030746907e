"""Spans of time as résumés write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?:19|20)\d\d"
_NOW = r"present|current|now|today|ongoing|to date|date"


def _point(name: str) -> str:
    return (
        rf"(?:(?P<{name}_word>{_MONTH})\.?,?\s+(?:of\s+)?|(?P<{name}_number>0?[1-9]|1[0-2])[/.]|(?:\d\d?\.)(?P<{name}_dotted>0[1-9]|1[0-2])\.)?"
        rf"(?P<{name}_year>{_YEAR}|(?<!\w)['’]\d\d)(?:-(?P<{name}_iso>0[1-9]|1[0-2])(?!\d))?"
    )


_SPAN = re.compile(
    rf"(?<![\w$€£.,/]){_point('start')}\s*(?:–|—|-|−|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*"
    rf"(?:{_point('end')}|(?P<now>{_NOW})|(?P<short>\d\d))(?![\w%])"
    rf"|\bsince\s+{_point('since')}(?![\w%])",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"(?:19|20|['’])\d\d")
_LONE_YEAR = re.compile(rf"(?<![\w$€£.,/-]){_point('start')}(?![\w%])", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """From `start` to `end`, each "2019-03" or "2019"; `end` is None for what still goes on. `at` is its place."""

    start: str
    end: str | None
    at: tuple[int, int]


def spans(text: str) -> Iterator[Span]:
    """Every span of two dates in `text`; backward ones (a telephone number, a postcode) are left out."""
    if not _ANY_YEAR.search(text):
        return
    for match in _SPAN.finditer(text):
        start = _written(match, "since" if match["since_year"] else "start")
        end = _end(match)
        if end is None or end[:4] >= start[:4]:
            yield Span(start, end, match.span())


def span_or_year(text: str) -> Span | None:
    """The first span; else the last single year, read as an end, as in "BSc, 2016"."""
    found = next(spans(text), None)
    if found:
        return found
    years = list(_LONE_YEAR.finditer(text))
    return Span("", _written(years[-1], "start"), years[-1].span()) if years else None


def _end(match: re.Match[str]) -> str | None:
    if match["since_year"] or match["now"]:
        return None
    if match["short"]:
        return match["start_year"][:2].replace("'", "20") + match["short"]
    return _written(match, "end")


def _written(match: re.Match[str], name: str) -> str:
    year = match[f"{name}_year"]
    if len(year) != 4:
        year = ("20" if int(year[1:]) < 50 else "19") + year[1:]
    month = match[f"{name}_iso"] or match[f"{name}_dotted"] or match[f"{name}_number"]
    if match[f"{name}_word"]:
        month = str(_MONTHS.index(match[f"{name}_word"][:3].lower()) + 1)
    return f"{year}-{int(month):02}" if month else year
