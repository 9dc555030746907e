"""What a person says they sold: attainment of quota, amounts, growth, rank, always in their own words."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from question_banks.resumes.fields import Field, found, missing
from question_banks.resumes.lines import Pages, Quote

_SUBJECT = re.compile(
    r"\b(?:quota|target|goal|attain\w*|achiev\w*|exceed\w*|surpass\w*|overachiev\w*|revenue|sales|sold|arr|mrr|acv|tcv|"
    r"pipeline|book(?:ed|ings?)|clos(?:ed|ing)|won|win rate|deals?|contracts?|retention|renewals?|churn|upsell\w*|"
    r"cross-?s[eo]l\w+|grew|grow\w*|increas\w*|rais\w*|doubl\w+|tripl\w+|rank\w*|top|generat\w+|new logos?|"
    r"new business|meetings?|president['’]s club|club)\b|#\s?1\b",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"\b(?:quota|target|goal|plan)s?\b", re.IGNORECASE)
_QUOTA_TALK = re.compile(r"\b(?:quota|president['’]s club|over-?achiev\w*|sales targets?)\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\w.,])(\d{1,4}(?:[.,]\d{1,2})?)\s?(?:%|percent\b|per cent\b|pct\b)", re.IGNORECASE)
_TIMES_QUOTA = re.compile(
    r"(?<![\w.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?x\s+(?:(?:of|my|the|annual|sales)\s+)*quota\b", re.IGNORECASE
)
_CURRENCY = r"US\$|A\$|C\$|\$|€|£|¥|₹|USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|CAD|AUD|INR|JPY"
_SCALE = r"k|m|mm|mn|mio\.?|b|bn|thousand|million|billion|lakh|crore"
_MONEY = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s?(?P<first>\d[\d.,]*)(?:\s?(?P<first_scale>{_SCALE})(?!\w))?"
    rf"|(?<![\w.,])(?P<second>\d[\d.,]*)\s?(?:(?P<second_scale>{_SCALE})\s?)?(?P<after>{_CURRENCY})(?!\w))",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"(?:#\s?\d{1,3}\b|\btop\s+\d{1,3}\b|\branked\b[^.]{0,20}\d|\b(?:president['’]s club)\b|\bno\.\s?\d{1,3}\b)",
    re.IGNORECASE,
)
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
        return missing(mentioned=_QUOTA_TALK.search(pages.text) is not None)
    return found(read, *(achievement.quote for achievement in read))


def _achievement(quote: Quote) -> Achievement | None:
    text = quote.text
    ranked = _RANK.search(text) is not None
    if not ranked and not any(letter.isdigit() for letter in text):
        return None
    if not _SUBJECT.search(text):
        return None
    percents = tuple(_number(match.group(1)) for match in _PERCENT.finditer(text))
    percents += tuple(_number(match.group(1)) * 100 for match in _TIMES_QUOTA.finditer(text))
    amounts = tuple(map(_amount, _MONEY.finditer(text)))
    if not (percents or amounts or ranked):
        return None
    return Achievement(quote, percents, amounts, _QUOTA.search(text) is not None, ranked)


def _amount(match: re.Match[str]) -> Amount:
    sign = (match["before"] or match["after"]).upper()
    scale = match["first_scale"] or match["second_scale"]
    factor = _SCALES[scale.lower()] if scale else 1
    value = _number(match["first"] or match["second"]) * factor
    return Amount(value.quantize(Decimal(1)) if value % 1 == 0 else value, _CODES.get(sign, sign))


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
