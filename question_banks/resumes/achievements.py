"""What a person says they sold: attainment of quota, amounts, growth, rank, always in their own words."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from question_banks.resumes.fields import Field, found, missing
from question_banks.resumes.lines import Pages, Quote

_SUBJECT = re.compile(
    r"\b(?:quota|target|goal|attain|achiev|exceed|surpass|overachiev|revenue|sales|sold|[am]rr\b|[at]cv\b|pipeline|book|"
    r"clos(?:ed|ing)|won\b|win rate|deal|contract|retention|renewal|churn|upsell|cross-?s[eo]l|grew|grow|increas|rais|"
    r"doubl|tripl|rank|top\b|generat|new logo|new business|meeting|president['’]s club|retain)|#\s?1\b"
)
_QUOTA = re.compile(r"\b(?:quota|target|goal|plan)s?\b")
_QUOTA_TALK = re.compile(
    r"\b(?:quota|president['’]s club|over-?achiev\w*|sales targets?|exceed\w* (?:\w+ ){0,3}(?:target|goal)s?)\b"
)
_PERCENT = re.compile(r"(?<![\w.,])(\d{1,4}(?:[.,]\d{1,2})?)\s?(?:%|percent\b|per cent\b|pct\b)")
_TIMES_QUOTA = re.compile(r"(?<![\w.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?x\s+(?:(?:of|my|the|annual|sales)\s+)*quota\b")
_CURRENCY = r"us\$|a\$|c\$|\$|€|£|¥|₹|usd|eur|gbp|chf|sek|nok|dkk|pln|cad|aud|inr|jpy"
_HAS_CURRENCY = re.compile(r"[$€£¥₹]|\b(?:usd|eur|gbp|chf|sek|nok|dkk|pln|cad|aud|inr|jpy)")
_SCALE = r"k|m|mm|mn|mio\.?|b|bn|thousand|million|billion|lakh|crore"
_MONEY = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s?(?P<first>\d[\d.,]*)(?:\s?(?P<first_scale>{_SCALE})(?!\w))?"
    rf"|(?<![\w.,])(?P<second>\d[\d.,]*)\s?(?:(?P<second_scale>{_SCALE})\s?)?(?P<after>{_CURRENCY})(?!\w))"
)
_RANK = re.compile(r"#\s?\d{1,3}\b|\btop\s+\d{1,3}\b|\branked\b[^.]{0,20}\d|\bpresident['’]s club\b|\bno\.\s?\d{1,3}\b")
_RANK_WORDS = ("#", "top ", "ranked", "president", "no.")
_CODES = {"US$": "USD", "A$": "AUD", "C$": "CAD", "€": "EUR", "£": "GBP", "₹": "INR"}
_SCALES = {
    "k": 10**3, "thousand": 10**3, "lakh": 10**5, "m": 10**6, "mm": 10**6, "mn": 10**6, "mio": 10**6, "mio.": 10**6,
    "million": 10**6, "crore": 10**7, "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """Money in whole units. `currency` is an ISO code where the sign allows only one, else the sign ("$", "¥")."""

    value: Decimal
    currency: str

    def as_json(self) -> dict[str, Any]:
        return {"value": str(self.value), "currency": self.currency}


@dataclass(frozen=True)
class Achievement:
    """A statement with a figure. `of_quota` tells that it speaks of a quota or target, `ranked` of a rank or club."""

    quote: Quote
    percents: tuple[Decimal, ...]
    amounts: tuple[Amount, ...]
    of_quota: bool
    ranked: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "quote": self.quote.as_json(),
            "percents": [str(percent) for percent in self.percents],
            "amounts": [amount.as_json() for amount in self.amounts],
            "of_quota": self.of_quota,
            "ranked": self.ranked,
        }


def achievements_in(pages: Pages) -> Field[tuple[Achievement, ...]]:
    """In the document's order; talk of quota without any figure is not found rather than not said."""
    read = tuple(filter(None, map(_achievement, pages.statements)))
    if not read:
        return missing(mentioned=_QUOTA_TALK.search(pages.text.lower()) is not None)
    return found(read, *(achievement.quote for achievement in read))


def _achievement(quote: Quote) -> Achievement | None:
    """The plain word checks come first: most sentences end there, and patterns are slow."""
    text = quote.text.lower()
    ranked = any(word in text for word in _RANK_WORDS) and _RANK.search(text) is not None
    percents = tuple(_number(match.group(1)) for match in _PERCENT.finditer(text))
    if "x" in text and "quota" in text:
        percents += tuple(_whole(_number(match.group(1)) * 100) for match in _TIMES_QUOTA.finditer(text))
    amounts = tuple(map(_amount, _MONEY.finditer(text))) if _HAS_CURRENCY.search(text) else ()
    if not (percents or amounts or ranked) or not _SUBJECT.search(text):
        return None
    return Achievement(quote, percents, amounts, _QUOTA.search(text) is not None, ranked)


def _amount(match: re.Match[str]) -> Amount:
    sign = (match["before"] or match["after"]).upper()
    scale = match["first_scale"] or match["second_scale"]
    value = _number(match["first"] or match["second"]) * (_SCALES[scale] if scale else 1)
    return Amount(_whole(value), _CODES.get(sign, sign))


def _whole(value: Decimal) -> Decimal:
    """Without the zeros after the point that multiplying left."""
    return value.quantize(Decimal(1)) if value % 1 == 0 else value


def _number(written: str) -> Decimal:
    """1.2 and 1,2 are small, 1,200 and 1.200.000 are large, as people write them in different countries."""
    digits = written.rstrip(".,")
    marks = [letter for letter in digits if letter in ".,"]
    if not marks:
        return Decimal(digits)
    whole, _, part = digits.rpartition(marks[-1])
    grouped = len(part) == 3 and (len(set(marks)) == 1) and (len(marks) > 1 or whole not in ("", "0"))
    whole = whole.replace(".", "").replace(",", "") or "0"
    return Decimal(whole + part) if grouped else Decimal(f"{whole}.{part or 0}")
