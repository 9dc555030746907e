"""Text as files contain it, made fit to be matched, stored and quoted."""

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BULLETS = frozenset("•▪◦●‣∙·*o")
_BROKEN_WORD = re.compile(r"(?<=[a-z])[\u2010-]\n(?=[a-z])")


def tidied(text: str) -> str:
    """Letters composed, ligatures opened, words broken at a line's end joined, no more than one space or blank line."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _AROUND_BREAKS.sub("\n", _SPACES.sub(" ", text))
    text = _BROKEN_WORD.sub("", text)
    return _BLANK_LINES.sub("\n\n", _with_bullets_joined(text)).strip()


def _with_bullets_joined(text: str) -> str:
    """PDF writers put a bullet on a line of its own before its text, or all of them at the end of the page."""
    out, bullet = [], ""
    for line in text.split("\n"):
        if line in _BULLETS:
            bullet = f"{line} "
        elif line:
            out.append(bullet + line)
            bullet = ""
        else:
            out.append(line)
    return "\n".join(out)
