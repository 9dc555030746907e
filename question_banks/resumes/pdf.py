"""The text of a PDF, page by page, with what could not be read said.

Runs in the extraction child only: pypdf may take any time and memory on a hostile file.
"""

import io
from dataclasses import dataclass, field
from typing import Any

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from question_banks.resumes.documents import DocumentError
from workflows.reasons import Reason

_FEWEST_CHARACTERS = 25
_PAGE_ERRORS = (
    PyPdfError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass
class PdfText:
    """What the first pages say. `pages` is what the file has, `pages_read` how many were looked at."""

    pages: int
    pages_read: int
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    without_text: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    with_pictures: int = 0

    def remarks(self) -> tuple[Reason, ...]:
        found = []
        if self.pages > self.pages_read:
            found.append(Reason("document.first-pages-only", {"pages": self.pages, "read": self.pages_read}))
        if self.broken:
            found.append(Reason("document.pages-broken", {"pages": self.broken}))
        if self.without_text:
            found.append(Reason("document.pages-without-text", {"pages": self.without_text}))
        return tuple(found)


def pdf_text(data: bytes, max_pages: int, max_characters: int) -> PdfText:
    """Raises DocumentError when the file is locked, broken, or holds pictures instead of text."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _opens_without_password(reader):
            raise DocumentError(Reason("document.encrypted"))
        read = _pages(reader, max_pages, max_characters)
    except _PAGE_ERRORS as error:
        raise DocumentError(Reason("document.damaged")) from error
    if sum(len(text.strip()) for text in read.texts) < _FEWEST_CHARACTERS:
        raise DocumentError(_why_no_text(read))
    return read


def _why_no_text(read: PdfText) -> Reason:
    if read.broken:
        return Reason("document.damaged")
    return Reason("document.looks-like-a-scan" if read.with_pictures else "document.no-text")


def _opens_without_password(reader: Any) -> bool:
    """Print and copy restrictions leave the user password empty. AES needs a library that we do not ship."""
    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def _pages(reader: Any, max_pages: int, max_characters: int) -> PdfText:
    pages = len(reader.pages)
    if pages == 0:
        raise DocumentError(Reason("document.damaged"))
    read = PdfText(pages, min(pages, max_pages))
    for number in range(read.pages_read):
        _read_page(reader.pages[number], number + 1, read)
        if sum(map(len, read.texts)) > max_characters:
            read.pages_read = number + 1
            break
    return read


def _read_page(page: Any, number: int, read: PdfText) -> None:
    """A page that trips pypdf counts as broken; the others are still read."""
    try:
        text = str(page.extract_text())
    except _PAGE_ERRORS:
        read.broken.append(number)
        return
    read.texts.append(text)
    read.links += _links_of(page)
    if not text.strip():
        read.without_text.append(number)
        read.with_pictures += _has_picture(page)


def _links_of(page: Any) -> list[str]:
    links = []
    try:
        for reference in page.get("/Annots") or ():
            action = reference.get_object().get("/A")
            if action is not None and isinstance(uri := action.get_object().get("/URI"), str):
                links.append(uri)
    except _PAGE_ERRORS:
        return links
    return links


def _has_picture(page: Any) -> bool:
    try:
        drawn = page["/Resources"]["/XObject"]
        return any(drawn[name].get("/Subtype") == "/Image" for name in drawn)
    except _PAGE_ERRORS:
        return False
