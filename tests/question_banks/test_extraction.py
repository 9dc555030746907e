"""Documents of every kind give their text, or one clear reason; whatever they do, only their child process suffers."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from question_banks.extraction import ChildLimits, extract
from question_banks.resumes.documents import Extracted, Unreadable, UploadKind
from tests import documents
from workflows.reasons import Reason

SECRET = "root:x:0:0"


def read(data: bytes, **limits: float) -> Extracted:
    got = extract("cv", data, ChildLimits(**limits))
    assert isinstance(got, Extracted), got
    return got


def why_not(data: bytes, **limits: float) -> Reason:
    got = extract("cv", data, ChildLimits(**limits))
    assert isinstance(got, Unreadable), got
    return got.reason


def children() -> set[int]:
    """Processes whose parent we are, the dead that nobody has fetched included."""
    mine = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == os.getpid():
            mine.add(int(stat.parent.name))
    return mine


@pytest.mark.parametrize(
    ("build", "kind"),
    [
        (documents.resume_pdf, UploadKind.PDF),
        (documents.resume_docx, UploadKind.DOCX),
        (documents.resume_odt, UploadKind.ODT),
        (documents.RESUME_TEXT.encode, UploadKind.TXT),
        (documents.resume_json, UploadKind.JSON_RESUME),
    ],
)
def test_a_good_document_loses_its_words(build, kind):
    got = read(build())
    assert (got.kind, got.remarks) == (kind, ())
    lines = got.text.split("\n")
    assert lines[0].startswith(("Maria Lindqvist", "Stockholm Sweden"))
    for words in ("maria.lindqvist@example.com", "Northwind Systems AB", "132 % of a $900k quota", "Lund University"):
        assert words in got.text


def test_a_word_file_loses_its_page_header_or_its_table():
    assert read(documents.resume_docx()).text == (
        "Maria Lindqvist · maria.lindqvist@example.com · +46 70 123 45 67\n\nProfessional Experience\n"
        "Senior Account Executive, Northwind Systems AB\nMarch 2020 – Present\n\n"
        "Closed 132 % of a $900k quota in 2022.\nAccount planning for 14 enterprise customers.\n"
        "Education\nBSc in Business Administration, Lund University, 2013 – 2016"
    )


def test_an_rtf_file_shows_its_codes():
    got = read(documents.resume_rtf())
    assert (got.kind, got.links) == (UploadKind.RTF, ("https://lindqvist.example.com",))
    assert got.text == (
        "Maria Lindqvist\nmaria.lindqvist@example.com\nWebsite\nProfessional Experience\n"
        "Account Executive, Société Générale\nJan 2019 – Present\n"
        "• Closed €2.5M of new business, account planning included"
    )


def test_an_odt_file_shows_what_was_deleted_in_it():
    got = read(documents.resume_odt())
    assert "deleted secret" not in got.text
    assert "not shown" not in got.text
    assert got.text.endswith("My site")
    assert got.links == ("https://lindqvist.example.com",)


def test_a_link_behind_a_word_of_a_pdf_is_lost():
    assert read(documents.resume_pdf()).links == ("https://www.linkedin.com/in/maria-lindqvist",)


def test_the_thirty_first_page_is_read_or_nobody_says_that_it_was_not():
    got = read(documents.long_pdf(200))
    assert (got.pages, got.pages_read) == (200, 30)
    assert got.remarks == (Reason("document.first-pages-only", {"pages": 200, "read": 30}),)
    assert "in region 30." in got.text
    assert "in region 31." not in got.text


def test_a_very_long_text_is_cut_in_silence():
    got = read(b"account planning " * 1000, characters=500)
    assert len(got.text) == 500
    assert got.remarks == (Reason("document.first-characters-only", {"read": 500}),)


def test_a_scanned_page_among_others_goes_unmentioned():
    got = read(documents.pdf_of(["Maria Lindqvist, maria@example.com", "", "Languages: Swedish"]))
    assert got.remarks == (Reason("document.pages-without-text", {"pages": [2]}),)


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (documents.scanned_pdf, Reason("document.looks-like-a-scan", {"name": "cv"})),
        (lambda: documents.pdf_of([""]), Reason("document.no-text", {"name": "cv"})),
        (lambda: documents.encrypted_pdf("secret"), Reason("document.encrypted", {"name": "cv"})),
        (documents.truncated_pdf, Reason("document.damaged", {"name": "cv"})),
        (lambda: documents.resume_docx()[:-2000], Reason("document.damaged", {"name": "cv"})),
        (lambda: documents.docx_with(b"<w:document>"), Reason("document.damaged", {"name": "cv"})),
        (lambda: documents.docx_bomb(100), Reason("document.archive-bomb", {"name": "cv", "unpacked_mb": 100})),
        (
            lambda: documents.zip_of_many(5000),
            Reason("document.archive-entries", {"name": "cv", "entries": 5002, "limit": 1000}),
        ),
        (
            lambda: documents.zip_of({"letter.txt": b"hello"}),
            Reason("document.not-a-document", {"name": "cv", "kind": "a ZIP archive"}),
        ),
        (documents.picture_png, Reason("document.not-a-document", {"name": "cv", "kind": "a picture"})),
        (lambda: b'{"basics": [1, 2', Reason("document.damaged", {"name": "cv"})),
        (lambda: b'{"work": ' + b"[" * 100_000, Reason("document.damaged", {"name": "cv"})),
        (lambda: " �¤¬¦¨".encode() * 50, Reason("document.garbled", {"name": "cv"})),
        (lambda: b" \r\n", Reason("document.empty", {"name": "cv"})),
    ],
)
def test_a_bad_document_gets_no_reason_or_leaves_something_behind(build, reason):
    data = build()
    before, handles = children(), len(os.listdir("/proc/self/fd"))
    assert why_not(data) == reason
    assert (children(), len(os.listdir("/proc/self/fd"))) == (before, handles)


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY attack SYSTEM "file:///etc/passwd">',
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY attack "&b;&b;&b;&b;&b;&b;">',
    ],
)
def test_a_word_file_reads_files_of_the_server(entities):
    assert SECRET in Path("/etc/passwd").read_text()
    assert why_not(documents.docx_of_entity_attack(entities)) == Reason("document.unsafe-xml", {"name": "cv"})


def test_a_pdf_that_only_restricts_copying_is_called_locked():
    assert "Northwind Systems AB" in read(documents.encrypted_pdf("secret", owner_only=True)).text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Żółć gęślą jaźń, sprzedaż", "cp1250"),
        ("Привет, менеджер по продажам", "cp1251"),
        ("Société Générale, “naïve” café – Übung", "cp1252"),
    ],
)
def test_an_old_text_file_turns_to_gibberish(text, encoding):
    got = read(text.encode(encoding))
    assert (got.text, got.remarks) == (text, (Reason("document.encoding-guessed", {"encoding": encoding}),))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_unicode_text_file_turns_to_gibberish(encoding):
    got = read("Maria Lindqvist sells".encode(encoding))
    assert (got.text, got.remarks) == ("Maria Lindqvist sells", ())


def test_parts_of_a_json_resume_vanish_in_silence():
    got = read(documents.resume_json(work="three years", education=[1, {"institution": "Lund University"}]))
    assert got.remarks == (Reason("document.parts-ignored", {"parts": ["work", "education"]}),)
    assert got.resume["education"] == [{"institution": "Lund University"}]


def test_a_slow_pdf_keeps_the_server_busy_after_its_time():
    before, answers, data = children(), [], documents.slow_pdf()
    reading = Thread(target=lambda: answers.append(extract("slow.pdf", data, ChildLimits(wall_seconds=2))))
    reading.start()
    while not (seen := children() - before) and reading.is_alive():
        pass
    reading.join()
    assert answers == [Unreadable(Reason("document.timed-out", {"name": "slow.pdf", "seconds": 2}))]
    assert len(seen) == 1
    assert children() == before


def test_a_busy_pdf_burns_more_than_its_share_of_the_processor():
    reason = why_not(documents.slow_pdf(), wall_seconds=60, cpu_seconds=1)
    assert reason == Reason("document.timed-out", {"name": "cv", "seconds": 1})


def test_a_greedy_pdf_takes_the_servers_memory():
    reason = why_not(documents.slow_pdf(), memory_mb=150)
    assert reason == Reason("document.too-much-memory", {"name": "cv", "memory_mb": 150})


def test_a_child_outlives_a_server_that_was_killed():
    program = (
        "from tests.documents import slow_pdf; from question_banks.extraction import ChildLimits, _start_child;"
        "child = _start_child(ChildLimits(wall_seconds=2, cpu_seconds=60)); print(child.pid, flush=True);"
        "child.communicate(slow_pdf())"
    )
    root = Path(__file__).parents[2]
    server = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=root)
    with server:
        handle = os.pidfd_open(int(server.stdout.readline()))
        server.send_signal(signal.SIGKILL)
    ended = select.poll()
    ended.register(handle, select.POLLIN)
    assert ended.poll(30_000) == [(handle, select.POLLIN)]
    os.close(handle)


def test_a_broken_installation_is_blamed_on_the_document():
    assert why_not(documents.resume_pdf(), memory_mb=24) == Reason("document.reader-unavailable", {"name": "cv"})
