"""Who wrote the résumé and how to reach them."""

import re
from typing import Any

from question_banks.resumes.fields import Field, found, missing
from question_banks.resumes.lines import Line, Pages, Quote, Section
from question_banks.resumes.titles import has_title

_EMAIL = re.compile(r"[A-Za-z0-9][\w.+%-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}\b")
_EMAIL_WORDS = re.compile(r"\be-?mail\b|@|\(at\)|\[at\]", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w./@-])(?:\+|00|\()?\d[\d ().\-/–]{6,20}\d(?![\w@])")
_PHONE_WORDS = re.compile(r"\b(?:phone|telephone|tel|mobile|cell)\b", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d\s*[–/-]\s*(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|\d\d?[./]\d{4}")
_LINK = re.compile(
    r"(?:https?://[^\s|,;<>()]+|(?:www\.|(?:[a-z]{2,3}\.)?linkedin\.com/|github\.com/|xing\.com/)[^\s|,;<>()]+)",
    re.IGNORECASE,
)
_LINK_WORDS = re.compile(r"\b(?:linkedin|github|xing|portfolio|website|homepage)\b", re.IGNORECASE)
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.?|[^\W\d_][^\W\d_’'.-]*(?:[-’'][^\W\d_]+)*\.?)")
_PARTICLES = frozenset(
    (
        "van",
        "von",
        "de",
        "da",
        "di",
        "del",
        "della",
        "der",
        "den",
        "la",
        "le",
        "el",
        "bin",
        "ibn",
        "al",
        "y",
        "ter",
        "dos",
    )
)
_SEPARATORS = re.compile(r"\s*[|·•,\t]\s*|\s[–—-]\s")
_NAME_LINES = 6
_NETWORKS = {"linkedin.com": "LinkedIn", "github.com": "GitHub", "xing.com": "XING"}


def name_in(pages: Pages) -> Field[str]:
    """The first line that looks like a person's name: two to five capitalised words, no job title, no heading."""
    above = (line for line in pages.lines if line.section in (None, Section.OTHER))
    top = [line for line in above if line.text and not line.is_heading][:_NAME_LINES]
    for line in top:
        words = _SEPARATORS.split(line.text)[0].removeprefix("Name:").strip()
        if _is_name(words):
            at = line.at + line.text.index(words)
            return found(words.title() if words.isupper() else words, Quote(words, line.number, at, at + len(words)))
    return missing(mentioned=bool(top))


def email_in(pages: Pages, links: tuple[str, ...]) -> Field[str]:
    match = _EMAIL.search(pages.text)
    if match:
        return found(match.group(), _quote(pages, match))
    hidden = next((link.removeprefix("mailto:").split("?")[0] for link in links if link.startswith("mailto:")), None)
    if hidden and _EMAIL.fullmatch(hidden):
        return found(hidden)
    return missing(mentioned=_EMAIL_WORDS.search(pages.text) is not None)


def phone_in(pages: Pages, links: tuple[str, ...]) -> Field[str]:
    """The first number of 8 to 15 digits that is not a pair of dates or an amount."""
    for match in _PHONE.finditer(pages.text):
        digits = sum(letter.isdigit() for letter in match.group())
        if (
            8 <= digits <= 15
            and not _YEARS.search(match.group())
            and _dials(match.group(), pages.line_at(match.start()))
        ):
            return found(match.group().strip(), _quote(pages, match))
    hidden = next((link.removeprefix("tel:") for link in links if link.startswith("tel:")), None)
    return found(hidden) if hidden else missing(mentioned=_PHONE_WORDS.search(pages.text) is not None)


def links_in(pages: Pages, links: tuple[str, ...]) -> Field[tuple[str, ...]]:
    lines = (line for line in pages.lines if "/" in line.text or "www." in line.text)
    matches = [match for line in lines for match in _LINK.finditer(pages.text, line.at, line.end)]
    written = [_complete(match.group().rstrip(".")) for match in matches]
    hidden = [link for link in links if link.startswith("http")]
    every = tuple(dict.fromkeys([*written, *hidden]))
    if every:
        return found(every, *(_quote(pages, match) for match in matches))
    return missing(mentioned=_LINK_WORDS.search(pages.text) is not None)


def profiles_from(links: tuple[str, ...]) -> list[dict[str, Any]]:
    """JSON Resume's `basics.profiles` of the networks we know."""
    return [
        {"network": network, "url": link, "username": link.rstrip("/").rsplit("/", 1)[-1]}
        for link in links
        for host, network in _NETWORKS.items()
        if re.match(rf"https?://(?:[\w-]+\.)*{re.escape(host)}/", link, re.IGNORECASE)
    ]


def _is_name(words: str) -> bool:
    parts = words.split()
    if not 2 <= len(parts) <= 5 or has_title(words):
        return False
    return all(part in _PARTICLES or (part[0].isupper() and _NAME_WORD.fullmatch(part) is not None) for part in parts)


def _dials(number: str, line: Line) -> bool:
    return number[0] in "+0(" or _PHONE_WORDS.search(line.text) is not None or sum(map(number.count, " -.)")) >= 2


def _complete(link: str) -> str:
    return link if link.lower().startswith("http") else f"https://{link}"


def _quote(pages: Pages, match: re.Match[str]) -> Quote:
    return Quote(match.group(), pages.line_at(match.start()).number, match.start(), match.end())
