"""What may come in is decided by a file's content; a refusal says what to do instead."""

import io

import pytest

from tests import documents
from webapp.sentences import SENTENCES
from workflows.errors import Refused
from workflows.reasons import Reason
from workflows.uploads import Limits, UploadKind, inspect, read, safe_name


def refusal(name, data, limits=None):
    with pytest.raises(Refused) as refused:
        inspect(name, data, limits or Limits())
    assert len(refused.value.reasons) == 1
    return refused.value.reasons[0]


@pytest.mark.parametrize(
    ("name", "build", "kind"),
    [
        ("cv.pdf", documents.resume_pdf, UploadKind.PDF),
        ("CV.PDF", documents.resume_pdf, UploadKind.PDF),
        ("my résumé", documents.resume_pdf, UploadKind.PDF),
        ("cv.final", documents.resume_docx, UploadKind.DOCX),
        ("cv.docx", documents.resume_docx, UploadKind.DOCX),
        ("cv.odt", documents.resume_odt, UploadKind.ODT),
        ("cv.rtf", documents.resume_rtf, UploadKind.RTF),
        ("cv.doc", documents.resume_rtf, UploadKind.RTF),
        ("cv.docx", documents.resume_pdf, UploadKind.PDF),
        ("cv.pdf", documents.resume_docx, UploadKind.DOCX),
        ("cv.zip", documents.resume_docx, UploadKind.DOCX),
        ("cv.jpg", documents.resume_pdf, UploadKind.PDF),
        ("cv.pdf", documents.RESUME_TEXT.encode, UploadKind.TXT),
        ("cv.txt", documents.RESUME_TEXT.encode, UploadKind.TXT),
        ("cv.txt", lambda: documents.RESUME_TEXT.encode("utf-16"), UploadKind.TXT),
        ("cv.txt", lambda: "Żółć gęślą jaźń".encode("cp1250"), UploadKind.TXT),
        ("resume.json", documents.resume_json, UploadKind.JSON_RESUME),
        ("scan.pdf", documents.scanned_pdf, UploadKind.PDF),
        ("long.pdf", lambda: documents.long_pdf(200), UploadKind.PDF),
    ],
)
def test_a_good_file_is_refused_for_its_name(name, build, kind):
    assert inspect(name, build()) is kind


@pytest.mark.parametrize(
    ("name", "build", "code", "params"),
    [
        ("cv.pdf", lambda: documents.zip_of({"a.txt": b"a"}), "upload.not-accepted", {"kind": "a ZIP archive"}),
        ("cv.docx", lambda: b"MZ\x90\x00 program", "upload.not-accepted", {"kind": "a program"}),
        ("cv.txt", lambda: b"<!DOCTYPE html><p>hi", "upload.not-accepted", {"kind": "a web page"}),
        ("cv.pdf", documents.picture_png, "upload.picture", {}),
        ("cv.zip", lambda: documents.zip_of({"a": b"a"}), "upload.not-accepted", {"kind": "a ZIP archive"}),
        ("cv", lambda: b"MZ\x90\x00 program", "upload.not-accepted", {"kind": "a program"}),
        ("cv", lambda: b"\x01\x02\x03\x00data", "upload.not-accepted", {"kind": "no kind of document we know"}),
        ("cv", lambda: b"<!DOCTYPE html><p>hi", "upload.not-accepted", {"kind": "a web page"}),
        ("photo.png", documents.picture_png, "upload.picture", {}),
        ("cv.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "upload.old-office", {}),
        (
            "cv.docx",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "document.encrypted",
            {},
        ),
        ("cv.pdf", lambda: documents.encrypted_pdf("secret"), "document.encrypted", {}),
        ("cv.docx", lambda: documents.docx_bomb(100), "document.archive-bomb", {"unpacked_mb": 100}),
        ("cv.docx", lambda: documents.zip_of_many(5000), "document.archive-entries", {"entries": 5002, "limit": 1000}),
        ("cv.docx", lambda: documents.resume_docx()[:-2000], "document.damaged", {}),
        ("cv.pdf", lambda: b"", "upload.empty", {}),
        ("cv.txt", lambda: b"\xef\xbb\xbf \r\n", "upload.empty", {}),
        ("cv.pdf", lambda: documents.resume_pdf() + bytes(10 * 2**20), "upload.too-large", {"limit_mb": 10}),
    ],
)
def test_a_bad_file_comes_in_or_its_refusal_says_nothing(name, build, code, params):
    reason = refusal(name, build())
    assert reason == Reason(code, {"name": name, **params})
    assert f"“{name}”" in SENTENCES[code] % reason.params


def test_a_docx_whose_directory_lies_about_its_size_is_listed_anyway():
    """The record at the end says two entries, the directory before it holds 5,002."""
    honest = documents.zip_of_many(5000)
    at = honest.rfind(b"PK\x05\x06")
    lying = honest[: at + 8] + b"\x02\x00\x02\x00" + honest[at + 12 :]
    assert refusal("cv.docx", lying).code == "document.archive-entries"


def test_a_picture_is_refused_where_pictures_are_wanted():
    assert (
        inspect("me.png", documents.picture_png(), Limits(accepted=frozenset({UploadKind.IMAGE}))) is UploadKind.IMAGE
    )


def test_looking_at_a_stream_eats_it():
    stream = io.BytesIO(documents.RESUME_TEXT.encode())
    assert inspect("cv.txt", stream) is UploadKind.TXT
    assert read("cv.txt", stream) == documents.RESUME_TEXT.encode()


def test_an_endless_stream_is_held_in_memory():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            assert 0 <= size <= 10 * 2**20 + 1
            self.given += size
            return bytes(size)

        def tell(self):
            return 0

        def seek(self, offset, whence=0):
            return 0

    stream = Endless()
    assert refusal("cv.pdf", stream) == Reason("upload.too-large", {"name": "cv.pdf", "limit_mb": 10})
    assert stream.given == 10 * 2**20 + 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Maria Lindqvist.pdf", "Maria Lindqvist.pdf"),
        ("résumé.PDF", "résumé.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\cv.docx", "cv.pdf"),
        ("cv.pdf.docx", "cv.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ('a<b>:"|?*\n.pdf', "a b.pdf"),
        ("", "document.pdf"),
        (".pdf", "document.pdf"),
        ("..", "document.pdf"),
        ("con.pdf", "document con.pdf"),
        ("J. R. Smith", "J. R. Smith.pdf"),
        ("é" * 300, "é" * 60 + ".pdf"),
    ],
)
def test_a_name_leads_somewhere_else_when_it_is_downloaded(name, safe):
    assert safe_name(name, UploadKind.PDF) == safe
