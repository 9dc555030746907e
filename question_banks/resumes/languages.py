"""Languages a person says they speak, and how well."""

import re
from dataclasses import dataclass
from typing import Any

from question_banks.resumes.fields import Field, found, missing
from question_banks.resumes.lines import Pages, Quote, Section

_NAMES = """
    English German French Spanish Italian Portuguese Dutch Swedish Norwegian Danish Finnish Icelandic Polish Czech
    Slovak Hungarian Romanian Bulgarian Greek Turkish Russian Ukrainian Serbian Croatian Bosnian Slovenian Slovene
    Estonian Latvian Lithuanian Albanian Macedonian Irish Welsh Catalan Basque Galician Maltese Arabic Hebrew
    Persian Farsi Kurdish Urdu Hindi Punjabi Bengali Tamil Telugu Marathi Gujarati Kannada Malayalam Mandarin
    Cantonese Chinese Japanese Korean Vietnamese Thai Indonesian Malay Tagalog Filipino Swahili Amharic Somali
    Yoruba Igbo Hausa Zulu Afrikaans Xhosa Armenian Georgian Azerbaijani Kazakh Uzbek Mongolian Nepali Sinhala
    Burmese Khmer Lao Yiddish Luxembourgish Latin
"""
_FLUENCIES = (
    r"native or bilingual|full professional|professional working|limited working|native speaker|native|mother[ -]tongue"
    r"|first language|bilingual|fluent|fluently|proficient|professional|business[ -]fluent|business|advanced"
    r"|upper[ -]intermediate|intermediate|conversational|elementary|basic|beginner|[ABC][12]"
)
_LANGUAGE = re.compile(rf"\b(?P<language>{'|'.join(_NAMES.split())})\b")
_FLUENCY = re.compile(rf"\b(?P<fluency>(?:{_FLUENCIES})\b(?:\s+(?:proficiency|level|knowledge))?)", re.IGNORECASE)
_FLUENT_BEFORE = re.compile(
    rf"\b(?P<fluency>{_FLUENCIES})(?:\s+(?:speaker\s+of|knowledge\s+of|in))?\s+$", re.IGNORECASE
)
_CLAIM = re.compile(
    rf"\b(?:fluent|bilingual|proficient|native|trilingual|speaks?|spoken|mother[ -]tongue)\b[^.\n]{{0,40}}"
    rf"\b(?:{'|'.join(_NAMES.split())})\b",
    re.IGNORECASE,
)
_MENTION = re.compile(r"\b(?:bilingual|trilingual|multilingual|mother[ -]tongue)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Language:
    """`fluency` in the résumé's own words; None where it does not tell."""

    language: str
    fluency: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape of an item of JSON Resume's `languages`."""
        return {"language": self.language} | ({"fluency": self.fluency} if self.fluency else {})


def languages_in(pages: Pages) -> Field[tuple[Language, ...]]:
    """Under the heading; without one, statements that claim a language ("fluent in Spanish")."""
    if pages.has_heading(Section.LANGUAGES):
        quotes = [line.quote() for line in pages.under(Section.LANGUAGES)]
    else:
        quotes = [_statement(pages, match) for match in _CLAIM.finditer(pages.text)]
    languages: dict[str, Language] = {}
    used: list[Quote] = []
    for quote in quotes:
        for language in _spoken(quote.text):
            if language.language not in languages:
                languages[language.language] = language
                used.append(quote)
    if not languages:
        mentioned = pages.has_heading(Section.LANGUAGES) or _MENTION.search(pages.text) is not None
        return missing(mentioned)
    return found(tuple(languages.values()), *dict.fromkeys(used))


def _spoken(text: str) -> list[Language]:
    """Each language with the fluency right before it ("fluent in French"), else the one after it ("French: basic")."""
    matches = list(_LANGUAGE.finditer(text))
    before = [_FLUENT_BEFORE.search(text, 0, match.start()) for match in matches]
    spoken = []
    for index, match in enumerate(matches):
        ends = [start.start() for start in before[index + 1 :] if start] + [
            other.start() for other in matches[index + 1 :]
        ]
        fluency = before[index] or _FLUENCY.search(text, match.end(), min(ends, default=len(text)))
        spoken.append(Language(match["language"], fluency["fluency"].lower() if fluency else None))
    return [_with_grade_in_capitals(language) for language in spoken]


def _with_grade_in_capitals(language: Language) -> Language:
    fluency = language.fluency
    return Language(language.language, fluency.upper() if fluency and len(fluency) == 2 else fluency)


def _statement(pages: Pages, match: re.Match[str]) -> Quote:
    inside = pages.statement_at(match.start(), match.end())
    return inside or Quote(match.group(), pages.line_at(match.start()).number, match.start(), match.end())
