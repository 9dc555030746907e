"""ZIP files that may be hostile: the directory is weighed before it is read, the entries before they are unpacked."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from question_banks.resumes.documents import DocumentError
from workflows.reasons import Reason

_DIRECTORY_END = struct.Struct("<4s4H2LH")
_SIGNATURE = b"PK\x05\x06"
_DIRECTORY_BYTES_PER_ENTRY = 512
_ENCRYPTED_FLAG = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_READ_ERRORS = (
    zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError,
    struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class ArchiveLimits:
    """A long résumé with pictures has under 100 entries, unpacks to under 20 MB, and packs XML 30 : 1 at most."""

    max_entries: int = 1_000
    max_unpacked: int = 60 * 2**20
    max_ratio: int = 150
    ratio_from: int = 2**20


def opened(data: bytes, limits: ArchiveLimits) -> zipfile.ZipFile:
    """The archive, once its own directory says that unpacking it is harmless. Raises DocumentError otherwise."""
    _weigh_directory(data, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _READ_ERRORS as error:
        raise DocumentError(Reason("document.damaged")) from error
    entries = archive.infolist()
    if len(entries) > limits.max_entries:
        raise DocumentError(Reason("document.archive-entries", {"entries": len(entries), "limit": limits.max_entries}))
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise DocumentError(Reason("document.damaged"))
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > limits.ratio_from and entry.file_size > limits.max_ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    if swollen or unpacked > limits.max_unpacked:
        raise DocumentError(Reason("document.archive-bomb", {"unpacked_mb": round(unpacked / 2**20)}))
    return archive


def is_locked(archive: zipfile.ZipFile) -> bool:
    return any(entry.flag_bits & _ENCRYPTED_FLAG for entry in archive.infolist())


def entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """One entry unpacked. Python reads no more than the declared size, which `opened` has weighed."""
    try:
        return archive.read(name)
    except _READ_ERRORS as error:
        raise DocumentError(Reason("document.damaged")) from error


def _weigh_directory(data: bytes, limits: ArchiveLimits) -> None:
    """Refuses a directory too large to be listed: 10 MB of ZIP can name 200,000 entries and take 200 MB to list."""
    at = data.rfind(_SIGNATURE)
    if at < 0 or len(data) - at < _DIRECTORY_END.size:
        raise DocumentError(Reason("document.damaged"))
    entries, size = _DIRECTORY_END.unpack_from(data, at)[4:6]
    if entries > limits.max_entries or size > limits.max_entries * _DIRECTORY_BYTES_PER_ENTRY:
        raise DocumentError(Reason("document.archive-entries", {"entries": entries, "limit": limits.max_entries}))
