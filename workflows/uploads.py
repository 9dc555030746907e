"""Files that people send: what they are by their content, whether they may come in, and the name they are kept under.

No Flask here: a form's file, an imported file and an attachment of a mail are all bytes with a name.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import BinaryIO

from question_banks.resumes.archives import ArchiveLimits
from question_banks.resumes.documents import RESUME_KINDS, SUFFIXES, DocumentError, UploadKind, named
from question_banks.resumes.kinds import is_locked_pdf, recognise
from workflows.errors import Refused
from workflows.reasons import Reason

__all__ = ["MEDIA_TYPES", "RESUME", "Limits", "UploadKind", "inspect", "read", "safe_name"]

_PREFERRED = {
    UploadKind.PDF: "pdf",
    UploadKind.DOCX: "docx",
    UploadKind.ODT: "odt",
    UploadKind.RTF: "rtf",
    UploadKind.TXT: "txt",
    UploadKind.JSON_RESUME: "json",
}
MEDIA_TYPES = {
    UploadKind.PDF: "application/pdf",
    UploadKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    UploadKind.ODT: "application/vnd.oasis.opendocument.text",
    UploadKind.RTF: "application/rtf",
    UploadKind.TXT: "text/plain",
    UploadKind.JSON_RESUME: "application/json",
}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_UNSAFE = re.compile(r"[<>:\"|?*%\\/\x00-\x1f\x7f-\x9f]+")
_LONGEST_STEM_BYTES = 120


@dataclass(frozen=True)
class Limits:
    """What may come in. The default is a résumé: at most 10 MiB, one of the kinds that can be read."""

    max_bytes: int = 10 * 2**20
    accepted: frozenset[UploadKind] = RESUME_KINDS
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)


RESUME = Limits()


def inspect(name: str, data: bytes | BinaryIO, limits: Limits = RESUME) -> UploadKind:
    """What the file is, by its content and never by its name. Raises Refused when it may not come in.

    Takes milliseconds and never unpacks or parses the document, so a web request may call it. A stream is left where
    it was found.
    """
    content = _content(name, data, limits)
    try:
        kind = recognise(content, limits.archive)
    except DocumentError as error:
        raise Refused(named(error.reason, name)) from error
    found = _not_accepted(name, kind, limits)
    if found:
        raise Refused(found)
    if kind is UploadKind.PDF and is_locked_pdf(content):
        raise Refused(Reason("document.encrypted", {"name": name}))
    return kind


def read(name: str, stream: BinaryIO, limits: Limits = RESUME) -> bytes:
    """The whole of a stream that may be too large: no more than the limit is ever held. Raises Refused."""
    return _content(name, stream, limits)


def safe_name(name: str, kind: UploadKind) -> str:
    """A name for showing and for downloading: no folders, no control or direction characters, the suffix of its kind.

    Never use it as a path of the store, which names its files itself.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn"))
    stem = re.sub(r"\s+", " ", _UNSAFE.sub(" ", visible)).strip().rstrip(" .")
    while "." in stem and stem.rpartition(".")[2].lower() in SUFFIXES:
        stem = stem.rpartition(".")[0].rstrip(" .")
    stem = stem.encode()[:_LONGEST_STEM_BYTES].decode(errors="ignore").strip(" .")
    if not stem or _RESERVED.fullmatch(stem.split(".")[0]):
        stem = f"document {stem}".strip()
    return f"{stem}.{_PREFERRED.get(kind, 'bin')}"


def _content(name: str, data: bytes | BinaryIO, limits: Limits) -> bytes:
    if isinstance(data, bytes):
        content = data
    else:
        at = data.tell()
        content = data.read(limits.max_bytes + 1)
        data.seek(at)
    if len(content) > limits.max_bytes:
        raise Refused(Reason("upload.too-large", {"name": name, "limit_mb": limits.max_bytes // 2**20}))
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Refused(Reason("upload.empty", {"name": name}))
    return content


def _not_accepted(name: str, kind: UploadKind, limits: Limits) -> Reason | None:
    if kind in limits.accepted:
        return None
    if kind is UploadKind.IMAGE:
        return Reason("upload.picture", {"name": name})
    if kind is UploadKind.DOC:
        return Reason("upload.old-office", {"name": name})
    return Reason("upload.not-accepted", {"name": name, "kind": kind.label})
