"""The words for a document that came in: its kind, what was got out of it, and why nothing was."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflows.reasons import Reason
from workflows.words import N_


class UploadKind(StrEnum):
    """What a file is by its content. The last six are recognised only to say what they are."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    TXT = "txt"
    JSON_RESUME = "json-resume"
    ZIP = "zip"
    DOC = "doc"
    IMAGE = "image"
    HTML = "html"
    PROGRAM = "program"
    BINARY = "binary"

    @property
    def label(self) -> str:
        """What a person calls it, to be translated at the edge."""
        return _LABELS[self]


_LABELS: Mapping[UploadKind, str] = {
    UploadKind.PDF: N_("a PDF file"),
    UploadKind.DOCX: N_("a Word file (DOCX)"),
    UploadKind.ODT: N_("an OpenDocument text (ODT)"),
    UploadKind.RTF: N_("an RTF file"),
    UploadKind.TXT: N_("plain text"),
    UploadKind.JSON_RESUME: N_("a JSON Resume file"),
    UploadKind.ZIP: N_("a ZIP archive"),
    UploadKind.DOC: N_("an old Office file, such as DOC"),
    UploadKind.IMAGE: N_("a picture"),
    UploadKind.HTML: N_("a web page"),
    UploadKind.PROGRAM: N_("a program"),
    UploadKind.BINARY: N_("no kind of document we know"),
}

RESUME_KINDS = frozenset(
    {UploadKind.PDF, UploadKind.DOCX, UploadKind.ODT, UploadKind.RTF, UploadKind.TXT, UploadKind.JSON_RESUME}
)

SUFFIXES: Mapping[str, UploadKind] = {
    "pdf": UploadKind.PDF,
    "docx": UploadKind.DOCX,
    "odt": UploadKind.ODT,
    "rtf": UploadKind.RTF,
    "txt": UploadKind.TXT,
    "text": UploadKind.TXT,
    "md": UploadKind.TXT,
    "json": UploadKind.JSON_RESUME,
    "zip": UploadKind.ZIP,
    "doc": UploadKind.DOC,
    "jpg": UploadKind.IMAGE,
    "jpeg": UploadKind.IMAGE,
    "png": UploadKind.IMAGE,
    "htm": UploadKind.HTML,
    "html": UploadKind.HTML,
}


@dataclass(frozen=True)
class Unreadable:
    """Why a file gave no text. The reason's `params` always hold `name`, the file's name."""

    reason: Reason


@dataclass(frozen=True)
class Extracted:
    """The text of a file, tidied: single spaces, `\\n` line ends, no control characters.

    `pages` and `pages_read` are None where a kind has no pages. `links` are targets hidden behind words.
    `remarks` say what a reader of the text should know. `resume` is the JSON Resume object when the file was one.
    """

    name: str
    kind: UploadKind
    text: str
    pages: int | None = None
    pages_read: int | None = None
    links: tuple[str, ...] = ()
    remarks: tuple[Reason, ...] = ()
    resume: Mapping[str, Any] | None = None


class DocumentError(Exception):
    """Raised by a parser that knows what is wrong; becomes an `Unreadable` at the boundary."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


def named(reason: Reason, name: str) -> Reason:
    """The reason with the file's name among its params."""
    return Reason(reason.code, {"name": name, **reason.params})
