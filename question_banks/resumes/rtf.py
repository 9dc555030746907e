"""The text of an RTF file: groups and control words are followed, everything that is not text is left out."""

import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
_CODEPAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_LINK = re.compile(rb'HYPERLINK\s+"([^"]{4,300})"')
_NOT_TEXT = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore listtable fldinst "
    b"listoverridetable rsidtbl generator xmlnstbl latentstyles filetbl revtbl nonshppict bkmkstart bkmkend".split()
)
_WRITTEN = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"cell": "\t", b"tab": "\t",
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_SIGNS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}


@dataclass(frozen=True)
class _Group:
    silent: bool = False
    replaced_by: int = 1


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text and the links of an RTF file. Never fails: what is not RTF reads as text."""
    links = tuple(match.group(1).decode("latin-1") for match in _LINK.finditer(data))
    return "".join(_Reader(_encoding(data)).read(data)), links


def _encoding(data: bytes) -> str:
    match = _CODEPAGE.search(data[:2000])
    name = f"cp{match.group(1).decode()}" if match else "cp1252"
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


class _Reader:
    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.group = _Group()
        self.outer: list[_Group] = []
        self.skip = 0
        self.bytes_waiting = bytearray()
        self.out: list[str] = []

    def read(self, data: bytes) -> list[str]:
        for match in _TOKEN.finditer(data):
            hexed, word, number, sign, brace, plain = match.groups()
            if hexed:
                self._byte(int(hexed, 16))
                continue
            self._flush()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, int(number) if number else None)
            elif sign:
                self._sign(sign)
            elif plain:
                self._write(plain[self.skip :].decode(self.encoding, "replace"))
                self.skip = max(0, self.skip - len(plain))
        self._flush()
        return self.out

    def _byte(self, value: int) -> None:
        """Escaped bytes are gathered: in East Asian code pages two make one letter."""
        if self.skip:
            self.skip -= 1
        else:
            self.bytes_waiting.append(value)

    def _flush(self) -> None:
        if self.bytes_waiting:
            self._write(self.bytes_waiting.decode(self.encoding, "replace"))
            self.bytes_waiting.clear()

    def _write(self, text: str) -> None:
        if not self.group.silent:
            self.out.append(text)

    def _brace(self, brace: bytes) -> None:
        self.skip = 0
        if brace == b"{":
            self.outer.append(self.group)
        elif self.outer:
            self.group = self.outer.pop()

    def _word(self, word: bytes, number: int | None) -> None:
        if word in _NOT_TEXT:
            self.group = replace(self.group, silent=True)
        elif word == b"u" and number is not None:
            self._write(chr(number % 0x10000))
            self.skip = self.group.replaced_by
        elif word == b"uc" and number is not None:
            self.group = replace(self.group, replaced_by=number)
        elif word in _WRITTEN:
            self._write(_WRITTEN[word])

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.group = replace(self.group, silent=True)
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])
