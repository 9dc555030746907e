"""Which reader opens which kind, inside the extraction child; the answer is plain JSON for its parent."""

from typing import Any

from question_banks.resumes import json_resume, office, plain, rtf
from question_banks.resumes.documents import DocumentError, UploadKind
from question_banks.resumes.kinds import recognise
from question_banks.resumes.pdf import pdf_text
from question_banks.resumes.tidy import tidied
from workflows.reasons import Reason

_LONGEST_LINK = 500
_MOST_LINKS = 50
_READABLE_SHARE = 0.7
_SAMPLE = 20_000
_SIGNS = frozenset(".,;:!?-–—/()&+'’|•·@%$€£_=#\"“”*")


def read(data: bytes, max_pages: int, max_characters: int) -> dict[str, Any]:
    """Raises DocumentError with the reason when there is no text to be had."""
    if not data.strip():
        raise DocumentError(Reason("document.empty"))
    kind = recognise(data)
    answer: dict[str, Any] = {
        "kind": kind,
        "pages": None,
        "pages_read": None,
        "links": (),
        "remarks": (),
        "resume": None,
    }
    answer |= _by_kind(kind, data, max_pages, max_characters)
    text = tidied(answer["text"][: 2 * max_characters])
    if not text:
        raise DocumentError(Reason("document.no-text"))
    if _share_readable(text) < _READABLE_SHARE:
        raise DocumentError(Reason("document.garbled"))
    remarks = [remark.as_json() for remark in answer["remarks"]]
    if len(text) > max_characters or len(answer["text"]) > 2 * max_characters:
        text = text[:max_characters]
        remarks.append(Reason("document.first-characters-only", {"read": max_characters}).as_json())
    return answer | {"text": text, "links": _kept(answer["links"]), "remarks": remarks}


def _by_kind(kind: UploadKind, data: bytes, max_pages: int, max_characters: int) -> dict[str, Any]:
    if kind is UploadKind.PDF:
        read_pdf = pdf_text(data, max_pages, max_characters)
        return {
            "text": "\n\n".join(read_pdf.texts),
            "pages": read_pdf.pages,
            "pages_read": read_pdf.pages_read,
            "links": read_pdf.links,
            "remarks": read_pdf.remarks(),
        }
    if kind is UploadKind.JSON_RESUME:
        resume, remarks = json_resume.parsed(data)
        return {"text": json_resume.as_text(resume), "resume": resume, "remarks": remarks}
    if kind is UploadKind.TXT:
        text, remarks = plain.decoded(data)
        return {"text": text, "remarks": remarks}
    openers = {UploadKind.DOCX: office.docx_text, UploadKind.ODT: office.odt_text, UploadKind.RTF: rtf.text_of}
    if kind not in openers:
        raise DocumentError(Reason("document.not-a-document", {"kind": kind.label}))
    text, links = openers[kind](data)
    return {"text": text, "links": links}


def _share_readable(text: str) -> float:
    """Fonts without a letter table give signs without sense; a real text is letters, digits and spaces."""
    sample = text[:_SAMPLE]
    return sum(letter.isalnum() or letter.isspace() or letter in _SIGNS for letter in sample) / len(sample)


def _kept(links: Any) -> list[str]:
    wanted = (tidied(link) for link in links if len(link) <= _LONGEST_LINK)
    return list(dict.fromkeys(link for link in wanted if link.startswith(("http://", "https://", "mailto:", "tel:"))))[
        :_MOST_LINKS
    ]
