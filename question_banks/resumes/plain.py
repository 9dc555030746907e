"""Plain text files, whose encoding nobody wrote down."""

import codecs
import unicodedata

from workflows.reasons import Reason

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("cp1252", "cp1250", "cp1251", "mac_roman")
_SAMPLE = 20_000


def decoded(data: bytes) -> tuple[str, tuple[Reason, ...]]:
    """The text, with a remark when its encoding had to be guessed."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    if b"\0" in data:
        return data.decode("utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be", "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        encoding = max(_GUESSES, key=lambda guess: _likelihood(data[:_SAMPLE], guess))
        return data.decode(encoding, "replace"), (Reason("document.encoding-guessed", {"encoding": encoding}),)


def _likelihood(data: bytes, encoding: str) -> float:
    """How much the decoded text looks like words: a sign inside a word, or two alphabets in one, count against it."""
    score = 0.0
    for word in data.decode(encoding, "replace").split():
        foreign = [letter for letter in word if letter > "\x7f"]
        if not foreign:
            continue
        signs = sum(not _is_letter_or_typography(letter) for letter in foreign)
        cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in word)
        plain = sum(letter.isascii() and letter.isalpha() for letter in word)
        mixed = cyrillic > 0 and plain > 0
        accents_only = len(foreign) > 2 and plain == 0 and not cyrillic
        capitals_inside = sum(letter.isupper() for letter in foreign if letter != word[0]) if not word.isupper() else 0
        score -= 2 * signs + 3 * mixed + 2 * accents_only + capitals_inside
    return score


def _is_letter_or_typography(letter: str) -> bool:
    return unicodedata.category(letter) in {"Lu", "Ll", "Pd", "Pi", "Pf", "Zs", "Sc", "Po"} or letter in "•·°®™©§"
