"""The words for a document that came in: its kind, what was got out of it, and why nothing was.

`Unreadable` and `Remark` serialise like a reason (`code`, `params`), so the edge has one way to make sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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
class Remark:
    """Something a reader of the text should know, such as that only the first pages were read."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "params": dict(self.params)}


@dataclass(frozen=True)
class Unreadable:
    """Why a file gave no text. `params` always holds `name`, the file's name."""

    code: str
    params: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "params": dict(self.params)}


@dataclass(frozen=True)
class Extracted:
    """The text of a file, tidied: single spaces, `\\n` line ends, no control characters.

    `pages` and `pages_read` are None where a kind has no pages. `links` are targets hidden behind words.
    `resume` is the JSON Resume object when the file was one.
    """

    name: str
    kind: UploadKind
    text: str
    pages: int | None = None
    pages_read: int | None = None
    links: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    resume: Mapping[str, Any] | None = None


class DocumentError(Exception):
    """Raised by a parser that knows what is wrong; becomes an `Unreadable` at the boundary."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def about(self, name: str) -> Unreadable:
        return Unreadable(self.code, {"name": name, **self.params})
