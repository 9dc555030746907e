"""What a file is, by its bytes. Cheap enough for a web request: nothing is unpacked and nothing is parsed."""

import re
import zipfile

from question_banks.resumes.archives import ArchiveLimits, entry, is_locked, opened
from question_banks.resumes.documents import DocumentError, UploadKind
from workflows.reasons import Reason

_PDF_HEADER_WITHIN = 1024
_SAMPLE = 64 * 1024
_LONGEST_MIMETYPE = 200
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_HTML = re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|script|svg)\b", re.IGNORECASE)
_JSON_RESUME = re.compile(rb'"(?:basics|work|education|skills)"\s*:')
_PDF_LOCK = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_ODT = b"application/vnd.oasis.opendocument.text"


def recognise(data: bytes, limits: ArchiveLimits | None = None) -> UploadKind:
    """The kind of a whole file. Raises DocumentError for an archive that is broken, locked or dangerous to open."""
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _kind_of_archive(data, limits or ArchiveLimits())
    if data.startswith(_OLE):
        if _OLE_ENCRYPTED in data:
            raise DocumentError(Reason("document.encrypted"))
        return UploadKind.DOC
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return UploadKind.PDF
    if data.lstrip()[:5] == b"{\\rtf":
        return UploadKind.RTF
    if data.startswith(_IMAGES):
        return UploadKind.IMAGE
    if data.startswith(_PROGRAMS):
        return UploadKind.PROGRAM
    return _kind_of_text(data)


def is_locked_pdf(data: bytes) -> bool:
    """Whether a PDF asks for a password or restricts what may be done with it."""
    return _PDF_LOCK.search(data) is not None


def _kind_of_archive(data: bytes, limits: ArchiveLimits) -> UploadKind:
    with opened(data, limits) as archive:
        if is_locked(archive):
            raise DocumentError(Reason("document.encrypted"))
        names = set(archive.namelist())
        if {"[Content_Types].xml", "word/document.xml"} <= names:
            return UploadKind.DOCX
        if {"mimetype", "content.xml"} <= names and _mimetype(archive).startswith(_ODT):
            return UploadKind.ODT
    return UploadKind.ZIP


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    if archive.getinfo("mimetype").file_size > _LONGEST_MIMETYPE:
        return b""
    return entry(archive, "mimetype")


def _kind_of_text(data: bytes) -> UploadKind:
    start = data[:_SAMPLE]
    if start.startswith(_UNICODE_MARKS[:2]):
        return UploadKind.TXT
    start = start.removeprefix(_UNICODE_MARKS[2])
    if _HTML.match(start):
        return UploadKind.HTML
    if _CONTROLS.search(data):
        return UploadKind.TXT if _looks_like_utf16(start) else UploadKind.BINARY
    if start.lstrip().startswith(b"{") and _JSON_RESUME.search(data):
        return UploadKind.JSON_RESUME
    return UploadKind.TXT


def _looks_like_utf16(start: bytes) -> bool:
    """Western text in UTF-16 without its mark: every second byte is zero, none of the others is."""
    odd, even = start[1::2], start[::2]
    return any(
        zeros.count(0) > 0.8 * len(zeros) and letters.count(0) == 0 for zeros, letters in ((odd, even), (even, odd))
    )
