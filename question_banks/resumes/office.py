"""The text of DOCX and ODT files, read from their XML in document order.

python-docx leaves out text boxes and headers, where many résumés keep the address, so the XML is read directly.
A document type declaration is refused: Office never writes one, entity attacks need one.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from question_banks.resumes.archives import ArchiveLimits, entry, opened
from question_banks.resumes.documents import DocumentError
from workflows.reasons import Reason

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_XLINK = "http://www.w3.org/1999/xlink"
_PARTS = re.compile(r"word/(?:header\d*|document|footer\d*)\.xml")
_RELATIONS = re.compile(r"word/_rels/(?:header\d*|document|footer\d*)\.xml\.rels")


@dataclass(frozen=True)
class _Grammar:
    """Which elements hold text, write something at their start or end, or hide what is in them."""

    text: frozenset[str]
    starts: Mapping[str, str]
    ends: Mapping[str, str]
    hidden: frozenset[str] = frozenset()
    only_in: frozenset[str] = frozenset()


def _docx_grammar(word: str) -> _Grammar:
    return _Grammar(
        text=frozenset({f"{word} t"}),
        starts={f"{word} tab": "\t", f"{word} br": "\n", f"{word} cr": "\n", f"{word} noBreakHyphen": "-"},
        ends={f"{word} p": "\n", f"{word} tr": "\n"},
        hidden=frozenset({f"{_COMPATIBILITY} Fallback"}),
    )


_ODT = _Grammar(
    text=frozenset({f"{_TEXT} p", f"{_TEXT} h"}),
    starts={f"{_TEXT} tab": "\t", f"{_TEXT} line-break": "\n", f"{_TEXT} s": " "},
    ends={f"{_TEXT} p": "\n", f"{_TEXT} h": "\n"},
    hidden=frozenset({f"{_TEXT} tracked-changes", f"{_OFFICE} annotation"}),
)
_ODT_MARGINS = _Grammar(
    _ODT.text, _ODT.starts, _ODT.ends, _ODT.hidden, frozenset({f"{_STYLE} header", f"{_STYLE} footer"})
)


def docx_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Headers, body, footers and the targets of the links."""
    with opened(data, ArchiveLimits()) as archive:
        parts = sorted(filter(_PARTS.fullmatch, archive.namelist()), key=_reading_order)
        text = "\n".join(_docx_part(entry(archive, part)) for part in parts)
        return text, _docx_links(archive)


def odt_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Headers and footers from the styles, then the body, and the targets of the links."""
    with opened(data, ArchiveLimits()) as archive:
        body = _parsed(entry(archive, "content.xml"), _ODT)
        margins = ""
        if "styles.xml" in archive.namelist():
            margins = "".join(_parsed(entry(archive, "styles.xml"), _ODT_MARGINS).out)
        return f"{margins}\n{''.join(body.out)}", tuple(body.links)


def _reading_order(part: str) -> tuple[int, str]:
    return ("word/header", "word/document", "word/footer").index(re.sub(r"\d*\.xml$", "", part)), part


def _docx_part(xml: bytes) -> str:
    word = _WORD_STRICT if _WORD_STRICT.encode() in xml[:4000] else _WORD
    return "".join(_parsed(xml, _docx_grammar(word)).out)


def _docx_links(archive: zipfile.ZipFile) -> tuple[str, ...]:
    links: list[str] = []
    for name in filter(_RELATIONS.fullmatch, archive.namelist()):
        links += _parsed(entry(archive, name), _Grammar(frozenset(), {}, {})).links
    return tuple(links)


@dataclass
class _Walk:
    """Follows one XML file. `depth` counts how deep we are in text, in hidden parts, in the parts wanted."""

    grammar: _Grammar
    out: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    in_text: int = 0
    in_hidden: int = 0
    in_wanted: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        grammar = self.grammar
        self.in_text += name in grammar.text
        self.in_hidden += name in grammar.hidden
        self.in_wanted += name in grammar.only_in
        if name in grammar.starts and self._shown():
            self.out.append(grammar.starts[name])
        if attributes.get("TargetMode") == "External" and attributes.get("Type", "").endswith("/hyperlink"):
            self.links.append(attributes.get("Target", ""))
        elif name == f"{_TEXT} a":
            self.links.append(attributes.get(f"{_XLINK} href", ""))

    def end(self, name: str) -> None:
        grammar = self.grammar
        if name in grammar.ends and self._shown():
            self.out.append(grammar.ends[name])
        self.in_text -= name in grammar.text
        self.in_hidden -= name in grammar.hidden
        self.in_wanted -= name in grammar.only_in

    def characters(self, text: str) -> None:
        if self.in_text and self._shown():
            self.out.append(text)

    def _shown(self) -> bool:
        return not self.in_hidden and (not self.grammar.only_in or self.in_wanted > 0)


def _parsed(xml: bytes, grammar: _Grammar) -> _Walk:
    walk = _Walk(grammar)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise DocumentError(Reason("document.damaged")) from error
    return walk


def _refuse_doctype(*_declaration: object) -> None:
    raise DocumentError(Reason("document.unsafe-xml"))
